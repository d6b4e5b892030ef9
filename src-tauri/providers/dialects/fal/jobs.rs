//! Films and music from the queue: a status says only that there is an end, and another address how it ended.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::music_request::MusicRequest;

use super::{path, without_status};
use crate::{
    dialect::{Method, UpstreamCall},
    failure,
    job::{self, Sort},
    loss::Losses,
    progress::{JobDialect, MusicDialect, Progress, Submitted, Ticket, VideoDialect, VideoTask},
    vendor::Vendor,
};

/// The dialect for one sort of things.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FalJobs(pub(crate) Sort);

/// At least so long: docs.fal.ai, media expiration, 2026-11.
const KEPT_FOR: Duration = Duration::from_secs(7 * 24 * 3_600);

impl VideoDialect for FalJobs {
    fn submit(&self, vendor: &Vendor, task: &VideoTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let mut losses = Losses::default();
        let input = job::film_input(vendor, task, upstream, &mut losses)?;
        Ok(UpstreamCall::new(vendor, path(upstream), input.to_string(), false).with_losses(losses))
    }
}

impl MusicDialect for FalJobs {
    fn submit(&self, vendor: &Vendor, request: &MusicRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let mut losses = Losses::default();
        let input = job::music_input(vendor, request, upstream, &mut losses)?;
        Ok(UpstreamCall::new(vendor, path(upstream), input.to_string(), false).with_losses(losses))
    }
}

impl JobDialect for FalJobs {
    fn submitted(&self, vendor: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        let answer: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        if answer["request_id"].is_null() {
            return match self.progress(vendor, &Ticket::default(), body)? {
                Progress::Done(made) => Ok(Submitted::Done(made)),
                Progress::Failed(failure) => Err(failure),
                Progress::Queued | Progress::Running { .. } | Progress::Moved(_) => {
                    Err(failure::unreadable(answer.to_string().as_bytes()))
                }
            };
        }
        let id = Ticket::of(&answer["request_id"], "")?.id;
        let at = |name: &str| answer[name].as_str().map(str::to_owned);
        // What a model is called is only a part of where its jobs are.
        let look = at("status_url").ok_or_else(|| failure::unreadable(answer.to_string().as_bytes()))?;
        Ok(Submitted::Started(Ticket { id, look, cancel: at("cancel_url") }))
    }

    fn progress(&self, _: &Vendor, ticket: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        let answer: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        if answer.get("error").is_some_and(|error| !error.is_null()) {
            return Ok(Progress::failed(&answer["error_type"], &answer["error"]));
        }
        if answer.get("detail").is_some() {
            return Ok(Progress::Failed(failure::in_band(&answer.to_string())));
        }
        Ok(match answer["status"].as_str() {
            Some("IN_QUEUE") => Progress::Queued,
            Some("IN_PROGRESS") => Progress::Running { percent: None },
            Some("COMPLETED") => {
                let look = answer["response_url"].as_str().map_or_else(|| without_status(&ticket.look), str::to_owned);
                Progress::Moved(Ticket { look, ..ticket.clone() })
            }
            Some(other) => {
                return Err(Failure::new(FailureKind::BadReply, format!("the provider's job is '{other:.40}'")));
            }
            None => match job::made(&answer, self.0, KEPT_FOR) {
                Ok(made) => Progress::Done(made),
                Err(nothing) => Progress::Failed(nothing),
            },
        })
    }

    fn cancel(&self, vendor: &Vendor, ticket: &Ticket) -> Option<UpstreamCall> {
        let path = ticket.cancel.as_deref()?;
        Some(UpstreamCall { method: Method::Put, ..UpstreamCall::look(vendor, path) })
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        let failure = failure::of_answer(status, retry_after, body);
        // Asked too early: that says nothing of the job.
        match failure.message.contains("still in progress") {
            true => Failure { kind: FailureKind::Overloaded, ..failure },
            false => failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        progress::{Asset, Made},
        registry::vendor,
    };

    const FILMS: FalJobs = FalJobs(Sort::Video);
    const PLACE: &str = "https://queue.fal.run/fal-ai/kling-video/requests/r1";

    fn fal() -> &'static Vendor {
        vendor("fal").unwrap()
    }

    fn ticket(look: &str) -> Ticket {
        Ticket { id: "r1".to_owned(), look: format!("{PLACE}{look}"), cancel: Some(format!("{PLACE}/cancel")) }
    }

    #[test]
    fn quirk_40_a_job_is_where_its_answers_say_and_its_end_is_no_success() {
        let accepted = json!({"status": "IN_QUEUE", "request_id": "r1", "status_url": format!("{PLACE}/status"),
            "response_url": PLACE, "cancel_url": format!("{PLACE}/cancel")});
        let started = FILMS.submitted(fal(), "application/json", accepted.to_string().into());
        assert_eq!(started, Ok(Submitted::Started(ticket("/status"))));
        let cancel = FILMS.cancel(fal(), &ticket("/status")).unwrap();
        assert_eq!((cancel.method, cancel.path), (Method::Put, format!("{PLACE}/cancel")));
        let progress = |answer: Value| FILMS.progress(fal(), &ticket("/status"), answer.to_string().into());
        let made = Made { kept_for: Some(KEPT_FOR), ..Made::at("https://v3.fal.media/a.mp4") };
        for (answer, expected) in [
            (json!({"status": "IN_QUEUE", "queue_position": 3}), Progress::Queued),
            (json!({"status": "IN_PROGRESS", "logs": null}), Progress::Running { percent: None }),
            (json!({"status": "COMPLETED"}), Progress::Moved(ticket(""))),
            (json!({"status": "COMPLETED", "response_url": format!("{PLACE}/response")}), Progress::Moved(ticket("/response"))),
            (json!({"video": {"url": "https://v3.fal.media/a.mp4"}, "seed": 7}), Progress::Done(made.clone())),
        ] {
            assert_eq!(progress(answer.clone()), Ok(expected), "{answer}");
        }
        for (answer, kind) in [
            (json!({"status": "COMPLETED", "error": "Runner died", "error_type": "runner_error"}), FailureKind::Server),
            (
                json!({"status": "COMPLETED", "error": "No.", "error_type": "content_policy_violation"}),
                FailureKind::ContentPolicy,
            ),
            (json!({"detail": [{"msg": "No.", "type": "content_policy_violation"}]}), FailureKind::ContentPolicy),
            (json!({"video": null}), FailureKind::BadReply),
        ] {
            let Ok(Progress::Failed(failure)) = progress(answer.clone()) else { panic!("{answer}") };
            assert_eq!(failure.kind, kind, "{answer}");
        }
        assert_eq!(progress(json!({"status": "LOST"})).unwrap_err().kind, FailureKind::BadReply, "it may be found again");
        let song = FalJobs(Sort::Audio).progress(
            fal(),
            &ticket(""),
            json!({"audio_file": {"url": "https://x/a.wav"}}).to_string().into(),
        );
        let Ok(Progress::Done(song)) = song else { panic!("{song:?}") };
        assert_eq!(song.assets, [Asset::At("https://x/a.wav".to_owned())]);
    }

    #[test]
    fn what_the_queue_refuses_is_read_by_its_words() {
        for (status, body, kind) in [
            (422, r#"{"detail":[{"loc":["body"],"msg":"No.","type":"content_policy_violation"}]}"#, FailureKind::ContentPolicy),
            (422, r#"{"detail":[{"loc":["body","duration"],"msg":"bad","type":"literal_error"}]}"#, FailureKind::Invalid),
            (400, r#"{"detail":"Request is still in progress"}"#, FailureKind::Overloaded),
        ] {
            assert_eq!(FILMS.failure(fal(), status, None, body.as_bytes()).kind, kind, "{body}");
        }
        for body in [r#"{"request_id":null}"#, r#"{"request_id":"r1"}"#, r#"{"status":"IN_QUEUE"}"#, "<html>"] {
            let refused = FILMS.submitted(fal(), "application/json", Bytes::from_static(body.as_bytes()));
            assert_eq!(refused.unwrap_err().kind, FailureKind::BadReply, "{body}");
        }
    }
}

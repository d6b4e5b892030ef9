//! Films and music: predictions that nobody holds a call for.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::music_request::MusicRequest;

use super::asked;
use crate::{
    dialect::UpstreamCall,
    failure,
    job::{self, Sort},
    loss::Losses,
    progress::{JobDialect, MusicDialect, Progress, Submitted, Ticket, VideoDialect, VideoTask},
    vendor::Vendor,
};

/// The dialect for one sort of things.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReplicateJobs(pub(crate) Sort);

/// What the API's own predictions have made is deleted then: replicate.com/docs/topics/predictions/output-files, 2026-11.
const KEPT_FOR: Duration = Duration::from_secs(3_600);

impl VideoDialect for ReplicateJobs {
    fn submit(&self, vendor: &Vendor, task: &VideoTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let mut losses = Losses::default();
        let input = job::film_input(vendor, task, upstream, &mut losses)?;
        Ok(asked(vendor, upstream, input).with_losses(losses))
    }
}

impl MusicDialect for ReplicateJobs {
    fn submit(&self, vendor: &Vendor, request: &MusicRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let mut losses = Losses::default();
        let input = job::music_input(vendor, request, upstream, &mut losses)?;
        Ok(asked(vendor, upstream, input).with_losses(losses))
    }
}

impl JobDialect for ReplicateJobs {
    fn submitted(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        let prediction = read(&body)?;
        match self.progress_of(&prediction)? {
            Progress::Done(made) => Ok(Submitted::Done(made)),
            Progress::Failed(failure) => Err(failure),
            Progress::Queued | Progress::Running { .. } | Progress::Moved(_) => {
                let Ticket { id, look, .. } = Ticket::of(&prediction["id"], "/predictions/")?;
                let at = |name: &str| prediction["urls"][name].as_str().map(str::to_owned);
                let cancel = at("cancel").or_else(|| Some(format!("{look}/cancel")));
                Ok(Submitted::Started(Ticket { id, look: at("get").unwrap_or(look), cancel }))
            }
        }
    }

    fn progress(&self, _: &Vendor, _: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        self.progress_of(&read(&body)?)
    }

    fn cancel(&self, vendor: &Vendor, ticket: &Ticket) -> Option<UpstreamCall> {
        ticket.cancel.as_ref().map(|path| UpstreamCall::new(vendor, path, "", false))
    }
}

impl ReplicateJobs {
    fn progress_of(self, prediction: &Value) -> Result<Progress, Failure> {
        Ok(match prediction["status"].as_str() {
            Some("starting") => Progress::Queued,
            Some("processing") => Progress::Running { percent: percent(prediction["logs"].as_str().unwrap_or_default()) },
            Some("succeeded") => match job::made(&prediction["output"], self.0, KEPT_FOR) {
                Ok(made) => Progress::Done(made),
                Err(nothing) => Progress::Failed(nothing),
            },
            Some("failed") => Progress::Failed(failure::in_band(&json!({"error": prediction["error"]}).to_string())),
            Some(ended @ ("canceled" | "aborted")) => {
                Progress::Failed(Failure::new(FailureKind::Cancelled, format!("the provider's prediction was {ended}")))
            }
            _ => return Err(failure::unreadable(prediction.to_string().as_bytes())),
        })
    }
}

fn read(body: &[u8]) -> Result<Value, Failure> {
    serde_json::from_slice(body).map_err(|_| failure::unreadable(body))
}

/// The last bar in the log of a model: ` 38%|███▊      | 19/50`.
fn percent(logs: &str) -> Option<u8> {
    let (before, _) = logs.rsplit_once('%')?;
    let digits = before.trim_end_matches(|character: char| character.is_ascii_digit()).len();
    before[digits..].parse().ok().filter(|percent| *percent <= 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{progress::Made, registry::vendor};

    const FILMS: ReplicateJobs = ReplicateJobs(Sort::Video);
    const PLACE: &str = "https://api.replicate.com/v1/predictions/p1";

    fn replicate() -> &'static Vendor {
        vendor("replicate").unwrap()
    }

    #[test]
    fn a_film_is_asked_for_without_holding_the_call() {
        let body = json!({"model": "m", "prompt": "a boat", "seconds": 5}).to_string();
        let request = turnpike_wire::openai::videos_request::VideosRequest::parse(body.as_bytes()).unwrap();
        for (upstream, path, version) in [
            ("kwaivgi/kling-v2.1", "/models/kwaivgi/kling-v2.1/predictions", Value::Null),
            ("somebody/films:39ed52f2", "/predictions", "39ed52f2".into()),
            ("39ed52f2", "/predictions", "39ed52f2".into()),
        ] {
            let task = VideoTask { request: &request, image: None };
            let call = VideoDialect::submit(&FILMS, replicate(), &task, upstream).unwrap();
            let sent: Value = serde_json::from_slice(&call.body).unwrap();
            assert_eq!((&*call.path, &sent["version"]), (path, &version), "{upstream}");
            assert_eq!(sent["input"], json!({"prompt": "a boat", "duration": 5}), "{upstream}");
            assert!(call.headers.iter().all(|(name, _)| *name != "prefer"), "a job outlives any call");
        }
    }

    #[test]
    fn a_prediction_goes_its_way_to_its_end() {
        let prediction = |more: Value| {
            let mut prediction = json!({"id": "p1", "status": "starting", "output": null, "error": null, "logs": ""});
            prediction.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            Bytes::from(prediction.to_string())
        };
        let submitted = |more: Value| FILMS.submitted(replicate(), "application/json", prediction(more));
        let urls = json!({"urls": {"get": PLACE, "cancel": format!("{PLACE}/cancel")}});
        for (more, look) in [(urls, PLACE), (json!({}), "/predictions/p1")] {
            let ticket = Ticket { id: "p1".to_owned(), look: look.to_owned(), cancel: Some(format!("{look}/cancel")) };
            assert_eq!(submitted(more), Ok(Submitted::Started(ticket.clone())));
            assert_eq!(FILMS.cancel(replicate(), &ticket).unwrap().path, format!("{look}/cancel"));
        }
        let made = Made { kept_for: Some(KEPT_FOR), ..Made::at("https://replicate.delivery/a.mp4") };
        assert_eq!(
            submitted(json!({"status": "succeeded", "output": "https://replicate.delivery/a.mp4"})),
            Ok(Submitted::Done(made.clone()))
        );
        let progress = |more: Value| FILMS.progress(replicate(), &Ticket::default(), prediction(more));
        for (more, expected) in [
            (json!({}), Progress::Queued),
            (json!({"status": "processing"}), Progress::Running { percent: None }),
            (json!({"status": "processing", "logs": null}), Progress::Running { percent: None }),
            (
                json!({"status": "processing", "logs": "18%|█▊  | 9/50\n 38%|███▊ | 19/50\n"}),
                Progress::Running { percent: Some(38) },
            ),
            (json!({"status": "processing", "logs": "about 100000% done"}), Progress::Running { percent: None }),
            (json!({"status": "succeeded", "output": ["https://replicate.delivery/a.mp4"]}), Progress::Done(made.clone())),
            (json!({"status": "succeeded", "output": {"video": "https://replicate.delivery/a.mp4"}}), Progress::Done(made)),
        ] {
            assert_eq!(progress(more.clone()), Ok(expected), "{more}");
        }
        for (more, kind) in [
            (json!({"status": "failed", "error": "flagged as sensitive. (E005)"}), FailureKind::ContentPolicy),
            (json!({"status": "failed", "error": "CUDA out of memory"}), FailureKind::Server),
            (json!({"status": "canceled"}), FailureKind::Cancelled),
            (json!({"status": "aborted"}), FailureKind::Cancelled),
            (json!({"status": "succeeded", "data_removed": true}), FailureKind::BadReply),
        ] {
            let Ok(Progress::Failed(failure)) = progress(more.clone()) else { panic!("{more}") };
            assert_eq!(failure.kind, kind, "{more}");
        }
        assert_eq!(progress(json!({"status": "lost"})).unwrap_err().kind, FailureKind::BadReply);
        assert!(submitted(json!({"id": null})).is_err());
    }
}

//! xAI's format for films. What one cost is said when it is done.

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};

use crate::{
    dialect::UpstreamCall,
    failure,
    films::{self, FilmTakes, First, add_own},
    loss::Losses,
    progress::{JobDialect, Made, Progress, Submitted, Ticket, VideoDialect, VideoTask, nothing_made},
    takes::Known,
    vendor::Vendor,
};

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Xai;

const SECONDS: &[u64] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const RATIOS: &[&str] = &["16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3"];
const CLASSES: &[(u32, &str)] = &[(480, "480p"), (720, "720p"), (1_080, "1080p")];

const MODELS: &[FilmTakes] = &[
    FilmTakes { named: "grok-imagine-video-1.5", seconds: SECONDS, usual: 8, ratios: RATIOS, classes: CLASSES },
    FilmTakes { named: "", seconds: SECONDS, usual: 8, ratios: RATIOS, classes: CLASSES.split_at(2).0 },
];

impl VideoDialect for Xai {
    fn submit(&self, vendor: &Vendor, task: &VideoTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let (request, takes, mut losses) = (task.request, films::of(MODELS, upstream), Losses::default());
        let look = takes.look(request, &mut losses)?;
        let mut body = json!({"model": upstream, "prompt": request.prompt, "duration": takes.length(request)?});
        if let Some(ratio) = look.ratio {
            body["aspect_ratio"] = ratio.into();
        }
        if let Some((_, word)) = look.class {
            body["resolution"] = word.into();
        }
        if let Some(first) = First::of(task) {
            body["image"] = json!({"url": first.url()});
        }
        if request.seed.is_some() {
            losses.without("seed");
        }
        add_own(&request.rest, Known::All, &mut body, &mut losses);
        Ok(UpstreamCall::new(vendor, "/videos/generations", body.to_string(), false).with_losses(losses))
    }
}

impl JobDialect for Xai {
    fn submitted(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        let value: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        Ticket::of(&value["request_id"], "/videos/").map(Submitted::Started)
    }

    fn progress(&self, vendor: &Vendor, _: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        let job: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        let film = &job["video"];
        Ok(match job["status"].as_str() {
            Some("done") | None if film["respect_moderation"] == false => {
                Progress::refused(&"the provider holds the film back: it does not keep to what may be shown".into())
            }
            Some("done") | None => match film["url"].as_str() {
                Some(url) => {
                    let cost = vendor.reported_cost.and_then(|reported| reported.read(&job["usage"]));
                    Progress::Done(Made { cost, ..Made::at(url).lasting(film["duration"].as_f64()) })
                }
                None => Progress::Failed(nothing_made()),
            },
            Some("failed") => Progress::failed(&job["error"]["code"], &job["error"]["message"]),
            Some("expired") => {
                Progress::Failed(Failure::new(FailureKind::Timeout, "the provider gave the job up: it took too long"))
            }
            Some(_) => Progress::running(&job["progress"], 100.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use turnpike_domain::{credits::Credits, usage::Usage};

    use super::*;
    use crate::{
        films::asked::{self, and, picture},
        images::Picture,
        registry::vendor,
    };

    fn submitted(asked: &Value, image: Option<&Picture>, upstream: &str) -> Result<UpstreamCall, Failure> {
        asked::submitted(&Xai, vendor("xai").unwrap(), asked, image, upstream)
    }

    #[test]
    fn a_film_is_asked_for_in_xai_s_words() {
        let picture = picture();
        let data = "data:image/png;base64,iVBORw0KGgow";
        for (asked, image, sent, told) in [
            (json!({}), None, json!({"duration": 8}), 0),
            (
                json!({"seconds": "1", "size": "1280x720"}),
                None,
                json!({"duration": 1, "aspect_ratio": "16:9", "resolution": "720p"}),
                0,
            ),
            (json!({"resolution": "480p", "seed": 7}), None, json!({"duration": 8, "resolution": "480p"}), 1),
            (json!({"storage_options": {"x": 1}}), None, json!({"duration": 8, "storage_options": {"x": 1}}), 0),
            (json!({}), Some(&picture), json!({"duration": 8, "image": {"url": data}}), 0),
            (json!({"image": "https://x/a.png"}), None, json!({"duration": 8, "image": {"url": "https://x/a.png"}}), 0),
        ] {
            let expected = and(json!({"model": "grok-imagine-video", "prompt": "a boat"}), &sent);
            let call = submitted(&asked, image, "grok-imagine-video").unwrap();
            assert_eq!(
                (&*call.path, serde_json::from_slice::<Value>(&call.body).unwrap()),
                ("/videos/generations", expected),
                "{asked}"
            );
            assert_eq!(call.warnings.len(), told, "{asked}");
        }
        for (asked, upstream, param) in [
            (json!({"seconds": 16}), "grok-imagine-video", Some("seconds")),
            (json!({"size": "1920x1080"}), "grok-imagine-video", Some("size")),
            (json!({"size": "1920x1080"}), "grok-imagine-video-1.5", None),
            (json!({"aspect_ratio": "21:9"}), "grok-imagine-video", Some("aspect_ratio")),
        ] {
            assert_eq!(submitted(&asked, None, upstream).err().and_then(|failure| failure.param).as_deref(), param, "{asked}");
        }
    }

    #[test]
    fn quirk_40_a_job_that_is_pending_goes_on_and_its_end_says_what_it_cost() {
        let xai = vendor("xai").unwrap();
        let started = Xai.submitted(xai, "application/json", r#"{"request_id":"abc-1"}"#.into()).unwrap();
        let Submitted::Started(ticket) = started else { panic!("{started:?}") };
        assert_eq!(Xai.look(xai, &ticket).path, "/videos/abc-1");
        let answer = |job: Value| Xai.progress(xai, &ticket, job.to_string().into());
        let url = "https://vidgen.x.ai/out.mp4";
        let made = Made {
            cost: Some(Credits::from_micros(5_000_000)),
            usage: Some(Usage { made_ms: 1_000, ..Usage::default() }),
            ..Made::at(url)
        };
        for (job, expected) in [
            (json!({"status": "pending"}), Progress::Running { percent: None }),
            (json!({"status": "pending", "progress": 42}), Progress::Running { percent: Some(42) }),
            (
                json!({"status": "done", "progress": 100, "usage": {"cost_in_usd_ticks": 500_000_000},
                    "video": {"url": url, "duration": 1, "respect_moderation": true}}),
                Progress::Done(made),
            ),
            (json!({"video": {"url": url}}), Progress::Done(Made::at(url))),
        ] {
            assert_eq!(answer(job.clone()), Ok(expected), "{job}");
        }
        for (job, kind) in [
            (json!({"status": "done", "video": {"url": url, "respect_moderation": false}}), FailureKind::ContentPolicy),
            (json!({"status": "done", "video": {}}), FailureKind::BadReply),
            (json!({"status": "expired"}), FailureKind::Timeout),
            (json!({"status": "failed", "error": {"code": "internal", "message": "no"}}), FailureKind::Server),
        ] {
            let Ok(Progress::Failed(failure)) = answer(job.clone()) else { panic!("{job}") };
            assert_eq!(failure.kind, kind, "{job}");
        }
        assert!(Xai.submitted(xai, "application/json", r#"{"request_id":null}"#.into()).is_err());
    }
}

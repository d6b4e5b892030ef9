//! Runway's format for films: tasks.

mod models;

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};

use crate::{
    dialect::{Method, UpstreamCall},
    failure::{self, refused},
    films::{First, add_own},
    loss::Losses,
    progress::{Asset, JobDialect, Made, Progress, Submitted, Ticket, VideoDialect, VideoTask, nothing_made},
    takes::Known,
    vendor::Vendor,
};
use models::model;

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Runway;

/// Fields of the models' own. It refuses what it does not know.
const OWN: &[&str] = &["audio", "contentModeration", "negativePrompt", "referenceAudio"];

/// Addresses of what was made work for a day at least, says its library: github.com/runwayml/sdk-python, 2026-11.
const KEPT_FOR: Duration = Duration::from_secs(24 * 3_600);

impl VideoDialect for Runway {
    fn submit(&self, vendor: &Vendor, task: &VideoTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let (request, model, mut losses) = (task.request, model(upstream), Losses::default());
        let (seconds, look) = (model.takes.length(request)?, model.takes.look(request, &mut losses)?);
        let mut body = json!({"model": upstream, "promptText": request.prompt, "ratio": model.size(look), "duration": seconds});
        let first = First::of(task);
        let path = if first.is_some() { "/image_to_video" } else { "/text_to_video" };
        match first {
            Some(first) => body["promptImage"] = json!([{"uri": first.url(), "position": "first"}]),
            None if model.wants_image => {
                let message = "This model makes films from an image: send one, or ask another model.".to_owned();
                return Err(refused("missing_required_parameter", "image", message));
            }
            None => {}
        }
        match request.seed {
            Some(seed) if model.seed => body["seed"] = seed.into(),
            Some(_) => losses.note("seed", "is left out: this model does not take it"),
            None => {}
        }
        add_own(&request.rest, Known::Only(OWN), &mut body, &mut losses);
        Ok(UpstreamCall::new(vendor, path, body.to_string(), false).with_losses(losses))
    }
}

impl JobDialect for Runway {
    fn submitted(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        let value: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        Ticket::of(&value["id"], "/tasks/").map(Submitted::Started)
    }

    fn progress(&self, _: &Vendor, _: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        let task: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        Ok(match task["status"].as_str() {
            // Throttled: it waits for others of the same account.
            Some("PENDING" | "THROTTLED") => Progress::Queued,
            Some("SUCCEEDED") => done(&task),
            Some("FAILED") => failed(&task),
            Some("CANCELLED") => Progress::Failed(Failure::new(FailureKind::Cancelled, "the job was cancelled at the provider")),
            Some(_) => Progress::running(&task["progress"], 1.0),
            None => return Err(failure::unreadable(&body)),
        })
    }

    fn cancel(&self, vendor: &Vendor, ticket: &Ticket) -> Option<UpstreamCall> {
        Some(UpstreamCall { method: Method::Delete, ..UpstreamCall::look(vendor, &*ticket.look) })
    }
}

fn done(task: &Value) -> Progress {
    let films = task["output"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let assets: Vec<_> = films.map(|url| Asset::At(url.to_owned())).collect();
    match assets.is_empty() {
        true => Progress::Failed(nothing_made()),
        false => Progress::Done(Made { assets, kept_for: Some(KEPT_FOR), ..Made::default() }),
    }
}

/// `SAFETY.INPUT.TEXT`: what comes first says whose fault it is.
fn failed(task: &Value) -> Progress {
    let code = task["failureCode"].as_str().unwrap_or_default();
    match Progress::failed(&task["failureCode"], &task["failure"]) {
        Progress::Failed(failure) if code.starts_with("SAFETY") => {
            Progress::Failed(Failure { kind: FailureKind::ContentPolicy, ..failure })
        }
        Progress::Failed(failure) if code.starts_with("ASSET") || code.starts_with("INPUT") => {
            Progress::Failed(Failure { kind: FailureKind::Invalid, ..failure })
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        films::asked::{self, picture},
        images::Picture,
        registry::vendor,
    };

    fn submitted(asked: &Value, image: Option<&Picture>, upstream: &str) -> Result<UpstreamCall, Failure> {
        asked::submitted(&Runway, vendor("runway").unwrap(), asked, image, upstream)
    }

    #[test]
    fn a_size_is_the_nearest_one_that_the_model_has_of_that_shape_and_class() {
        for (upstream, asked, size) in [
            ("gen4.5", json!({}), Some("1280:720")),
            ("gen4.5", json!({"size": "720x1280"}), Some("720:1280")),
            ("gen4.5", json!({"size": "1584x672"}), Some("1584:672")),
            ("gen4.5", json!({"aspect_ratio": "4:3"}), Some("1104:832")),
            ("gen4.5", json!({"size": "1920x1080"}), None),
            ("veo3.1", json!({"size": "1024x1792"}), Some("1080:1920")),
            ("veo3.1", json!({"aspect_ratio": "1:1"}), None),
            ("seedance2", json!({"aspect_ratio": "21:9", "resolution": "4k"}), Some("3840:1646")),
            ("seedance2", json!({"aspect_ratio": "1:1", "resolution": "480p"}), Some("640:640")),
            ("seedance2", json!({"resolution": "480p"}), Some("864:496")),
            ("seedance2_fast", json!({"resolution": "1080p"}), None),
            ("a_new_one", json!({"resolution": "1080p"}), Some("1920:1080")),
        ] {
            let sent = submitted(&asked, None, upstream).ok().map(|call| serde_json::from_slice::<Value>(&call.body).unwrap());
            assert_eq!(sent.as_ref().and_then(|sent| sent["ratio"].as_str()), size, "{upstream} {asked}");
        }
    }

    #[test]
    fn a_film_is_asked_for_in_runway_s_words() {
        let picture = picture();
        let call = submitted(&json!({"seconds": 10, "seed": 7, "audio": true, "fps": 24}), Some(&picture), "gen4_turbo").unwrap();
        let sent: Value = serde_json::from_slice(&call.body).unwrap();
        let image = json!([{"uri": "data:image/png;base64,iVBORw0KGgow", "position": "first"}]);
        let expected = json!({"model": "gen4_turbo", "promptText": "a boat", "ratio": "1280:720", "duration": 10,
            "promptImage": image, "seed": 7, "audio": true});
        assert_eq!((&*call.path, sent, call.warnings.len()), ("/image_to_video", expected, 1));
        let version = call.headers.iter().find(|(name, _)| *name == "x-runway-version");
        assert!(version.is_some_and(|(_, version)| version == "2024-11-06"), "it answers nothing without");
        assert_eq!(submitted(&json!({"seed": 7}), None, "veo3.1_fast").unwrap().warnings.len(), 1);
        for (asked, upstream, param) in [
            (json!({}), "gen4_turbo", "image"),
            (json!({"seconds": 12}), "gen4.5", "seconds"),
            (json!({"seconds": 5}), "veo3.1", "seconds"),
            (json!({"seconds": 4}), "veo3", "seconds"),
        ] {
            assert_eq!(submitted(&asked, None, upstream).unwrap_err().param.as_deref(), Some(param), "{upstream} {asked}");
        }
    }

    #[test]
    fn quirk_40_a_task_that_is_throttled_waits_and_one_that_failed_says_why() {
        let runway = vendor("runway").unwrap();
        let answer = |task: Value| Runway.progress(runway, &Ticket::default(), task.to_string().into());
        let url = "https://cdn.test/out.mp4?_jwt=x";
        for (task, expected) in [
            (json!({"status": "PENDING"}), Progress::Queued),
            (json!({"status": "THROTTLED"}), Progress::Queued),
            (json!({"status": "RUNNING", "progress": 0.42}), Progress::Running { percent: Some(42) }),
            (json!({"status": "SUCCEEDED", "output": [url]}), Progress::Done(Made { kept_for: Some(KEPT_FOR), ..Made::at(url) })),
        ] {
            assert_eq!(answer(task.clone()), Ok(expected), "{task}");
        }
        for (task, kind) in [
            (json!({"status": "FAILED", "failureCode": "SAFETY.INPUT.TEXT", "failure": "no"}), FailureKind::ContentPolicy),
            (json!({"status": "FAILED", "failureCode": "INTERNAL.BAD_OUTPUT.CODE01", "failure": "no"}), FailureKind::Server),
            (json!({"status": "FAILED", "failureCode": "ASSET.INVALID", "failure": "no"}), FailureKind::Invalid),
            (json!({"status": "FAILED"}), FailureKind::Server),
            (json!({"status": "CANCELLED"}), FailureKind::Cancelled),
            (json!({"status": "SUCCEEDED", "output": []}), FailureKind::BadReply),
        ] {
            let Ok(Progress::Failed(failure)) = answer(task.clone()) else { panic!("{task}") };
            assert_eq!(failure.kind, kind, "{task}");
        }
        assert!(answer(json!({"error": "x"})).is_err());
        let started = Runway.submitted(runway, "application/json", r#"{"id":"17f2"}"#.into()).unwrap();
        let Submitted::Started(ticket) = started else { panic!("{started:?}") };
        let cancel = Runway.cancel(runway, &ticket).unwrap();
        assert_eq!((cancel.method, &*cancel.path), (Method::Delete, "/tasks/17f2"));
    }
}

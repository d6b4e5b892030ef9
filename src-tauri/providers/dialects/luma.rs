//! Luma's format for films: generations. It takes images from the web only, by their addresses.

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::images_request::ImageSource;

use crate::{
    dialect::{Method, UpstreamCall},
    failure::{self, refused},
    films::{FilmTakes, add_own},
    loss::Losses,
    progress::{JobDialect, Made, Progress, Submitted, Ticket, VideoDialect, VideoTask, nothing_made},
    takes::Known,
    vendor::Vendor,
};

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Luma;

const TAKES: FilmTakes = FilmTakes {
    named: "",
    seconds: &[5, 9],
    usual: 5,
    ratios: &["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "9:21"],
    classes: &[(540, "540p"), (720, "720p"), (1_080, "1080p"), (2_160, "4k")],
};

/// Where generations are looked at and deleted; they are asked for behind it.
const FOLDER: &str = "/generations/";

impl VideoDialect for Luma {
    fn submit(&self, vendor: &Vendor, task: &VideoTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let (request, mut losses) = (task.request, Losses::default());
        let (seconds, look) = (TAKES.length(request)?, TAKES.look(request, &mut losses)?);
        let mut body = json!({"model": upstream, "prompt": request.prompt, "duration": format!("{seconds}s")});
        if let Some(ratio) = look.ratio {
            body["aspect_ratio"] = ratio.into();
        }
        if let Some((_, word)) = look.class {
            body["resolution"] = word.into();
        }
        match request.image.as_ref().map(|image| &image.source) {
            Some(ImageSource::Url(url)) => body["keyframes"] = json!({"frame0": {"type": "image", "url": url}}),
            None if task.image.is_none() => {}
            _ => {
                let message =
                    format!("{} takes an image from the web only: send its https address, or ask another model.", vendor.label);
                return Err(refused("unsupported_value", "image", message));
            }
        }
        if request.seed.is_some() {
            losses.note("seed", "is left out: this model does not take it");
        }
        add_own(&request.rest, Known::All, &mut body, &mut losses);
        Ok(UpstreamCall::new(vendor, format!("{FOLDER}video"), body.to_string(), false).with_losses(losses))
    }
}

impl JobDialect for Luma {
    fn submitted(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        let value: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        Ticket::of(&value["id"], FOLDER).map(Submitted::Started)
    }

    fn progress(&self, _: &Vendor, _: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        let generation: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        let reason = &generation["failure_reason"];
        Ok(match generation["state"].as_str() {
            Some("queued") => Progress::Queued,
            Some("completed") => match generation["assets"]["video"].as_str() {
                Some(url) => Progress::Done(Made::at(url)),
                None => Progress::Failed(nothing_made()),
            },
            Some("failed") if reason.as_str().is_some_and(|reason| reason.contains("moderation")) => Progress::refused(reason),
            Some("failed") => Progress::failed(&Value::Null, reason),
            Some(_) => Progress::Running { percent: None },
            None => return Err(failure::unreadable(&body)),
        })
    }

    fn cancel(&self, vendor: &Vendor, ticket: &Ticket) -> Option<UpstreamCall> {
        Some(UpstreamCall { method: Method::Delete, ..UpstreamCall::look(vendor, &*ticket.look) })
    }
}

#[cfg(test)]
mod tests {
    use turnpike_domain::failure::FailureKind;

    use super::*;
    use crate::{
        films::asked::{self, and, picture},
        images::Picture,
        registry::vendor,
    };

    fn submitted(asked: &Value, image: Option<&Picture>) -> Result<UpstreamCall, Failure> {
        asked::submitted(&Luma, vendor("luma").unwrap(), asked, image, "ray-2")
    }

    #[test]
    fn a_film_is_asked_for_in_luma_s_words_and_begins_with_an_address_only() {
        let picture = picture();
        let frame = json!({"frame0": {"type": "image", "url": "https://x/a.png"}});
        for (asked, image, sent) in [
            (json!({}), None, Some(json!({"duration": "5s"}))),
            (
                json!({"seconds": "9", "size": "1280x720", "loop": true}),
                None,
                Some(json!({"duration": "9s", "aspect_ratio": "16:9", "resolution": "720p", "loop": true})),
            ),
            (json!({"image": "https://x/a.png"}), None, Some(json!({"duration": "5s", "keyframes": frame}))),
            (json!({"image": "https://x/a.png"}), Some(&picture), Some(json!({"duration": "5s", "keyframes": frame}))),
            (json!({}), Some(&picture), None),
            (json!({"image": "file-1"}), None, None),
            (json!({"image": "data:image/png;base64,QUJD"}), None, None),
        ] {
            let call = submitted(&asked, image);
            let expected = sent.map(|sent| {
                let expected = and(json!({"model": "ray-2", "prompt": "a boat"}), &sent);
                ("/generations/video".to_owned(), expected)
            });
            let got = call.map(|call| (call.path, serde_json::from_slice::<Value>(&call.body).unwrap()));
            assert_eq!(got.map_err(|failure| failure.param), expected.ok_or(Some("image".to_owned())), "{asked}");
        }
        assert_eq!(submitted(&json!({"seconds": 6}), None).unwrap_err().param.as_deref(), Some("seconds"));
    }

    #[test]
    fn a_generation_goes_its_way_to_its_end() {
        let luma = vendor("luma").unwrap();
        let started = Luma.submitted(luma, "application/json", r#"{"id":"g-1","state":"queued","assets":null}"#.into()).unwrap();
        let Submitted::Started(ticket) = started else { panic!("{started:?}") };
        assert_eq!(ticket.look, "/generations/g-1");
        let cancel = Luma.cancel(luma, &ticket).unwrap();
        assert_eq!((cancel.method, &*cancel.path), (Method::Delete, "/generations/g-1"));
        let answer = |job: &Value| Luma.progress(luma, &ticket, job.to_string().into());
        let url = "https://storage.example/film.mp4";
        for (job, expected) in [
            (json!({"state": "queued", "assets": null}), Progress::Queued),
            (json!({"state": "dreaming", "assets": null}), Progress::Running { percent: None }),
            (
                json!({"state": "completed", "assets": {"video": url, "image": "https://storage.example/a.jpg"}}),
                Progress::Done(Made::at(url)),
            ),
        ] {
            assert_eq!(answer(&job), Ok(expected), "{job}");
        }
        for (job, kind) in [
            (
                json!({"state": "failed", "failure_reason": "Prompt not allowed: advanced moderation failed"}),
                FailureKind::ContentPolicy,
            ),
            (json!({"state": "failed", "failure_reason": "Job failed"}), FailureKind::Server),
            (json!({"state": "failed"}), FailureKind::Server),
            (json!({"state": "completed", "assets": {"video": null}}), FailureKind::BadReply),
        ] {
            let Ok(Progress::Failed(failure)) = answer(&job) else { panic!("{job}") };
            assert_eq!(failure.kind, kind, "{job}");
        }
        assert!(answer(&json!({"detail": "x"})).is_err());
    }
}

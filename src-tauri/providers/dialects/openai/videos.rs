//! Films, in the shape that OpenAI gave them and others kept.

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::videos_request::VideosRequest;

use super::{OpenAi, body::Body};
use crate::{
    dialect::UpstreamCall,
    failure,
    films::First,
    form::Form,
    progress::{Asset, JobDialect, Made, Progress, Submitted, Ticket, VideoDialect, VideoTask, nothing_made},
    speech::quoted,
    vendor::Vendor,
};

impl VideoDialect for OpenAi {
    fn submit(&self, vendor: &Vendor, task: &VideoTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let mut body = body(vendor, task.request, upstream);
        Ok(match First::of(task) {
            // A form is how OpenAI's own clients send a picture, and all that some servers read one from.
            Some(First::Picture(picture)) => {
                let mut form = Form::around(&[&picture.bytes]);
                for (name, json) in body.fields() {
                    form.spell(name, json);
                }
                form.file("input_reference", picture.file_name, picture.media_type, &picture.bytes);
                UpstreamCall::form(vendor, "/videos", form, false)
            }
            Some(First::Url(url)) => {
                body.put("input_reference", json!({"image_url": url}).to_string());
                body.close("/videos", false)
            }
            None => body.close("/videos", false),
        })
    }
}

impl JobDialect for OpenAi {
    fn submitted(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        let value = read(&body)?;
        // Engines that make it at once answer as with images.
        if let Some(data) = value["data"].as_array() {
            let assets = data.iter().map(asset).collect::<Result<Vec<_>, _>>()?;
            return match assets.is_empty() {
                true => Err(nothing_made()),
                false => Ok(Submitted::Done(Made { assets, ..Made::default() })),
            };
        }
        match progress(&value)? {
            Progress::Done(made) => Ok(Submitted::Done(made)),
            Progress::Failed(failure) => Err(failure),
            Progress::Queued | Progress::Running { .. } | Progress::Moved(_) => {
                Ticket::of(&value["id"], "/videos/").map(Submitted::Started)
            }
        }
    }

    fn progress(&self, _: &Vendor, _: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        progress(&read(&body)?)
    }
}

fn body<'a>(vendor: &'a Vendor, request: &VideosRequest<'a>, upstream: &str) -> Body<'a> {
    let mut body = Body::new(vendor);
    body.put("model", quoted(upstream));
    body.put("prompt", quoted(&request.prompt));
    if let Some(length_ms) = request.length_ms {
        #[expect(clippy::cast_precision_loss, reason = "ten minutes at most")]
        let seconds = length_ms as f64 / 1_000.0;
        body.put("seconds", quoted(&seconds.to_string()));
    }
    if let Some((width, height)) = size(request) {
        body.put("size", format!("\"{width}x{height}\""));
    }
    if let Some(seed) = request.seed {
        body.put("seed", seed.to_string());
    }
    for (name, raw) in &request.rest {
        if !body.has(name) {
            body.put(name.clone(), raw.get());
        }
    }
    body
}

/// A shape and lines are said as a size here.
fn size(request: &VideosRequest<'_>) -> Option<(u32, u32)> {
    /// What 16:9 alone means to most.
    const USUAL_LINES: u32 = 720;
    if request.size.is_some() || request.aspect_ratio.is_none() && request.lines.is_none() {
        return request.size;
    }
    let lines = request.lines.unwrap_or(USUAL_LINES);
    let (width, height) = request.aspect_ratio.as_deref().unwrap_or("16:9").split_once(':')?;
    let (width, height): (f64, f64) = (width.parse().ok()?, height.parse().ok()?);
    // Encoders want even sides.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a ratio has two figures on either side")]
    let side = |side: f64| ((side / width.min(height) * f64::from(lines) / 2.0).round() * 2.0) as u32;
    Some((side(width), side(height)))
}

fn read(body: &[u8]) -> Result<Value, Failure> {
    let value: Value = serde_json::from_slice(body).map_err(|_| failure::unreadable(body))?;
    let is_job = value["status"].is_string() || value["data"].is_array();
    match value.get("error") {
        _ if is_job => Ok(value),
        Some(error) if !error.is_null() => Err(failure::in_band(&value.to_string())),
        _ => Err(failure::unreadable(body)),
    }
}

/// OpenAI's words, and those of others who keep its shape.
fn progress(job: &Value) -> Result<Progress, Failure> {
    Ok(match job["status"].as_str().unwrap_or_default() {
        "queued" | "pending" => Progress::Queued,
        "completed" | "succeeded" => {
            let Ticket { look, .. } = Ticket::of(&job["id"], "/videos/")?;
            let seconds = job["seconds"].as_f64().or_else(|| job["seconds"].as_str()?.parse().ok());
            let expires_at = job["expires_at"].as_i64().and_then(|at| at.checked_mul(1_000));
            Progress::Done(Made { expires_at, ..Made::at(format!("{look}/content")).lasting(seconds) })
        }
        "failed" | "cancelled" | "canceled" | "expired" => Progress::failed(&job["error"]["code"], &job["error"]["message"]),
        _ => Progress::running(&job["progress"], 100.0),
    })
}

fn asset(item: &Value) -> Result<Asset, Failure> {
    match item["url"].as_str().filter(|url| !url.is_empty()) {
        Some(url) => Ok(Asset::At(url.to_owned())),
        None => Asset::inside(&item["b64_json"]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use turnpike_domain::{failure::FailureKind, usage::Usage};

    use super::*;
    use crate::{images::Picture, vendor::Vendor};

    const VENDOR: &Vendor = &Vendor { videos: Some(&OpenAi), ..Vendor::COMPATIBLE };

    fn submitted(body: &Value, image: Option<&Picture>) -> UpstreamCall {
        let body = body.to_string();
        let request = VideosRequest::parse(body.as_bytes()).unwrap();
        OpenAi.submit(VENDOR, &VideoTask { request: &request, image }, "wan").unwrap()
    }

    #[test]
    fn a_film_is_asked_for_in_openai_s_words() {
        for (asked, sent) in [
            (json!({"seconds": 4, "size": "1280x720"}), json!({"seconds": "4", "size": "1280x720"})),
            (json!({"duration": "4.5s"}), json!({"seconds": "4.5"})),
            (json!({"aspect_ratio": "9:16"}), json!({"size": "720x1280"})),
            (json!({"resolution": "1080p"}), json!({"size": "1920x1080"})),
            (json!({"aspect_ratio": "1:1", "resolution": "480p"}), json!({"size": "480x480"})),
            (json!({"seed": 7, "fps": 24, "user": "u"}), json!({"seed": 7, "fps": 24})),
            (json!({"image": "https://x/a.png"}), json!({"input_reference": {"image_url": "https://x/a.png"}})),
        ] {
            let (mut body, mut expected) =
                (json!({"model": "m", "prompt": "a boat"}), json!({"model": "wan", "prompt": "a boat"}));
            body.as_object_mut().unwrap().extend(asked.as_object().unwrap().clone());
            expected.as_object_mut().unwrap().extend(sent.as_object().unwrap().clone());
            let call = submitted(&body, None);
            assert_eq!((&*call.path, serde_json::from_slice::<Value>(&call.body).unwrap()), ("/videos", expected), "{asked}");
        }
    }

    #[test]
    fn a_picture_goes_in_a_form() {
        let picture = Picture::of(Bytes::from_static(b"\x89PNG\r\n\x1a\n0")).unwrap();
        let call = submitted(&json!({"model": "m", "prompt": "a boat", "seconds": 4}), Some(&picture));
        let content_type = &call.headers.iter().find(|(name, _)| *name == "content-type").unwrap().1;
        let text = String::from_utf8_lossy(&call.body);
        assert!(content_type.starts_with("multipart/form-data; boundary="));
        assert!(text.contains("name=\"seconds\"\r\n\r\n4\r\n") && text.contains("name=\"model\"\r\n\r\nwan\r\n"), "{text}");
        assert!(text.contains("name=\"input_reference\"; filename=\"image.png\"\r\ncontent-type: image/png\r\n\r\n"), "{text}");
    }

    #[test]
    fn a_job_goes_its_way_to_its_end() {
        let job = |more: Value| {
            let mut job =
                json!({"id": "video_1", "object": "video", "model": "wan", "status": "queued", "progress": 0, "error": null});
            job.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            Bytes::from(job.to_string())
        };
        let Ok(Submitted::Started(ticket)) = OpenAi.submitted(VENDOR, "application/json", job(json!({}))) else {
            panic!("it waits")
        };
        assert_eq!((&*ticket.id, &*OpenAi.look(VENDOR, &ticket).path), ("video_1", "/videos/video_1"));
        let made = Made {
            usage: Some(Usage { made_ms: 4_000, ..Usage::default() }),
            expires_at: Some(1_795_000_000_000),
            ..Made::at("/videos/video_1/content")
        };
        for (more, expected) in [
            (json!({}), Progress::Queued),
            (json!({"status": "in_progress", "progress": 37}), Progress::Running { percent: Some(37) }),
            (json!({"status": "in_progress", "progress": null}), Progress::Running { percent: None }),
            (json!({"status": "a_new_word", "progress": 250}), Progress::Running { percent: Some(100) }),
            (json!({"status": "completed", "seconds": "4", "expires_at": 1_795_000_000}), Progress::Done(made)),
            (json!({"status": "completed"}), Progress::Done(Made::at("/videos/video_1/content"))),
        ] {
            assert_eq!(OpenAi.progress(VENDOR, &ticket, job(more.clone())), Ok(expected), "{more}");
        }
        assert_eq!(OpenAi.cancel(VENDOR, &ticket), None, "to delete it is another thing");
        for (code, kind) in [("moderation_blocked", FailureKind::ContentPolicy), ("render_failed", FailureKind::Server)] {
            let failed = job(json!({"status": "failed", "error": {"code": code, "message": "no"}}));
            let Ok(Progress::Failed(failure)) = OpenAi.progress(VENDOR, &ticket, failed) else { panic!("it has failed") };
            assert_eq!((failure.kind, &*failure.message), (kind, "no"), "{code}");
        }
    }

    #[test]
    fn an_engine_that_makes_it_at_once_has_made_it() {
        let answer = |body: Value| OpenAi.submitted(VENDOR, "application/json", body.to_string().into());
        let there = |assets| Ok(Submitted::Done(Made { assets, ..Made::default() }));
        let url = "http://127.0.0.1:8080/generated-videos/a.mp4";
        assert_eq!(answer(json!({"id": "x", "data": [{"url": url}]})), there(vec![Asset::At(url.to_owned())]));
        assert_eq!(answer(json!({"data": [{"b64_json": "QUJD"}]})), there(vec![Asset::Bytes(Bytes::from_static(b"ABC"))]));
        for (body, kind) in [
            (json!({"data": []}), FailureKind::BadReply),
            (json!({"data": [{}]}), FailureKind::BadReply),
            (json!({"id": "x"}), FailureKind::BadReply),
            (json!({"status": "queued"}), FailureKind::BadReply),
            (json!({"status": "queued", "id": ".."}), FailureKind::BadReply),
            (json!({"error": {"message": "Overloaded"}}), FailureKind::Overloaded),
        ] {
            assert_eq!(answer(body.clone()).unwrap_err().kind, kind, "{body}");
        }
    }
}

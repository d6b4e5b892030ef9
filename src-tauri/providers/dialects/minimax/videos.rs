//! Films. The models of the second format say all in one list of contents, and where the film is once it is there; the others
//! name a file, whose address is asked for then.

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};

use super::{complaint, read};
use crate::{
    dialect::{Method, UpstreamCall},
    failure::{self, refused},
    films::{self, FilmTakes, First, add_own},
    loss::Losses,
    progress::{JobDialect, Made, Progress, Submitted, Ticket, VideoDialect, VideoTask, nothing_made},
    takes::Known,
    vendor::Vendor,
};

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Videos;

const FIRST: &str = "/video_generation";
const FIRST_LOOK: &str = "/query/video_generation?task_id=";
const FILE: &str = "/files/retrieve?file_id=";
/// Beside the version with which the base address ends.
const SECOND: &str = "/../v2/video_generation";
const SECOND_LOOK: &str = "/../v2/query/video_generation/";

/// How the names of models of the second format begin, apart from their number.
const OF_THE_SECOND: &str = "MiniMax-H";
/// Who asks for no size has this one: it is the cheapest that all of them make.
const USUAL: &str = "768P";

const TO_FIFTEEN: &[u64] = &[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const RATIOS: &[&str] = &["16:9", "9:16", "1:1", "4:3", "3:4", "21:9"];

const MODELS: &[FilmTakes] = &[
    FilmTakes {
        named: "MiniMax-H3-Max",
        seconds: TO_FIFTEEN.split_at(1).1,
        usual: 5,
        ratios: RATIOS,
        classes: &[(480, "480P"), (768, USUAL)],
    },
    FilmTakes {
        named: "MiniMax-Hailuo",
        seconds: &[6, LONG],
        usual: 6,
        ratios: WIDE,
        classes: &[(768, USUAL), (LARGE, "1080P")],
    },
    FilmTakes { named: OF_THE_SECOND, seconds: TO_FIFTEEN, usual: 5, ratios: RATIOS, classes: &[(768, USUAL), (1_440, "2K")] },
    FilmTakes { named: "", seconds: &[6], usual: 6, ratios: WIDE, classes: &[(720, "720P")] },
];

/// Without an image to go by the older models know one shape.
const WIDE: &[&str] = &["16:9"];
/// Of so many lines they make no long films.
const LARGE: u32 = 1_080;
const LONG: u64 = 10;

impl VideoDialect for Videos {
    fn submit(&self, vendor: &Vendor, task: &VideoTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let (request, takes, mut losses) = (task.request, films::of(MODELS, upstream), Losses::default());
        let (first, seconds) = (First::of(task), takes.length(request)?);
        // A film has the shape of the image that it begins with.
        let shaped = FilmTakes { ratios: if first.is_some() { &[] } else { takes.ratios }, ..*takes };
        let look = shaped.look(request, &mut losses)?;
        if first.is_some() && (request.size.is_some() || request.aspect_ratio.is_some()) {
            let param = if request.size.is_some() { "size" } else { "aspect_ratio" };
            losses.note(param, "does not say the shape of the film: it has that of the image it begins with");
        }
        let is_second = is_second(upstream);
        let mut body = json!({"model": upstream, "duration": seconds});
        if is_second {
            body["content"] = json!([{"type": "text", "text": request.prompt}]);
            body["resolution"] = look.class.map_or(USUAL, |(_, word)| word).into();
        } else {
            if let Some((lines, word)) = look.class {
                if lines == LARGE && seconds == LONG {
                    let message = format!("This model makes films of {LARGE} lines 6 seconds long, and not {LONG}.");
                    return Err(refused("unsupported_value", "seconds", message));
                }
                body["resolution"] = word.into();
            }
            body["prompt"] = json!(request.prompt);
        }
        match first {
            Some(first) if is_second => {
                let image = json!({"type": "image_url", "image_url": {"url": first.url()}, "role": "first_frame"});
                body["content"] = json!([{"type": "text", "text": request.prompt}, image]);
            }
            Some(first) => body["first_frame_image"] = first.url().into(),
            // The newer models make none of no shape.
            None if is_second => body["ratio"] = look.ratio.unwrap_or("16:9").into(),
            None => {}
        }
        if request.seed.is_some() {
            losses.note("seed", "is left out: this model does not take it");
        }
        add_own(&request.rest, Known::All, &mut body, &mut losses);
        let path = if is_second { SECOND } else { FIRST };
        Ok(UpstreamCall::new(vendor, path, body.to_string(), false).with_losses(losses))
    }
}

/// `MiniMax-H3`, and not `MiniMax-Hailuo-02`.
fn is_second(upstream: &str) -> bool {
    upstream.strip_prefix(OF_THE_SECOND).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

impl JobDialect for Videos {
    fn submitted(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        let value = read(&body)?;
        // The first format alone has a `base_resp`, and always.
        let look = if value["base_resp"].is_object() { FIRST_LOOK } else { SECOND_LOOK };
        Ticket::of(&value["task_id"], look).map(Submitted::Started)
    }

    fn progress(&self, _: &Vendor, _: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        let value: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        match (value["task"].is_object(), value["status"].as_str()) {
            (true, _) => Ok(second(&value["task"])),
            (false, Some(status)) => first(&value, status),
            // Where the file is: the last step of the first format.
            (false, None) => Ok(match read(&body)?["file"]["download_url"].as_str() {
                Some(url) => Progress::Done(Made::at(url)),
                None => return Err(failure::unreadable(&body)),
            }),
        }
    }

    fn cancel(&self, vendor: &Vendor, ticket: &Ticket) -> Option<UpstreamCall> {
        let id = ticket.look.strip_prefix(SECOND_LOOK)?;
        Some(UpstreamCall { method: Method::Delete, ..UpstreamCall::look(vendor, format!("{SECOND}/{id}")) })
    }
}

fn first(value: &Value, status: &str) -> Result<Progress, Failure> {
    Ok(match status {
        "Fail" => match complaint(value) {
            Some(failure) => Progress::Failed(failure),
            None => Progress::failed(&Value::Null, &Value::Null),
        },
        // Another status beside an error is one of the look.
        _ if let Some(failure) = complaint(value) => return Err(failure),
        "Preparing" | "Queueing" => Progress::Queued,
        "Success" => Ticket::of(&value["file_id"], FILE).map(Progress::Moved)?,
        _ => Progress::Running { percent: None },
    })
}

fn second(task: &Value) -> Progress {
    match task["status"].as_str() {
        Some("queued") => Progress::Queued,
        Some("succeeded") => match task["content"]["url"].as_str() {
            Some(url) => {
                let seconds = task["usage"]["output_seconds"].as_f64().or_else(|| task["duration"].as_f64());
                Progress::Done(Made::at(url).lasting(seconds))
            }
            None => Progress::Failed(nothing_made()),
        },
        Some("failed") => match REFUSALS.iter().any(|code| task["error"]["code"].to_string().contains(code)) {
            true => Progress::refused(&task["error"]["message"]),
            false => Progress::failed(&task["error"]["code"], &task["error"]["message"]),
        },
        Some("cancelled") => Progress::Failed(Failure::new(FailureKind::Cancelled, "the job was cancelled at the provider")),
        Some("expired") => Progress::Failed(Failure::new(FailureKind::Timeout, "the provider gave the job up: it took too long")),
        _ => Progress::Running { percent: None },
    }
}

/// In the second format the codes are text or numbers.
const REFUSALS: [&str; 3] = ["1026", "1027", "sensitive"];

#[cfg(test)]
mod tests {
    use turnpike_domain::usage::Usage;

    use super::*;
    use crate::{
        films::asked::{self, and, picture},
        images::Picture,
        registry::vendor,
    };

    fn submitted(asked: &Value, image: Option<&Picture>, upstream: &str) -> Result<UpstreamCall, Failure> {
        asked::submitted(&Videos, vendor("minimax").unwrap(), asked, image, upstream)
    }

    fn started(answer: &Value) -> Ticket {
        let started = Videos.submitted(vendor("minimax").unwrap(), "application/json", answer.to_string().into());
        let Ok(Submitted::Started(ticket)) = started else { panic!("{started:?}") };
        ticket
    }

    fn progress(answer: &Value) -> Result<Progress, Failure> {
        Videos.progress(vendor("minimax").unwrap(), &Ticket::default(), answer.to_string().into())
    }

    #[test]
    fn a_film_is_asked_for_in_the_words_of_either_format() {
        let picture = picture();
        let data = "data:image/png;base64,iVBORw0KGgow";
        let text = json!({"type": "text", "text": "a boat"});
        let frame = json!({"type": "image_url", "image_url": {"url": data}, "role": "first_frame"});
        for (upstream, asked, image, path, sent, told) in [
            (
                "MiniMax-H3",
                json!({}),
                None,
                SECOND,
                json!({"duration": 5, "content": [text], "resolution": "768P", "ratio": "16:9"}),
                0,
            ),
            (
                "MiniMax-H3",
                json!({"seconds": 4, "resolution": "2k", "aspect_ratio": "9:16", "seed": 7}),
                None,
                SECOND,
                json!({"duration": 4, "content": [text], "resolution": "2K", "ratio": "9:16"}),
                1,
            ),
            (
                "MiniMax-H3-Max",
                json!({"size": "720x1280"}),
                Some(&picture),
                SECOND,
                json!({"duration": 5, "content": [text, frame], "resolution": "768P"}),
                1,
            ),
            ("MiniMax-Hailuo-02", json!({}), None, FIRST, json!({"duration": 6, "prompt": "a boat"}), 0),
            (
                "MiniMax-Hailuo-2.3",
                json!({"size": "1920x1080", "prompt_optimizer": false}),
                None,
                FIRST,
                json!({"duration": 6, "prompt": "a boat", "resolution": "1080P", "prompt_optimizer": false}),
                0,
            ),
            (
                "I2V-01",
                json!({}),
                Some(&picture),
                FIRST,
                json!({"duration": 6, "prompt": "a boat", "first_frame_image": data}),
                0,
            ),
        ] {
            let call = submitted(&asked, image, upstream).unwrap();
            let expected = and(json!({"model": upstream}), &sent);
            let sent: Value = serde_json::from_slice(&call.body).unwrap();
            assert_eq!((&*call.path, sent, call.warnings.len()), (path, expected, told), "{upstream} {asked}");
        }
        for (upstream, asked, param) in [
            ("MiniMax-H3", json!({"seconds": 16}), "seconds"),
            ("MiniMax-H3-Max", json!({"seconds": 4}), "seconds"),
            ("MiniMax-H3", json!({"resolution": "1080p"}), "resolution"),
            ("MiniMax-Hailuo-02", json!({"seconds": 8}), "seconds"),
            ("MiniMax-Hailuo-02", json!({"seconds": 10, "resolution": "1080p"}), "seconds"),
            ("MiniMax-Hailuo-02", json!({"size": "720x1280"}), "size"),
            ("T2V-01", json!({"aspect_ratio": "9:16"}), "aspect_ratio"),
        ] {
            assert_eq!(submitted(&asked, None, upstream).unwrap_err().param.as_deref(), Some(param), "{upstream} {asked}");
        }
    }

    #[test]
    fn quirk_40_the_first_format_names_a_file_whose_address_is_asked_for() {
        let fine = json!({"status_code": 0, "status_msg": "success"});
        let ticket = started(&json!({"task_id": "1069", "base_resp": fine}));
        assert_eq!(ticket.look, "/query/video_generation?task_id=1069");
        assert_eq!(Videos.cancel(vendor("minimax").unwrap(), &ticket), None);
        let status = |status: &str| json!({"task_id": "1069", "status": status, "file_id": "2052", "base_resp": fine});
        let moved = Ticket { id: "2052".to_owned(), look: "/files/retrieve?file_id=2052".to_owned(), cancel: None };
        let url = "https://cdn.test/out.mp4";
        for (answer, expected) in [
            (status("Preparing"), Progress::Queued),
            (status("Queueing"), Progress::Queued),
            (status("Processing"), Progress::Running { percent: None }),
            (status("Success"), Progress::Moved(moved)),
            (json!({"file": {"file_id": 2052, "download_url": url}, "base_resp": fine}), Progress::Done(Made::at(url))),
        ] {
            assert_eq!(progress(&answer), Ok(expected), "{answer}");
        }
        let wrong = |code: u32| json!({"status_code": code, "status_msg": "words"});
        let failed = progress(&json!({"status": "Fail", "base_resp": wrong(1_027)}));
        assert!(matches!(&failed, Ok(Progress::Failed(failure)) if failure.kind == FailureKind::ContentPolicy), "{failed:?}");
        let failed = progress(&json!({"status": "Fail", "base_resp": fine}));
        assert!(matches!(&failed, Ok(Progress::Failed(failure)) if failure.kind == FailureKind::Server), "{failed:?}");
        for (answer, kind) in [
            (json!({"status": "", "base_resp": wrong(1_002)}), FailureKind::RateLimited),
            (json!({"base_resp": wrong(1_004)}), FailureKind::Auth),
            (json!({"file": {}, "base_resp": fine}), FailureKind::BadReply),
        ] {
            assert_eq!(progress(&answer).unwrap_err().kind, kind, "of the look alone: {answer}");
        }
        let refused = json!({"task_id": "", "base_resp": wrong(1_008)}).to_string();
        let refused = Videos.submitted(vendor("minimax").unwrap(), "application/json", refused.into());
        assert_eq!(refused.unwrap_err().kind, FailureKind::Quota);
    }

    #[test]
    fn the_second_format_says_how_long_the_film_is_and_can_be_cancelled() {
        let ticket = started(&json!({"task_id": "task-123"}));
        assert_eq!(ticket.look, "/../v2/query/video_generation/task-123");
        let cancel = Videos.cancel(vendor("minimax").unwrap(), &ticket).unwrap();
        assert_eq!((cancel.method, &*cancel.path), (Method::Delete, "/../v2/video_generation/task-123"));
        let url = "https://cdn.test/out.mp4";
        let task = |task: Value| json!({"task": task});
        let made = Made { usage: Some(Usage { made_ms: 5_000, ..Usage::default() }), ..Made::at(url) };
        for (answer, expected) in [
            (task(json!({"status": "queued"})), Progress::Queued),
            (task(json!({"status": "running"})), Progress::Running { percent: None }),
            (
                task(json!({"status": "succeeded", "content": {"url": url}, "usage": {"total_seconds": 8, "output_seconds": 5}})),
                Progress::Done(made.clone()),
            ),
            (task(json!({"status": "succeeded", "content": {"url": url}, "duration": 5})), Progress::Done(made)),
        ] {
            assert_eq!(progress(&answer), Ok(expected), "{answer}");
        }
        for (answer, kind) in [
            (json!({"status": "failed", "error": {"code": 1_026, "message": "no"}}), FailureKind::ContentPolicy),
            (json!({"status": "failed", "error": {"code": "internal", "message": "no"}}), FailureKind::Server),
            (json!({"status": "cancelled"}), FailureKind::Cancelled),
            (json!({"status": "expired"}), FailureKind::Timeout),
            (json!({"status": "succeeded"}), FailureKind::BadReply),
        ] {
            let Ok(Progress::Failed(failure)) = progress(&task(answer.clone())) else { panic!("{answer}") };
            assert_eq!(failure.kind, kind, "{answer}");
        }
    }
}

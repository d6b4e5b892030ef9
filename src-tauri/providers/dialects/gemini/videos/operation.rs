//! Operations: nothing is said of one until it is done, and a film that was filtered out is only missing.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};

use super::{KEPT_FOR, failure};
use crate::{
    dialect::UpstreamCall,
    dialects::gemini::{VERSION, encode, refusal::unsupported},
    films::{FilmTakes, First},
    loss::Losses,
    progress::{Asset, Made, Progress, Ticket, VideoTask, nothing_made},
    vendor::Vendor,
};

/// The most films of one operation.
pub(super) const MOST_AT_ONCE: u64 = 4;

/// From these lines on a film has one length only.
const LARGE: u32 = 1_080;
const OF_LARGE: u64 = 8;

/// Fields of the model's own, as clients write them and as it does: of what is to be seen, and of how it is made.
const SEEN: [(&str, &str); 3] = [("last_frame", "lastFrame"), ("reference_images", "referenceImages"), ("video", "video")];
const HOW: [(&str, &str); 6] = [
    ("negative_prompt", "negativePrompt"),
    ("person_generation", "personGeneration"),
    ("enhance_prompt", "enhancePrompt"),
    ("generate_audio", "generateAudio"),
    ("compression_quality", "compressionQuality"),
    ("resize_mode", "resizeMode"),
];

pub(super) fn submit(vendor: &Vendor, task: &VideoTask<'_>, model: &str, takes: &FilmTakes) -> Result<UpstreamCall, Failure> {
    let (request, mut losses) = (task.request, Losses::default());
    let (seconds, look) = (takes.length(request)?, takes.look(request, &mut losses)?);
    if let Some((lines, _)) = look.class.filter(|(lines, _)| *lines >= LARGE && seconds != OF_LARGE) {
        let message = format!("This model makes films of {lines} lines {OF_LARGE} seconds long, and not {seconds}.");
        return Err(unsupported("seconds", message));
    }
    let mut film = json!({"prompt": request.prompt});
    let mut parameters = json!({"durationSeconds": seconds});
    if let Some(ratio) = look.ratio {
        parameters["aspectRatio"] = ratio.into();
    }
    if let Some((_, word)) = look.class {
        parameters["resolution"] = word.into();
    }
    if request.count > 1 {
        parameters["sampleCount"] = request.count.into();
    }
    if let Some(seed) = request.seed {
        parameters["seed"] = seed.into();
    }
    match First::of(task) {
        Some(First::Picture(picture)) => {
            film["image"] = json!({"bytesBase64Encoded": STANDARD.encode(&picture.bytes), "mimeType": picture.media_type});
        }
        Some(First::Url(_)) => return Err(unsupported("image", "This model takes an image itself, and not where it is.")),
        None => {}
    }
    for (name, raw) in &request.rest {
        let named = |names: &[(&str, &'static str)]| {
            names.iter().find(|(ours, theirs)| name == ours || name == theirs).map(|(_, theirs)| *theirs)
        };
        let value = || serde_json::from_str(raw.get()).unwrap_or(Value::Null);
        if let Some(name) = named(&SEEN) {
            film[name] = value();
        } else if let Some(name) = named(&HOW) {
            parameters[name] = value();
        } else {
            losses.leave_out_anyway(name, raw);
        }
    }
    let body = json!({"instances": [film], "parameters": parameters});
    Ok(encode::call(vendor, model, "predictLongRunning", &body, false)?.with_losses(losses))
}

/// `models/…/operations/…`: each step of it is one.
pub(super) fn ticket(operation: &Value) -> Result<Ticket, Failure> {
    let name = operation["name"].as_str().unwrap_or_default();
    let steps = name.split('/').map(|step| Ticket::of(&step.into(), "").map(|ticket| ticket.look));
    let look = steps.collect::<Result<Vec<_>, _>>()?.join("/");
    Ok(Ticket { id: name.to_owned(), look: format!("{VERSION}/{look}"), cancel: None })
}

pub(super) fn progress(operation: &Value) -> Progress {
    if operation["done"] != true {
        return Progress::Running { percent: None };
    }
    if operation["error"].is_object() {
        return Progress::Failed(failed(operation));
    }
    let answer = &operation["response"]["generateVideoResponse"];
    let films = answer["generatedSamples"].as_array().into_iter().flatten();
    let assets: Vec<_> = films.filter_map(|film| film["video"]["uri"].as_str()).map(|uri| Asset::At(uri.to_owned())).collect();
    if !assets.is_empty() {
        return Progress::Done(Made { assets, kept_for: Some(KEPT_FOR), ..Made::default() });
    }
    let reasons: Vec<_> = answer["raiMediaFilteredReasons"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if reasons.is_empty() && answer["raiMediaFilteredCount"].as_u64().unwrap_or(0) == 0 {
        return Progress::Failed(nothing_made());
    }
    Progress::refused(&reasons.join(" ").into())
}

/// The code of an operation's error is gRPC's, and no status.
fn failed(operation: &Value) -> Failure {
    let failure = failure::in_band(&json!({"error": operation["error"]}).to_string());
    let is_policy = ["Responsible AI", "usage guidelines", "safety"].iter().any(|words| failure.message.contains(words));
    let kind = match operation["error"]["code"].as_i64() {
        _ if is_policy => FailureKind::ContentPolicy,
        Some(1) => FailureKind::Cancelled,
        Some(3 | 9 | 11) => FailureKind::Invalid,
        Some(4) => FailureKind::Timeout,
        Some(7) => FailureKind::Permission,
        Some(8) => FailureKind::RateLimited,
        Some(14) => FailureKind::Overloaded,
        _ => failure.kind,
    };
    Failure { kind, ..failure }
}

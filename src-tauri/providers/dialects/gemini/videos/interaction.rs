//! Interactions: a film is one of the things that a model says in its steps.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};

use super::KEPT_FOR;
use crate::{
    dialect::UpstreamCall,
    films::{FilmTakes, First, add_own},
    loss::Losses,
    progress::{Asset, Made, Progress, Submitted, Ticket, VideoTask},
    takes::Known,
    vendor::Vendor,
};

const PATH: &str = "/v1beta/interactions";

pub(super) fn submit(vendor: &Vendor, task: &VideoTask<'_>, model: &str, takes: &FilmTakes) -> Result<UpstreamCall, Failure> {
    let (request, mut losses) = (task.request, Losses::default());
    let (seconds, look) = (takes.length(request)?, takes.look(request, &mut losses)?);
    // By its address, since a large film comes so whatever is asked for, and an answer is to be small.
    let mut format = json!({"type": "video", "delivery": "uri", "duration": format!("{seconds}s")});
    if let Some(ratio) = look.ratio {
        format["aspect_ratio"] = ratio.into();
    }
    if let Some((_, word)) = look.class {
        format["resolution"] = word.into();
    }
    let text = json!({"type": "text", "text": request.prompt});
    let image = First::of(task).map(|first| match first {
        First::Picture(picture) => {
            json!({"type": "image", "data": STANDARD.encode(&picture.bytes), "mime_type": picture.media_type})
        }
        First::Url(url) => json!({"type": "image", "uri": url}),
    });
    let input: Vec<Value> = image.into_iter().chain([text]).collect();
    // In the foreground the call would be held until the film is there.
    let mut body = json!({"model": model, "input": input, "background": true, "response_format": format});
    if let Some(seed) = request.seed {
        body["generation_config"] = json!({"seed": seed});
    }
    add_own(&request.rest, Known::Only(&["previous_interaction_id", "labels", "store"]), &mut body, &mut losses);
    Ok(UpstreamCall::new(vendor, PATH, body.to_string(), false).with_losses(losses))
}

pub(super) fn submitted(interaction: &Value) -> Result<Submitted, Failure> {
    Ok(match progress(interaction)? {
        Progress::Done(made) => Submitted::Done(made),
        Progress::Failed(failure) => return Err(failure),
        Progress::Queued | Progress::Running { .. } | Progress::Moved(_) => {
            let ticket = Ticket::of(&interaction["id"], &format!("{PATH}/"))?;
            Submitted::Started(Ticket { cancel: Some(format!("{}/cancel", ticket.look)), ..ticket })
        }
    })
}

pub(super) fn progress(interaction: &Value) -> Result<Progress, Failure> {
    let failed = || Progress::failed(&interaction["error"]["code"], &interaction["error"]["message"]);
    Ok(match interaction["status"].as_str() {
        Some("completed") => said(interaction)?,
        Some("queued") => Progress::Queued,
        Some("cancelled") => Progress::Failed(Failure::new(FailureKind::Cancelled, "the job was cancelled at the provider")),
        Some("failed" | "incomplete" | "budget_exceeded" | "requires_action") => failed(),
        Some(_) => Progress::Running { percent: None },
        None if interaction["error"].is_object() => failed(),
        None => return Err(crate::failure::unreadable(interaction.to_string().as_bytes())),
    })
}

/// The films among what was said. Where there is none, it says in words why not.
fn said(interaction: &Value) -> Result<Progress, Failure> {
    let steps = interaction["steps"].as_array().into_iter().flatten().filter(|step| step["type"] == "model_output");
    let said: Vec<&Value> = steps.filter_map(|step| step["content"].as_array()).flatten().collect();
    let films = said.iter().filter(|content| content["type"] == "video");
    let assets: Vec<Asset> = films
        .map(|film| match film["uri"].as_str() {
            Some(uri) => Ok(Asset::At(uri.to_owned())),
            None => Asset::inside(&film["data"]),
        })
        .collect::<Result<_, _>>()?;
    if !assets.is_empty() {
        return Ok(Progress::Done(Made { assets, kept_for: Some(KEPT_FOR), ..Made::default() }));
    }
    let words: String = said.iter().filter_map(|content| content["text"].as_str()).collect::<Vec<_>>().join(" ");
    Ok(Progress::refused(&words.into()))
}

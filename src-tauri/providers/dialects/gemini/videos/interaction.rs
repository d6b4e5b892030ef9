//! Films that are asked for in an interaction.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use turnpike_domain::failure::Failure;

use super::super::interaction::PATH;
use crate::{
    dialect::UpstreamCall,
    films::{FilmTakes, First, add_own},
    loss::Losses,
    progress::VideoTask,
    takes::Known,
    vendor::Vendor,
};

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

//! Images by nobody who sees: drawn from the words of the prompt, or over another drawing.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::{Value, json};

use super::{
    drawing::{Drawing, fits},
    form, json_answer, refusal,
};
use crate::{
    clock,
    dialect::{Answer, UpstreamCall},
};

/// What a side is where nobody asks.
const USUAL: u32 = 1_024;

/// What is asked for, in JSON or in a form.
struct Asked {
    prompt: String,
    count: u64,
    size: Option<(u32, u32)>,
    format: Option<String>,
    drafts: u64,
}

pub(super) fn generate(request: &Value, stream: bool) -> Answer {
    let text = |name: &str| request[name].as_str().map(str::to_owned);
    let number = |name: &str| request[name].as_u64();
    answer(&Asked::of(text, number), "image_generation", stream, |asked, index| {
        let (width, height) = asked.size.unwrap_or((USUAL, USUAL));
        Some(Drawing::of(&asked.prompt, index, width, height))
    })
}

pub(super) fn edit(call: &UpstreamCall) -> Answer {
    let text = |name: &str| form::text(call, name);
    let number = |name: &str| form::text(call, name)?.parse().ok();
    let read = |name: &str| form::file(call, name).map(|file| Drawing::read(&file).ok_or(()));
    let image = read("image").or_else(|| read("image[]"));
    let (Some(Ok(image)), mask @ (None | Some(Ok(_)))) = (image, read("mask")) else {
        let message = "Sandbox: it edits PNG images of at most 4 megapixels, with a mask of the same kind.";
        return refusal(400, "invalid_request_error", Some("unsupported_value"), message);
    };
    let mask = mask.and_then(Result::ok);
    if mask.as_ref().is_some_and(|mask| (mask.width, mask.height) != (image.width, image.height)) {
        let message = "Sandbox: the mask has to be as large as the image.";
        return refusal(400, "invalid_request_error", Some("invalid_value"), message);
    }
    answer(&Asked::of(text, number), "image_edit", call.stream, |asked, index| {
        let (width, height) = asked.size.unwrap_or((image.width, image.height));
        Some(Drawing::edited(&asked.prompt, index, &image, mask.as_ref(), width, height))
    })
}

impl Asked {
    fn of(text: impl Fn(&str) -> Option<String>, number: impl Fn(&str) -> Option<u64>) -> Self {
        let size = text("size").and_then(|size| {
            let (width, height) = size.split_once('x')?;
            Some((width.parse().ok()?, height.parse().ok()?))
        });
        Self {
            prompt: text("prompt").unwrap_or_default(),
            count: number("n").unwrap_or(1),
            size,
            format: text("output_format"),
            drafts: number("partial_images").unwrap_or(0),
        }
    }
}

fn answer(asked: &Asked, event: &str, stream: bool, draw: impl Fn(&Asked, u64) -> Option<Drawing>) -> Answer {
    if asked.format.as_deref().is_some_and(|format| format != "png") {
        let message = "Sandbox: it draws png. Leave output_format out, or ask for that.";
        return refusal(400, "invalid_request_error", Some("unsupported_value"), message);
    }
    if asked.size.is_some_and(|(width, height)| !fits(width, height)) {
        let message = "Sandbox: it draws at most 4 megapixels. Ask for a smaller size.";
        return refusal(400, "invalid_request_error", Some("unsupported_value"), message);
    }
    let drawings: Vec<Drawing> = (0..asked.count).filter_map(|index| draw(asked, index)).collect();
    let Some(Drawing { width, height, .. }) = drawings.first() else {
        return refusal(500, "server_error", None, "Sandbox: there is nothing to draw.");
    };
    let beside = json!({"background": "opaque", "output_format": "png", "quality": "low", "size": format!("{width}x{height}")});
    if stream {
        let chunks = drawings.iter().flat_map(|drawing| events(drawing, asked.drafts, event, &beside)).collect();
        return Answer { status: 200, content_type: "text/event-stream", chunks };
    }
    let data: Vec<_> = drawings.iter().map(|drawing| json!({"b64_json": base64(drawing)})).collect();
    let mut body = beside;
    (body["created"], body["data"]) = (clock::now().into(), data.into());
    json_answer(200, &body)
}

/// Drafts, each finer than the one before, and the drawing.
fn events(drawing: &Drawing, drafts: u64, event: &str, beside: &Value) -> Vec<Bytes> {
    let frame = |name: &str, drawing: &Drawing, draft: Option<u64>| {
        let mut body = beside.clone();
        (body["type"], body["created_at"], body["b64_json"]) =
            (format!("{event}.{name}").into(), clock::now().into(), base64(drawing).into());
        match draft {
            Some(index) => body["partial_image_index"] = index.into(),
            // Nobody is paid for tokens that nobody made.
            None => {
                body["usage"] = json!({"input_tokens": 0, "output_tokens": 0, "total_tokens": 0,
                "input_tokens_details": {"text_tokens": 0, "image_tokens": 0}})
            }
        }
        Bytes::from(format!("event: {event}.{name}\ndata: {body}\n\n"))
    };
    let mut frames: Vec<_> =
        (0..drafts).map(|index| frame("partial_image", &drawing.draft(1 << (2 * (drafts - index) + 1)), Some(index))).collect();
    frames.push(frame("completed", drawing, None));
    frames
}

fn base64(drawing: &Drawing) -> String {
    STANDARD.encode(drawing.png().unwrap_or_default())
}

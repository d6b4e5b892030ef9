//! Images: content in which an image is asked for, with those to edit before the words.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};

use super::{Gemini, encode, failure, family::Family, finish, refusal::unsupported, usage::Counts};
use crate::{
    dialect::{Step, UpstreamCall},
    image_takes::{leave_out, shape},
    images::{Image, ImageDialect, ImageTask, Images, Picture},
    loss::Losses,
    usage,
    vendor::Vendor,
};

const RATIOS: &[&str] = &["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"];
const CLASSES: &[(u32, &str)] = &[(1_024, SMALLEST), (2_048, "2K"), (4_096, "4K")];
/// The first models that draw know no other, and not by its name.
const SMALLEST: &str = "1K";

impl ImageDialect for Gemini {
    fn encode(&self, vendor: &Vendor, task: &ImageTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        if task.mask.is_some() {
            return Err(unsupported("mask", "This model takes no mask. Say in the prompt what is to be changed."));
        }
        let model = upstream.strip_prefix("models/").unwrap_or(upstream);
        let mut losses = Losses::default();
        leave_out(task.request, &["seed"], &mut losses);
        let mut config = json!({"responseModalities": ["TEXT", "IMAGE"]});
        if let Some(size) = task.request.size {
            let classes = if matches!(Family::of(model), Family::Third { .. }) { CLASSES } else { &CLASSES[..1] };
            let (ratio, class) = shape(size, RATIOS, classes)?;
            config["imageConfig"] = json!({"aspectRatio": ratio});
            if let Some(class) = class.filter(|class| *class != SMALLEST) {
                config["imageConfig"]["imageSize"] = class.into();
            }
        }
        if let Some(seed) = task.request.value("seed") {
            config["seed"] = seed;
        }
        let inside =
            |image: &Picture| json!({"inlineData": {"mimeType": image.media_type, "data": STANDARD.encode(&image.bytes)}});
        let mut parts: Vec<Value> = task.images.iter().map(inside).collect();
        parts.push(json!({"text": task.request.prompt}));
        let body = json!({"contents": [{"role": "user", "parts": parts}], "generationConfig": config});
        Ok(encode::call(vendor, model, "generateContent", &body, false)?.with_losses(losses))
    }

    fn decode(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Step<Images>, Failure> {
        let answer: Value = serde_json::from_slice(&body).map_err(|_| crate::failure::unreadable(&body))?;
        if answer.get("error").is_some() {
            return Err(failure::in_band(&answer.to_string()));
        }
        let candidate = &answer["candidates"][0];
        let parts = candidate["content"]["parts"].as_array().into_iter().flatten();
        // What it draws while it thinks is no answer.
        let said: Vec<_> = parts.filter(|part| part["thought"] != true).collect();
        let images: Vec<_> = said.iter().filter_map(|part| part["inlineData"]["data"].as_str()).map(Image::inside).collect();
        if images.is_empty() {
            return Err(refusal(&answer, candidate, &said));
        }
        let counts = serde_json::from_value::<Counts>(answer["usageMetadata"].clone()).ok().and_then(|counts| counts.as_openai());
        let counted = counts.and_then(|counts| usage::read(None, &counts.to_string()));
        Ok(Step::Done(Images { images, usage: counted.map(|counted| counted.usage), ..Images::default() }))
    }

    fn most_at_once(&self, _: &str) -> u64 {
        1
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }
}

/// Why there is no image: it was not allowed to draw it, or said something instead.
fn refusal(answer: &Value, candidate: &Value, said: &[&Value]) -> Failure {
    let word = answer["promptFeedback"]["blockReason"].as_str().or_else(|| candidate["finishReason"].as_str());
    let filtered = answer["promptFeedback"]["blockReason"].is_string()
        || finish::reason(word, None).is_ok_and(|(reason, _)| reason == Some("content_filter"));
    let words: String = said.iter().filter_map(|part| part["text"].as_str()).collect();
    let why = if words.trim().is_empty() { word.unwrap_or("it gave no reason") } else { words.trim() };
    let why: String = why.chars().take(300).collect();
    match filtered {
        true => Failure::new(FailureKind::ContentPolicy, format!("the provider refused to draw this: {why}")),
        false => Failure::new(FailureKind::BadReply, format!("the provider's answer has no image in it: {why}")),
    }
}

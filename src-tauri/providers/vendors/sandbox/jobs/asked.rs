//! What is asked for, in JSON or in a form, and what of it is not made here.

use serde_json::Value;

use super::{Craft, Fate, Job};
use crate::{
    dialect::{Answer, UpstreamCall},
    vendors::sandbox::{drawing::hash, form, refusal},
};

/// Where nobody asks.
const USUAL_SIZE: (u32, u32) = (1_280, 720);
/// Sides of a film that players take, and its most pixels.
const SIDES: std::ops::RangeInclusive<u32> = 64..=1_280;
const MOST_PIXELS: u32 = 1_280 * 720;
/// Letters of a prompt that are kept.
const MOST_LETTERS: usize = 160;
/// Longer does nobody wait, in seconds.
const MOST_WAIT: f64 = 600.0;
impl Job {
    /// Begins what a call asks for.
    pub(super) fn begin(craft: &Craft, call: &UpstreamCall, now_ms: u64) -> Result<Self, Answer> {
        let json: Value = serde_json::from_slice(&call.body).unwrap_or_default();
        let field = |name: &str| match &json[name] {
            Value::Null => form::text(call, name),
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let wrong = |what: &str| refusal(400, "invalid_request_error", Some("invalid_value"), &format!("Sandbox: {what}."));
        let model = field("model").unwrap_or_default();
        if model != craft.model {
            let message = format!("Sandbox: there is no model `{model}` for {}.", craft.path);
            return Err(refusal(404, "invalid_request_error", Some("model_not_found"), &message));
        }
        if !json["input_reference"].is_null() || form::file(call, "input_reference").is_some() {
            return Err(wrong("a film begins with what the prompt says. Leave the image out"));
        }
        if field("format").is_some_and(|format| format != "wav") {
            return Err(wrong("it plays wav. Leave output_format out, or ask for that"));
        }
        let seconds = field("seconds").map_or(Some(craft.usual), |seconds| seconds.parse().ok());
        let Some(seconds) = seconds.filter(|seconds| (1.0..=craft.most).contains(seconds)) else {
            return Err(wrong(&format!("it makes 1 to {} seconds", craft.most)));
        };
        let size = field("size").map_or(Some(USUAL_SIZE), |size| {
            let (width, height) = size.split_once('x')?;
            Some((width.parse().ok()?, height.parse().ok()?))
        });
        let is_side = |side: u32| SIDES.contains(&side) && side.is_multiple_of(2);
        let Some(size) = size.filter(|(width, height)| is_side(*width) && is_side(*height) && width * height <= MOST_PIXELS)
        else {
            return Err(wrong("a film has even sides of 64 to 1280 pixels, and at most as many pixels as 1280x720"));
        };
        let prompt = field("prompt").unwrap_or_default();
        let sung = field("lyrics").unwrap_or_default();
        Ok(Self {
            begun_ms: now_ms,
            takes_ms: asked_wait(&prompt).map_or(seconds * craft.pace, |seconds| seconds * 1_000.0) as u64,
            fate: match () {
                () if prompt.contains("[fail]") => Fate::Failed,
                () if prompt.contains("[filtered]") => Fate::Filtered,
                () => Fate::Made,
            },
            text: prompt.chars().take(MOST_LETTERS).collect(),
            seed: hash(&format!("{prompt}\n{sung}"), field("seed").and_then(|seed| seed.parse().ok()).unwrap_or(0)),
            length_ms: (seconds * 1_000.0).round() as u32,
            size,
        })
    }
}

/// `[takes 20s]` in a prompt.
fn asked_wait(prompt: &str) -> Option<f64> {
    let (seconds, _) = prompt.split_once("[takes ")?.1.split_once("s]")?;
    seconds.parse().ok().filter(|seconds| (0.0..=MOST_WAIT).contains(seconds))
}

//! Text that is spoken by nobody: a tone for each letter, as high as it stands in the alphabet, and a pause for the rest.

use std::f64::consts::TAU;

use serde_json::Value;

use super::refusal;
use crate::{dialect::Answer, spoken::wav};

/// Samples a second; OpenAI's PCM has as many.
const RATE: u32 = 24_000;
/// How long a letter sounds, in seconds: some twelve of them are spoken in one.
const LETTER: f64 = 0.08;
/// What is sent at once, so that it can be seen streaming.
const PIECE: usize = 16 << 10;

pub(super) fn answer(request: &Value) -> Answer {
    let text = request["input"].as_str().unwrap_or_default();
    let speed = request["speed"].as_f64().unwrap_or(1.0);
    let samples = samples(text, speed);
    let (content_type, sound) = match request["response_format"].as_str() {
        None | Some("wav") => ("audio/wav", wav(&samples, RATE)),
        Some("pcm") => ("audio/pcm", samples.into()),
        Some(other) => {
            let message =
                format!("Sandbox: it speaks wav and pcm, not {other}. Leave response_format out, or ask for one of them.");
            return refusal(400, "invalid_request_error", Some("unsupported_value"), &message);
        }
    };
    let pieces = (0..sound.len()).step_by(PIECE).map(|from| sound.slice(from..sound.len().min(from + PIECE))).collect();
    Answer { status: 200, content_type, chunks: pieces }
}

fn samples(text: &str, speed: f64) -> Vec<u8> {
    let length = (f64::from(RATE) * LETTER / speed) as usize;
    let mut samples = Vec::with_capacity(text.len() * length * 2);
    for letter in text.chars().flat_map(char::to_lowercase) {
        // Half tones above a low A; what is no letter is a pause.
        let pitch = letter.is_alphanumeric().then(|| 110.0 * f64::powf(2.0, f64::from(u32::from(letter) % 26) / 12.0));
        for at in 0..length {
            let sample = pitch.map_or(0.0, |pitch| {
                let swell = (std::f64::consts::PI * at as f64 / length as f64).sin();
                (TAU * pitch * at as f64 / f64::from(RATE)).sin() * swell * 9_000.0
            });
            samples.extend_from_slice(&(sample as i16).to_le_bytes());
        }
    }
    samples
}

//! A transcript by nobody who listens: it says what was measured.

use serde_json::json;

use super::{form, json_answer, refusal};
use crate::{
    audio::Audio,
    dialect::{Answer, UpstreamCall},
};

pub(super) fn answer(call: &UpstreamCall) -> Answer {
    let Some(audio) = form::file(call, "file").and_then(Audio::of) else {
        return refusal(400, "invalid_request_error", Some("invalid_value"), "Sandbox: there is no audio in the form.");
    };
    let seconds = audio.length.map(|length| length.as_secs_f64());
    let length = seconds.map_or_else(|| "of unknown length".to_owned(), |seconds| format!("{seconds:.2} seconds long"));
    let text = format!("Sandbox: {} of {} bytes, {length}{}.", audio.media_type, audio.bytes.len(), loudness(&audio));
    let segments = seconds.map(|end| json!([{"start": 0.0, "end": end, "text": text}]));
    let task = if call.path.ends_with("translations") { "translate" } else { "transcribe" };
    json_answer(200, &json!({"task": task, "language": "english", "duration": seconds, "text": text, "segments": segments}))
}

/// How loud uncompressed sound is, against the loudest there can be.
fn loudness(audio: &Audio) -> String {
    let samples = audio.bytes.get(44..).filter(|_| audio.media_type == "audio/wav").unwrap_or_default();
    let (pairs, _) = samples.as_chunks::<2>();
    if pairs.is_empty() {
        return String::new();
    }
    let power = |pair: &[u8; 2]| (f64::from(i16::from_le_bytes(*pair)) / 32_768.0).powi(2);
    let mean = pairs.iter().map(power).sum::<f64>() / pairs.len() as f64;
    if mean > 0.0 { format!(", {:.1} dBFS loud", 10.0 * mean.log10()) } else { ", silent".to_owned() }
}

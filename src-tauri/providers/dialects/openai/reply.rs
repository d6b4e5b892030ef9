//! A whole completion. By its status it is a success; whether it is one its content says.

use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::{
    chat_chunk::ChatChunk,
    choice::{Choice, Said},
    object::Raw,
};

use super::Chunks;
use crate::{
    dialect::Reply,
    envelope::{Envelope, around},
    failure,
    speech::{self, ChoiceParts, Finish, Form, Speaker, Thinking, fields, quoted},
    stream::{self, ChatStream},
    usage,
    vendor::Vendor,
};

/// Reads the completion in a body, or the stream that came instead. Dialects that write theirs as OpenAI's have it read
/// here too, so that all come out alike.
pub(crate) fn decode(vendor: &Vendor, body: &Bytes, served_as: &str) -> Result<Reply, Failure> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with('{') {
        return Err(match serde_json::from_str::<Value>(text) {
            Ok(_) => failure::in_band(text),
            Err(_) if stream::is_stream(text) => {
                return stream::whole(ChatStream::new(vendor, served_as, false, Chunks), body, served_as);
            }
            Err(_) => failure::unreadable(body),
        });
    }
    let chunk = ChatChunk::parse(text).map_err(|_| failure::unreadable(body))?;
    if chunk.is_error() {
        return Err(failure::in_band(text));
    }
    let choices = chunk.choices().map_err(|_| failure::unreadable(body))?;
    if choices.is_empty() {
        return Err(Failure::new(FailureKind::BadReply, "the provider's answer has no choices"));
    }
    let counted = usage::place(&chunk, &choices).and_then(|json| usage::read(vendor.reported_cost, json));
    let counted = counted.or_else(|| usage::from_timings(chunk.timings.given()?));

    let mut envelope = Envelope::of_completion(served_as);
    envelope.identify(&chunk);
    let mut written = Vec::with_capacity(choices.len());
    for (place, choice) in choices.into_iter().enumerate() {
        written.push(whole(vendor, choice, place, &envelope.id)?);
    }

    let mut missing = envelope.missing(&chunk);
    let counted_elsewhere = chunk.usage.is_none().then_some(counted.as_ref()).flatten();
    if let Some(counted) = counted_elsewhere {
        missing.push_str(&format!("\"usage\":{},", Value::from(counted.json.clone())));
    }
    let splice = envelope.correct(text, &chunk, &missing);
    let changed = written.iter().any(|written| written.changed);
    let body = match chunk.choices {
        _ if !changed && splice.is_unchanged() && text.len() == body.len() => body.clone(),
        Some(raw) if changed => {
            let (before, behind) = around(&splice, text, &splice.place(raw));
            let choices: Vec<&str> = written.iter().map(|written| &*written.json).collect();
            Bytes::from(format!("{before}[{}]{behind}", choices.join(",")))
        }
        _ => {
            let mut out = String::with_capacity(text.len() + 64);
            splice.pieces(|piece| out.push_str(piece));
            Bytes::from(out)
        }
    };
    Ok(Reply {
        body,
        usage: counted.as_ref().map(|counted| counted.usage),
        cost: counted.and_then(|counted| counted.cost),
        output_bytes: written.iter().map(|written| written.bytes).sum(),
        finish_reason: written.first().map(|written| written.reason.to_owned()),
    })
}

struct Written {
    json: String,
    changed: bool,
    bytes: u64,
    reason: &'static str,
}

/// One choice as OpenAI would have sent it.
fn whole(vendor: &Vendor, choice: Choice<'_>, place: usize, seed: &str) -> Result<Written, Failure> {
    if let Some(error) = choice.error.given() {
        return Err(failure::in_band(&format!("{{\"error\":{error}}}")));
    }
    let said = choice.message.or(choice.delta);
    let said: Said<'_> = said
        .map_or(Ok(Said::default()), |raw| serde_json::from_str(raw.get()))
        .map_err(|error| Failure::new(FailureKind::BadReply, format!("the provider's message can not be read: {error}")))?;
    let complete = said.role.is_some_and(|raw| raw.get() == "\"assistant\"") && said.content.is_some() && said.refusal.is_some();
    let mut speaker = Speaker::new(Thinking::of(vendor), seed, place);
    let speech = speaker.take(said, Form::Message);
    let word = choice.finish_reason.string().unwrap_or_default();
    let Finish::Reason(reason) = speech::finish(&word, speaker.calls.any(), speaker.called_function) else {
        let message = format!("the provider broke off its answer (finish_reason \"{word}\")");
        return Err(Failure::new(FailureKind::Server, message));
    };
    let usual = choice.index.is_some_and(|raw| raw.get().parse::<u64>().is_ok())
        && choice.message.is_some()
        && choice.delta.is_none()
        && choice.usage.is_none()
        && choice.logprobs.is_some()
        && word == reason;
    let native = choice.native_finish_reason.given().map(str::to_owned);
    let native = native.or_else(|| (word != reason && !word.is_empty()).then(|| quoted(&word)));
    let parts = ChoiceParts {
        index: choice.index.number().and_then(|index| usize::try_from(index).ok()).unwrap_or(place),
        logprobs: Some(choice.logprobs.map_or("null", |raw| raw.get())),
        finish_reason: Some(reason),
        native_finish_reason: native.as_deref(),
        rest: &fields(&choice.rest),
    };
    let mut json = String::new();
    speech::choice(&mut json, "message", &speech::message(&speech, reason == "length"), &parts);
    Ok(Written { json, changed: speech.changed || !complete || !usual, bytes: speech.bytes(), reason })
}

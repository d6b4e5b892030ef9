//! Vectors. They are asked for as numbers, for a purpose, and come back beside each other instead of one by one.

use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::embeddings_request::EmbeddingsRequest;

use super::{failure::in_band, usage::Counts};
use crate::failure::{self, refused};

/// The API's own limit on one request.
const MOST_INPUTS: usize = 96;

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    embeddings: &'a RawValue,
    meta: Option<Counts>,
}

/// The body that asks `upstream` what the client asks.
pub(super) fn body(request: &EmbeddingsRequest<'_>, upstream: &str) -> Result<Vec<u8>, Failure> {
    let asked = |name: &str| {
        let raw = request.fields.iter().find(|(field, _)| field == name)?.1;
        serde_json::from_str::<Value>(raw.get()).ok()
    };
    let texts = match asked("input") {
        Some(Value::Array(list)) if list.iter().all(Value::is_string) => list,
        Some(text @ Value::String(_)) => vec![text],
        _ => return Err(refused("unsupported_value", "input", "This model takes texts, not tokens.".to_owned())),
    };
    if texts.len() > MOST_INPUTS {
        let message = format!("Invalid 'input': this model takes at most {MOST_INPUTS} inputs at once, but got {}.", texts.len());
        return Err(refused("array_above_max_length", "input", message));
    }
    let mut body = json!({
        "model": upstream,
        "texts": texts,
        // For a search most vectors are made of what is found; who asks says so.
        "input_type": asked("input_type").unwrap_or_else(|| "search_document".into()),
        "embedding_types": ["float"],
        // OpenAI refuses what is too long; by itself this API would cut it off and say nothing.
        "truncate": asked("truncate").unwrap_or_else(|| "NONE".into()),
    });
    if let Some(dimensions) = asked("dimensions") {
        body["output_dimension"] = dimensions;
    }
    Ok(body.to_string().into_bytes())
}

/// The vectors as OpenAI's list of them.
pub(super) fn translate(text: &str) -> Result<String, Failure> {
    let unreadable = || failure::unreadable(text.as_bytes());
    let Ok(answer) = serde_json::from_str::<Answer<'_>>(text) else {
        let said: Value = serde_json::from_str(text).map_err(|_| unreadable())?;
        return Err(if said["message"].is_string() || said["error"].is_object() { in_band(text) } else { unreadable() });
    };
    let json = answer.embeddings.get();
    // Older models give the numbers alone.
    let vectors = if json.starts_with('[') { serde_json::from_str(json) } else { by_type(json) }.map_err(|_| unreadable())?;
    if vectors.is_empty() {
        return Err(Failure::new(FailureKind::BadReply, "the provider's answer has no embeddings"));
    }
    let vectors = vectors.iter().enumerate();
    let data = vectors.map(|(index, vector)| format!(r#"{{"object":"embedding","index":{index},"embedding":{vector}}}"#));
    let usage = answer.meta.unwrap_or_default().as_openai();
    let usage = usage["prompt_tokens"].as_u64().map(|tokens| json!({"prompt_tokens": tokens, "total_tokens": tokens}));
    let data: Vec<String> = data.collect();
    Ok(format!(r#"{{"object":"list","data":[{}],"usage":{}}}"#, data.join(","), usage.unwrap_or_default()))
}

fn by_type(json: &str) -> Result<Vec<&RawValue>, serde_json::Error> {
    #[derive(Deserialize)]
    struct ByType<'a> {
        #[serde(borrow)]
        float: Vec<&'a RawValue>,
    }
    serde_json::from_str::<ByType<'_>>(json).map(|by_type| by_type.float)
}

//! Vectors. All inputs go out in one call, and come back as numbers.

use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::embeddings_request::EmbeddingsRequest;

use super::{encode::call, failure::in_band, refusal::unsupported, usage::Counts};
use crate::{dialect::UpstreamCall, failure, vendor::Vendor};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vectors<'a> {
    #[serde(borrow)]
    embeddings: Option<Vec<Vector<'a>>>,
    usage_metadata: Option<Counts>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Vector<'a> {
    #[serde(borrow)]
    values: &'a RawValue,
}

pub(super) fn encode(vendor: &Vendor, request: &EmbeddingsRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
    let asked = |name: &str| {
        let raw = request.fields.iter().find(|(field, _)| field == name)?.1;
        serde_json::from_str::<Value>(raw.get()).ok()
    };
    let model = upstream.strip_prefix("models/").unwrap_or(upstream);
    let inputs = match asked("input") {
        Some(Value::Array(list)) if list.iter().all(Value::is_string) => list,
        Some(text @ Value::String(_)) => vec![text],
        _ => return Err(unsupported("input", "This model takes texts, not tokens.")),
    };
    let requests = inputs.into_iter().map(|text| {
        let mut one = json!({"model": format!("models/{model}"), "content": {"parts": [{"text": text}]}});
        for (ours, theirs) in [("dimensions", "outputDimensionality"), ("task_type", "taskType")] {
            if let Some(value) = asked(ours) {
                one[theirs] = value;
            }
        }
        one
    });
    call(vendor, model, "batchEmbedContents", &json!({"requests": requests.collect::<Vec<_>>()}), false)
}

/// The vectors as OpenAI's list of them.
pub(super) fn translate(text: &str) -> Result<String, Failure> {
    let vectors: Vectors<'_> = serde_json::from_str(text).map_err(|_| failure::unreadable(text.as_bytes()))?;
    if vectors.error.is_some() {
        return Err(in_band(text));
    }
    let Some(list) = vectors.embeddings else {
        return Err(Failure::new(FailureKind::BadReply, "the provider's answer has no embeddings"));
    };
    let data: Vec<String> = (list.iter().enumerate())
        .map(|(index, vector)| format!(r#"{{"object":"embedding","index":{index},"embedding":{}}}"#, vector.values.get()))
        .collect();
    let usage = vectors.usage_metadata.and_then(|counts| counts.as_openai());
    let usage = usage.map(|usage| json!({"prompt_tokens": usage["prompt_tokens"], "total_tokens": usage["prompt_tokens"]}));
    Ok(format!(r#"{{"object":"list","data":[{}],"usage":{}}}"#, data.join(","), usage.unwrap_or_default()))
}

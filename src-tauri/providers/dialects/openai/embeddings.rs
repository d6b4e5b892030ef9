//! Vectors, in the form that the client wants: numbers, or the same numbers as base64 of little-endian 32-bit floats.

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::{
    openai::{chat_chunk::ChatChunk, object::Raw},
    splice::Splice,
};

use crate::{dialect::Reply, failure, speech::quoted, usage, vendor::Vendor};

#[derive(Deserialize)]
struct List<'a> {
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Item<'a> {
    index: Option<u64>,
    #[serde(borrow)]
    object: Option<&'a RawValue>,
    #[serde(borrow)]
    embedding: &'a RawValue,
}

pub(super) fn decode(vendor: &Vendor, body: &Bytes, served_as: &str, base64: bool) -> Result<Reply, Failure> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    let top = ChatChunk::parse(text).map_err(|_| failure::unreadable(body))?;
    let list: List<'_> = serde_json::from_str(text).map_err(|_| failure::unreadable(body))?;
    let Some(data) = list.data else {
        return Err(if top.is_error() { failure::in_band(text) } else { failure::unreadable(body) });
    };
    let mut items: Vec<Item<'_>> = serde_json::from_str(data.get()).map_err(|_| failure::unreadable(body))?;
    if items.is_empty() {
        return Err(Failure::new(FailureKind::BadReply, "the provider's answer has no embeddings"));
    }
    let in_order = items.iter().enumerate().all(|(at, item)| item.index == Some(at as u64));
    items.sort_by_key(|item| item.index);
    let fits = |item: &Item<'_>| item.embedding.get().starts_with('"') == base64 && item.object.is_some();

    let (model, mut missing, mut written) = (quoted(served_as), String::new(), String::new());
    if top.object.is_none() {
        missing.push_str("\"object\":\"list\",");
    }
    if top.model.is_none() {
        missing.push_str(&format!("\"model\":{model},"));
    }
    let counted = top.usage.given().and_then(|json| usage::read(vendor.reported_cost, json));
    if top.usage.given().is_none() {
        missing.push_str("\"usage\":{\"prompt_tokens\":0,\"total_tokens\":0},");
    }
    if !in_order || !items.iter().all(fits) {
        written = rewrite(&items, base64)?;
    }
    let mut splice = Splice::new(text);
    if let Some(raw) = top.object.filter(|raw| raw.get() != "\"list\"") {
        splice.replace(raw, "\"list\"");
    }
    if let Some(raw) = top.model.filter(|raw| raw.get() != model) {
        splice.replace(raw, &model);
    }
    if let Some(raw) = top.usage.filter(|raw| raw.get() == "null") {
        splice.cut("usage", raw);
    }
    if !written.is_empty() {
        splice.replace(data, &written);
    }
    if !missing.is_empty() {
        splice.prepend(&missing);
    }
    let mut out = String::with_capacity(text.len() + written.len() + 64);
    splice.pieces(|piece| out.push_str(piece));
    let (usage, cost) = counted.map_or((None, None), |counted| (Some(counted.usage), counted.cost));
    Ok(Reply { body: out.into(), usage, cost, output_bytes: 0, finish_reason: None })
}

fn rewrite(items: &[Item<'_>], base64: bool) -> Result<String, Failure> {
    let mut out = String::from("[");
    for (at, item) in items.iter().enumerate() {
        let embedding = match (base64, item.embedding.get().starts_with('"')) {
            (true, false) => format!(
                "\"{}\"",
                STANDARD.encode(numbers(item.embedding)?.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>())
            ),
            (false, true) => Value::from(decoded(item.embedding)?).to_string(),
            _ => item.embedding.get().to_owned(),
        };
        let comma = if at == 0 { "" } else { "," };
        out.push_str(&format!("{comma}{{\"object\":\"embedding\",\"index\":{at},\"embedding\":{embedding}}}"));
    }
    out.push(']');
    Ok(out)
}

fn numbers(raw: &RawValue) -> Result<Vec<f32>, Failure> {
    serde_json::from_str(raw.get())
        .map_err(|_| Failure::new(FailureKind::BadReply, "the provider's embedding is no list of numbers"))
}

fn decoded(raw: &RawValue) -> Result<Vec<f32>, Failure> {
    let bytes = Some(raw).string().and_then(|text| STANDARD.decode(&*text).ok()).filter(|bytes| bytes.len() % 4 == 0);
    let bytes = bytes.ok_or_else(|| Failure::new(FailureKind::BadReply, "the provider's embedding is no base64"))?;
    let numbers = bytes.as_chunks::<4>().0;
    Ok(numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded_as(body: &str, base64: bool) -> Value {
        let reply = decode(&Vendor::COMPATIBLE, &Bytes::from(body.to_owned()), "ours", base64).unwrap();
        serde_json::from_slice(&reply.body).unwrap()
    }

    #[test]
    fn both_forms_become_each_other_without_loss() {
        let numbers = r#"{"object":"list","model":"theirs","data":[{"object":"embedding","index":0,"embedding":[0.25,-1.5,0.1]}],"usage":{"prompt_tokens":2,"total_tokens":2}}"#;
        let as_base64 = decoded_as(numbers, true);
        assert_eq!(as_base64["data"][0]["embedding"], "AACAPgAAwL/NzMw9");
        assert_eq!(as_base64["model"], "ours");
        let back = decoded_as(&as_base64.to_string(), false);
        assert_eq!(back["data"][0]["embedding"][1], -1.5);
        let as_floats: Vec<f32> = serde_json::from_value(back["data"][0]["embedding"].clone()).unwrap();
        assert_eq!(as_floats, [0.25, -1.5, 0.1]);
        assert_eq!(decoded_as(numbers, false)["data"][0]["embedding"][2], 0.1, "numbers stay as they were written");
    }

    #[test]
    fn vectors_come_back_in_the_order_of_their_inputs_with_all_that_clients_need() {
        let body = r#"{"data":[{"embedding":[2],"index":1},{"embedding":[1],"index":0}],"usage":null}"#;
        let reply = decoded_as(body, false);
        assert_eq!(reply["data"][0], serde_json::json!({"object": "embedding", "index": 0, "embedding": [1]}));
        assert_eq!(
            (&reply["object"], &reply["model"], &reply["usage"]["total_tokens"]),
            (&"list".into(), &"ours".into(), &0.into())
        );
    }

    #[test]
    fn what_is_no_list_of_vectors_is_a_bad_reply_or_the_error_that_it_says() {
        for (body, kind) in [
            ("", FailureKind::BadReply),
            ("<html>", FailureKind::BadReply),
            (r#"{"data":[]}"#, FailureKind::BadReply),
            (r#"{"data":[{"index":0,"embedding":"no base64!"}]}"#, FailureKind::BadReply),
            (r#"{"error":{"message":"slow down","code":429}}"#, FailureKind::RateLimited),
        ] {
            let failure = decode(&Vendor::COMPATIBLE, &Bytes::from(body), "ours", false).unwrap_err();
            assert_eq!(failure.kind, kind, "{body}");
        }
    }
}

//! A client's request as the vendor wants it: the fields as they were sent and in their order, but for what the
//! vendor's data says.

use std::borrow::Cow;

use serde_json::value::RawValue;
use turnpike_wire::openai::{chat_request::ChatRequest, embeddings_request::EmbeddingsRequest, fields::Fields};

use super::messages;
use crate::{dialect::UpstreamCall, speech::quoted, vendor::Vendor};

/// Fields that say something about tools, and are refused where there are none.
const ABOUT_TOOLS: [&str; 4] = ["tools", "functions", "tool_choice", "parallel_tool_calls"];

pub(super) fn chat(vendor: &Vendor, request: &ChatRequest<'_>, upstream: &str) -> UpstreamCall {
    let mut body = Body::new(vendor);
    body.put("model", quoted(upstream));
    let limit = vendor.output_limit.as_str();
    for (name, raw) in &request.fields {
        match &**name {
            "model" | "stream_options" | "stream" => {}
            name if !request.uses.tools && ABOUT_TOOLS.contains(&name) => {}
            "max_tokens" | "max_completion_tokens" => {
                let wins =
                    *name == "max_completion_tokens" || !request.fields.iter().any(|(name, _)| name == "max_completion_tokens");
                if wins {
                    body.put(limit, raw.get());
                }
            }
            "messages" => body.put("messages", messages::adapt(vendor, raw)),
            "tool_choice" if raw.get() == "\"required\"" => body.put("tool_choice", quoted(vendor.required_tool)),
            name => body.put_for(name, raw),
        }
    }
    if request.stream {
        body.put("stream", "true");
        if let Some(options) = stream_options(vendor, request) {
            body.put("stream_options", options);
        }
    }
    body.close("/chat/completions", request.stream)
}

pub(super) fn embeddings(vendor: &Vendor, request: &EmbeddingsRequest<'_>, upstream: &str) -> UpstreamCall {
    let mut body = Body::new(vendor);
    body.put("model", quoted(upstream));
    for (name, raw) in &request.fields {
        match &**name {
            // Numbers are what all of them send by default, and not all know anything else.
            "model" | "encoding_format" => {}
            name => body.put_for(name, raw),
        }
    }
    if request.base64 && vendor.base64_vectors {
        body.put("encoding_format", "\"base64\"");
    }
    body.close("/embeddings", false)
}

/// Usage is always asked for: without it there is nothing to account for. The client's other wishes are kept.
fn stream_options(vendor: &Vendor, request: &ChatRequest<'_>) -> Option<String> {
    if !vendor.asks_for_usage {
        return None;
    }
    let sent = request.fields.iter().find(|(name, _)| name == "stream_options");
    let others: Fields<'_> = sent.and_then(|(_, raw)| Fields::parse(raw.get().as_bytes()).ok()).unwrap_or_default();
    let others = others.0.iter().filter(|(name, _)| name != "include_usage");
    let others: String = others.map(|(name, raw)| format!(",{}:{}", quoted(name), raw.get())).collect();
    Some(format!("{{\"include_usage\":true{others}}}"))
}

/// A JSON object that is being written. Every name is there once: of two the last counts, here as where the request
/// was checked, and no provider gets to choose.
struct Body<'a> {
    vendor: &'a Vendor,
    fields: Vec<(&'a str, Cow<'a, str>)>,
}

impl<'a> Body<'a> {
    fn new(vendor: &'a Vendor) -> Self {
        Self { vendor, fields: Vec::with_capacity(16) }
    }

    fn put(&mut self, name: &'a str, json: impl Into<Cow<'a, str>>) {
        let json = json.into();
        match self.fields.iter_mut().find(|(other, _)| *other == name) {
            Some((_, value)) => *value = json,
            None => self.fields.push((name, json)),
        }
    }

    /// Puts a field under the vendor's name for it, unless the vendor refuses it.
    fn put_for(&mut self, name: &'a str, raw: &'a RawValue) {
        if !self.vendor.refuses.contains(&name) {
            let renamed = self.vendor.renames.iter().find(|(ours, _)| *ours == name);
            self.put(renamed.map_or(name, |(_, theirs)| theirs), raw.get());
        }
    }

    fn close(self, path: &str, stream: bool) -> UpstreamCall {
        let length: usize = self.fields.iter().map(|(name, json)| name.len() + json.len() + 4).sum();
        let mut body = String::with_capacity(length + 2);
        for (name, json) in &self.fields {
            body.push(if body.is_empty() { '{' } else { ',' });
            body.push_str(&quoted(name));
            body.push(':');
            body.push_str(json);
        }
        body.push('}');
        UpstreamCall::new(self.vendor, path, body, stream)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::vendor::OutputLimit;

    fn sent(vendor: &Vendor, request: &Value) -> Value {
        let body = request.to_string();
        let call = chat(vendor, &ChatRequest::parse(body.as_bytes()).unwrap(), "theirs");
        serde_json::from_slice(&call.body).unwrap()
    }

    fn asked(extra: Value) -> Value {
        let mut request = json!({"model": "ours", "messages": [{"role": "user", "content": "hi"}]});
        request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        request
    }

    const PLAIN: Vendor = Vendor::COMPATIBLE;

    #[test]
    fn fields_go_out_as_they_came_and_in_their_order() {
        let body =
            r#"{"temperature":1.0,"model":"ours","messages":[{"content":"hi","role":"user"}],"x":{"b":1,"a":[ 2]},"stop":null}"#;
        let call = chat(&PLAIN, &ChatRequest::parse(body.as_bytes()).unwrap(), "their/\"model\"");
        let expected =
            r#"{"model":"their/\"model\"","temperature":1.0,"messages":[{"content":"hi","role":"user"}],"x":{"b":1,"a":[ 2]}}"#;
        assert_eq!(std::str::from_utf8(&call.body).unwrap(), expected);
        assert_eq!((&*call.path, call.stream), ("/chat/completions", false));
    }

    #[test]
    fn a_field_that_is_there_twice_goes_out_once() {
        let body = r#"{"n":1,"model":"a","model":"b","max_tokens":1,"messages":[{"role":"user","content":"hi"}],"max_tokens":9,"n":2,"seed":1,"random_seed":2}"#;
        let vendor = Vendor { renames: &[("seed", "random_seed")], ..PLAIN };
        let call = chat(&vendor, &ChatRequest::parse(body.as_bytes()).unwrap(), "theirs");
        let mut sent: Vec<(String, Value)> =
            serde_json::from_slice::<serde_json::Map<_, _>>(&call.body).unwrap().into_iter().collect();
        sent.sort_by(|one, other| one.0.cmp(&other.0));
        let names: Vec<&str> = sent.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["max_tokens", "messages", "model", "n", "random_seed"]);
        assert_eq!((&sent[0].1, &sent[3].1, &sent[4].1), (&json!(9), &json!(2), &json!(2)));
        let text = std::str::from_utf8(&call.body).unwrap();
        assert!(names.iter().all(|name| text.matches(&format!("\"{name}\":")).count() == 1), "{text}");
    }

    #[test]
    fn quirk_13_usage_is_always_asked_for_on_streams_unless_the_vendor_refuses_the_question() {
        let stream = asked(json!({"stream": true}));
        assert_eq!(sent(&PLAIN, &stream)["stream_options"], json!({"include_usage": true}));
        let options = asked(json!({"stream": true, "stream_options": {"include_usage": false, "include_obfuscation": false}}));
        assert_eq!(sent(&PLAIN, &options)["stream_options"], json!({"include_usage": true, "include_obfuscation": false}));
        let quiet = Vendor { asks_for_usage: false, ..PLAIN };
        assert_eq!(sent(&quiet, &options).get("stream_options"), None);
        let no_stream = asked(json!({"stream": false, "stream_options": {"include_usage": true}}));
        assert_eq!(sent(&PLAIN, &no_stream).get("stream_options"), None, "it is refused without a stream");
    }

    #[test]
    fn the_most_tokens_are_said_once_by_the_vendor_s_name() {
        let newer = Vendor { output_limit: OutputLimit::MaxCompletionTokens, ..PLAIN };
        for (vendor, name, other) in
            [(PLAIN, "max_tokens", "max_completion_tokens"), (newer, "max_completion_tokens", "max_tokens")]
        {
            for request in [
                json!({"max_tokens": 7}),
                json!({"max_completion_tokens": 7}),
                json!({"max_tokens": 9, "max_completion_tokens": 7}),
            ] {
                let sent = sent(&vendor, &asked(request));
                assert_eq!((&sent[name], sent.get(other)), (&json!(7), None));
            }
        }
    }

    #[test]
    fn what_the_vendor_refuses_or_calls_otherwise_is_left_out_or_renamed() {
        let vendor = Vendor { refuses: &["store"], renames: &[("seed", "random_seed")], required_tool: "any", ..PLAIN };
        let tool = json!([{"type": "function", "function": {"name": "f"}}]);
        let sent_with = sent(&vendor, &asked(json!({"store": true, "seed": 1, "tools": tool, "tool_choice": "required"})));
        assert_eq!(
            (sent_with.get("store"), &sent_with["random_seed"], &sent_with["tool_choice"]),
            (None, &json!(1), &json!("any"))
        );
        let without = sent(&vendor, &asked(json!({"tools": [], "parallel_tool_calls": false})));
        assert_eq!((without.get("tools"), without.get("parallel_tool_calls")), (None, None), "they are refused without tools");
    }

    #[test]
    fn vectors_are_asked_for_as_numbers_unless_the_vendor_knows_more() {
        let request = br#"{"model":"ours","input":["a"],"encoding_format":"base64","dimensions":8}"#;
        let request = EmbeddingsRequest::parse(request).unwrap();
        let able = Vendor { base64_vectors: true, ..PLAIN };
        for (vendor, body) in [
            (PLAIN, r#"{"model":"theirs","input":["a"],"dimensions":8}"#),
            (able, r#"{"model":"theirs","input":["a"],"dimensions":8,"encoding_format":"base64"}"#),
        ] {
            assert_eq!(embeddings(&vendor, &request, "theirs").body, body);
        }
    }
}

//! Answers as JSON, as OpenAI would write them.

use turnpike_wire::openai::object::Other;

use super::{CallPart, Speech, quoted};

/// What stands in a choice besides what is said.
#[derive(Debug, Default)]
pub(crate) struct ChoiceParts<'a> {
    pub(crate) index: usize,
    pub(crate) logprobs: Option<&'a str>,
    pub(crate) finish_reason: Option<&'a str>,
    /// JSON.
    pub(crate) native_finish_reason: Option<&'a str>,
    /// Fields as JSON, each with a comma before it.
    pub(crate) rest: &'a str,
}

/// Writes a choice whose `delta` or `message` is `body`.
pub(crate) fn choice(out: &mut String, name: &str, body: &str, parts: &ChoiceParts<'_>) {
    out.push_str(&format!("{{\"index\":{},\"{name}\":{body}", parts.index));
    if let Some(logprobs) = parts.logprobs {
        out.push_str(",\"logprobs\":");
        out.push_str(logprobs);
    }
    out.push_str(",\"finish_reason\":");
    match parts.finish_reason {
        Some(reason) => out.push_str(&quoted(reason)),
        None => out.push_str("null"),
    }
    if let Some(native) = parts.native_finish_reason {
        out.push_str(",\"native_finish_reason\":");
        out.push_str(native);
    }
    out.push_str(parts.rest);
    out.push('}');
}

/// What is new in an answer.
pub(crate) fn delta(speech: &Speech<'_>) -> String {
    let mut fields = Fields::default();
    fields.put("content", speech.content.as_deref());
    fields.put("reasoning_content", speech.reasoning.as_deref());
    fields.put("refusal", speech.refusal);
    fields.put("function_call", speech.function_call);
    if !speech.calls.is_empty() {
        let calls: Vec<String> = speech.calls.iter().map(|call| call_delta(call)).collect();
        fields.put("tool_calls", Some(&format!("[{}]", calls.join(","))));
    }
    fields.put_rest(&speech.rest);
    fields.close()
}

/// A whole answer. A call that was cut off keeps what arguments it has; one that has none gets an empty object.
pub(crate) fn message(speech: &Speech<'_>, truncated: bool) -> String {
    let mut fields = Fields::default();
    fields.put("role", Some("\"assistant\""));
    fields.put("content", Some(speech.content.as_deref().unwrap_or("null")));
    fields.put("reasoning_content", speech.reasoning.as_deref());
    fields.put("refusal", Some(speech.refusal.unwrap_or("null")));
    fields.put("function_call", speech.function_call.filter(|json| *json != "null"));
    if !speech.calls.is_empty() {
        let calls: Vec<String> = speech.calls.iter().map(|call| whole_call(call, truncated)).collect();
        fields.put("tool_calls", Some(&format!("[{}]", calls.join(","))));
    }
    fields.put_rest(&speech.rest);
    fields.close()
}

fn call_delta(call: &CallPart<'_>) -> String {
    let mut fields = Fields::default();
    fields.put("index", Some(&call.place.to_string()));
    if let Some(start) = &call.start {
        fields.put("id", Some(&start.id));
        fields.put("type", Some(call.kind));
        if call.is_function() {
            let arguments = call.arguments.as_deref().unwrap_or("\"\"");
            fields.put("function", Some(&format!("{{\"name\":{},\"arguments\":{arguments}}}", start.name)));
        }
    } else if let Some(arguments) = call.arguments.as_deref() {
        fields.put("function", Some(&format!("{{\"arguments\":{arguments}}}")));
    }
    fields.put_rest(&call.rest);
    fields.close()
}

fn whole_call(call: &CallPart<'_>, truncated: bool) -> String {
    let mut fields = Fields::default();
    let (id, name) = call.start.as_ref().map_or(("\"\"", "\"\""), |start| (&start.id, &start.name));
    fields.put("id", Some(id));
    fields.put("type", Some(call.kind));
    if call.is_function() {
        let none = if truncated { "\"\"" } else { "\"{}\"" };
        let arguments = call.arguments.as_deref().unwrap_or(none);
        fields.put("function", Some(&format!("{{\"name\":{name},\"arguments\":{arguments}}}")));
    }
    fields.put_rest(&call.rest);
    fields.close()
}

/// Fields that nobody acts on, each with a comma before it.
pub(crate) fn fields(rest: &[Other<'_>]) -> String {
    rest.iter().map(|(name, value)| format!(",{}:{}", quoted(name), value.get())).collect()
}

/// An object that is being written.
#[derive(Default)]
struct Fields(String);

impl Fields {
    fn put(&mut self, name: &str, json: Option<&str>) {
        let Some(json) = json else { return };
        self.0.push_str(if self.0.is_empty() { "{\"" } else { ",\"" });
        self.0.push_str(name);
        self.0.push_str("\":");
        self.0.push_str(json);
    }

    fn put_rest(&mut self, rest: &[Other<'_>]) {
        for (name, value) in rest {
            let name = quoted(name);
            self.put(&name[1..name.len() - 1], Some(value.get()));
        }
    }

    fn close(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }
}

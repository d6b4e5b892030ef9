use serde_json::{Value, json};

use super::{
    encode::{chat, embeddings},
    *,
};
use crate::{
    registry::{vendor, vendors},
    takes::{Formats, Known, Takes, ToolChoice},
    vendor::OutputLimit,
};

/// The body that is sent and the fields that are warned of, or the field that it is refused for.
fn asked_of(vendor: &Vendor, upstream: &str, request: &Value) -> Result<(Value, Vec<String>), String> {
    let body = request.to_string();
    let call = chat(vendor, &ChatRequest::parse(body.as_bytes()).unwrap(), upstream);
    let call = call.map_err(|failure| failure.param.unwrap_or_default())?;
    let warned = call.warnings.into_iter().map(|warning| warning.param).collect();
    Ok((serde_json::from_slice(&call.body).unwrap(), warned))
}

fn sent(vendor: &Vendor, request: &Value) -> Value {
    asked_of(vendor, "theirs", request).unwrap().0
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
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
    let call = chat(&PLAIN, &ChatRequest::parse(body.as_bytes()).unwrap(), "their/\"model\"").unwrap();
    let expected =
        r#"{"model":"their/\"model\"","temperature":1.0,"messages":[{"content":"hi","role":"user"}],"x":{"b":1,"a":[ 2]}}"#;
    assert_eq!(std::str::from_utf8(&call.body).unwrap(), expected);
    assert_eq!((&*call.path, call.stream), ("/chat/completions", false));
}

#[test]
fn a_field_that_is_there_twice_goes_out_once() {
    let body = r#"{"n":1,"model":"a","model":"b","max_tokens":1,"messages":[{"role":"user","content":"hi"}],"max_tokens":9,"n":2,"seed":1,"random_seed":2}"#;
    let vendor = Vendor { renames: &[("seed", "random_seed")], ..PLAIN };
    let call = chat(&vendor, &ChatRequest::parse(body.as_bytes()).unwrap(), "theirs").unwrap();
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
fn quirk_23_the_most_tokens_are_said_once_by_the_vendor_s_name() {
    let newer = Vendor { output_limit: OutputLimit::MaxCompletionTokens, ..PLAIN };
    for (vendor, name, other) in [(PLAIN, "max_tokens", "max_completion_tokens"), (newer, "max_completion_tokens", "max_tokens")]
    {
        for request in
            [json!({"max_tokens": 7}), json!({"max_completion_tokens": 7}), json!({"max_tokens": 9, "max_completion_tokens": 7})]
        {
            let sent = sent(&vendor, &asked(request));
            assert_eq!((&sent[name], sent.get(other)), (&json!(7), None));
        }
    }
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

#[test]
fn quirk_24_what_models_that_think_do_not_take_is_left_out_and_told() {
    let all =
        json!({"temperature": 0.2, "top_p": 0.5, "presence_penalty": 1, "frequency_penalty": 1, "logprobs": true, "stop": "x"});
    let usual = json!({"temperature": 1, "top_p": 1.0, "presence_penalty": 0, "logprobs": false});
    let thoughtless = json!({"temperature": 0.2, "reasoning_effort": "none"});
    let sampling = ["temperature", "top_p", "presence_penalty", "frequency_penalty", "logprobs"];
    let penalties = ["presence_penalty", "frequency_penalty", "stop"];
    for (id, upstream, request, lost) in [
        ("openai", "gpt-4o", &all, &[][..]),
        ("openai", "o3-mini", &all, &sampling),
        ("openai", "gpt-5.2", &all, &sampling),
        ("openai", "ft:gpt-5-mini:us", &all, &sampling),
        ("openai", "gpt-5-chat-latest", &all, &[]),
        ("openai", "o3-mini", &usual, &[]),
        ("openai", "gpt-5.1", &thoughtless, &[]),
        ("xai", "grok-4-0709", &all, &penalties),
        ("xai", "grok-4-fast-non-reasoning", &all, &[]),
        ("deepseek", "deepseek-reasoner", &all, &["temperature", "presence_penalty", "frequency_penalty"]),
        ("deepseek", "deepseek-chat", &all, &[]),
        ("openai-compatible", "gpt-5", &all, &[]),
    ] {
        let request = asked(request.clone());
        let (sent, mut warned) = asked_of(vendor(id).unwrap(), upstream, &request).unwrap();
        warned.sort();
        let mut expected = names(lost);
        expected.sort();
        assert_eq!(warned, expected, "{id} {upstream} {request}");
        assert!(lost.iter().all(|name| sent.get(*name).is_none()), "{upstream}: {sent}");
    }
    let old = vendor("openai").unwrap();
    let messages = json!({"messages": [{"role": "developer", "content": "be kind"}, {"role": "user", "content": "hi"}]});
    let role = |upstream| asked_of(old, upstream, &asked(messages.clone())).unwrap().0["messages"][0]["role"].clone();
    assert_eq!((role("o1-mini-2024-09-12"), role("o3")), (json!("user"), json!("developer")));
}

#[test]
fn quirk_33_the_form_of_an_answer_is_said_in_the_vendor_s_words_or_refused() {
    let json_mode = json!({"type": "json_object"});
    let schema = json!({"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "object"}}});
    let any = json!({"type": "json_schema", "json_schema": {"name": "object", "schema": {"type": "object"}}});
    for (id, format, expected) in [
        ("openai", &json_mode, Ok(&json_mode)),
        ("openai", &schema, Ok(&schema)),
        ("lmstudio", &json_mode, Ok(&any)),
        ("lmstudio", &schema, Ok(&schema)),
        ("perplexity", &json_mode, Ok(&any)),
        ("deepseek", &json_mode, Ok(&json_mode)),
        ("deepseek", &schema, Err("response_format.type")),
        ("zai", &schema, Err("response_format.type")),
    ] {
        let got = asked_of(vendor(id).unwrap(), "theirs", &asked(json!({"response_format": format})));
        assert_eq!(got.map(|(sent, _)| sent["response_format"].clone()), expected.cloned().map_err(str::to_owned), "{id}");
    }
    for known in vendors() {
        let says = known.capabilities.is_some_and(|all| all.contains(&turnpike_domain::route::Capability::JsonSchema));
        assert!(known.takes.formats != Formats::Json || !says, "{} is not skipped for what it refuses", known.id);
    }
}

#[test]
fn quirk_34_who_has_to_be_called_is_said_in_the_vendor_s_words_or_by_fewer_tools_or_refused() {
    let tool = |name: &str| json!({"type": "function", "function": {"name": name}});
    let named = tool("b");
    let allowed = |mode: &str| json!({"type": "allowed_tools", "allowed_tools": {"mode": mode, "tools": [named]}});
    let both = json!([tool("a"), named]);
    let one = json!([named]);
    let auto = json!("auto");
    let required = json!("required");
    for (known, choice, expected) in [
        (ToolChoice::ANY, &required, Ok((&both, &required))),
        (ToolChoice { required: Some("any"), ..ToolChoice::ANY }, &required, Ok((&both, &json!("any")))),
        (ToolChoice::ANY, &named, Ok((&both, &named))),
        (ToolChoice::WORDS, &named, Ok((&one, &required))),
        (ToolChoice::ANY, &allowed("required"), Ok((&both, &named))),
        (ToolChoice::WORDS, &allowed("auto"), Ok((&one, &auto))),
        (ToolChoice { allowed: true, ..ToolChoice::ANY }, &allowed("auto"), Ok((&both, &allowed("auto")))),
        (ToolChoice::AUTO, &auto, Ok((&both, &auto))),
        (ToolChoice::AUTO, &json!("none"), Ok((&Value::Null, &Value::Null))),
        (ToolChoice::ANY, &json!("none"), Ok((&both, &json!("none")))),
        (ToolChoice::AUTO, &required, Err("tool_choice")),
        (ToolChoice::AUTO, &named, Err("tool_choice")),
    ] {
        let vendor = Vendor { takes: Takes { tool_choice: known, ..Takes::ALL }, ..PLAIN };
        let request = asked(json!({"tools": both, "tool_choice": choice, "parallel_tool_calls": true}));
        let got = asked_of(&vendor, "theirs", &request).map(|(sent, _)| sent);
        let got = got.as_ref().map(|sent| (&sent["tools"], &sent["tool_choice"])).map_err(|param| &**param);
        assert_eq!(got, expected, "{known:?} {choice}");
    }
    let one_at_a_time = asked(json!({"tools": both, "parallel_tool_calls": false}));
    let (sent, warned) = asked_of(vendor("ollama").unwrap(), "theirs", &one_at_a_time).unwrap();
    assert_eq!((sent.get("parallel_tool_calls"), warned), (None, names(&["parallel_tool_calls"])));
    let strict = json!([{"type": "function", "function": {"name": "a", "strict": true}}]);
    let (sent, warned) = asked_of(vendor("moonshot").unwrap(), "theirs", &asked(json!({"tools": strict}))).unwrap();
    assert_eq!((&sent["tools"], warned), (&json!([tool("a")]), names(&["tools"])));
}

#[test]
fn quirk_35_what_would_be_missed_is_refused_before_it_is_sent() {
    for (id, request, param) in [
        ("groq", json!({"n": 2}), Some("n")),
        ("groq", json!({"n": 1}), None),
        ("groq", json!({"logprobs": true, "top_logprobs": 2}), Some("logprobs")),
        ("mistral", json!({"logprobs": true}), Some("logprobs")),
        ("mistral", json!({"n": 2}), None),
        ("ollama", json!({"n": 2}), Some("n")),
        ("deepseek", json!({"logprobs": true}), None),
        ("zai", json!({"stop": ["a", "b"]}), Some("stop")),
        ("zai", json!({"stop": ["a"]}), None),
        ("zai", json!({"stop": "a"}), None),
        ("openai", json!({"n": 2, "logprobs": true, "seed": 1, "stop": ["a", "b", "c", "d"]}), None),
    ] {
        let got = asked_of(vendor(id).unwrap(), "theirs", &asked(request.clone()));
        assert_eq!(got.err().as_deref(), param, "{id} {request}");
    }
    let (sent, warned) = asked_of(vendor("deepseek").unwrap(), "theirs", &asked(json!({"seed": 1}))).unwrap();
    assert_eq!((sent.get("seed"), warned), (None, names(&["seed"])));
}

#[test]
fn quirk_36_nulls_empty_lists_and_what_is_not_known_are_not_sent() {
    let request = asked(json!({
        "stop": null, "tools": [], "parallel_tool_calls": false, "store": true, "user": "ada", "seed": 1, "top_k": 5,
        "modalities": [], "web_search_options": {}, "metadata": {"a": "b"},
    }));
    for (id, expected, lost) in [
        ("openai-compatible", &["metadata", "seed", "store", "top_k", "user", "web_search_options"][..], &[][..]),
        ("openai", &["metadata", "seed", "store", "user", "web_search_options"], &["top_k"]),
        ("mistral", &["metadata", "random_seed"], &["top_k", "web_search_options"]),
        ("groq", &["seed", "user"], &["top_k", "web_search_options"]),
        ("cerebras", &["seed", "user"], &["top_k", "web_search_options"]),
    ] {
        let (sent, mut warned) = asked_of(vendor(id).unwrap(), "theirs", &request).unwrap();
        warned.sort();
        let mut sent: Vec<&str> = sent.as_object().unwrap().keys().map(String::as_str).collect();
        sent.retain(|name| !["model", "messages"].contains(name));
        sent.sort();
        assert_eq!((sent.as_slice(), warned), (expected, names(lost)), "{id}");
    }
    let only = Vendor { takes: Takes { fields: Known::Only(&["seed"]), ..Takes::ALL }, ..PLAIN };
    let extra = json!({"seed": 1, "extra_body": {"top_k": 5, "model": "another", "n": 9, "seed": 2, "nothing": null}});
    let (sent, warned) = asked_of(&only, "theirs", &asked(extra)).unwrap();
    let messages = json!([{"role": "user", "content": "hi"}]);
    assert_eq!(sent, json!({"model": "theirs", "messages": messages, "seed": 1, "top_k": 5}), "what is known better goes out");
    assert!(warned.is_empty());
}

#[test]
fn quirk_32_thoughts_are_remembered_by_the_calls_that_they_led_to() {
    let asking = vendor("deepseek").unwrap();
    let call = |id: &str| json!({"index": 0, "id": id, "type": "function", "function": {"name": "f", "arguments": "{}"}});
    let said = json!({"role": "assistant", "content": null, "reasoning_content": "first, look", "tool_calls": [call("call_00_whole_answer_1")]});
    let body = json!({"id": "x", "choices": [{"index": 0, "message": said, "finish_reason": "tool_calls"}]}).to_string();
    ChatDialect::decode(&OpenAi, asking, body.into(), "ours").unwrap();

    let mut stream = OpenAi.stream(asking, "ours", false);
    let mut events = Vec::new();
    for delta in [
        json!({"role": "assistant", "content": "", "reasoning_content": "then, "}),
        json!({"reasoning_content": "think"}),
        json!({"tool_calls": [call("call_00_streamed_answer")]}),
    ] {
        let chunk = json!({"id": "x", "choices": [{"index": 0, "delta": delta, "finish_reason": null}]});
        stream.push(format!("data: {chunk}\n\n").into(), &mut events);
    }

    for (id, thoughts) in [("call_00_whole_answer_1", "first, look"), ("call_00_streamed_answer", "then, think"), ("f:0", "")] {
        let history = json!([
            {"role": "user", "content": "hi"},
            {"role": "assistant", "tool_calls": [call(id)]},
            {"role": "tool", "tool_call_id": id, "content": "1"},
        ]);
        assert_eq!(sent(asking, &asked(json!({"messages": history})))["messages"][1]["reasoning_content"], thoughts, "{id}");
    }
}

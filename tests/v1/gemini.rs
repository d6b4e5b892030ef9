//! Chat completions and embeddings of a provider that speaks Google's format: the client sees OpenAI's, and the provider
//! what its API takes.

use serde_json::{Value, json};

use crate::support::{Answer, Gateway, Reply, Upstream, client::hello, client::streamed, schema, toml};

async fn before(upstream: &Upstream) -> Gateway {
    let provider = format!(
        "[[providers]]\nid = \"google\"\nvendor = \"gemini\"\nbase_url = \"{}\"\napi_key = \"AIza-upstream\"\n\n",
        upstream.base_url()
    );
    let chat = format!(
        "[[models]]\nid = \"chat\"\nprovider = \"google\"\nupstream = \"gemini-3-flash-preview\"\nkind = \"chat\"\n{}\n\n",
        toml::PRICE
    );
    let embed = toml::embedding_model("embed", "google", "price = { input = 100.0 }");
    Gateway::start(&[provider, chat, embed, toml::key(toml::AMPLE)].concat()).await
}

fn answer(parts: Value, finish_reason: Option<&str>) -> Value {
    let mut answer = json!({"candidates": [{"content": {"role": "model", "parts": parts}, "index": 0}],
        "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 3, "thoughtsTokenCount": 2, "totalTokenCount": 15},
        "modelVersion": "theirs"});
    if let Some(reason) = finish_reason {
        answer["candidates"][0]["finishReason"] = reason.into();
    }
    answer
}

fn whole(id: &str, parts: Value) -> Reply {
    let mut answer = answer(parts, Some("STOP"));
    answer["responseId"] = id.into();
    Reply::json(200, answer)
}

fn events(id: &str, pieces: &[(Value, Option<&str>)]) -> Reply {
    Reply::frames(pieces.iter().map(|(parts, reason)| {
        let mut event = answer(parts.clone(), *reason);
        event["responseId"] = id.into();
        format!("data: {event}\r\n\r\n")
    }))
}

/// The message that most clients make of a stream: what they do not know is dropped.
fn joined(answer: &Answer) -> Value {
    let events = answer.events();
    assert!(events.done);
    let mut calls: Vec<Value> = Vec::new();
    for chunk in &events.chunks {
        schema::check("CreateChatCompletionStreamResponse", chunk);
        for call in chunk["choices"][0]["delta"]["tool_calls"].as_array().into_iter().flatten() {
            assert_eq!(call["index"], calls.len(), "each came whole: {call}");
            calls.push(json!({"id": call["id"], "type": "function", "function": call["function"]}));
        }
    }
    assert_eq!(events.finish_reason(), Some(if calls.is_empty() { "stop" } else { "tool_calls" }));
    let content = events.content();
    let mut message = json!({"role": "assistant", "content": (!content.is_empty()).then_some(content)});
    if !calls.is_empty() {
        message["tool_calls"] = calls.into();
    }
    message
}

fn result(message: &Value, call: usize, content: &str) -> Value {
    json!({"role": "tool", "tool_call_id": message["tool_calls"][call]["id"], "content": content})
}

#[tokio::test]
async fn a_conversation_with_tools_of_five_turns_is_what_the_api_takes() {
    let upstream = Upstream::start().await;
    let weather = |city: &str| json!({"functionCall": {"name": "weather", "args": {"city": city}}});
    let signed = |mut part: Value, signature: &str| {
        part["thoughtSignature"] = signature.into();
        part
    };
    let now = json!({"functionCall": {"name": "now", "args": {}, "id": "theirs-1"}});
    let thought = json!({"text": "Both cities.", "thought": true});
    upstream.reply(events(
        "r1",
        &[
            (json!([thought]), None),
            (json!([signed(weather("Paris"), "s1"), weather("Rome")]), None),
            (json!([{"text": ""}]), Some("STOP")),
        ],
    ));
    upstream.reply(whole("r2", json!([{"text": "And the time."}, signed(now, "s2")])));
    upstream.reply(events("r3", &[(json!([{"text": "Mild"}]), None), (json!([{"text": " at noon."}]), Some("STOP"))]));
    upstream.reply(whole("r4", json!([signed(weather("Oslo"), "s4")])));
    upstream.reply(whole("r5", json!([{"text": "Cold."}])));
    let gateway = before(&upstream).await;

    let tools = json!([
        {"type": "function", "function": {"name": "weather", "description": "Of a city", "parameters":
            {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}},
        {"type": "function", "function": {"name": "now"}},
    ]);
    let mut messages =
        vec![json!({"role": "system", "content": "Be brief."}), json!({"role": "user", "content": "Paris and Rome?"})];
    let ask = async |messages: &[Value], stream: bool| {
        let body = json!({"model": "chat", "messages": messages, "tools": tools, "reasoning_effort": "low"});
        let body = if stream { streamed(body) } else { body };
        let answer = gateway.v1.post("/chat/completions", body).await.ok();
        let message = if stream { joined(&answer) } else { answer.json()["choices"][0]["message"].clone() };
        if !stream {
            schema::check("CreateChatCompletionResponse", &answer.json());
        }
        message
    };

    let first = ask(&messages, true).await;
    messages.extend([first.clone(), result(&first, 1, "21 degrees"), result(&first, 0, "18 degrees")]);
    let mut second = ask(&messages, false).await;
    assert_eq!(second["tool_calls"][0]["extra_content"]["google"]["thought_signature"], "s2");
    second["tool_calls"][0].as_object_mut().unwrap().remove("extra_content");
    messages.extend([second.clone(), result(&second, 0, "noon")]);
    let third = ask(&messages, true).await;
    assert_eq!(third["content"], "Mild at noon.");
    messages.extend([third, json!({"role": "user", "content": "Oslo?"})]);
    let fourth = ask(&messages, false).await;
    messages.extend([fourth.clone(), result(&fourth, 0, "-2 degrees")]);
    assert_eq!(ask(&messages, false).await["content"], "Cold.");

    let paths: Vec<String> = upstream.received().into_iter().map(|request| request.path).collect();
    let (once, stream) = ("generateContent", "streamGenerateContent?alt=sse");
    assert_eq!(paths, [stream, once, stream, once, once].map(|method| format!("/v1/models/gemini-3-flash-preview:{method}")));
    let last = upstream.last();
    assert_eq!(last.headers["x-goog-api-key"], "AIza-upstream");
    assert!(!last.headers.contains_key("authorization"));
    let id = |message: &Value, call: usize| message["tool_calls"][call]["id"].clone();
    let called = |id: Value, name: &str, args: Value| json!({"functionCall": {"id": id, "name": name, "args": args}});
    let came =
        |id: Value, name: &str, text: &str| json!({"functionResponse": {"id": id, "name": name, "response": {"result": text}}});
    let expected = json!({
        "systemInstruction": {"parts": [{"text": "Be brief."}]},
        "contents": [
            {"role": "user", "parts": [{"text": "Paris and Rome?"}]},
            {"role": "model", "parts": [
                signed(called(id(&first, 0), "weather", json!({"city": "Paris"})), "s1"),
                called(id(&first, 1), "weather", json!({"city": "Rome"})),
            ]},
            {"role": "user", "parts": [came(id(&first, 0), "weather", "18 degrees"), came(id(&first, 1), "weather", "21 degrees")]},
            {"role": "model", "parts": [{"text": "And the time."}, signed(called("theirs-1".into(), "now", json!({})), "s2")]},
            {"role": "user", "parts": [came("theirs-1".into(), "now", "noon")]},
            {"role": "model", "parts": [{"text": "Mild at noon."}]},
            {"role": "user", "parts": [{"text": "Oslo?"}]},
            {"role": "model", "parts": [signed(called(id(&fourth, 0), "weather", json!({"city": "Oslo"})), "s4")]},
            {"role": "user", "parts": [came(id(&fourth, 0), "weather", "-2 degrees")]},
        ],
        "tools": [{"functionDeclarations": [
            {"name": "weather", "description": "Of a city", "parametersJsonSchema":
                {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}},
            {"name": "now"},
        ]}],
        "generationConfig": {"thinkingConfig": {"thinkingLevel": "low", "includeThoughts": true}},
    });
    assert_eq!(last.body, expected, "{:#}", last.body);
}

#[tokio::test]
async fn thoughts_are_paid_for_and_usage_comes_last() {
    let stream = events("r1", &[(json!([{"text": "Hm.", "thought": true}]), None), (json!([{"text": "Four"}]), Some("STOP"))]);
    let gateway = before(&Upstream::always(stream.split_every(7)).await).await;
    let mut body = streamed(hello("chat"));
    body["stream_options"] = json!({"include_usage": true});
    let answer = gateway.v1.post("/chat/completions", body).await.ok();
    let events = answer.events();
    let usage = &events.chunks.last().unwrap()["usage"];
    assert_eq!((&usage["prompt_tokens"], &usage["completion_tokens"]), (&json!(10), &json!(5)), "{usage}");
    assert_eq!(usage["completion_tokens_details"]["reasoning_tokens"], 2);
    let thoughts = |chunk: &Value| chunk["choices"][0]["delta"]["reasoning_content"].as_str().map(str::to_owned);
    assert_eq!(events.chunks.iter().filter_map(thoughts).collect::<String>(), "Hm.");
    assert_eq!(events.content(), "Four");
    gateway.booked(&answer).await;
}

#[tokio::test]
async fn errors_have_openai_s_status_and_code() {
    let error = |status: u16, word: &str, message: &str, details: Value| {
        Reply::json(status, json!({"error": {"code": status, "message": message, "status": word, "details": details}}))
    };
    let wrong_key = json!([{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]);
    let daily = json!([{"violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}]);
    let slow_down = json!([{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.4s"}]);
    for (reply, status, kind, code) in [
        (error(400, "INVALID_ARGUMENT", "API key not valid.", wrong_key), 502, "server_error", Some("upstream_auth")),
        (error(404, "NOT_FOUND", "models/x is not found", json!([])), 404, "invalid_request_error", Some("model_not_found")),
        (
            error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", slow_down),
            429,
            "requests",
            Some("rate_limit_exceeded"),
        ),
        (
            error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", daily),
            429,
            "insufficient_quota",
            Some("insufficient_quota"),
        ),
    ] {
        for stream in [false, true] {
            let gateway = before(&Upstream::always(reply.clone()).await).await;
            let body = if stream { streamed(hello("chat")) } else { hello("chat") };
            let answer = gateway.v1.post("/chat/completions", body).await.refused(status, kind, code);
            assert!(!answer.text().contains("AIza"), "no key in it");
        }
    }
}

#[tokio::test]
async fn what_the_api_can_not_be_asked_is_refused_before_it_is_called() {
    let upstream = Upstream::start().await;
    let gateway = before(&upstream).await;
    let mut body = hello("chat");
    body["functions"] = json!([{"name": "f"}]);
    let answer =
        gateway.v1.post("/chat/completions", body).await.refused(400, "invalid_request_error", Some("unsupported_parameter"));
    assert_eq!((answer.param().as_deref(), upstream.hits()), (Some("functions"), 0));
}

#[tokio::test]
async fn vectors_come_as_base64_to_who_wants_them_so() {
    let vectors = json!({"embeddings": [{"values": [0.25, -1.5]}, {"values": [1, 2]}], "usageMetadata": {"promptTokenCount": 4}});
    let upstream = Upstream::always(Reply::json(200, vectors)).await;
    let gateway = before(&upstream).await;
    let body = json!({"model": "embed", "input": ["a", "b"], "encoding_format": "base64"});
    let answer = gateway.v1.post("/embeddings", body).await.ok().json();
    assert_eq!((&answer["data"][0]["embedding"], &answer["data"][1]["index"]), (&json!("AACAPgAAwL8="), &json!(1)));
    assert_eq!(answer["usage"]["prompt_tokens"], 4);
    assert_eq!(upstream.last().path, "/v1/models/embed:batchEmbedContents");
}

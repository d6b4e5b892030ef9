//! Chat completions and embeddings of a provider that speaks Google's format: what is special about it. What it is sent in a
//! whole conversation is in `conversation.rs`.

use serde_json::{Value, json};

use crate::support::{Gateway, Reply, Upstream, client::hello, client::streamed, toml};

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

fn events(id: &str, pieces: &[(Value, Option<&str>)]) -> Reply {
    Reply::frames(pieces.iter().map(|(parts, reason)| {
        let mut event = answer(parts.clone(), *reason);
        event["responseId"] = id.into();
        format!("data: {event}\r\n\r\n")
    }))
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

//! A provider that speaks in messages of content blocks, behind the same public surface: what is special about it. What it
//! is sent in a whole conversation is in `conversation.rs`.

use serde_json::{Value, json};

use crate::support::{Gateway, Reply, Upstream, client::hello, client::streamed, toml};

const KEY: &str = "sk-ant-test-0123456789";

fn provider(upstream: &Upstream) -> String {
    format!(
        "[[providers]]\nid = \"claude\"\nvendor = \"anthropic\"\nbase_url = \"{}\"\napi_key = \"{KEY}\"\n\n",
        upstream.base_url()
    )
}

/// The model `chat`, which is `claude-sonnet-4-5` there, and `ears` behind it, which takes audio.
async fn gateway(upstream: &Upstream, ears: &Upstream) -> Gateway {
    let chat = format!(
        "[[models]]\nid = \"chat\"\nprovider = \"claude\"\nupstream = \"claude-sonnet-4-5\"\nkind = \"chat\"\nfallbacks = [\"ears\"]\n{}\n\n",
        toml::PRICE
    );
    let ears = [toml::provider("other", &ears.base_url()), toml::chat_model("ears", "other", toml::PRICE)].concat();
    Gateway::start(&[provider(upstream), ears, chat, toml::key("")].concat()).await
}

fn usage() -> Value {
    json!({"input_tokens": 4, "cache_creation_input_tokens": 1, "cache_read_input_tokens": 5, "output_tokens": 5, "service_tier": "standard"})
}

fn message(content: Value, stop_reason: &str) -> Reply {
    Reply::json(
        200,
        json!({
            "id": "msg_01", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5-20250929",
            "content": content, "stop_reason": stop_reason, "stop_sequence": null, "usage": usage(),
        }),
    )
}

/// The same as a stream, each block in one piece.
fn stream(content: &Value, stop_reason: &str) -> Reply {
    let start = json!({"id": "msg_01", "type": "message", "role": "assistant", "content": [], "usage": usage()});
    let mut events = vec![json!({"type": "message_start", "message": start}), json!({"type": "ping"})];
    for (index, block) in content.as_array().unwrap().iter().enumerate() {
        let (empty, delta) = match block["type"].as_str().unwrap() {
            "text" => (json!({"type": "text", "text": ""}), json!({"type": "text_delta", "text": block["text"]})),
            _ => (
                json!({"type": "thinking", "thinking": block["thinking"], "signature": ""}),
                json!({"type": "signature_delta", "signature": block["signature"]}),
            ),
        };
        events.push(json!({"type": "content_block_start", "index": index, "content_block": empty}));
        events.push(json!({"type": "content_block_delta", "index": index, "delta": delta}));
        events.push(json!({"type": "content_block_stop", "index": index}));
    }
    events.push(json!({"type": "message_delta", "delta": {"stop_reason": stop_reason, "stop_sequence": null}, "usage": usage()}));
    events.push(json!({"type": "message_stop"}));
    Reply::frames(events.iter().map(|event| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap())))
}

#[tokio::test]
async fn thoughts_cached_tokens_and_the_end_are_told_in_openai_s_words() {
    let upstream = Upstream::start().await;
    let gateway = gateway(&upstream, &Upstream::start().await).await;
    let content = json!([{"type": "thinking", "thinking": "hm", "signature": "sealed"}, {"type": "text", "text": "Hi"}]);
    upstream.reply(message(content.clone(), "max_tokens"));
    let answer = gateway.v1.chat("chat").await.ok();
    let (body, record) = (answer.json(), gateway.booked(&answer).await);
    let choice = &body["choices"][0];
    assert_eq!(
        (&body["object"], &body["model"], &choice["finish_reason"]),
        (&json!("chat.completion"), &json!("chat"), &json!("length"))
    );
    assert_eq!((&choice["message"]["content"], &choice["message"]["reasoning_content"]), (&json!("Hi"), &json!("hm")));
    let usage = &body["usage"];
    assert_eq!(
        (&usage["prompt_tokens"], &usage["completion_tokens"], &usage["total_tokens"]),
        (&json!(10), &json!(5), &json!(15))
    );
    assert_eq!(usage["prompt_tokens_details"], json!({"cached_tokens": 5, "cache_write_tokens": 1}));
    assert_eq!(record["state"], "settled", "{record}");

    upstream.reply(stream(&content, "end_turn"));
    let mut body = streamed(hello("chat"));
    body["stream_options"] = json!({"include_usage": true});
    let events = gateway.v1.post("/chat/completions", body).await.ok().events();
    let deltas: Vec<&Value> =
        events.chunks.iter().filter_map(|chunk| chunk["choices"].get(0)).map(|choice| &choice["delta"]).collect();
    assert_eq!(deltas[0], &json!({"role": "assistant", "content": ""}));
    assert_eq!(deltas[1], &json!({"reasoning_content": "hm"}));
    assert!(deltas[2]["reasoning_details"][0]["signature"] == "sealed", "{}", deltas[2]);
    assert_eq!(deltas[3], &json!({"content": "Hi"}));
    assert!(events.done && events.chunks.last().unwrap()["usage"]["prompt_tokens"] == 10);
}

#[tokio::test]
async fn speech_for_a_model_that_takes_none_is_refused_before_any_call() {
    let (upstream, ears) = (Upstream::start().await, Upstream::start().await);
    let gateway = gateway(&upstream, &ears).await;
    let wav = json!({"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}});
    let file = json!({"type": "file", "file": {"filename": "a.mp3", "file_data": "data:audio/mpeg;base64,SUQz"}});
    for (speech, streaming) in [(&wav, false), (&wav, true), (&file, false)] {
        let mut body = if streaming { streamed(hello("chat")) } else { hello("chat") };
        body["messages"] = json!([
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": "hello"},
            {"role": "user", "content": [{"type": "text", "text": "listen"}, speech]},
        ]);
        let answer = gateway.v1.post("/chat/completions", body).await;
        let answer = answer.refused(400, "invalid_request_error", Some("audio_not_supported_by_model"));
        let error = &answer.json()["error"];
        assert_eq!(error["param"], "messages[2].content[1]");
        assert!(error["message"].as_str().unwrap().contains("/v1/audio/transcriptions"), "{error}");
    }
    assert_eq!((upstream.hits(), ears.hits()), (0, 0), "a fallback that could hear it does not hide it");
    gateway.nothing_is_held().await;

    let looked = gateway.admin.ask("/route", &[("model", "chat"), ("needs", "audio_input")]).await.json();
    assert_eq!(looked["refusal"]["code"], "audio_not_supported_by_model", "who looks at the route is told the same: {looked}");

    let mut body = hello("ears");
    body["messages"][0]["content"] = json!([wav]);
    gateway.v1.post("/chat/completions", body).await.ok();
    assert_eq!(ears.hits(), 1, "asked for by its name it is served");
}

#[tokio::test]
async fn the_family_is_known_wherever_it_is_served() {
    let elsewhere = Upstream::start().await;
    let model = format!(
        "[[models]]\nid = \"chat\"\nprovider = \"proxy\"\nupstream = \"anthropic/claude-opus-4.6\"\nkind = \"chat\"\n{}\n\n",
        toml::PRICE
    );
    let gateway = Gateway::start(&[toml::provider("proxy", &elsewhere.base_url()), model, toml::key("")].concat()).await;
    let mut body = hello("chat");
    body["messages"][0]["content"] = json!([{"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}]);
    let answer = gateway.v1.post("/chat/completions", body).await;
    answer.refused(400, "invalid_request_error", Some("audio_not_supported_by_model"));
    assert_eq!(elsewhere.hits(), 0);
}

#[tokio::test]
async fn its_errors_have_openai_s_statuses_and_codes() {
    let error = |status: u16, kind: &str, message: &str| {
        Reply::json(status, json!({"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}))
    };
    for (reply, status, kind, code) in [
        (error(401, "authentication_error", "invalid x-api-key"), 502, "server_error", Some("upstream_auth")),
        (error(403, "permission_error", "not yours"), 403, "invalid_request_error", Some("upstream_permission")),
        (error(404, "not_found_error", "model: claude-sonet"), 404, "invalid_request_error", Some("model_not_found")),
        (error(400, "invalid_request_error", "messages: too few"), 400, "invalid_request_error", None),
        (
            error(400, "invalid_request_error", "prompt is too long: 300000 tokens > 200000 maximum"),
            400,
            "invalid_request_error",
            Some("context_length_exceeded"),
        ),
        (
            error(400, "invalid_request_error", "Your credit balance is too low to access the API"),
            429,
            "insufficient_quota",
            Some("insufficient_quota"),
        ),
        (error(402, "billing_error", "pay first"), 429, "insufficient_quota", Some("insufficient_quota")),
        (error(413, "request_too_large", "too many bytes"), 413, "invalid_request_error", Some("request_too_large")),
        (error(429, "rate_limit_error", "slow down").header("retry-after", "60"), 429, "requests", Some("rate_limit_exceeded")),
        (error(529, "overloaded_error", "Overloaded").header("retry-after", "60"), 503, "server_error", Some("overloaded")),
    ] {
        let upstream = Upstream::always(reply).await;
        let model = format!(
            "[[models]]\nid = \"chat\"\nprovider = \"claude\"\nupstream = \"claude-sonnet-4-5\"\nkind = \"chat\"\n{}\n\n",
            toml::PRICE
        );
        let gateway = Gateway::start(&[provider(&upstream), model, toml::key("")].concat()).await;
        for body in [hello("chat"), streamed(hello("chat"))] {
            gateway.v1.post("/chat/completions", body).await.refused(status, kind, code);
        }
    }
}

#[tokio::test]
async fn a_test_of_the_provider_lists_its_models() {
    let upstream =
        Upstream::always(Reply::json(200, json!({"data": [{"id": "claude-a", "type": "model"}], "has_more": false}))).await;
    let gateway = Gateway::start(&[provider(&upstream), toml::key("")].concat()).await;
    let tested = gateway.admin.post("/providers/claude/test", json!({})).await.json();
    assert_eq!((&tested["ok"], &tested["models"]), (&json!(true), &json!(["claude-a"])), "{tested}");
    let asked = upstream.last();
    assert_eq!((&*asked.path, &*asked.headers["x-api-key"]), ("/v1/models?limit=1000", KEY));
    assert_eq!(asked.headers["anthropic-version"], "2023-06-01");
}

//! Chat completions and embeddings of a provider that speaks Cohere's format: the client sees OpenAI's, and the provider
//! what its API takes.

use serde_json::{Value, json};

use crate::support::{Gateway, Reply, Upstream, client::hello, client::streamed, toml};

/// `base_url` without a version: each of the API's paths has its own.
async fn before(upstream: &Upstream) -> Gateway {
    let provider = format!(
        "[[providers]]\nid = \"theirs\"\nvendor = \"cohere\"\nbase_url = \"http://127.0.0.1:{}\"\napi_key = \"co-upstream-key\"\n\n",
        upstream.port()
    );
    let chat = format!(
        "[[models]]\nid = \"chat\"\nprovider = \"theirs\"\nupstream = \"command-a-03-2025\"\nkind = \"chat\"\n{}\n\n",
        toml::PRICE
    );
    let embed = toml::embedding_model("embed", "theirs", "price = { input = 100.0 }");
    Gateway::start(&[provider, chat, embed, toml::key(toml::AMPLE)].concat()).await
}

#[tokio::test]
async fn plans_are_thoughts_and_what_is_billed_is_counted() {
    let usage = json!({"billed_units": {"input_tokens": 10, "output_tokens": 5}, "tokens": {"input_tokens": 900, "output_tokens": 20}, "cached_tokens": 896});
    let call = json!({"id": "now_1", "type": "function", "function": {"name": "now", "arguments": ""}});
    let event =
        |kind: &str, delta: Value| format!("event: {kind}\ndata: {}\n\n", json!({"type": kind, "index": 0, "delta": delta}));
    let stream = Reply::frames([
        event(
            "message-start",
            json!({"message": {"role": "assistant", "content": [], "tool_plan": "", "tool_calls": [], "citations": []}}),
        ),
        event("tool-plan-delta", json!({"message": {"tool_plan": "I "}})),
        event("tool-plan-delta", json!({"message": {"tool_plan": "look. "}})),
        event("tool-call-start", json!({"message": {"tool_calls": call}})),
        event("tool-call-end", Value::Null),
        event("message-end", json!({"finish_reason": "TOOL_CALL", "usage": usage})),
    ]);
    let upstream = Upstream::always(stream.split_every(7)).await;
    let gateway = before(&upstream).await;
    let mut body = streamed(hello("chat"));
    body["stream_options"] = json!({"include_usage": true});
    let answer = gateway.v1.post("/chat/completions", body).await.ok();
    let events = answer.events();
    let thoughts = |chunk: &Value| chunk["choices"][0]["delta"]["reasoning_content"].as_str().map(str::to_owned);
    assert_eq!(events.chunks.iter().filter_map(thoughts).collect::<String>(), "I look. ");
    assert_eq!((events.done, events.finish_reason()), (true, Some("tool_calls")));
    let usage = &events.chunks.last().unwrap()["usage"];
    assert_eq!((&usage["prompt_tokens"], &usage["completion_tokens"]), (&json!(10), &json!(5)), "{usage}");
    let record = gateway.booked(&answer).await;
    assert_eq!(record["state"], "settled", "{record}");
}

#[tokio::test]
async fn errors_have_openai_s_status_and_code() {
    for (status, message, expected) in [
        (401, "invalid api token", (502, "server_error", Some("upstream_auth"))),
        (404, "model 'x' not found", (404, "invalid_request_error", Some("model_not_found"))),
        (
            400,
            "too many tokens: size limit exceeded by 9 tokens.",
            (400, "invalid_request_error", Some("context_length_exceeded")),
        ),
        (
            429,
            "You are past the per minute request limit, please wait and try again later.",
            (429, "requests", Some("rate_limit_exceeded")),
        ),
        (402, "Please add or update your payment method to continue", (429, "insufficient_quota", Some("insufficient_quota"))),
    ] {
        let gateway = before(&Upstream::always(Reply::json(status, json!({"id": "1", "message": message}))).await).await;
        for body in [hello("chat"), streamed(hello("chat"))] {
            gateway.v1.post("/chat/completions", body).await.refused(expected.0, expected.1, expected.2);
        }
    }
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_one_error_and_no_done() {
    let start = "event: message-start\ndata: {\"type\":\"message-start\",\"id\":\"1\",\"delta\":{\"message\":{\"role\":\"assistant\"}}}\n\n";
    let word =
        "event: content-delta\ndata: {\"type\":\"content-delta\",\"delta\":{\"message\":{\"content\":{\"text\":\"Hi\"}}}}\n\n";
    let failed =
        "event: message-end\ndata: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\",\"error\":\"crashed\"}}\n\n";
    for frames in [vec![start, word], vec![start, word, failed]] {
        let upstream = Upstream::always(Reply::frames(frames.into_iter().map(str::to_owned))).await;
        let events = before(&upstream).await.v1.chat_stream("chat").await.ok().events();
        assert_eq!((&*events.content(), events.done), ("Hi", false));
        assert!(events.error().is_some_and(|error| error["message"].is_string()), "{:?}", events.chunks);
    }
}

#[tokio::test]
async fn what_the_api_can_not_be_asked_is_refused_before_it_is_called() {
    let upstream = Upstream::start().await;
    let gateway = before(&upstream).await;
    let part = |media_type: &str| json!([{"type": "file", "file": {"filename": "a", "file_data": format!("data:{media_type};base64,AAAA")}}]);
    let mut several = hello("chat");
    several["n"] = 2.into();
    let (mut pdf, mut speech) = (hello("chat"), hello("chat"));
    pdf["messages"][0]["content"] = part("application/pdf");
    speech["messages"][0]["content"] = part("audio/wav");
    for (body, code, param) in [
        (several, "unsupported_parameter", "n"),
        (pdf, "unsupported_value", "messages[0].content[0]"),
        (speech, "audio_not_supported_by_model", "messages[0].content[0]"),
    ] {
        for body in [body.clone(), streamed(body)] {
            let answer = gateway.v1.post("/chat/completions", body).await;
            let answer = answer.refused(400, "invalid_request_error", Some(code));
            assert_eq!(answer.param().as_deref(), Some(param));
        }
    }
    let many = json!({"model": "embed", "input": vec!["a"; 97]});
    gateway.v1.post("/embeddings", many).await.refused(400, "invalid_request_error", Some("array_above_max_length"));
    assert_eq!(upstream.hits(), 0);
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn vectors_come_as_base64_to_who_wants_them_so() {
    let vectors =
        json!({"id": "1", "embeddings": {"float": [[0.25, -1.5], [1, 2]]}, "meta": {"billed_units": {"input_tokens": 4}}});
    let upstream = Upstream::always(Reply::json(200, vectors)).await;
    let gateway = before(&upstream).await;
    let body = json!({"model": "embed", "input": ["a", "b"], "encoding_format": "base64", "dimensions": 256, "input_type": "search_query"});
    let answer = gateway.v1.post("/embeddings", body).await.ok().json();
    assert_eq!((&answer["data"][0]["embedding"], &answer["data"][1]["index"]), (&json!("AACAPgAAwL8="), &json!(1)));
    assert_eq!(answer["usage"]["prompt_tokens"], 4);
    let asked = upstream.last();
    let expected = json!({"model": "embed", "texts": ["a", "b"], "input_type": "search_query", "embedding_types": ["float"],
        "truncate": "NONE", "output_dimension": 256});
    assert_eq!((&*asked.path, asked.body), ("/v2/embed", expected));
}

#[tokio::test]
async fn a_test_of_the_provider_lists_its_models() {
    let list = json!({"models": [{"name": "command-a-03-2025", "endpoints": ["chat"]}, {"name": "rerank-v3.5", "endpoints": ["rerank"]}]});
    let upstream = Upstream::always(Reply::json(200, list)).await;
    let gateway = before(&upstream).await;
    let tested = gateway.admin.post("/providers/theirs/test", json!({})).await.json();
    assert_eq!((&tested["ok"], &tested["models"]), (&json!(true), &json!(["command-a-03-2025"])), "{tested}");
    assert_eq!(upstream.last().path, "/v1/models?page_size=1000");
}

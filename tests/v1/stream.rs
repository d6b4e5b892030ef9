//! Chat completions as a stream of events.

use serde_json::{Value, json};

use crate::support::{
    Gate, Gateway, Reply, Upstream,
    answer::micros,
    client::{hello, streamed},
    raw,
    reply::{delta, done, usage_frame},
    schema, toml,
};

#[tokio::test]
async fn a_stream_follows_the_contract_to_the_letter() {
    let gateway = Gateway::before(&Upstream::always(Reply::stream(&["Hello", " there", "!"])).await).await;
    let answer = gateway.v1.chat_stream("chat").await.ok();
    assert!(answer.header("content-type").unwrap().starts_with("text/event-stream"));
    assert!(answer.header("cache-control").is_some_and(|value| value.contains("no-cache")));
    assert_eq!(answer.header("content-length"), None);
    let events = answer.events();
    assert!(events.done);
    assert_eq!(events.content(), "Hello there!");
    assert_eq!(events.finish_reason(), Some("stop"));
    let first = &events.chunks[0];
    assert_eq!(first["choices"][0]["delta"]["role"], "assistant", "{first}");
    for chunk in &events.chunks {
        schema::check("CreateChatCompletionStreamResponse", chunk);
        assert_eq!((&chunk["id"], &chunk["created"], &chunk["model"]), (&first["id"], &first["created"], &json!("chat")));
        assert!(chunk.get("usage").is_none(), "nobody asked for usage: {chunk}");
        assert!(chunk["choices"][0].get("finish_reason").is_some(), "null until the end, never absent: {chunk}");
    }
    let roles = events.chunks.iter().filter(|chunk| chunk["choices"][0]["delta"].get("role").is_some()).count();
    assert_eq!(roles, 1, "the role comes once");
}

#[tokio::test]
async fn usage_comes_last_and_only_when_asked_for_and_carries_the_cost() {
    let upstream = Upstream::always(Reply::stream(&["Hello"])).await;
    let gateway = Gateway::before(&upstream).await;
    let mut body = streamed(hello("chat"));
    body["stream_options"] = json!({"include_usage": true});
    let events = gateway.v1.post("/chat/completions", body).await.ok().events();
    let (last, before) = events.chunks.split_last().unwrap();
    assert_eq!(last["choices"], json!([]));
    assert_eq!(last["usage"]["total_tokens"], 15);
    assert_eq!(credits(&last["usage"]["credits_used"]), 200_000, "{last}");
    for chunk in before {
        assert!(chunk.get("usage").is_some_and(Value::is_null), "null until the end: {chunk}");
    }
    assert_eq!(upstream.last().body["stream_options"]["include_usage"], true);
}

#[tokio::test]
async fn usage_is_asked_of_the_provider_even_when_the_client_does_not_want_it() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    let answer = gateway.v1.chat_stream("chat").await.ok();
    assert_eq!(upstream.last().body["stream_options"]["include_usage"], true, "or nobody could say what it cost");
    let record = gateway.booked(&answer).await;
    assert_eq!(record["credits_used"], "0.200000");
    assert_eq!(record["usage_estimated"], false);
}

#[tokio::test]
async fn the_cost_comes_as_a_trailer_to_who_takes_trailers() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let body = streamed(hello("chat")).to_string();
    let head = raw::chat_head(gateway.address(), toml::SECRET, &format!("te: trailers\r\ncontent-length: {}\r\n", body.len()));
    let answer = raw::exchange(gateway.address(), format!("{head}{body}").as_bytes()).await;
    let (head, rest) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.to_lowercase().contains("trailer: x-credits-used"), "{head}");
    assert!(rest.ends_with("0\r\nx-credits-used: 0.200000\r\n\r\n"), "{rest}");
}

#[tokio::test]
async fn headers_tell_what_is_reserved_since_the_cost_is_not_known_yet() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let answer = gateway.v1.chat_stream("chat").await.ok();
    assert!(micros(answer.header("x-credits-reserved").unwrap()) >= 200_000, "the worst case is never below the bill");
    assert_eq!(answer.header("x-credits-used"), None);
    assert_eq!(answer.header("x-model-used"), Some("chat"));
    assert_eq!(answer.header("x-fallback-depth"), Some("0"));
}

#[tokio::test]
async fn each_frame_leaves_when_it_arrives() {
    let gate = Gate::new();
    let opening = [delta(json!({"role": "assistant", "content": ""}), None), delta(json!({"content": "first"}), None)];
    let ending = [delta(json!({"content": "second"}), None), delta(json!({}), Some("stop")), usage_frame(), done()];
    let upstream = Upstream::always(Reply::frames(opening).pause(&gate, ending)).await;
    let gateway = Gateway::before(&upstream).await;
    let mut stream = gateway.v1.open_stream(hello("chat")).await;
    stream.until("first").await;
    gate.open();
    stream.until("second").await;
    stream.until("[DONE]").await;
    assert_eq!(stream.frame().await, None);
}

#[tokio::test]
async fn frames_cut_anywhere_by_the_network_give_the_same_stream() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    let words = ["Grüße ", "🐈‍⬛ ", "日本語", "\n\"quoted\""];
    for size in [1, 2, 3, 7, 64] {
        upstream.reply(Reply::stream(&words).split_every(size));
        let events = gateway.v1.chat_stream("chat").await.ok().events();
        assert_eq!(events.content(), words.concat(), "in pieces of {size}");
        assert!(events.done);
    }
}

#[tokio::test]
async fn tool_calls_keep_their_names_ids_and_indices_once() {
    let call = |index: Value, id: Value, name: Value, arguments: &str| {
        let function = json!({"name": name, "arguments": arguments});
        delta(json!({"tool_calls": [{"index": index, "id": id, "type": "function", "function": function}]}), None)
    };
    let frames = [
        delta(json!({"role": "assistant", "content": null}), None),
        call(json!(0), json!("call_a"), json!("weather"), ""),
        call(json!(0), json!("call_a"), json!("weather"), "{\"city\":"),
        call(json!(0), json!(""), json!(""), "\"Paris\"}"),
        call(json!(2), json!("call_b"), json!("time"), "{}"),
        delta(json!({}), Some("tool_calls")),
        usage_frame(),
        done(),
    ];
    let gateway = Gateway::before(&Upstream::always(Reply::frames(frames)).await).await;
    let mut body = hello("chat");
    body["tools"] =
        json!([{"type": "function", "function": {"name": "weather"}}, {"type": "function", "function": {"name": "time"}}]);
    let events = gateway.v1.post("/chat/completions", streamed(body)).await.ok().events();
    let mut calls: Vec<(String, String, String)> = Vec::new();
    for call in events.chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["tool_calls"].as_array()).flatten() {
        let index = usize::try_from(call["index"].as_u64().unwrap()).unwrap();
        assert!(index <= calls.len(), "indices are dense: {call}");
        if index == calls.len() {
            calls.push(Default::default());
        }
        // The SDKs put texts together by appending, so what comes twice is there twice.
        calls[index].0 += call["id"].as_str().unwrap_or_default();
        calls[index].1 += call["function"]["name"].as_str().unwrap_or_default();
        calls[index].2 += call["function"]["arguments"].as_str().unwrap_or_default();
    }
    let text = |id: &str, name: &str, arguments: &str| (id.to_owned(), name.to_owned(), arguments.to_owned());
    assert_eq!(calls, [text("call_a", "weather", "{\"city\":\"Paris\"}"), text("call_b", "time", "{}")]);
    assert_eq!(events.finish_reason(), Some("tool_calls"));
}

#[tokio::test]
async fn a_stream_that_lacks_its_done_but_finished_is_whole() {
    let frames = [delta(json!({"role": "assistant", "content": "Hi"}), None), delta(json!({}), Some("stop")), usage_frame()];
    let gateway = Gateway::before(&Upstream::always(Reply::frames(frames)).await).await;
    let events = gateway.v1.chat_stream("chat").await.ok().events();
    assert!(events.done && events.error().is_none());
    assert_eq!(events.content(), "Hi");
}

#[tokio::test]
async fn a_stream_that_says_done_without_a_reason_has_stopped() {
    let frames = [delta(json!({"role": "assistant", "content": "Hi"}), None), usage_frame(), done()];
    let gateway = Gateway::before(&Upstream::always(Reply::frames(frames)).await).await;
    let events = gateway.v1.chat_stream("chat").await.ok().events();
    assert_eq!((events.finish_reason(), events.done), (Some("stop"), true));
}

#[tokio::test]
async fn a_json_answer_where_a_stream_was_asked_for_becomes_a_stream() {
    let gateway = Gateway::before(&Upstream::always(Reply::chat("Hello there")).await).await;
    let events = gateway.v1.chat_stream("chat").await.ok().events();
    assert_eq!(events.content(), "Hello there");
    assert_eq!(events.finish_reason(), Some("stop"));
    assert!(events.done);
}

#[tokio::test]
async fn a_client_that_hangs_up_stops_the_provider_and_is_settled_once() {
    let gate = Gate::new();
    let opening =
        [delta(json!({"role": "assistant", "content": ""}), None), delta(json!({"content": "one two three four"}), None)];
    let upstream = Upstream::always(Reply::frames(opening).pause(&gate, [])).await;
    let gateway = Gateway::before(&upstream).await;
    let mut stream = gateway.v1.open_stream(hello("chat")).await;
    stream.until("one two").await;
    let id = stream.id();
    drop(stream);
    upstream.hung_up().await;
    let record = gateway.record(&id).await;
    gateway.nothing_is_held().await;
    assert_eq!(record["state"], "settled", "what was received is paid for: {record}");
    assert_eq!(record["usage_estimated"], true, "and marked as counted here");
    assert!(micros(record["credits_used"].as_str().unwrap()) > 0, "{record}");
    assert_eq!(record["attempts"][0]["outcome"], "cancelled");
    assert_eq!(upstream.hits(), 1, "a client that is gone is not retried for");
    assert_eq!(gateway.key("ci").await["spent"], record["credits_used"]);
}

#[tokio::test]
async fn a_client_that_hangs_up_before_the_first_byte_stops_the_provider_too() {
    let gate = Gate::new();
    let upstream = Upstream::always(Reply::chat("late").after(&gate)).await;
    let gateway = Gateway::before(&upstream).await;
    for body in [hello("chat"), streamed(hello("chat"))] {
        let seen = upstream.hits();
        let client = gateway.v1.clone();
        let call = tokio::spawn(async move { client.post("/chat/completions", body).await });
        upstream.reached(seen + 1).await;
        call.abort();
        upstream.hung_up().await;
        gateway.nothing_is_held().await;
        assert_eq!(upstream.hits(), seen + 1);
    }
    let rows = gateway.admin.get("/requests").await.ok().json();
    for row in rows["data"].as_array().unwrap() {
        assert_ne!(row["state"], "running", "{row}");
    }
}

#[track_caller]
fn credits(value: &Value) -> i64 {
    match value {
        Value::String(text) => micros(text),
        number => micros(&number.to_string()),
    }
}

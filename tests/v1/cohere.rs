//! Chat completions and embeddings of a provider that speaks Cohere's format: the client sees OpenAI's, and the provider
//! what its API takes.

use serde_json::{Value, json};

use crate::support::{Answer, Gateway, Reply, Upstream, client::hello, client::streamed, schema, toml};

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

fn usage() -> Value {
    json!({"billed_units": {"input_tokens": 10, "output_tokens": 5}, "tokens": {"input_tokens": 900, "output_tokens": 20}, "cached_tokens": 896})
}

fn call(id: &str, name: &str, arguments: &str) -> Value {
    json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments}})
}

fn text(text: &str) -> Value {
    json!([{"type": "text", "text": text}])
}

/// What the model says: a plan and calls, or words.
struct Said {
    plan: &'static str,
    words: &'static str,
    calls: Vec<Value>,
}

impl Said {
    fn words(words: &'static str) -> Self {
        Self { plan: "", words, calls: Vec::new() }
    }

    fn calls(plan: &'static str, calls: Vec<Value>) -> Self {
        Self { plan, words: "", calls }
    }

    fn finish_reason(&self) -> &'static str {
        if self.calls.is_empty() { "COMPLETE" } else { "TOOL_CALL" }
    }

    fn whole(&self) -> Reply {
        let message = if self.calls.is_empty() {
            json!({"role": "assistant", "content": text(self.words)})
        } else {
            json!({"role": "assistant", "tool_plan": self.plan, "tool_calls": self.calls})
        };
        Reply::json(200, json!({"id": "c14c", "message": message, "finish_reason": self.finish_reason(), "usage": usage()}))
    }

    /// The same as a stream, words by word and calls in two pieces.
    fn stream(&self) -> Reply {
        let said =
            |kind: &str, index: usize, message: Value| json!({"type": kind, "index": index, "delta": {"message": message}});
        let mut events = vec![
            json!({"id": "c14c", "type": "message-start", "delta": {"message": {"role": "assistant", "content": [], "tool_plan": "", "tool_calls": [], "citations": []}}}),
        ];
        events.extend(self.plan.split_inclusive(' ').map(|word| said("tool-plan-delta", 0, json!({"tool_plan": word}))));
        if !self.words.is_empty() {
            events.push(said("content-start", 0, json!({"content": {"type": "text", "text": ""}})));
            let words = self.words.split_inclusive(' ');
            events.extend(words.map(|word| said("content-delta", 0, json!({"content": {"text": word}}))));
            events.push(json!({"type": "content-end", "index": 0}));
        }
        for (index, call) in self.calls.iter().enumerate() {
            let mut begun = call.clone();
            begun["function"]["arguments"] = "".into();
            events.push(said("tool-call-start", index, json!({"tool_calls": begun})));
            let arguments = json!({"function": {"arguments": call["function"]["arguments"]}});
            events.push(said("tool-call-delta", index, json!({"tool_calls": arguments})));
            events.push(json!({"type": "tool-call-end", "index": index}));
        }
        events.push(
            json!({"id": "c14c", "type": "message-end", "delta": {"finish_reason": self.finish_reason(), "usage": usage()}}),
        );
        Reply::frames(events.iter().map(|event| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap())))
    }
}

/// The message that most clients make of an answer: what they do not know is dropped.
fn kept(answer: &Answer, streaming: bool) -> Value {
    if !streaming {
        schema::check("CreateChatCompletionResponse", &answer.json());
        let message = answer.json()["choices"][0]["message"].clone();
        let mut kept = json!({"role": "assistant", "content": message["content"]});
        kept.as_object_mut().unwrap().extend(message.get("tool_calls").map(|calls| ("tool_calls".to_owned(), calls.clone())));
        return kept;
    }
    let events = answer.events();
    assert!(events.done);
    let mut calls: Vec<Value> = Vec::new();
    for chunk in &events.chunks {
        schema::check("CreateChatCompletionStreamResponse", chunk);
        for call in chunk["choices"][0]["delta"]["tool_calls"].as_array().into_iter().flatten() {
            let place = usize::try_from(call["index"].as_u64().unwrap()).unwrap();
            match calls.get_mut(place) {
                Some(known) => known["function"]["arguments"] = call["function"]["arguments"].clone(),
                None => calls.push(json!({"id": call["id"], "type": "function", "function": call["function"]})),
            }
        }
    }
    let content = events.content();
    let mut message = json!({"role": "assistant", "content": (!content.is_empty()).then_some(content)});
    if !calls.is_empty() {
        message["tool_calls"] = calls.into();
    }
    message
}

#[tokio::test]
async fn a_conversation_with_tools_goes_five_turns_whole_and_streamed() {
    for streaming in [false, true] {
        let upstream = Upstream::start().await;
        let gateway = before(&upstream).await;
        let weather = json!({"type": "function", "function": {"name": "weather", "description": "How warm it is", "parameters": {
            "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}});
        let clock = json!({"type": "function", "function": {"name": "clock"}});
        let (oslo, rome, late) = (
            call("weather_1", "weather", "{\"city\":\"Oslo\"}"),
            call("weather_2", "weather", "{\"city\":\"Rome\"}"),
            call("clock_3", "clock", "{}"),
        );
        let result = |id: &str, content: &str| json!({"role": "tool", "tool_call_id": id, "content": content});
        let user = |content: &str| json!({"role": "user", "content": content});
        let turns = [
            (
                Said::calls("I look at both.", vec![oslo.clone(), rome.clone()]),
                // They finish in another order than they were begun.
                vec![result("weather_2", "20"), result("weather_1", "5")],
            ),
            (Said::calls("Now the time.", vec![late.clone()]), vec![result("clock_3", "23:10")]),
            (Said::words("Rome, and yes."), vec![user("Say it in Italian.")]),
            (Said::words("Roma, e sì."), vec![user("Grazie!")]),
            (Said::words("Prego."), vec![]),
        ];
        let mut messages = vec![json!({"role": "developer", "content": "Be brief."}), user("Oslo or Rome, and is it late?")];
        for (said, next) in turns {
            upstream.reply(if streaming { said.stream() } else { said.whole() });
            let body = json!({"model": "chat", "messages": messages, "tools": [weather, clock], "tool_choice": "auto",
                "max_completion_tokens": 800, "temperature": 0.2, "top_p": 0.5, "stream": streaming});
            let answer = gateway.v1.post("/chat/completions", body).await.ok();
            messages.push(kept(&answer, streaming));
            messages.extend(next);
        }
        let said: Vec<&Value> = messages.iter().filter(|message| message["role"] == "assistant").collect();
        let expected = [
            json!({"role": "assistant", "content": null, "tool_calls": [oslo, rome]}),
            json!({"role": "assistant", "content": null, "tool_calls": [late]}),
            json!({"role": "assistant", "content": "Rome, and yes."}),
            json!({"role": "assistant", "content": "Roma, e sì."}),
            json!({"role": "assistant", "content": "Prego."}),
        ];
        assert_eq!(said, expected.iter().collect::<Vec<_>>());

        let asked = upstream.last();
        assert_eq!((asked.path.as_str(), upstream.hits()), ("/v2/chat", 5));
        assert_eq!(asked.headers["authorization"], "Bearer co-upstream-key");
        let mut body = json!({
            "model": "command-a-03-2025",
            "messages": [
                {"role": "system", "content": text("Be brief.")},
                {"role": "user", "content": text("Oslo or Rome, and is it late?")},
                {"role": "assistant", "tool_calls": [oslo, rome]},
                {"role": "tool", "tool_call_id": "weather_1", "content": text("5")},
                {"role": "tool", "tool_call_id": "weather_2", "content": text("20")},
                {"role": "assistant", "tool_calls": [late]},
                {"role": "tool", "tool_call_id": "clock_3", "content": text("23:10")},
                {"role": "assistant", "content": text("Rome, and yes.")},
                {"role": "user", "content": text("Say it in Italian.")},
                {"role": "assistant", "content": text("Roma, e sì.")},
                {"role": "user", "content": text("Grazie!")},
            ],
            "tools": [
                weather,
                {"type": "function", "function": {"name": "clock", "parameters": {"type": "object", "properties": {}}}},
            ],
            "max_tokens": 800,
            "temperature": 0.2,
            "p": 0.5,
        });
        if streaming {
            body["stream"] = true.into();
        }
        assert_eq!(asked.body, body, "{:#}", asked.body);
    }
}

#[tokio::test]
async fn plans_are_thoughts_and_what_is_billed_is_counted() {
    let said = Said::calls("I look. ", vec![call("weather_1", "weather", "{}")]);
    let upstream = Upstream::always(said.stream().split_every(7)).await;
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

//! One conversation, told once, with providers of every dialect behind the same address: each gets what its API takes,
//! turn by turn as its files in `golden/conversation` say, and the client can not tell them apart.
//! With TURNPIKE_BLESS=1 the files are written anew; then the change of them is what is to be looked at.

use std::{fs, path::Path};

use serde_json::{Map, Value, json};

use crate::support::{
    Answer, Gateway, Reply, Upstream,
    answer::Events,
    said::{COUNTED, Said, WRITERS, Writer, client::joined},
    schema, toml,
};

const PIXEL: &str =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";

/// What the model says, and what the client says to that: results of the calls by their place, or words.
struct Turn {
    said: Said,
    then: Then,
}

enum Then {
    Results(Vec<(usize, &'static str)>),
    Words(&'static str),
    Nothing,
}

fn turns() -> [Turn; 5] {
    [
        Turn {
            said: Said {
                id: "aa01",
                thought: "Two cities at once.",
                text: "I will look.",
                calls: vec![("weather", json!({"city": "Oslo"})), ("weather", json!({"city": "Rome"}))],
            },
            // They finish in another order than they were begun.
            then: Then::Results(vec![(1, "20 degrees"), (0, "5 degrees")]),
        },
        Turn {
            said: Said { id: "aa02", thought: "Now the time.", text: "", calls: vec![("clock", json!({}))] },
            then: Then::Results(vec![(0, "23:10")]),
        },
        Turn {
            said: Said { id: "aa03", thought: "Warm and late.", text: "Rome: it is mild and late 🌙", ..Said::default() },
            then: Then::Words("Say it in Italian."),
        },
        Turn { said: Said { id: "aa04", text: "Roma: è mite ed è tardi.", ..Said::default() }, then: Then::Words("Grazie!") },
        Turn { said: Said { id: "aa05", thought: "Be polite.", text: "Prego!", ..Said::default() }, then: Then::Nothing },
    ]
}

fn opening() -> Vec<Value> {
    vec![
        json!({"role": "developer", "content": "Be brief."}),
        json!({"role": "user", "content": [
            {"type": "text", "text": "Which of the two in the picture is warmer, Oslo or Rome, and is it late there?"},
            {"type": "image_url", "image_url": {"url": PIXEL}},
        ]}),
    ]
}

fn request(messages: &[Value], streaming: bool) -> Value {
    let function = |name: &str, description: &str, parameters: Value| json!({"type": "function", "function": {"name": name, "description": description, "parameters": parameters}});
    let city = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    let none = json!({"type": "object", "properties": {}});
    let mut request = json!({
        "model": "chat", "messages": messages, "max_completion_tokens": 8_000, "reasoning_effort": "low",
        "tools": [function("weather", "How warm it is", city), function("clock", "What time it is", none)],
    });
    if streaming {
        request["stream"] = true.into();
        request["stream_options"] = json!({"include_usage": true});
    }
    request
}

/// How a client goes about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Client {
    /// Most of them: of an answer they keep what OpenAI knows.
    Whole,
    /// The same with streams.
    Streaming,
    /// It sends back all that it got.
    Keeping,
}

#[tokio::test]
async fn every_dialect_gets_what_its_api_takes_and_the_client_can_not_tell_them_apart() {
    for writer in WRITERS {
        for client in [Client::Whole, Client::Streaming, Client::Keeping] {
            converse(&writer, client).await;
        }
    }
}

async fn converse(writer: &Writer, client: Client) {
    let what = format!("{} {client:?}", writer.vendor);
    let upstream = Upstream::start().await;
    let gateway = before(writer, &upstream).await;
    let mut messages = opening();
    for (number, turn) in turns().into_iter().enumerate() {
        let streaming = client == Client::Streaming;
        let said = &turn.said;
        upstream.reply(if streaming { Reply::frames((writer.stream)(said)) } else { Reply::json(200, (writer.whole)(said)) });
        let answer = gateway.v1.post("/chat/completions", request(&messages, streaming)).await.ok();
        let (mut message, usage) = if streaming { streamed(&answer.events(), said) } else { whole(&answer, said) };
        golden(writer, number + 1, &upstream, client);

        let thoughts = message["reasoning_content"].as_str().unwrap_or_default();
        assert_eq!(thoughts, if writer.shows_thoughts { said.thought } else { "" }, "{what} {number}");
        let mut plain = json!({"role": message["role"], "content": message["content"]});
        if let Some(calls) = message["tool_calls"].as_array() {
            let known = |call: &Value| json!({"id": call["id"], "type": call["type"], "function": call["function"]});
            plain["tool_calls"] = calls.iter().map(known).collect();
        }
        assert_eq!(without_ids(plain.clone()), said.message(), "{what} {number}");
        let (prompt, cached, completion) = COUNTED;
        let counted = (&usage["prompt_tokens"], &usage["prompt_tokens_details"]["cached_tokens"], &usage["completion_tokens"]);
        assert_eq!(counted, (&prompt.into(), &cached.into(), &completion.into()), "{what} {usage}");

        if client != Client::Keeping {
            message = plain;
        }
        let calls = message["tool_calls"].clone();
        messages.push(message);
        match turn.then {
            Then::Results(results) => messages.extend(
                results
                    .into_iter()
                    .map(|(call, text)| json!({"role": "tool", "tool_call_id": calls[call]["id"], "content": text})),
            ),
            Then::Words(words) => messages.push(json!({"role": "user", "content": words})),
            Then::Nothing => {}
        }
    }
}

/// The model `chat` of the writer's vendor.
async fn before(writer: &Writer, upstream: &Upstream) -> Gateway {
    let address = upstream.base_url().trim_end_matches("/v1").to_owned() + writer.base;
    let (vendor, model) = (writer.vendor, writer.model);
    let provider =
        format!("[[providers]]\nid = \"theirs\"\nvendor = \"{vendor}\"\nbase_url = \"{address}\"\napi_key = \"secret-key\"\n\n");
    let chat =
        format!("[[models]]\nid = \"chat\"\nprovider = \"theirs\"\nupstream = \"{model}\"\nkind = \"chat\"\n{}\n\n", toml::PRICE);
    Gateway::start(&[provider, chat, toml::key("")].concat()).await
}

/// The message and the usage of an answer in one piece.
fn whole(answer: &Answer, said: &Said) -> (Value, Value) {
    let body = answer.json();
    schema::check("CreateChatCompletionResponse", &body);
    let choice = &body["choices"][0];
    assert_eq!((&body["model"], &choice["finish_reason"]), (&json!("chat"), &json!(said.finish_reason())), "{body}");
    assert_eq!(choice["message"]["refusal"], Value::Null, "it is there, and null");
    (choice["message"].clone(), body["usage"].clone())
}

/// The message that a client makes of a stream, and its usage.
fn streamed(events: &Events, said: &Said) -> (Value, Value) {
    events.chunks.iter().for_each(|chunk| schema::check("CreateChatCompletionStreamResponse", chunk));
    assert_eq!((events.done, events.finish_reason()), (true, Some(said.finish_reason())), "{:?}", events.chunks);
    (joined(&events.chunks), events.chunks.last().unwrap()["usage"].clone())
}

fn without_ids(mut message: Value) -> Value {
    for call in message.get_mut("tool_calls").and_then(Value::as_array_mut).into_iter().flatten() {
        let call = call.as_object_mut().unwrap();
        assert!(call.remove("id").is_some_and(|id| id.as_str().is_some_and(|id| !id.is_empty() && id.len() <= 40)));
    }
    message
}

/// Holds the latest call against its file. A stream is asked for with the same words but for those that ask for it, and a
/// client that keeps everything gets its provider the same as one that does not.
fn golden(writer: &Writer, turn: usize, upstream: &Upstream, client: Client) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/v1/golden/conversation").join(writer.vendor);
    let file = folder.join(format!("{turn}.json"));
    let asked = upstream.last();
    let headers = asked.headers.iter().filter(|(name, _)| !["host", "content-length"].contains(&&***name));
    let headers: Map<String, Value> =
        headers.map(|(name, value)| (name.clone(), value.replace("secret-key", "…").into())).collect();
    let mut call = json!({"path": asked.path, "headers": headers, "body": asked.body});
    if client == Client::Keeping {
        forget(&mut call["body"]);
    }
    let mut known: Value = fs::read(&file).ok().map_or(Value::Null, |bytes| serde_json::from_slice(&bytes).unwrap());
    let got = match client {
        Client::Whole | Client::Keeping => json!({"whole": call}),
        Client::Streaming => json!({"streamed": difference(&known["whole"], &call)}),
    };
    let (name, got) = got.as_object().and_then(|got| got.iter().next()).unwrap();
    if std::env::var_os("TURNPIKE_BLESS").is_some() && client != Client::Keeping {
        known[name] = got.clone();
        fs::create_dir_all(&folder).unwrap();
        fs::write(&file, serde_json::to_string_pretty(&known).unwrap() + "\n").unwrap();
    }
    assert_eq!(&known[name], got, "{client:?}, {}: {got:#}", file.display());
}

/// What only such a client sends back, and what changes nothing: fields that copies of OpenAI's API get as far as their
/// vendors know them, and thoughts that led to no call.
fn forget(body: &mut Value) {
    let messages = body.get_mut("messages").and_then(Value::as_array_mut).into_iter().flatten();
    for message in messages.filter_map(Value::as_object_mut) {
        message.retain(|name, _| !["refusal", "annotations", "reasoning_content"].contains(&&**name));
        let Some(blocks) = message.get_mut("content").and_then(Value::as_array_mut) else { continue };
        let called = blocks.iter().any(|block| block["type"] == "tool_use");
        blocks.retain(|block| called || block["type"] != "thinking");
    }
}

/// What is other or new, with `null` for what is missing.
fn difference(one: &Value, other: &Value) -> Value {
    let (Some(one), Some(other)) = (one.as_object(), other.as_object()) else { return other.clone() };
    let names = one.keys().chain(other.keys().filter(|name| !one.contains_key(*name)));
    let other_at = |name: &str| other.get(name).cloned().unwrap_or_default();
    let changed = names.filter(|name| one.get(*name) != other.get(*name));
    changed
        .map(|name| (name.clone(), difference(one.get(name).unwrap_or(&Value::Null), &other_at(name))))
        .collect::<Map<_, _>>()
        .into()
}

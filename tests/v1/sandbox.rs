//! The built-in sandbox: no key of a provider, no network, real answers.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::json;

use crate::support::{
    Gateway,
    answer::micros,
    client::{hello, streamed},
    schema,
};

#[tokio::test]
async fn it_answers_out_of_the_box_and_costs_credits() {
    let gateway = Gateway::sandbox().await;
    let answer = gateway.v1.chat("sandbox-chat").await.ok();
    schema::check("CreateChatCompletionResponse", &answer.json());
    assert!(!answer.content().is_empty());
    assert!(answer.text().to_lowercase().contains("sandbox"), "an answer says that it is the sandbox's");
    assert!(answer.header("x-credits-used").map(micros).unwrap() > 0, "so that accounting can be seen");
    assert_eq!(gateway.booked(&answer).await["price_source"], "sandbox");
}

#[tokio::test]
async fn the_same_question_gets_the_same_answer_streamed_or_not() {
    let gateway = Gateway::sandbox().await;
    let whole = gateway.v1.chat("sandbox-chat").await.ok().content();
    assert_eq!(gateway.v1.chat("sandbox-chat").await.ok().content(), whole);
    let events = gateway.v1.chat_stream("sandbox-chat").await.ok().events();
    assert_eq!(events.content(), whole);
    assert!(events.done && events.chunks.len() > 3, "it comes in pieces");
    for chunk in &events.chunks {
        schema::check("CreateChatCompletionStreamResponse", chunk);
    }
}

#[tokio::test]
async fn the_overloaded_model_shows_a_fallback_at_work() {
    let gateway = Gateway::sandbox().await;
    for body in [hello("sandbox-overloaded"), streamed(hello("sandbox-overloaded"))] {
        let answer = gateway.v1.post("/chat/completions", body).await.ok();
        assert_eq!(answer.header("x-fallback-from"), Some("sandbox-overloaded"));
        assert_eq!(answer.header("x-fallback-depth"), Some("1"));
        assert_eq!(answer.header("x-model-used"), Some("sandbox-chat"));
        let record = gateway.booked(&answer).await;
        let attempts = record["attempts"].as_array().unwrap();
        assert_eq!(attempts.len(), 2, "the window shows both, every time: {record}");
        assert_eq!((&attempts[0]["failure"], &attempts[0]["status"]), (&json!("overloaded"), &json!(529)));
        assert_eq!(attempts[1]["outcome"], "served");
    }
}

#[tokio::test]
async fn a_tool_that_is_offered_and_required_is_called() {
    let gateway = Gateway::sandbox().await;
    let mut body = hello("sandbox-chat");
    let parameters = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    body["tools"] = json!([{"type": "function", "function": {"name": "get_weather", "parameters": parameters}}]);
    body["tool_choice"] = json!("required");
    let answer = gateway.v1.post("/chat/completions", body.clone()).await.ok().json();
    schema::check("CreateChatCompletionResponse", &answer);
    let call = &answer["choices"][0]["message"]["tool_calls"][0];
    assert_eq!(call["function"]["name"], "get_weather");
    let arguments: serde_json::Value = serde_json::from_str(call["function"]["arguments"].as_str().unwrap()).unwrap();
    assert!(arguments["city"].is_string(), "arguments follow the schema: {arguments}");
    let events = gateway.v1.post("/chat/completions", streamed(body)).await.ok().events();
    assert_eq!(events.finish_reason(), Some("tool_calls"));
}

#[tokio::test]
async fn a_schema_is_followed() {
    let gateway = Gateway::sandbox().await;
    let shape = json!({"type": "object", "additionalProperties": false, "required": ["name", "age", "tags"], "properties": {
        "name": {"type": "string"}, "age": {"type": "integer"}, "tags": {"type": "array", "items": {"type": "string"}}}});
    let mut body = hello("sandbox-chat");
    body["response_format"] = json!({"type": "json_schema", "json_schema": {"name": "person", "strict": true, "schema": shape}});
    let content = gateway.v1.post("/chat/completions", body).await.ok().content();
    let value: serde_json::Value = serde_json::from_str(&content).unwrap_or_else(|_| panic!("{content}"));
    assert!(jsonschema::is_valid(&shape, &value), "{value}");
    let mut body = hello("sandbox-chat");
    body["response_format"] = json!({"type": "json_object"});
    let content = gateway.v1.post("/chat/completions", body).await.ok().content();
    assert!(serde_json::from_str::<serde_json::Value>(&content).unwrap().is_object(), "{content}");
}

#[tokio::test]
async fn its_vectors_are_real_and_stable_in_both_encodings() {
    let gateway = Gateway::sandbox().await;
    let embed = async |format: &str| {
        let body = json!({"model": "sandbox-embed", "input": ["a cat", "a dog"], "encoding_format": format});
        gateway.v1.post("/embeddings", body).await.ok().json()
    };
    let body = embed("float").await;
    schema::check("CreateEmbeddingResponse", &body);
    let vector: Vec<f64> = body["data"][0]["embedding"].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
    assert!(vector.len() >= 8 && body["data"][0]["embedding"] != body["data"][1]["embedding"]);
    assert_eq!(embed("float").await["data"], body["data"]);
    let packed = BASE64_STANDARD.decode(embed("base64").await["data"][0]["embedding"].as_str().unwrap()).unwrap();
    let unpacked = packed.chunks_exact(4).map(|four| f64::from(f32::from_le_bytes(four.try_into().unwrap())));
    assert!(unpacked.zip(&vector).all(|(packed, plain)| (packed - plain).abs() < 1e-6));
    assert_eq!(packed.len(), vector.len() * 4);
}

//! Embeddings, as floats and as base64.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::support::{Gateway, Upstream, schema};

async fn embed(gateway: &Gateway, fields: Value) -> Value {
    let mut body = json!({"model": "embed", "input": "a cat"});
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    gateway.v1.post("/embeddings", body).await.ok().json()
}

fn floats(base64: &Value) -> Vec<f32> {
    let bytes = BASE64_STANDARD.decode(base64.as_str().expect("base64 is text")).unwrap();
    bytes.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect()
}

#[tokio::test]
async fn floats_are_what_comes_when_nothing_is_said() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    for fields in [json!({}), json!({"encoding_format": "float"}), json!({"encoding_format": null})] {
        let body = embed(&gateway, fields.clone()).await;
        schema::check("CreateEmbeddingResponse", &body);
        assert_eq!(body["data"][0]["embedding"], json!([0.5, -0.25, 0.0]), "{fields}");
        assert_eq!(body["model"], "embed");
    }
}

#[tokio::test]
async fn base64_is_made_here_when_the_provider_gives_floats() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let body = embed(&gateway, json!({"encoding_format": "base64", "input": ["a", "b"]})).await;
    schema::check("CreateEmbeddingResponse", &body);
    assert_eq!(floats(&body["data"][0]["embedding"]), [0.5, -0.25, 0.0]);
    assert_eq!(floats(&body["data"][1]["embedding"]), [0.5, -0.25, 1.0]);
}

#[tokio::test]
async fn a_batch_keeps_its_order_and_its_size() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    let inputs: Vec<String> = (0..100).map(|number| format!("text {number}")).collect();
    let body = embed(&gateway, json!({"input": inputs, "dimensions": 3, "user": "someone"})).await;
    let indices: Vec<u64> = body["data"].as_array().unwrap().iter().map(|item| item["index"].as_u64().unwrap()).collect();
    assert_eq!(indices, (0..100).collect::<Vec<u64>>());
    assert_eq!(upstream.last().body["dimensions"], 3);
}

#[tokio::test]
async fn token_ids_are_input_too() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    embed(&gateway, json!({"input": [[1, 2, 3], [4]]})).await;
    assert_eq!(upstream.last().body["input"], json!([[1, 2, 3], [4]]));
}

#[tokio::test]
async fn embeddings_are_metered_like_everything_else() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let answer = gateway.v1.post("/embeddings", json!({"model": "embed", "input": "a cat"})).await.ok();
    assert_eq!(answer.header("x-credits-used"), Some("0.040000"), "four tokens at US$100 a million");
    let record = gateway.booked(&answer).await;
    assert_eq!((&record["endpoint"], &record["state"]), (&json!("embeddings"), &json!("settled")));
    assert_eq!(record["usage"]["prompt_tokens"], 4);
}

#[tokio::test]
async fn input_that_nobody_could_embed_is_refused_before_any_call() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    let too_many: Vec<&str> = vec!["x"; 2_049];
    for (fields, code, param) in [
        (json!({"input": ""}), "empty_string", "input"),
        (json!({"input": []}), "empty_array", "input"),
        (json!({"input": too_many}), "array_above_max_length", "input"),
        (json!({"input": 7}), "invalid_type", "input"),
        (json!({"input": null}), "missing_required_parameter", "input"),
        (json!({"dimensions": 0}), "integer_below_min_value", "dimensions"),
        (json!({"encoding_format": "hex"}), "invalid_value", "encoding_format"),
        (json!({"model": null}), "missing_required_parameter", "model"),
    ] {
        let mut body = json!({"model": "embed", "input": "a cat"});
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let answer = gateway.v1.post("/embeddings", body).await.refused(400, "invalid_request_error", Some(code));
        assert_eq!(answer.param().as_deref(), Some(param), "{fields}");
    }
    assert_eq!(upstream.hits(), 0);
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn a_chat_model_does_not_embed_and_an_embedding_model_does_not_chat() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let embedded = gateway.v1.post("/embeddings", json!({"model": "chat", "input": "x"})).await;
    let chatted = gateway.v1.chat("embed").await;
    for answer in [embedded, chatted] {
        answer.well_formed_error();
        assert!(answer.status == 400 || answer.status == 404, "{}", answer.text());
    }
}

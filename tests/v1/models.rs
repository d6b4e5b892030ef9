//! The list of models, as the key that asks may use them.

use serde_json::{Value, json};

use crate::support::{Gateway, Upstream, schema, toml};

#[tokio::test]
async fn the_list_is_openais_and_holds_the_users_models_and_the_sandboxs() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let body = gateway.v1.get("/models").await.ok().json();
    schema::check("ListModelsResponse", &body);
    let ids: Vec<&str> = body["data"].as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap()).collect();
    for id in ["chat", "embed", "sandbox-chat", "sandbox-embed", "sandbox-overloaded"] {
        assert!(ids.contains(&id), "{id} is in {ids:?}");
    }
}

#[tokio::test]
async fn an_id_with_a_slash_works_raw_and_encoded_and_in_a_chat() {
    let upstream = Upstream::start().await;
    let model = toml::chat_model("vendor/some.model:free", "local", toml::PRICE);
    let gateway = Gateway::start(&[toml::provider("local", &upstream.base_url()), model, toml::key("")].concat()).await;
    for path in ["/models/vendor/some.model:free", "/models/vendor%2Fsome.model:free", "/models/vendor%2Fsome.model%3Afree"] {
        let body = gateway.v1.get(path).await.ok().json();
        schema::check("Model", &body);
        assert_eq!(body["id"], "vendor/some.model:free");
    }
    let answer = gateway.v1.chat("vendor/some.model:free").await.ok();
    assert_eq!(answer.header("x-model-used"), Some("vendor/some.model:free"));
}

#[tokio::test]
async fn a_model_that_is_not_there_is_not_found() {
    let gateway = Gateway::sandbox().await;
    for path in ["/models/none", "/models/vendor%2Fnone", "/models/vendor/none"] {
        let answer = gateway.v1.get(path).await.refused(404, "invalid_request_error", Some("model_not_found"));
        assert_eq!(answer.param().as_deref(), Some("model"), "{path}");
    }
}

#[tokio::test]
async fn a_key_sees_the_models_that_it_may_use_and_no_others() {
    let upstream = Upstream::start().await;
    let models = [toml::chat_model("mine", "local", toml::PRICE), toml::chat_model("theirs", "local", toml::PRICE)].concat();
    let config = [toml::provider("local", &upstream.base_url()), models, toml::key("models = [\"mine\"]")].concat();
    let gateway = Gateway::start(&config).await;
    let body = gateway.v1.get("/models").await.ok().json();
    let ids: Vec<_> = body["data"].as_array().unwrap().iter().map(|model| model["id"].clone()).collect();
    assert_eq!(ids, [json!("mine")]);
    gateway.v1.get("/models/theirs").await.refused(404, "invalid_request_error", Some("model_not_found"));
}

#[tokio::test]
async fn what_is_known_of_a_model_is_shown_and_the_users_word_comes_first() {
    let upstream = Upstream::start().await;
    let provider = toml::provider("first", &upstream.base_url()).replace("openai-compatible", "openai");
    let model = |id: &str, name: &str, fields: &str| {
        toml::chat_model(id, "first", fields).replace(&format!("upstream = \"{id}-upstream\""), &format!("upstream = \"{name}\""))
    };
    let models = [
        model("listed", "gpt-4o-mini-2024-07-18", ""),
        model("mine", "gpt-4o-mini", "capabilities = [\"tools\", \"audio_input\"]"),
        model("other", "no-such-model", ""),
    ];
    let gateway = Gateway::start(&[provider, models.concat(), toml::key("")].concat()).await;
    let kept = gateway.admin.get("/models").await.ok().json();
    let open = gateway.v1.get("/models").await.ok().json();
    let data_set = "litellm@1.109.1";
    for (id, capabilities, source, context_length, max_output, deprecated_at) in [
        (
            "listed",
            json!(["tools", "vision", "json_schema", "pdf"]),
            json!(data_set),
            json!(128_000),
            json!(16_384),
            json!(1_799_884_800_000_i64),
        ),
        ("mine", json!(["tools", "audio_input"]), json!("yours"), json!(128_000), json!(16_384), json!(null)),
        ("other", json!(null), json!(null), json!(null), json!(null), json!(null)),
        ("sandbox-chat", json!(["tools", "json_schema", "pdf"]), json!("vendor"), json!(null), json!(null), json!(null)),
    ] {
        let find = |list: &Value| list["data"].as_array().unwrap().iter().find(|model| model["id"] == id).unwrap().clone();
        let (kept, open) = (find(&kept), find(&open));
        assert_eq!((&kept["capabilities"], &kept["capabilities_source"]), (&capabilities, &source), "{id}");
        assert_eq!((&kept["context_length"], &kept["max_output"]), (&context_length, &max_output), "{id}");
        assert_eq!(kept["deprecated_at"], deprecated_at, "{id}");
        assert_eq!((&open["capabilities"], &open["context_length"]), (&capabilities, &context_length), "{id}");
    }
}

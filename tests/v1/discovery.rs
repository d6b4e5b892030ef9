//! What is on this computer already: engines by the shape of their answers, keys by the names of their variables.

use std::{path::PathBuf, time::Duration};

use serde_json::{Value, json};

use crate::support::{DEADLINE, Gate, Gateway, Reply, Upstream, toml};

const VALUE: &str = "environment-credential-0123456789";

/// A gateway that sees these engines, this home, and one variable.
async fn around(engines: &[&Upstream], home: Option<PathBuf>, patience: Duration) -> Gateway {
    let ports = engines.iter().map(|engine| engine.port()).collect();
    Gateway::start_with(&toml::key(""), move |settings| {
        let surroundings = &mut settings.surroundings;
        (surroundings.ports, surroundings.home, surroundings.patience) = (ports, home, patience);
        surroundings.variable = |name| ["OPENAI_API_KEY", "PATH"].contains(&name).then(|| VALUE.into());
    })
    .await
}

async fn engine(replies: &[(&str, Value)]) -> Upstream {
    let upstream = Upstream::always(Reply::json(404, json!({"error": "not here"}))).await;
    for (path, body) in replies {
        upstream.reply_at(path, Reply::json(200, body.clone()));
    }
    upstream
}

async fn discovered(gateway: &Gateway) -> Value {
    gateway.admin.get("/discovery").await.ok().json()
}

#[tokio::test]
async fn engines_that_answer_are_found_with_their_models_and_become_providers() {
    let tags = json!({"models": [{"name": "qwen3:8b", "digest": "500a1f067a9f"}]});
    let ollama = engine(&[("/api/version", json!({"version": "0.12.3"})), ("/api/tags", tags)]).await;
    let list = json!({"object": "list", "data": [{"id": "smollm2", "object": "model", "owned_by": "llamacpp"}]});
    let llama = engine(&[("/v1/models", list), ("/props", json!({"default_generation_settings": {}}))]).await;
    let silent = Upstream::always(Reply::hang_up()).await;
    let gateway = around(&[&ollama, &silent, &llama], None, DEADLINE).await;
    let found = discovered(&gateway).await["engines"].clone();
    let expected = |kind: &str, vendor: &str, name: &str, upstream: &Upstream, model: &str, provider: Value| {
        json!({"kind": kind, "vendor": vendor, "name": name, "base_url": upstream.base_url(), "models": [model],
            "state": "serving", "hint": null, "provider": provider})
    };
    let [first, second] = [
        expected("ollama", "ollama", "Ollama", &ollama, "qwen3:8b", Value::Null),
        expected("llama_cpp", "llamacpp", "llama.cpp", &llama, "smollm2", Value::Null),
    ];
    assert_eq!(found, json!([first, second]));
    let made = gateway.admin.post("/providers", json!({"id": "mine", "vendor": "llamacpp", "base_url": llama.base_url()})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(discovered(&gateway).await["engines"][1]["provider"], "mine", "it is known now");
    let tested = gateway.admin.post("/providers/mine/test", json!({})).await.ok().json();
    assert_eq!((&tested["ok"], &tested["models"]), (&json!(true), &json!(["smollm2"])));
}

#[tokio::test]
async fn an_engine_that_loads_says_so_and_a_200_with_an_error_inside_is_none() {
    let loading = json!({"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}});
    let llama = Upstream::always(Reply::json(503, loading)).await;
    let puzzled = Upstream::always(Reply::json(200, json!({"error": "Unexpected endpoint or method. (GET /api/tags)"}))).await;
    let page = Upstream::always(Reply::html(200)).await;
    let gateway = around(&[&puzzled, &llama, &page], None, DEADLINE).await;
    let found = discovered(&gateway).await["engines"].clone();
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!((&found[0]["kind"], &found[0]["state"]), (&json!("llama_cpp"), &json!("not_serving")));
    assert_eq!((&found[0]["models"], &found[0]["hint"]), (&json!([]), &json!("It is loading its model.")));
}

#[tokio::test]
async fn an_engine_that_is_installed_and_silent_comes_with_advice() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".lmstudio")).unwrap();
    let gateway = around(&[], Some(home.path().to_owned()), DEADLINE).await;
    let found = discovered(&gateway).await["engines"].clone();
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!((&found[0]["kind"], &found[0]["state"]), (&json!("lm_studio"), &json!("not_serving")));
    assert!(found[0]["hint"].as_str().unwrap().contains("Developer"), "{found}");
}

#[tokio::test]
async fn whoever_does_not_answer_in_time_is_not_waited_for() {
    let gate = Gate::new();
    let stuck = Upstream::always(Reply::json(200, json!({})).after(&gate)).await;
    let gateway = around(&[&stuck], None, Duration::from_millis(50)).await;
    assert_eq!(discovered(&gateway).await["engines"], json!([]));
}

#[tokio::test]
async fn variables_are_named_and_read_only_when_a_provider_is_made_from_one() {
    let upstream = Upstream::start().await;
    let gateway = around(&[], None, DEADLINE).await;
    let found = gateway.admin.get("/discovery").await.ok();
    assert_eq!(found.json()["environment"], json!([{"variable": "OPENAI_API_KEY", "vendor": "openai", "provider": null}]));
    assert!(!found.text().contains(VALUE));
    let provider =
        |from: &str| json!({"id": "mine", "vendor": "openai", "base_url": upstream.base_url(), "credential_from": from});
    for unknown in ["PATH", "GROQ_API_KEY", ""] {
        let refused = gateway.admin.post("/providers", provider(unknown)).await;
        assert_eq!((refused.status, refused.param().as_deref()), (400, Some("credential_from")), "{unknown}: {}", refused.text());
    }
    let mut both = provider("OPENAI_API_KEY");
    both["api_key"] = json!("sk-other");
    assert_eq!(gateway.admin.post("/providers", both).await.status, 400);
    let made = gateway.admin.post("/providers", provider("OPENAI_API_KEY")).await;
    assert_eq!((made.status, made.text().contains(VALUE)), (201, false), "{}", made.text());
    gateway.admin.post("/providers/mine/test", json!({})).await;
    assert_eq!(upstream.last().headers["authorization"], format!("Bearer {VALUE}"));
    assert_eq!(discovered(&gateway).await["environment"][0]["provider"], "mine");
}

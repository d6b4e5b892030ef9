//! Looking at a route before it is taken: the same plan as the real walk, nothing asked, nothing spent.

use serde_json::{Value, json};

use crate::support::{Gateway, Reply, Upstream, toml};

/// `chat` at `first`, behind it `backup` at `second` and `blind` at `third`.
async fn three(first: &Upstream, others: &Upstream) -> Gateway {
    let providers = [
        toml::provider("first", &first.base_url()),
        toml::provider("second", &others.base_url()),
        toml::provider("third", &others.base_url()),
    ];
    let models = [
        toml::chat_model("chat", "first", &format!("{}\nfallbacks = [\"backup\", \"blind\"]", toml::PRICE)),
        toml::chat_model("backup", "second", ""),
        toml::chat_model("blind", "third", &format!("{}\ncapabilities = [\"tools\"]", toml::PRICE)),
    ];
    Gateway::start(&[providers.concat(), models.concat(), toml::key(toml::AMPLE)].concat()).await
}

async fn preview(gateway: &Gateway, query: &str) -> Value {
    gateway.admin.get(&format!("/route?{query}")).await.ok().json()
}

/// Provider, step and reason of each target.
fn steps(preview: &Value) -> Vec<(&str, &str, Option<&str>)> {
    let targets = preview["targets"].as_array().unwrap().iter();
    targets
        .map(|target| (target["provider"].as_str().unwrap(), target["step"].as_str().unwrap(), target["why"].as_str()))
        .collect()
}

#[tokio::test]
async fn targets_are_shown_in_the_order_in_which_they_would_be_asked() {
    let (first, others) = (Upstream::start().await, Upstream::start().await);
    let gateway = three(&first, &others).await;
    for (query, expected) in [
        ("model=chat", vec![("first", "first", None), ("second", "next", None), ("third", "next", None)]),
        (
            "model=chat&down=first",
            vec![("second", "first", None), ("third", "next", None), ("first", "skipped", Some("is taken as down"))],
        ),
        (
            "model=chat&needs=vision,tools&down=second",
            vec![
                ("first", "first", None),
                ("second", "skipped", Some("is taken as down")),
                ("third", "skipped", Some("does not support vision")),
            ],
        ),
    ] {
        let preview = preview(&gateway, query).await;
        assert_eq!((steps(&preview), &preview["refusal"]), (expected, &Value::Null), "{query}");
    }
    let shown = preview(&gateway, "model=chat").await["targets"].clone();
    assert_eq!((&shown[0]["model"], &shown[0]["upstream"]), (&json!("chat"), &json!("chat-upstream")));
    assert_eq!((&shown[0]["price"]["input"], &shown[0]["price_source"]), (&json!("100.000000"), &json!("yours")));
    assert_eq!((&shown[1]["price"], &shown[1]["price_source"]), (&Value::Null, &Value::Null), "unknown is not nothing");
    assert_eq!((first.hits(), others.hits()), (0, 0), "nobody was asked");
}

#[tokio::test]
async fn it_says_what_the_real_walk_does() {
    let first = Upstream::always(Reply::error(429, "requests", None, "slow down").header("retry-after", "60")).await;
    let others = Upstream::start().await;
    let gateway = three(&first, &others).await;
    gateway.v1.chat("chat").await.ok();
    let shown = preview(&gateway, "model=chat").await;
    let [(served, "first", None), (_, "next", None), ("first", "skipped", Some(why))] = steps(&shown)[..] else {
        panic!("{shown}")
    };
    assert!(why.starts_with("failed lately, next try in "), "{why}");
    let answer = gateway.v1.chat("chat").await.ok();
    let detail = gateway.detail(&answer.id()).await;
    assert_eq!((detail["provider"].as_str(), detail["skipped"].as_array().unwrap().len()), (Some(served), 1));
    let all_down = preview(&gateway, "model=chat&down=second,third").await;
    let [("first", "first", Some(why)), ..] = steps(&all_down)[..] else { panic!("{all_down}") };
    assert!(why.contains("nobody else is left"), "it is asked although it cools down, as the walk does: {why}");
}

#[tokio::test]
async fn a_refusal_is_the_one_that_the_client_would_get() {
    let upstream = Upstream::start().await;
    let gateway = three(&upstream, &upstream).await;
    let key = gateway.key("ci").await["id"].as_str().unwrap().to_owned();
    let refusal = async |query: &str| {
        let refusal = preview(&gateway, query).await["refusal"].clone();
        (refusal["status"].as_u64(), refusal["code"].as_str().map(str::to_owned), refusal["message"].is_string())
    };
    let is = |status: u64, code: &str| (Some(status), Some(code.to_owned()), true);
    assert_eq!(refusal("model=nothing").await, is(404, "model_not_found"));
    assert_eq!(refusal("model=chat&down=first,second,third").await, is(503, "no_target"));
    assert_eq!(refusal("model=blind&needs=vision").await, is(400, "unsupported_value"));
    assert_eq!(refusal(&format!("model=chat&key={key}")).await, (None, None, false));
    for (fields, expected) in [
        (json!({"models": ["backup"]}), is(403, "model_not_allowed")),
        (json!({"models": null, "endpoints": ["embeddings"]}), is(403, "endpoint_not_allowed")),
        (json!({"endpoints": null, "budget": {"credits": "0.5", "period": "total"}}), is(429, "insufficient_quota")),
        (json!({"budget": null, "disabled": true}), is(401, "invalid_api_key")),
    ] {
        gateway.change_key("ci", fields.clone()).await;
        assert_eq!(refusal(&format!("model=chat&key={key}")).await, expected, "{fields}");
        assert_eq!(gateway.key("ci").await["held"], "0.000000", "nothing is held for a look");
    }
    assert_eq!(upstream.hits(), 0);
    for (query, status) in
        [("model=chat&key=nobody", 404), ("model=chat&needs=wings", 400), ("model=chat&needs=reasoning", 400), ("", 400)]
    {
        assert_eq!(gateway.admin.get(&format!("/route?{query}")).await.status, status, "{query}");
    }
}

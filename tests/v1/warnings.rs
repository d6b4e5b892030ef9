//! What a client asks for and its model does not take: told, refused where it would be missed, and refused in every case
//! for clients that want all or nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Gateway, Reply, Upstream, client::hello, client::streamed, toml};

const WARNINGS: &str = "x-turnpike-warnings";

/// `thinker` at a vendor whose models that think take no temperature, with `plain` behind it, which takes everything.
async fn gateway(thinker: &Upstream, plain: &Upstream, price: &str) -> Gateway {
    let provider = format!(
        "[[providers]]\nid = \"strict\"\nvendor = \"openai\"\nbase_url = \"{}\"\napi_key = \"sk-strict\"\n\n",
        thinker.base_url()
    );
    let model = format!(
        "[[models]]\nid = \"thinker\"\nprovider = \"strict\"\nupstream = \"o3-imaginary\"\nkind = \"chat\"\nfallbacks = [\"plain\"]\n{price}\n\n"
    );
    let plain = [toml::provider("local", &plain.base_url()), toml::chat_model("plain", "local", toml::PRICE)].concat();
    Gateway::start(&[provider, model, plain, toml::key("")].concat()).await
}

fn asking(extra: Value) -> Value {
    let mut body = hello("thinker");
    body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    body
}

async fn strictly(gateway: &Gateway, strict: &str, body: Value) -> Answer {
    let request = gateway.v1.request(Method::POST, "/chat/completions").header("x-turnpike-strict", strict);
    gateway.v1.send(request.header("content-type", "application/json").body(body.to_string())).await
}

#[tokio::test]
async fn what_is_left_out_is_told_in_a_header_and_in_the_log() {
    let (thinker, plain) = (Upstream::start().await, Upstream::start().await);
    let gateway = gateway(&thinker, &plain, toml::PRICE).await;
    let body = asking(json!({"temperature": 0.2, "top_k": 7, "seed": 1}));
    for body in [body.clone(), streamed(body)] {
        let answer = gateway.v1.post("/chat/completions", body).await.ok();
        let told = "'temperature' is left out: this model does not take it; 'top_k' is left out: this model does not take it";
        assert_eq!(answer.header(WARNINGS), Some(told));
        let sent = thinker.last().body;
        assert!(sent.get("temperature").is_none() && sent.get("top_k").is_none() && sent["seed"] == 1, "{sent}");
        gateway.booked(&answer).await;
        let logged = gateway.detail(&answer.id()).await["warnings"].clone();
        let expected = json!([
            "'temperature' is left out: this model does not take it.",
            "'top_k' is left out: this model does not take it."
        ]);
        assert_eq!(logged, expected);
    }
    let answer = gateway.v1.post("/chat/completions", asking(json!({"temperature": 1, "n": 1}))).await.ok();
    assert_eq!(answer.header(WARNINGS), None, "what everybody does anyway is not told");
}

#[tokio::test]
async fn all_warnings_stand_in_one_line() {
    let (thinker, plain) = (Upstream::start().await, Upstream::start().await);
    let gateway = gateway(&thinker, &plain, "").await;
    let answer = gateway.v1.post("/chat/completions", asking(json!({"é; x:\r\n 1": 1}))).await.ok();
    let told = "'?, x:?? 1' is left out: this model does not take it; price_unknown";
    assert_eq!(answer.header(WARNINGS), Some(told));
}

#[tokio::test]
async fn a_model_that_takes_everything_warns_of_nothing_though_the_first_one_would_have() {
    let thinker = Upstream::always(Reply::error(503, "server_error", None, "full")).await;
    let plain = Upstream::start().await;
    let gateway = gateway(&thinker, &plain, toml::PRICE).await;
    let answer = gateway.v1.post("/chat/completions", asking(json!({"temperature": 0.2}))).await.ok();
    assert_eq!((answer.header("x-model-used"), answer.header(WARNINGS)), (Some("plain"), None));
    assert_eq!(plain.last().body["temperature"], 0.2);
}

#[tokio::test]
async fn who_is_strict_gets_all_or_nothing() {
    let (thinker, plain) = (Upstream::start().await, Upstream::start().await);
    let gateway = gateway(&thinker, &plain, toml::PRICE).await;
    let body = asking(json!({"temperature": 0.2}));
    for body in [body.clone(), streamed(body.clone())] {
        let refused = strictly(&gateway, "true", body).await.refused(400, "invalid_request_error", Some("unsupported_parameter"));
        assert_eq!(refused.param().as_deref(), Some("temperature"));
    }
    assert_eq!((thinker.hits(), plain.hits()), (0, 0), "nothing was sent, and no fallback hides it");
    strictly(&gateway, "true", asking(json!({"seed": 1}))).await.ok();
    strictly(&gateway, "false", body.clone()).await.ok();
    let unclear = strictly(&gateway, "yes", body).await.refused(400, "invalid_request_error", Some("invalid_value"));
    assert_eq!(unclear.param().as_deref(), Some("x-turnpike-strict"));
    assert_eq!(thinker.hits(), 2);
}

#[tokio::test]
async fn quirk_30_a_call_without_a_result_is_refused_by_its_id_where_the_vendor_would() {
    let (thinker, plain) = (Upstream::start().await, Upstream::start().await);
    let gateway = gateway(&thinker, &plain, toml::PRICE).await;
    let call = |id: &str| json!({"id": id, "type": "function", "function": {"name": "look", "arguments": "{}"}});
    let messages = json!([
        {"role": "user", "content": "look twice"},
        {"role": "assistant", "tool_calls": [call("call_one"), call("call_two")]},
        {"role": "tool", "tool_call_id": "call_one", "content": "1"},
    ]);
    let refused = gateway.v1.post("/chat/completions", json!({"model": "thinker", "messages": messages})).await;
    let refused = refused.refused(400, "invalid_request_error", Some("invalid_value"));
    assert_eq!(refused.param().as_deref(), Some("messages[1].tool_calls[1].id"));
    assert!(refused.text().contains("call_two") && !refused.text().contains("call_one"), "{}", refused.text());
    assert_eq!(thinker.hits(), 0);
    gateway.v1.post("/chat/completions", json!({"model": "plain", "messages": messages})).await.ok();
    assert_eq!(plain.last().body["messages"], messages, "who takes it gets it as it came");
}

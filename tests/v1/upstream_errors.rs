//! Providers that misbehave: the client gets the right error in the right shape, and nothing stays held.

use serde_json::json;

use crate::support::{
    Gate, Gateway, Reply, Upstream,
    client::{hello, streamed},
    reply::done,
    toml,
    upstream::Refusing,
};

const SERVER: &str = "server_error";
const INVALID: &str = "invalid_request_error";

/// Status, type and code.
type Expected = (u16, &'static str, Option<&'static str>);

/// The same trouble, streaming and not, ends in this error with nothing held and nothing charged.
async fn ends_in(what: &str, reply: Reply, expected: Expected) {
    let upstream = Upstream::always(reply).await;
    let gateway = Gateway::before(&upstream).await;
    for body in [hello("chat"), streamed(hello("chat"))] {
        let answer = gateway.v1.post("/chat/completions", body).await;
        let error = answer.json()["error"].clone();
        let got = (answer.status, error["type"].as_str(), error["code"].as_str());
        assert_eq!(got, (expected.0, Some(expected.1), expected.2), "{what}: {}", answer.text());
        answer.well_formed_error();
        assert!(!answer.text().contains("sk-upstream"), "a provider's credential is in no answer");
        let record = gateway.booked(&answer).await;
        assert_eq!(record["state"], "released", "{what}: {record}");
        for key in ["message", "type", "param", "code"] {
            assert_eq!(record["error"][key], error[key], "the record has the error that was sent");
        }
        assert_eq!(record["attempts"][0]["outcome"], "failed", "{what}");
    }
    assert_eq!(gateway.key("ci").await["spent"], "0.000000", "a failure costs nothing");
}

#[tokio::test]
async fn a_provider_that_closes_the_connection_is_an_upstream_error() {
    ends_in("closes without a byte", Reply::hang_up(), (502, SERVER, Some("upstream_error"))).await;
}

#[tokio::test]
async fn a_provider_that_sends_half_an_answer_is_an_upstream_error() {
    ends_in("half of the JSON", Reply::chat("Hello").cut_after(40), (502, SERVER, Some("upstream_error"))).await;
}

#[tokio::test]
async fn a_provider_that_sends_half_a_frame_is_an_upstream_error() {
    ends_in("half of the first frame", Reply::stream(&["Hello"]).cut_after(60), (502, SERVER, Some("upstream_error"))).await;
}

#[tokio::test]
async fn a_web_page_instead_of_an_answer_is_an_upstream_error() {
    ends_in("HTML with 200", Reply::html(200), (502, SERVER, Some("upstream_error"))).await;
    ends_in("HTML with 502", Reply::html(502), (502, SERVER, Some("upstream_error"))).await;
}

#[tokio::test]
async fn an_empty_answer_is_an_upstream_error() {
    ends_in("no choices", Reply::json(200, json!({"choices": []})), (502, SERVER, Some("upstream_error"))).await;
    ends_in("an empty stream", Reply::frames([]), (502, SERVER, Some("upstream_error"))).await;
    ends_in("only [DONE]", Reply::frames([done()]), (502, SERVER, Some("upstream_error"))).await;
}

#[tokio::test]
async fn an_error_inside_a_success_is_an_error() {
    let inside = json!({"error": {"message": "the model crashed", "type": "server_error", "param": null, "code": null}});
    ends_in("in the body", Reply::json(200, inside.clone()), (502, SERVER, Some("upstream_error"))).await;
    ends_in("in the first frame", Reply::frames([format!("data: {inside}\n\n")]), (502, SERVER, Some("upstream_error"))).await;
}

#[tokio::test]
async fn a_provider_that_fails_or_is_full_says_so() {
    ends_in("500", Reply::error(500, SERVER, None, "boom"), (500, SERVER, Some("upstream_error"))).await;
    let overloaded = |status| Reply::error(status, "overloaded_error", None, "overloaded");
    for status in [503, 529] {
        let upstream = Upstream::always(overloaded(status).header("retry-after", "30")).await;
        let gateway = Gateway::before(&upstream).await;
        let answer = gateway.v1.chat("chat").await;
        assert_eq!(answer.status, 503, "529 is unknown to clients: {}", answer.text());
        assert_eq!(answer.json()["error"]["type"], SERVER);
        answer.well_formed_error();
        assert_eq!(answer.header("retry-after"), Some("30"));
        gateway.booked(&answer).await;
    }
}

#[tokio::test]
async fn a_provider_that_limits_us_is_a_rate_limit_with_its_patience() {
    let upstream =
        Upstream::always(Reply::error(429, "requests", Some("rate_limit_exceeded"), "slow down").header("retry-after", "17"))
            .await;
    let gateway = Gateway::before(&upstream).await;
    let answer = gateway.v1.chat("chat").await;
    assert_eq!(answer.status, 429, "{}", answer.text());
    assert_eq!(answer.json()["error"]["code"], "rate_limit_exceeded");
    answer.well_formed_error();
    let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=17).contains(&wait), "{wait}");
    assert_eq!(gateway.booked(&answer).await["attempts"][0]["failure"], "rate_limited");
}

#[tokio::test]
async fn a_wrong_credential_of_ours_is_not_the_clients_fault() {
    for (status, code, said, expected) in [
        (401, "invalid_api_key", "Incorrect API key provided: sk-upstream-local", (502, SERVER, Some("upstream_auth"))),
        (403, "permission_denied", "sk-upstream-local may not do this", (403, INVALID, Some("upstream_permission"))),
    ] {
        let upstream = Upstream::always(Reply::error(status, INVALID, Some(code), said)).await;
        let gateway = Gateway::before(&upstream).await;
        // A 401 would tell the app that its own key is wrong.
        let answer = gateway.v1.chat("chat").await.refused(expected.0, expected.1, expected.2);
        assert!(
            !answer.text().contains("sk-upstream-local"),
            "a provider that repeats the credential is not repeated: {}",
            answer.text()
        );
        let record = gateway.booked(&answer).await;
        assert!(!record.to_string().contains("sk-upstream-local"), "{record}");
        assert_eq!(upstream.hits(), 1, "a wrong credential is not tried twice");
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_request_is_told_as_the_provider_tells_it() {
    for (status, body, expected) in [
        (
            400,
            json!({"message": "Unsupported value", "type": INVALID, "param": "temperature", "code": "unsupported_value"}),
            (400, Some("unsupported_value")),
        ),
        (
            400,
            json!({"message": "maximum context length is 8192 tokens", "type": INVALID, "param": "messages", "code": "context_length_exceeded"}),
            (400, Some("context_length_exceeded")),
        ),
        (422, json!({"message": "bad input", "type": INVALID, "param": null, "code": null}), (422, None)),
        (
            404,
            json!({"message": "no such model", "type": INVALID, "param": null, "code": "model_not_found"}),
            (404, Some("model_not_found")),
        ),
    ] {
        let upstream = Upstream::always(Reply::json(status, json!({"error": body}))).await;
        let gateway = Gateway::before(&upstream).await;
        let answer = gateway.v1.chat("chat").await;
        let error = answer.json()["error"].clone();
        assert_eq!((answer.status, error["code"].as_str()), expected, "{}", answer.text());
        assert_eq!(error["type"], INVALID);
        assert!(
            error["message"].as_str().unwrap().contains(body["message"].as_str().unwrap()),
            "the provider's words help: {error}"
        );
        assert_eq!(upstream.hits(), 1, "what is wrong stays wrong");
        gateway.booked(&answer).await;
    }
}

#[tokio::test]
async fn a_refused_connection_is_an_upstream_error_and_names_no_address() {
    let nobody = Refusing::new();
    let config =
        [toml::provider("gone", &nobody.base_url()), toml::chat_model("chat", "gone", toml::PRICE), toml::key("")].concat();
    let gateway = Gateway::start(&config).await;
    for body in [hello("chat"), streamed(hello("chat"))] {
        let answer = gateway.v1.post("/chat/completions", body).await.refused(502, SERVER, Some("upstream_error"));
        assert!(!answer.text().contains("127.0.0.1"), "{}", answer.text());
        let record = gateway.booked(&answer).await;
        assert_eq!((&record["state"], &record["attempts"][0]["failure"]), (&json!("released"), &json!("connect")));
    }
}

#[tokio::test]
async fn a_provider_that_stalls_holds_nobody_else_up() {
    let gate = Gate::new();
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    for _ in 0..20 {
        upstream.reply(Reply::chat("late").after(&gate));
    }
    let slow: Vec<_> = (0..20)
        .map(|_| {
            let client = gateway.v1.clone();
            tokio::spawn(async move { client.chat("chat").await })
        })
        .collect();
    upstream.reached(20).await;
    gateway.v1.chat("chat").await.ok();
    assert_eq!(gateway.admin.get("/status").await.ok().json()["in_flight"], 20);
    gate.open();
    for call in slow {
        assert_eq!(call.await.unwrap().ok().content(), "late");
    }
    gateway.nothing_is_held().await;
    assert_eq!(gateway.admin.get("/status").await.ok().json()["in_flight"], 0);
}

#[tokio::test]
async fn a_provider_that_never_answers_is_a_timeout() {
    let upstream = Upstream::always(Reply::chat("late").after(&Gate::new())).await;
    let gateway = Gateway::impatient(&upstream).await;
    for body in [hello("chat"), streamed(hello("chat"))] {
        let seen = upstream.hits();
        let answer = gateway.v1.post("/chat/completions", body).await.refused(504, SERVER, Some("upstream_timeout"));
        let record = gateway.booked(&answer).await;
        assert_eq!((&record["state"], &record["attempts"][0]["failure"]), (&json!("released"), &json!("timeout")));
        assert!(upstream.received()[seen].hung_up, "the call is given up, not forgotten");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_a_credential_in_hand() {
    let elsewhere = Upstream::start().await;
    let reply = Reply::json(307, json!({})).header("location", &format!("{}/chat/completions", elsewhere.base_url()));
    ends_in("a redirect", reply, (502, SERVER, Some("upstream_error"))).await;
    assert_eq!(elsewhere.hits(), 0);
}

#[tokio::test]
async fn embeddings_fail_in_the_same_shape() {
    for (reply, expected) in [
        (Reply::html(200), (502, SERVER, Some("upstream_error"))),
        (Reply::hang_up(), (502, SERVER, Some("upstream_error"))),
        (Reply::json(200, json!({"data": "no"})), (502, SERVER, Some("upstream_error"))),
        (Reply::embeddings(1).cut_after(50), (502, SERVER, Some("upstream_error"))),
        (Reply::error(400, INVALID, Some("invalid_value"), "bad input"), (400, INVALID, Some("invalid_value"))),
    ] {
        let gateway = Gateway::before(&Upstream::always(reply).await).await;
        let answer = gateway.v1.post("/embeddings", json!({"model": "embed", "input": "x"})).await;
        let answer = answer.refused(expected.0, expected.1, expected.2);
        assert_eq!(gateway.booked(&answer).await["state"], "released");
    }
}

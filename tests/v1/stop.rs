//! The owner stops a request that is under way: it ends at once, and is settled by what was used.

use serde_json::{Value, json};

use crate::support::{
    Answer, Gate, Gateway, Reply, Upstream,
    answer::micros,
    client::{hello, streamed},
    eventually,
    reply::delta,
};

async fn stop(gateway: &Gateway, id: &str) -> u16 {
    gateway.admin.post(&format!("/requests/{id}/stop"), json!({})).await.status
}

/// The only request that is under way.
async fn running(gateway: &Gateway) -> String {
    eventually("a request under way", async || {
        let rows = gateway.admin.get("/requests").await.ok().json();
        let row = rows["data"].as_array().unwrap().iter().find(|row| row["state"] == "running")?.clone();
        row["id"].as_str().map(str::to_owned)
    })
    .await
}

/// What the request came to is what the key has spent and what the ledger says after a restart, once.
async fn settled_once(gateway: Gateway, record: &Value) {
    gateway.nothing_is_held().await;
    let used = micros(record["credits_used"].as_str().unwrap());
    assert_eq!(micros(gateway.key("ci").await["spent"].as_str().unwrap()), used, "{record}");
    let gateway = gateway.restart().await;
    assert_eq!(micros(gateway.key("ci").await["spent"].as_str().unwrap()), used, "the ledger has it once");
}

#[tokio::test]
async fn a_stopped_stream_ends_with_one_error_event_and_no_done() {
    let gate = Gate::new();
    let frames = [delta(json!({"role": "assistant", "content": ""}), None), delta(json!({"content": "Once upon a time"}), None)];
    let upstream = Upstream::always(Reply::frames(frames).pause(&gate, [])).await;
    let gateway = Gateway::before(&upstream).await;
    let mut live = gateway.v1.open_stream(hello("chat")).await;
    let id = live.id();
    live.until("Once upon").await;
    assert_eq!(stop(&gateway, &id).await, 202);
    let last = live.until("error").await;
    let error: Value = serde_json::from_str(last.strip_prefix("data: ").unwrap()).unwrap();
    assert_eq!(error["error"]["code"], "stopped_by_owner", "{error}");
    assert_eq!(live.frame().await, None, "nothing follows, least of all [DONE]");
    assert!(!live.broken);
    upstream.hung_up().await;
    let record = gateway.record(&id).await;
    assert_eq!((&record["state"], &record["error"]["code"]), (&json!("settled"), &json!("stopped_by_owner")));
    assert_eq!(record["attempts"][0]["outcome"], "cancelled");
    assert!(
        record["usage_estimated"].as_bool().unwrap() && record["usage"]["completion_tokens"].as_u64().unwrap() > 0,
        "{record}"
    );
    assert_eq!(stop(&gateway, &id).await, 404, "it is over");
    settled_once(gateway, &record).await;
}

#[tokio::test]
async fn a_request_without_its_first_byte_is_refused_and_not_to_be_tried_again() {
    for (path, body) in [
        ("/chat/completions", hello("chat")),
        ("/chat/completions", streamed(hello("chat"))),
        ("/embeddings", json!({"model": "embed", "input": "a cat"})),
    ] {
        let gate = Gate::new();
        let upstream = Upstream::always(Reply::chat("too late").after(&gate)).await;
        let gateway = Gateway::before(&upstream).await;
        let call = tokio::spawn({
            let client = gateway.v1.clone();
            async move { client.post(path, body).await }
        });
        upstream.reached(1).await;
        let id = running(&gateway).await;
        assert_eq!(stop(&gateway, &id).await, 202);
        let answer: Answer = call.await.unwrap().refused(503, "server_error", Some("stopped_by_owner"));
        assert_eq!((answer.header("x-should-retry"), answer.id()), (Some("false"), id));
        upstream.hung_up().await;
        let record = gateway.booked(&answer).await;
        assert_eq!((&record["attempts"][0]["outcome"], &record["state"]), (&json!("cancelled"), &json!("settled")));
        assert!(micros(record["credits_used"].as_str().unwrap()) > 0, "the provider was asked and bills its input: {record}");
        assert_eq!(upstream.hits(), 1, "and nobody else is asked");
        settled_once(gateway, &record).await;
    }
}

#[tokio::test]
async fn a_request_that_waits_for_its_second_try_is_stopped_for_nothing() {
    let upstream = Upstream::always(Reply::error(503, "server_error", None, "full").header("retry-after", "9")).await;
    let gateway = Gateway::before(&upstream).await;
    let call = tokio::spawn({
        let client = gateway.v1.clone();
        async move { client.chat("chat").await }
    });
    upstream.reached(1).await;
    eventually("the upstream has answered", async || upstream.last().answered.then_some(())).await;
    let id = running(&gateway).await;
    assert_eq!(stop(&gateway, &id).await, 202);
    let answer = call.await.unwrap().refused(503, "server_error", Some("stopped_by_owner"));
    let record = gateway.booked(&answer).await;
    assert_eq!((&record["credits_used"], &record["attempts"].as_array().unwrap().len()), (&json!("0.000000"), &1), "{record}");
}

#[tokio::test]
async fn only_what_is_under_way_can_be_stopped_and_only_by_the_owner() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let id = gateway.v1.chat("chat").await.ok().id();
    gateway.record(&id).await;
    for unknown in [id.as_str(), "01890a5d-ac96-774b-bcce-b302099a8057", "nonsense"] {
        assert_eq!(stop(&gateway, unknown).await, 404, "{unknown}");
    }
    assert_eq!(gateway.v1.post(&format!("/requests/{id}/stop"), json!({})).await.status, 404, "not on the public surface");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_that_races_the_end_settles_once_whoever_wins() {
    let upstream = Upstream::always(Reply::stream(&["one", " two", " three"])).await;
    let gateway = Gateway::before(&upstream).await;
    let mut sum = 0;
    for _ in 0..20 {
        let live = gateway.v1.open_stream(hello("chat")).await;
        let id = live.id();
        let (status, _) = tokio::join!(stop(&gateway, &id), async {
            let mut live = live;
            while live.frame().await.is_some() {}
        });
        assert!(status == 202 || status == 404, "{status}");
        sum += micros(gateway.record(&id).await["credits_used"].as_str().unwrap());
    }
    gateway.nothing_is_held().await;
    assert_eq!(micros(gateway.key("ci").await["spent"].as_str().unwrap()), sum);
}

//! What goes over the wire, where bodies are kept: headers, pieces, every call to a provider; and no secret, anywhere.

use serde_json::{Value, json};

use crate::support::{
    Gate, Gateway, Reply, Upstream,
    client::hello,
    reply::{delta, done},
    toml,
};

async fn capturing(config: &str) -> Gateway {
    let gateway = Gateway::start(config).await;
    gateway.admin.patch("/settings", json!({"capture": "all"})).await.ok();
    gateway
}

async fn exchanges(gateway: &Gateway, id: &str) -> Vec<Value> {
    let answer = gateway.admin.get(&format!("/requests/{id}/exchanges")).await.ok();
    answer.json()["data"].as_array().unwrap().clone()
}

fn header<'a>(headers: &'a Value, name: &str) -> Option<&'a str> {
    let found = headers.as_array().unwrap().iter().find(|header| header["name"] == name)?;
    found["value"].as_str()
}

#[tokio::test]
async fn every_attempt_is_there_as_it_was_on_the_network() {
    let first = Upstream::always(Reply::error(429, "requests", None, "slow down").header("x-odd", "yes")).await;
    let second = Upstream::start().await;
    let models = [
        toml::chat_model("chat", "first", &format!("{}\nfallbacks = [\"backup\"]", toml::PRICE)),
        toml::chat_model("backup", "second", toml::PRICE),
    ];
    let providers = [toml::provider("first", &first.base_url()), toml::provider("second", &second.base_url())];
    let gateway = capturing(&[providers.concat(), models.concat(), toml::key("")].concat()).await;
    let id = gateway.v1.chat("chat").await.ok().id();
    let detail = gateway.detail(&id).await;
    let [refused, served] = &exchanges(&gateway, &id).await[..] else { panic!("two attempts, two exchanges") };
    assert_eq!((&refused["position"], &served["position"]), (&json!(0), &json!(1)));
    assert_eq!((&refused["status"], &served["status"]), (&json!(429), &json!(200)));
    assert_eq!((&refused["method"], &refused["url"]), (&json!("POST"), &json!(format!("{}/chat/completions", first.base_url()))));
    assert!(refused["request"].as_str().unwrap().contains("chat-upstream"), "the provider's name for the model: {refused}");
    assert!(refused["response"].as_str().unwrap().contains("slow down"), "{refused}");
    assert_eq!(header(&refused["response_headers"], "x-odd"), Some("yes"));
    assert_eq!(header(&served["request_headers"], "authorization"), Some("redacted"));
    let sent: Vec<_> = served["request_headers"].as_array().unwrap().iter().map(|header| header["name"].to_string()).collect();
    assert!((1..sent.len()).all(|at| !sent[..at].contains(&sent[at])), "no header goes out twice: {sent:?}");
    assert!(served["response"].as_str().unwrap().contains("upstream-model"), "before anything was mended: {served}");
    let bodies = &detail["bodies"];
    assert_eq!(header(&bodies["request_headers"], "authorization"), Some("redacted"));
    assert_eq!(header(&bodies["request_headers"], "content-type"), Some("application/json"));
    assert_eq!(header(&bodies["response_headers"], "x-model-used"), Some("backup"));
    assert_eq!(bodies["pieces"], json!([]), "it was no stream");
}

#[tokio::test]
async fn a_streams_pieces_tell_when_they_left() {
    let gate = Gate::new();
    let head = [delta(json!({"role": "assistant", "content": ""}), None), delta(json!({"content": "first"}), None)];
    let tail = [delta(json!({"content": " last"}), None), delta(json!({}), Some("stop")), done()];
    let upstream = Upstream::always(Reply::frames(head).pause(&gate, tail)).await;
    let gateway = capturing(&crate::support::gateway::config(&upstream.base_url())).await;
    let asked = std::time::Instant::now();
    let mut live = gateway.v1.open_stream(hello("chat")).await;
    live.until("first").await;
    let seen = u64::try_from(asked.elapsed().as_millis()).unwrap();
    gate.open();
    while live.frame().await.is_some() {}
    let bodies = gateway.detail(&live.id()).await["bodies"].clone();
    let pieces = bodies["pieces"].as_array().unwrap();
    let sum: u64 = pieces.iter().map(|piece| piece["bytes"].as_u64().unwrap()).sum();
    assert_eq!(sum, bodies["response"].as_str().unwrap().len() as u64, "together they are the answer");
    let at: Vec<u64> = pieces.iter().map(|piece| piece["at_ms"].as_u64().unwrap()).collect();
    assert!(at.len() >= 2 && at.is_sorted() && at[0] <= seen, "the first left before it was seen, after {seen} ms: {at:?}");
    assert_eq!(header(&bodies["response_headers"], "content-type"), Some("text/event-stream; charset=utf-8"));
    assert!(exchanges(&gateway, &live.id()).await[0]["response"].as_str().unwrap().contains(" last"));
}

#[tokio::test]
async fn nothing_is_there_unless_it_is_switched_on() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let id = gateway.v1.chat("chat").await.ok().id();
    gateway.record(&id).await;
    assert_eq!(exchanges(&gateway, &id).await, Vec::<Value>::new());
    for unknown in ["01890a5d-ac96-774b-bcce-b302099a8057", "nonsense"] {
        assert_eq!(gateway.admin.get(&format!("/requests/{unknown}/exchanges")).await.status, 404, "{unknown}");
    }
}

#[tokio::test]
async fn bodies_of_a_provider_are_kept_up_to_their_limit() {
    let long = "word ".repeat(120 << 10);
    let upstream = Upstream::always(Reply::chat(&long)).await;
    let gateway = capturing(&crate::support::gateway::config(&upstream.base_url())).await;
    let id = gateway.v1.chat("chat").await.ok().id();
    gateway.detail(&id).await;
    let kept = &exchanges(&gateway, &id).await[0];
    assert_eq!((kept["response"].as_str().unwrap().len(), &kept["response_truncated"]), (256 << 10, &json!(true)));
    assert_eq!(kept["request_truncated"], false);
}

#[tokio::test]
async fn quirk_38_a_large_picture_does_not_displace_what_is_said_around_it() {
    let upstream = Upstream::start().await;
    let gateway = capturing(&crate::support::gateway::config(&upstream.base_url())).await;
    let picture = format!("data:image/png;base64,{}", "A".repeat(3 << 20));
    let parts = json!([{"type": "image_url", "image_url": {"url": picture}}, {"type": "text", "text": "What is it?"}]);
    let body = json!({"model": "chat", "messages": [{"role": "user", "content": parts}]});
    let id = gateway.v1.post("/chat/completions", body).await.ok().id();
    assert!(upstream.last().body.to_string().contains(&picture), "the provider gets all of it");
    let bodies = gateway.detail(&id).await["bodies"].clone();
    let sent = exchanges(&gateway, &id).await[0].clone();
    for kept in [bodies, sent] {
        let request = kept["request"].as_str().unwrap();
        assert!(request.len() < 1_000 && request.contains("data:image/png;base64,AAAA"), "{request:.2000}");
        assert!(request.contains("… (3145664 bytes not kept)") && request.contains("What is it?"), "{request:.2000}");
        assert_eq!(kept["request_truncated"], false);
    }
}

#[tokio::test]
async fn no_secret_reaches_the_disk() {
    const SECRETS: [&str; 6] =
        [toml::SECRET, "sk-upstream-local", "hidden-user", "hidden-cookie", "hidden-api-key", "hidden-set-cookie"];
    let echo = |status| {
        Reply::error(status, "invalid_request_error", None, "no such key: sk-upstream-local")
            .header("set-cookie", "hidden-set-cookie")
    };
    let upstream = Upstream::start().await;
    let address = upstream.base_url().replace("http://", "http://someone:hidden-user@");
    let gateway = capturing(&crate::support::gateway::config(&address)).await;
    for reply in
        [echo(401), echo(400), echo(500), Reply::chat("Is it sk-upstream-local?"), Reply::stream(&["sk-upstream", "-local"])]
    {
        upstream.stand(reply);
        for streaming in [false, true] {
            let mut body = hello("chat");
            body["stream"] = json!(streaming);
            body["metadata"] = json!({"mine": toml::SECRET});
            let request = gateway.v1.request(reqwest::Method::POST, "/chat/completions").header("cookie", "hidden-cookie");
            let request = request.header("x-api-key", "hidden-api-key").header("content-type", "application/json");
            let id = gateway.v1.send(request.body(body.to_string())).await.id();
            gateway.record(&id).await;
            let shown = gateway.admin.get(&format!("/requests/{id}/exchanges")).await.ok().text();
            assert!(shown.contains("redacted"), "headers are there, without their secrets: {shown}");
        }
    }
    assert_eq!(upstream.last().headers["authorization"], "Bearer sk-upstream-local", "while the provider got what it needs");
    let directory = gateway.stop().await;
    let read =
        |name: &str| String::from_utf8_lossy(&std::fs::read(directory.path().join("data").join(name)).unwrap()).into_owned();
    let (bodies, log) = (read("bodies.db"), read("turnpike.db"));
    assert!(bodies.contains("Say hello."), "bodies were kept at all");
    for secret in SECRETS {
        assert!(!bodies.contains(secret), "{secret} is kept with the bodies");
        // The address is the owner's own setting, and stands among the providers as it was given.
        assert!(!log.contains(secret) || secret == "hidden-user", "{secret} is in the log");
    }
}

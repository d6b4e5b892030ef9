//! Files that a message points to, for models whose provider does not fetch them: fetched by us from the public web and from
//! nowhere else. The web is a scripted one, in which all names lead to one server on loopback.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use turnpike_gateway::{Settings, Web};

use crate::support::{Answer, Gate, Gateway, Reply, Upstream, client::streamed, toml};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and a picture";
const PDF: &[u8] = b"%PDF-1.7 and pages";
const PUBLIC: &str = "93.184.216.34";

const INSIDE: &str = "does not lead to a public web server";
const PLAIN: &str = "has to be an https URL, without a user and without a port of its own";

/// What names lead to, and every look-up that was made.
#[derive(Clone, Default)]
struct Names(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    /// Addresses with commas between them, one look-up's after the other's; the last are given for good.
    answers: BTreeMap<String, Vec<&'static str>>,
    lookups: Vec<String>,
}

impl Names {
    /// One more answer for a name.
    fn lead(&self, name: &str, addresses: &'static str) -> &Self {
        self.0.lock().unwrap().answers.entry(name.to_owned()).or_default().push(addresses);
        self
    }

    fn lookup(&self, name: &str) -> Vec<IpAddr> {
        let mut known = self.0.lock().unwrap();
        known.lookups.push(name.to_owned());
        let Some(answers) = known.answers.get_mut(name) else { return Vec::new() };
        let addresses = if answers.len() > 1 { answers.remove(0) } else { answers[0] };
        addresses.split(',').map(|address| address.parse().unwrap()).collect()
    }

    fn lookups(&self) -> Vec<String> {
        self.0.lock().unwrap().lookups.clone()
    }
}

/// A gateway with models of many vendors behind one upstream, and the web's one server.
struct World {
    gateway: Gateway,
    upstream: Upstream,
    web: Upstream,
    names: Names,
}

impl World {
    async fn new() -> Self {
        Self::with(|_| {}).await
    }

    async fn with(adjust: impl FnOnce(&mut Settings)) -> Self {
        let (upstream, web, names) = (Upstream::start().await, Upstream::start().await, Names::default());
        names.lead("pictures.example", PUBLIC);
        web.stand(file("image/png", PNG));
        let (lookup, server) = (names.clone(), ([127, 0, 0, 1], web.port()).into());
        let gateway = Gateway::start_with(&config(&upstream), |settings| {
            settings.web = Web::Scripted { lookup: Arc::new(move |name| lookup.lookup(name)), server };
            adjust(settings);
        })
        .await;
        Self { gateway, upstream, web, names }
    }

    async fn ask(&self, model: &str, parts: Value) -> Answer {
        self.gateway.v1.post("/chat/completions", asking(model, parts)).await
    }

    /// The request is refused for its one image, no provider hears of it, and nothing stays held.
    async fn refuses(&self, url: &str, why: &str) {
        let before = self.upstream.hits();
        let answer = self.ask("engine", json!([image(url)])).await;
        let answer = answer.refused(400, "invalid_request_error", Some("invalid_image_url"));
        let place = "messages[0].content[0].image_url.url";
        assert_eq!(answer.param().as_deref(), Some(place), "{url}");
        let message = format!("Invalid '{place}': the address {why}. Send the image inside the request instead, as a data URL.");
        assert_eq!(answer.json()["error"]["message"], message, "{url}");
        assert_eq!(self.upstream.hits(), before, "no provider is asked for {url}");
        self.gateway.booked(&answer).await;
    }
}

fn config(upstream: &Upstream) -> String {
    let provider = |vendor: &str| {
        let base = upstream.base_url();
        format!("[[providers]]\nid = \"{vendor}\"\nvendor = \"{vendor}\"\nbase_url = \"{base}\"\napi_key = \"sk-upstream\"\n\n")
    };
    let model = |id: &str, provider: &str, upstream: &str, fallback: &str| {
        let fallbacks = if fallback.is_empty() { String::new() } else { format!("fallbacks = [\"{fallback}\"]\n") };
        format!("[[models]]\nid = \"{id}\"\nprovider = \"{provider}\"\nupstream = \"{upstream}\"\nkind = \"chat\"\n{fallbacks}\n")
    };
    [
        ["ollama", "gemini", "openai", "anthropic", "mistral", "llamacpp"].map(provider).concat(),
        model("engine", "ollama", "llava", ""),
        model("other-engine", "llamacpp", "llava", ""),
        model("first-engine", "ollama", "llava", "other-engine"),
        model("old-gemini", "gemini", "gemini-2.0-flash", ""),
        model("gemini", "gemini", "gemini-3-flash-preview", ""),
        model("gpt", "openai", "gpt-5", "engine"),
        model("claude", "anthropic", "claude-sonnet-4-5", ""),
        model("mistral", "mistral", "pixtral", ""),
        toml::key(toml::AMPLE),
    ]
    .concat()
}

fn file(kind: &str, bytes: &[u8]) -> Reply {
    Reply::file(200, kind, bytes)
}

fn image(url: &str) -> Value {
    json!({"type": "image_url", "image_url": {"url": url, "detail": "low"}})
}

fn asking(model: &str, parts: Value) -> Value {
    json!({"model": model, "messages": [{"role": "user", "content": parts}]})
}

fn data_url(kind: &str, bytes: &[u8]) -> String {
    format!("data:{kind};base64,{}", STANDARD.encode(bytes))
}

fn gemini_answer() -> Reply {
    Reply::json(
        200,
        json!({"candidates": [{"content": {"role": "model", "parts": [{"text": "A cat."}]}, "finishReason": "STOP", "index": 0}],
            "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 3, "totalTokenCount": 13}}),
    )
}

const URL: &str = "https://pictures.example/cat.png?size=1";

#[tokio::test]
async fn quirk_37_an_engine_gets_the_file_and_no_address() {
    let world = World::new().await;
    let text = json!({"type": "text", "text": "What is it?"});
    for stream in [false, true] {
        let body = asking("engine", json!([text, image(URL)]));
        let body = if stream { streamed(body) } else { body };
        world.gateway.v1.post("/chat/completions", body).await.ok();
        let content = &world.upstream.last().body["messages"][0]["content"];
        assert_eq!(content, &json!([text, image(&data_url("image/png", PNG))]));
    }
    let asked = world.web.last();
    assert_eq!((&*asked.path, &*asked.headers["host"]), ("/cat.png?size=1", "pictures.example"));
    let headers: Vec<_> = asked.headers.keys().map(String::as_str).collect();
    assert_eq!(headers, ["accept", "host", "user-agent"], "nothing of the client's or of the provider's goes along");
}

#[tokio::test]
async fn quirk_37_a_provider_with_a_format_of_its_own_gets_the_file_in_it() {
    let world = World::new().await;
    world.upstream.stand(gemini_answer());
    world.web.reply(file("image/jpeg", PNG));
    world.web.reply(file("application/pdf", PDF));
    let pdf = json!({"type": "file", "file": {"filename": "a.pdf", "file_data": "https://pictures.example/a.pdf"}});
    world.ask("old-gemini", json!([image(URL), pdf])).await.ok();
    let parts = &world.upstream.last().body["contents"][0]["parts"];
    let inline = |kind: &str, bytes: &[u8]| json!({"inlineData": {"mimeType": kind, "data": STANDARD.encode(bytes)}});
    assert_eq!(parts, &json!([inline("image/png", PNG), inline("application/pdf", PDF)]));
}

#[tokio::test]
async fn quirk_37_every_way_to_point_to_a_file_is_followed() {
    let world = World::new().await;
    for part in [
        json!({"type": "image_url", "image_url": URL}),
        json!({"type": "input_image", "image_url": URL}),
        json!({"type": "input_file", "file_url": URL}),
    ] {
        world.ask("engine", json!([part])).await.ok();
        let sent = world.upstream.last().body.to_string();
        assert!(sent.contains(&data_url("image/png", PNG)) && !sent.contains("pictures.example"), "{part}: {sent}");
    }
}

#[tokio::test]
async fn quirk_37_vendors_that_fetch_get_the_address_untouched() {
    let world = World::new().await;
    for model in ["gpt", "mistral"] {
        world.ask(model, json!([image(URL)])).await.ok();
        assert_eq!(world.upstream.last().body["messages"][0]["content"], json!([image(URL)]), "{model}");
    }
    world.upstream.stand(gemini_answer());
    world.ask("gemini", json!([image(URL)])).await.ok();
    let part = &world.upstream.last().body["contents"][0]["parts"][0];
    assert_eq!(part["fileData"]["fileUri"], URL, "newer models fetch, older ones do not");
    world.upstream.stand(Reply::error(500, "api_error", None, "down"));
    world.ask("claude", json!([image(URL)])).await;
    let part = &world.upstream.last().body["messages"][0]["content"][0];
    assert_eq!(part["source"], json!({"type": "url", "url": URL}));
    assert_eq!((world.web.hits(), world.names.lookups().len()), (0, 0), "nothing was looked up or fetched");
}

#[tokio::test]
async fn quirk_37_what_is_in_the_message_stays_as_it_is() {
    let world = World::new().await;
    let inside = image(&data_url("image/png", b"not looked at"));
    world.ask("engine", json!([inside])).await.ok();
    assert_eq!(world.upstream.last().body["messages"][0]["content"], json!([inside]));
    assert_eq!(world.web.hits(), 0);
}

#[tokio::test]
async fn quirk_37_a_file_is_fetched_once_however_many_targets_and_messages_want_it() {
    let world = World::new().await;
    world.upstream.reply(Reply::error(500, "server_error", None, "down"));
    world.upstream.reply(Reply::error(500, "server_error", None, "down"));
    let answer = world.ask("first-engine", json!([image(URL), image(URL)])).await.ok();
    assert_eq!(answer.header("x-model-used"), Some("other-engine"));
    let sent = json!([image(&data_url("image/png", PNG)), image(&data_url("image/png", PNG))]);
    for received in world.upstream.received() {
        assert_eq!(received.body["messages"][0]["content"], sent);
    }
    assert_eq!((world.upstream.hits(), world.web.hits()), (3, 1));
}

#[tokio::test]
async fn quirk_37_a_file_is_fetched_only_when_a_target_needs_it() {
    let world = World::new().await;
    world.upstream.reply(Reply::error(500, "server_error", None, "down"));
    world.upstream.reply(Reply::error(500, "server_error", None, "down"));
    world.ask("gpt", json!([image(URL)])).await.ok();
    let sent: Vec<_> =
        world.upstream.received().iter().map(|one| one.body["messages"][0]["content"][0]["image_url"]["url"].clone()).collect();
    assert_eq!(sent, [URL, URL, &*data_url("image/png", PNG)], "the fallback does not fetch");
    assert_eq!(world.web.hits(), 1);
}

#[tokio::test]
async fn quirk_37_a_file_that_can_not_be_had_is_the_request_s_fault_and_no_fallback_is_tried() {
    let world = World::new().await;
    world.web.stand(Reply::html(404));
    let answer = world.ask("first-engine", json!([image(URL)])).await;
    let answer = answer.refused(400, "invalid_request_error", Some("invalid_image_url"));
    let record = world.gateway.booked(&answer).await;
    assert_eq!(record["attempts"].as_array().unwrap().len(), 1, "{record}");
    assert_eq!(world.upstream.hits(), 0);
    let pdf = json!({"type": "file", "file": {"file_data": "https://pictures.example/a.pdf"}});
    let answer = world.ask("engine", json!([{"type": "text", "text": "Read."}, pdf])).await;
    let answer = answer.refused(400, "invalid_request_error", Some("invalid_file_url"));
    assert_eq!(answer.param().as_deref(), Some("messages[0].content[1].file.file_data"));
}

#[tokio::test]
async fn quirk_37_names_that_lead_inside_are_refused_like_names_that_lead_nowhere() {
    let world = World::new().await;
    for (name, addresses) in [
        ("loopback.example", "127.0.0.1"),
        ("private.example", "192.168.1.1"),
        ("metadata.example", "169.254.169.254"),
        ("mapped.example", "::ffff:10.0.0.1"),
        ("nat64.example", "64:ff9b::a9fe:a9fe"),
        ("unique-local.example", "fd00:ec2::254"),
        ("mixed.example", "93.184.216.34,10.0.0.1"),
        ("mixed6.example", "2606:4700:4700::1111,::1"),
    ] {
        world.names.lead(name, addresses);
        world.refuses(&format!("https://{name}/cat.png"), INSIDE).await;
    }
    world.refuses("https://nowhere.example/cat.png", INSIDE).await;
    world.refuses("https://127.0.0.1/cat.png", INSIDE).await;
    world.refuses("https://[::1]/cat.png", INSIDE).await;
    assert_eq!(world.web.hits(), 0, "nothing was connected to");
}

#[tokio::test]
async fn quirk_37_an_address_that_is_no_plain_https_url_is_refused() {
    let world = World::new().await;
    for url in [
        "http://pictures.example/cat.png",
        "https://pictures.example:8443/cat.png",
        "https://ada:pass@pictures.example/cat.png",
        "https://",
    ] {
        world.refuses(url, PLAIN).await;
    }
    assert_eq!((world.web.hits(), world.names.lookups().len()), (0, 0));
}

#[tokio::test]
async fn quirk_37_a_name_is_looked_up_once_so_that_it_can_not_change_its_mind() {
    let world = World::new().await;
    world.names.lead("rebinding.example", PUBLIC).lead("rebinding.example", "127.0.0.1");
    world.ask("engine", json!([image("https://rebinding.example/cat.png")])).await.ok();
    assert_eq!(world.names.lookups(), ["rebinding.example"]);
    world.refuses("https://rebinding.example/cat.png", INSIDE).await;
    assert_eq!((world.web.hits(), world.names.lookups().len()), (1, 2), "a later request looks anew");
}

#[tokio::test]
async fn quirk_37_redirects_are_followed_three_times_and_each_is_checked_anew() {
    let world = World::new().await;
    world.names.lead("inside.example", "10.0.0.7");
    world.names.lead("elsewhere.example", PUBLIC);
    world.names.lead("turning.example", PUBLIC).lead("turning.example", "127.0.0.1");
    for (location, why) in [
        ("https://inside.example/", INSIDE),
        ("//inside.example/", INSIDE),
        ("https://169.254.169.254/latest/meta-data/", INSIDE),
        ("https://[::ffff:127.0.0.1]/", INSIDE),
        ("http://pictures.example/cat.png", PLAIN),
        ("https://pictures.example:22/", PLAIN),
        ("https://ada@pictures.example/", PLAIN),
        ("file:///etc/passwd", PLAIN),
        ("https://pictures.example/round", "redirects more than 3 times"),
    ] {
        world.web.reply_at("/round", Reply::file(302, "text/html", b"").header("location", location));
        let before = world.web.hits();
        world.refuses("https://pictures.example/round", why).await;
        let hits = if location.ends_with("/round") { 4 } else { 1 };
        assert_eq!(world.web.hits() - before, hits, "{location}");
    }
    world.web.reply_at("/turn", Reply::file(302, "text/html", b"").header("location", "https://turning.example/turn"));
    world.refuses("https://turning.example/turn", INSIDE).await;
    let away = |location: &str| Reply::file(307, "text/html", b"").header("location", location).header("set-cookie", "a=b");
    world.web.reply_at("/one", away("two?x=1"));
    world.web.reply_at("/two?x=1", away("//elsewhere.example/three"));
    world.web.reply_at("/three", away("https://pictures.example/cat.png"));
    world.ask("engine", json!([image("https://pictures.example/one")])).await.ok();
    let last = world.web.last();
    assert_eq!(last.path, "/cat.png");
    assert!(!last.headers.contains_key("referer") && !last.headers.contains_key("cookie"), "{:?}", last.headers);
}

#[tokio::test]
async fn quirk_37_a_file_that_is_too_large_is_refused_whatever_its_length_is_said_to_be() {
    let world = World::with(|settings| settings.bounds.fetched = 1_000).await;
    let large = [PNG, &[0; 1_000]].concat();
    let why = "leads to a file of more than 1000 bytes";
    // A gate that never opens: what comes behind the limit is not waited for.
    world.web.stand(file("image/png", &large).pause(&Gate::new(), []));
    world.refuses(URL, why).await;
    world.web.stand(file("image/png", &large).header("content-length", "2000").pause(&Gate::new(), []));
    world.refuses(URL, why).await;
}

#[tokio::test]
async fn quirk_37_all_files_of_a_request_together_have_a_bound_too() {
    let world = World::with(|settings| settings.bounds.body = 3_000).await;
    world.web.stand(file("image/png", &[PNG, &[0; 1_000]].concat()));
    let answer = world.ask("engine", json!([image(URL), image(URL), image(URL)])).await;
    let answer = answer.refused(400, "invalid_request_error", Some("invalid_image_url"));
    assert_eq!(answer.param().as_deref(), Some("messages[0].content[2].image_url.url"), "the first that is too much");
    world.ask("engine", json!([image(URL), image(URL)])).await.ok();
}

#[tokio::test]
async fn quirk_37_a_file_that_does_not_come_is_not_waited_for() {
    let world = World::with(|settings| settings.patience.fetch = Duration::from_millis(150)).await;
    let why = "does not give the file within 0.15 s";
    let shut = Gate::new();
    for slow in [file("image/png", PNG).after(&shut), file("image/png", PNG).pause(&shut, [])] {
        world.web.stand(slow);
        world.refuses(URL, why).await;
    }
}

#[tokio::test]
async fn quirk_37_what_is_no_image_by_its_bytes_and_its_type_is_refused() {
    let world = World::new().await;
    let why = "leads to something else than a PNG, JPEG, GIF or WebP image or a PDF";
    for reply in [
        file("image/png", b"\x7fELF and so on"),
        file("text/html", PNG),
        Reply::html(200),
        file("image/png", b""),
        file("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        file("application/pdf", PDF),
    ] {
        world.web.stand(reply);
        world.refuses(URL, why).await;
    }
}

#[tokio::test]
async fn quirk_37_a_server_on_the_web_that_fails_is_told_as_such() {
    let world = World::new().await;
    for (reply, why) in [
        (Reply::html(404), "leads to a server that answers 404"),
        (Reply::html(500), "leads to a server that answers 500"),
        (Reply::file(304, "image/png", b""), "leads to a server that answers 304"),
        (Reply::hang_up(), "leads to a server that can not be reached"),
        (file("image/png", PNG).cut(), "leads to a server that can not be reached"),
    ] {
        world.web.stand(reply);
        world.refuses(URL, why).await;
    }
}

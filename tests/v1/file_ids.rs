//! A file is uploaded once and named in chats: whoever serves them gets it in the form that they take, also after a fallback.

use serde_json::{Value, json};

use crate::{
    files::{PNG, id},
    support::{Answer, Client, Gateway, Reply, Upstream, eventually, toml},
};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n";
const WAV: &[u8] = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0";
const PNG_IN_BASE64: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAA=";
const PDF_IN_BASE64: &str = "JVBERi0xLjQKMSAwIG9iago8PD4+CmVuZG9iago=";

/// Three providers, each with a format of its own, and a model for each; `first` falls back through all of them.
struct Providers {
    gateway: Gateway,
    openai: Upstream,
    anthropic: Upstream,
    gemini: Upstream,
}

impl Providers {
    async fn start() -> Self {
        let openai = Upstream::always(Reply::chat("seen")).await;
        let anthropic = Upstream::always(Reply::json(
            200,
            json!({"id": "msg_01", "type": "message", "role": "assistant", "model": "claude", "content": [{"type": "text", "text": "seen"}],
                "stop_reason": "end_turn", "usage": {"input_tokens": 9, "output_tokens": 1}}),
        ))
        .await;
        let gemini = Upstream::always(Reply::json(
            200,
            json!({"candidates": [{"content": {"role": "model", "parts": [{"text": "seen"}]}, "finishReason": "STOP", "index": 0}],
                "usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 1, "totalTokenCount": 10}}),
        ))
        .await;
        let mut config = toml::key("") + &toml::named_key("other", toml::OTHER_SECRET, "");
        for (vendor, upstream, model) in [
            ("openai", &openai, "gpt-5"),
            ("anthropic", &anthropic, "claude-sonnet-4-5"),
            ("gemini", &gemini, "gemini-3-flash-preview"),
        ] {
            config += &format!(
                "[[providers]]\nid = \"{vendor}\"\nvendor = \"{vendor}\"\nbase_url = \"{}\"\napi_key = \"sk-upstream\"\n\n\
                 [[models]]\nid = \"by-{vendor}\"\nprovider = \"{vendor}\"\nupstream = \"{model}\"\nkind = \"chat\"\n\
                 capabilities = [\"vision\"{}]\n{}\n\n",
                upstream.base_url(),
                if vendor == "anthropic" { "" } else { ", \"audio_input\"" },
                toml::PRICE
            );
        }
        config += "[[models]]\nid = \"first\"\nprovider = \"openai\"\nupstream = \"gpt-5-mini\"\nkind = \"chat\"\n\
             capabilities = [\"vision\"]\nfallbacks = [\"by-anthropic\", \"by-gemini\"]\n\n";
        Self { gateway: Gateway::start(&config).await, openai, anthropic, gemini }
    }

    fn hits(&self) -> usize {
        [&self.openai, &self.anthropic, &self.gemini].iter().map(|upstream| upstream.hits()).sum()
    }
}

async fn ask(client: &Client, model: &str, parts: Value) -> Answer {
    client.post("/chat/completions", json!({"model": model, "messages": [{"role": "user", "content": parts}]})).await
}

/// What each is sent for a PDF and an image: its golden form.
fn golden(vendor: &str) -> Value {
    let (png, pdf) = (PNG_IN_BASE64, PDF_IN_BASE64);
    match vendor {
        "openai" => json!([
            {"type": "text", "text": "What is this?"},
            {"type": "file", "file": {"filename": "paper.pdf", "file_data": format!("data:application/pdf;base64,{pdf}")}},
            {"type": "image_url", "image_url": {"url": format!("data:image/png;base64,{png}"), "detail": "low"}},
        ]),
        "anthropic" => json!([
            {"type": "text", "text": "What is this?"},
            {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": pdf}, "title": "paper.pdf"},
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": png}},
        ]),
        _ => json!([
            {"text": "What is this?"},
            {"inlineData": {"mimeType": "application/pdf", "data": pdf}},
            {"inlineData": {"mimeType": "image/png", "data": png}},
        ]),
    }
}

fn sent(upstream: &Upstream, vendor: &str) -> Value {
    let body = upstream.last().body;
    match vendor {
        "gemini" => body["contents"][0]["parts"].clone(),
        _ => body["messages"][0]["content"].clone(),
    }
}

#[tokio::test]
async fn one_pdf_and_one_image_reach_every_provider_in_its_own_form_also_after_fallbacks() {
    let providers = Providers::start().await;
    let Providers { gateway, openai, anthropic, gemini } = &providers;
    let paper = id(&gateway.v1.upload("paper.pdf", PDF).await.ok());
    let photo = id(&gateway.v1.upload("photo.png", PNG).await.ok());
    let parts = json!([
        {"type": "text", "text": "What is this?"},
        {"type": "file", "file": {"file_id": paper}},
        {"type": "input_image", "file_id": photo, "detail": "low"},
    ]);
    for (vendor, upstream) in [("openai", openai), ("anthropic", anthropic), ("gemini", gemini)] {
        let answer = ask(&gateway.v1, &format!("by-{vendor}"), parts.clone()).await.ok();
        assert_eq!(answer.content(), "seen");
        assert_eq!(sent(upstream, vendor), golden(vendor), "{vendor}");
    }
    openai.stand(Reply::error(503, "server_error", None, "down"));
    anthropic.stand(Reply::json(529, json!({"type": "error", "error": {"type": "overloaded_error", "message": "down"}})));
    let answer = ask(&gateway.v1, "first", parts).await.ok();
    assert_eq!((answer.header("x-model-used"), answer.header("x-fallback-depth")), (Some("by-gemini"), Some("2")));
    for (vendor, upstream) in [("openai", openai), ("anthropic", anthropic), ("gemini", gemini)] {
        assert_eq!(sent(upstream, vendor), golden(vendor), "{vendor}, on the way of a fallback");
    }
    let record = gateway.detail(&answer.id()).await;
    let mut used = [paper.clone(), photo];
    used.sort();
    assert_eq!(record["files"], json!(used));
    let file = eventually("the file knows who used it", async || {
        let file = gateway.admin.get(&format!("/files/{paper}")).await.ok().json();
        (file["uses"] == 4).then_some(file)
    })
    .await;
    assert_eq!(file["used_by"][0], answer.id(), "the newest first");
}

#[tokio::test]
async fn text_is_read_and_speech_is_heard_by_those_who_can() {
    let providers = Providers::start().await;
    let v1 = &providers.gateway.v1;
    let text = id(&v1.upload("notes.md", "# \"Grüße\"\n".as_bytes()).await.ok());
    let speech = id(&v1.upload("speech.wav", WAV).await.ok());
    let named = |id: &str| json!([{"type": "input_file", "file_id": id}]);
    ask(v1, "by-openai", named(&text)).await.ok();
    assert_eq!(sent(&providers.openai, "openai"), json!([{"type": "text", "text": "# \"Grüße\"\n"}]));
    ask(v1, "by-openai", json!([{"type": "input_audio", "input_audio": {"file_id": speech}}])).await.ok();
    let heard = sent(&providers.openai, "openai");
    assert_eq!((&heard[0]["type"], &heard[0]["input_audio"]["format"]), (&json!("input_audio"), &json!("wav")));
    let before = providers.hits();
    let deaf = ask(v1, "by-anthropic", named(&speech)).await;
    assert_eq!((deaf.status, deaf.code().as_deref()), (400, Some("audio_not_supported_by_model")), "{}", deaf.text());
    assert_eq!((deaf.param().as_deref(), providers.hits()), (Some("messages[0].content[0]"), before));
}

#[tokio::test]
async fn a_file_that_can_not_be_given_fails_before_any_provider_is_asked_and_costs_nothing() {
    let providers = Providers::start().await;
    let Providers { gateway, .. } = &providers;
    let other = gateway.v1.with_secret(Some(toml::OTHER_SECRET));
    let foreign = id(&other.upload("theirs.png", PNG).await.ok());
    let deleted = id(&gateway.v1.upload("gone.png", PNG).await.ok());
    gateway.v1.delete(&format!("/files/{deleted}")).await.ok();
    let zip = id(&gateway.v1.upload("bomb.png", b"PK\x03\x04\x14\0\0\0\x08\0").await.ok());
    for (part, status, place) in [
        (json!({"type": "image_file", "image_file": {"file_id": foreign}}), 404, "image_file.file_id"),
        (json!({"type": "file", "file": {"file_id": deleted}}), 404, "file.file_id"),
        (json!({"type": "input_file", "file_id": "file-unknown"}), 404, "file_id"),
        (json!({"type": "input_audio", "input_audio": {"file_id": "../../etc/passwd"}}), 404, "input_audio.file_id"),
        (json!({"type": "file", "file": {"file_id": zip}}), 400, "file.file_id"),
        (json!({"type": "file", "file": {"file_id": 7}}), 400, "file.file_id"),
    ] {
        let answer = ask(&gateway.v1, "first", json!([{"type": "text", "text": "?"}, part])).await;
        assert_eq!(
            (answer.status, answer.param()),
            (status, Some(format!("messages[0].content[1].{place}"))),
            "{}",
            answer.text()
        );
        answer.well_formed_error();
        let record = gateway.booked(&answer).await;
        assert_eq!((&record["credits_used"], &record["attempts"]), (&json!("0.000000"), &json!([])));
    }
    assert_eq!(providers.hits(), 0);
    ask(&other, "by-openai", json!([{"type": "image_file", "image_file": {"file_id": foreign}}])).await.ok();
}

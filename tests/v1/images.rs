//! Images: every provider's format, what they cost, as what they come, and what goes wrong.

use std::sync::Arc;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use turnpike_gateway::Web;

use crate::support::{Answer, Gateway, Upstream, form::Form, reply::Reply, schema, toml};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and a picture";
/// Where providers keep what they have drawn, in these tests.
const URL: &str = "https://pictures.example/cat.png";

fn png() -> String {
    BASE64_STANDARD.encode(PNG)
}

/// `image` at one provider of that vendor, and the web, where one server answers to all names.
struct World {
    gateway: Gateway,
    upstream: Upstream,
    web: Upstream,
}

impl World {
    async fn new(vendor: &str, model: &str, fields: &str) -> Self {
        let (upstream, web) = (Upstream::start().await, Upstream::always(Reply::file(200, "image/png", PNG)).await);
        let provider = toml::provider("p", &upstream.base_url()).replace("openai-compatible", vendor);
        let model = image_model("image", "p", &format!("upstream = \"{model}\"\n{fields}"));
        let server = ([127, 0, 0, 1], web.port()).into();
        let gateway = Gateway::start_with(&[provider, model, toml::key(toml::AMPLE)].concat(), |settings| {
            let lookup = Arc::new(|_: &str| vec!["93.184.216.34".parse().unwrap()]);
            settings.web = Web::Scripted { lookup, server };
        })
        .await;
        Self { gateway, upstream, web }
    }

    async fn draw(&self, fields: Value) -> Answer {
        self.gateway.v1.post("/images/generations", asking(fields)).await
    }

    async fn edit(&self, form: Form) -> Answer {
        self.gateway.v1.post_form("/images/edits", form).await
    }

    /// What it sent to the provider last: the path, and the body.
    fn sent(&self) -> (String, Value) {
        let sent = self.upstream.last();
        (sent.path, sent.body)
    }
}

fn image_model(id: &str, provider: &str, fields: &str) -> String {
    format!("[[models]]\nid = \"{id}\"\nprovider = \"{provider}\"\nkind = \"image\"\n{fields}\n\n")
}

fn asking(fields: Value) -> Value {
    let mut body = json!({"model": "image", "prompt": "A cat"});
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    body
}

fn editing() -> Form {
    Form::default().field("model", "image").field("prompt", "A cat")
}

fn in_base64() -> Value {
    json!({"created": 1_760_000_000, "data": [{"b64_json": png()}]})
}

fn at_a_url() -> Value {
    json!({"created": 1_760_000_000, "data": [{"url": URL}]})
}

const EACH: &str = "price = { per_image = 0.04 }";

#[tokio::test]
async fn what_is_drawn_is_passed_on_and_costs_by_the_image() {
    let world = World::new("openai-compatible", "sd", EACH).await;
    let two = json!({"created": 7, "data": [{"url": URL, "revised_prompt": "A grey cat"}, {"url": URL}], "id": "x"});
    world.upstream.stand(Reply::json(200, two.clone()));
    let answer = world.draw(json!({"n": 2, "size": "512x512", "quality": "high", "own": [1]})).await.ok();
    assert_eq!(answer.json(), two);
    schema::check("ImagesResponse", &answer.json());
    // Two of US$0.04.
    assert_eq!(answer.header("x-credits-used"), Some("8.000000"));
    let (path, body) = world.sent();
    let expected = json!({"model": "sd", "prompt": "A cat", "n": 2, "size": "512x512", "quality": "high", "own": [1]});
    assert_eq!((path.as_str(), body), ("/v1/images/generations", expected));
    let record = world.gateway.detail(&answer.id()).await;
    assert_eq!((record["endpoint"].as_str(), record["usage"]["images"].as_u64()), (Some("images"), Some(2)));
    world.gateway.nothing_is_held().await;
}

#[tokio::test]
async fn images_of_tokens_are_held_in_full_and_cost_what_was_counted() {
    let world = World::new("openai", "gpt-image-1-mini", "").await;
    let usage = json!({"input_tokens": 14, "input_tokens_details": {"image_tokens": 0, "text_tokens": 14}, "output_tokens": 272,
        "output_tokens_details": {"image_tokens": 272, "text_tokens": 0}, "total_tokens": 286});
    let drawn = json!({"created": 0, "background": "opaque", "output_format": "png", "quality": "low", "size": "1024x1024",
        "data": [{"b64_json": png()}], "usage": usage});
    world.upstream.stand(Reply::json(200, drawn));
    let answer = world.draw(json!({"quality": "low", "response_format": "b64_json", "background": "opaque"})).await.ok();
    schema::check("ImagesResponse", &answer.json());
    let expected = json!({"model": "gpt-image-1-mini", "prompt": "A cat", "quality": "low", "background": "opaque"});
    assert_eq!(world.sent().1, expected, "it refuses response_format, and gives base64");
    assert_eq!(answer.json()["usage"], usage);
    assert!(answer.json()["created"].as_i64() > Some(1_700_000_000), "nobody gets an image from 1970");
    // 14 tokens of text at US$2 a million, 272 of images at US$8.
    assert_eq!(answer.header("x-credits-used"), Some("0.220400"));
    let record = world.gateway.detail(&answer.id()).await;
    // 6,240 tokens at US$8 a million, and five bytes of text at the dearest input, US$2.50.
    assert_eq!(record["credits_reserved"], "4.993250");
}

#[tokio::test]
async fn a_response_format_is_kept_whatever_the_provider_gives() {
    let world = World::new("openai-compatible", "sd", EACH).await;
    for (given, asked, expected) in [
        (at_a_url(), json!({}), Some("url")),
        (in_base64(), json!({}), Some("b64_json")),
        (at_a_url(), json!({"response_format": "url"}), Some("url")),
        (in_base64(), json!({"response_format": "b64_json"}), Some("b64_json")),
        (at_a_url(), json!({"response_format": "b64_json"}), Some("b64_json")),
        (in_base64(), json!({"response_format": "url"}), None),
    ] {
        world.upstream.stand(Reply::json(200, given.clone()));
        let answer = world.draw(asked.clone()).await.ok();
        let image = &answer.json()["data"][0];
        assert_eq!(image.as_object().unwrap().len(), 1, "either the one or the other: {image}");
        match expected {
            Some("url") => assert_eq!(image["url"], URL),
            Some(_) => assert_eq!(image["b64_json"], png().as_str(), "{given} {asked}"),
            None => handed_out(&world, image["url"].as_str().unwrap()).await,
        }
        assert_eq!(world.sent().1.get("response_format"), asked.get("response_format"));
        assert_eq!(answer.header("x-credits-used"), Some("4.000000"));
    }
    let fetched = world.web.last();
    assert_eq!((fetched.path.as_str(), fetched.headers.get("authorization")), ("/cat.png", None), "no credential goes there");
    assert_eq!(world.web.hits(), 1);
}

/// The address is ours, needs no key, and nobody guesses it.
async fn handed_out(world: &World, url: &str) {
    let base = format!("http://{}/v1/images/content/", world.gateway.address());
    let id = url.strip_prefix(&base).unwrap_or_else(|| panic!("{url} is not below {base}"));
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    let anybody = world.gateway.v1.with_secret(None);
    let image = anybody.get(&format!("/images/content/{id}")).await.ok();
    assert_eq!((&image.body[..], image.header("content-type")), (PNG, Some("image/png")));
    assert_eq!(image.header("x-content-type-options"), Some("nosniff"));
    let other = anybody.get(&format!("/images/content/{}", "0".repeat(32))).await;
    other.refused(404, "invalid_request_error", None);
}

#[tokio::test]
async fn an_image_that_can_not_be_fetched_is_an_error_and_is_paid_for() {
    let world = World::new("openai-compatible", "sd", EACH).await;
    world.web.stand(Reply::json(403, json!({})));
    for url in [URL, "https://127.0.0.1/cat.png", "http://pictures.example/cat.png"] {
        world.upstream.stand(Reply::json(200, json!({"data": [{"url": url}]})));
        let answer = world.draw(json!({"response_format": "b64_json"})).await;
        let answer = answer.refused(502, "server_error", Some("upstream_error"));
        assert_eq!(world.gateway.booked(&answer).await["credits_used"], "4.000000", "the provider has drawn it");
    }
    assert_eq!(world.web.hits(), 1, "only the public web is reached");
}

#[tokio::test]
async fn images_are_edited_from_a_form_and_from_json() {
    let world = World::new("openai", "gpt-image-1.5", EACH).await;
    world.upstream.stand(Reply::json(200, in_base64()));
    let file = world.gateway.v1.upload("cat.png", PNG).await.ok().json()["id"].clone();
    let data_url = format!("data:image/png;base64,{}", png());
    let mask = |form: Form| form.file("mask", "blob", PNG).field("size", "auto").field("n", "2");
    let by_json = |images: Value| asking(json!({"images": images, "mask": {"file_id": file}, "size": "auto", "n": 2}));
    for answer in [
        world.edit(mask(editing().file("image", "../x\".html", PNG))).await,
        world.edit(mask(editing().file("image[]", "a", PNG).file("image[]", "b", PNG))).await,
        world.gateway.v1.post("/images/edits", by_json(json!([{"image_url": data_url}]))).await,
        world.gateway.v1.post("/images/edits", by_json(json!([{"image_url": URL}, {"file_id": file}]))).await,
    ] {
        answer.ok();
    }
    for (sent, (name, count)) in world.upstream.received().iter().zip([("image", 1), ("image[]", 2)].repeat(2)) {
        let text = String::from_utf8_lossy(&sent.bytes);
        let image = format!("name=\"{name}\"; filename=\"image.png\"\r\ncontent-type: image/png\r\n\r\n");
        assert_eq!((sent.path.as_str(), text.matches(&image).count()), ("/v1/images/edits", count), "{text:.900}");
        for part in
            ["model\"\r\n\r\ngpt-image-1.5\r\n", "prompt\"\r\n\r\nA cat\r\n", "n\"\r\n\r\n2\r\n", "mask\"; filename=\"mask.png\""]
        {
            assert!(text.contains(&format!("name=\"{part}")), "{part} is not in {text:.900}");
        }
    }
    assert_eq!(world.web.hits(), 1, "the address was fetched here");
}

#[tokio::test]
async fn what_can_not_be_drawn_is_refused_before_anybody_is_asked() {
    let world = World::new("openai", "gpt-image-1.5", "").await;
    for (fields, code, param) in [
        (json!({"prompt": "x".repeat(32_001)}), "string_above_max_length", "prompt"),
        (json!({"n": 11}), "integer_above_max_value", "n"),
        (json!({"size": "large"}), "invalid_value", "size"),
        (json!({"output_format": "gif"}), "invalid_value", "output_format"),
    ] {
        let answer = world.draw(fields).await.refused(400, "invalid_request_error", Some(code));
        assert_eq!(answer.param().as_deref(), Some(param));
    }
    let many = (0..17).fold(editing(), |form, _| form.file("image[]", "a.png", PNG));
    for (form, code, param) in [
        (editing(), "missing_required_parameter", "image"),
        (editing().file("image", "a.png", b"<svg>"), "invalid_value", "image"),
        (editing().file("image", "a.png", PNG).file("mask", "m.png", b"GIF89a"), "invalid_value", "mask"),
        (many, "invalid_value", "image"),
        (Form::default().field("model", "image").file("image", "a.png", PNG), "missing_required_parameter", "prompt"),
    ] {
        let answer = world.edit(form).await.refused(400, "invalid_request_error", Some(code));
        assert_eq!(answer.param().as_deref(), Some(param));
    }
    let by_json = async |images: Value| world.gateway.v1.post("/images/edits", asking(json!({"images": images}))).await;
    let inside = by_json(json!([{"image_url": "https://10.0.0.1/a.png"}])).await;
    assert_eq!(
        inside.refused(400, "invalid_request_error", Some("invalid_image_url")).param().as_deref(),
        Some("images[0].image_url")
    );
    let unknown = by_json(json!([{"file_id": "file-unknown"}])).await;
    assert_eq!(
        unknown.refused(404, "invalid_request_error", Some("file_not_found")).param().as_deref(),
        Some("images[0].file_id")
    );
    assert_eq!(world.upstream.hits(), 0);
    world.gateway.nothing_is_held().await;
}

#[tokio::test]
async fn a_stream_of_drafts_is_passed_on_and_counted() {
    let world = World::new("openai", "gpt-image-1-mini", "").await;
    let usage = json!({"input_tokens": 14, "output_tokens": 372, "total_tokens": 386, "input_tokens_details": {"image_tokens": 0, "text_tokens": 14}});
    let draft = json!({"type": "image_generation.partial_image", "b64_json": png(), "partial_image_index": 0});
    let last = json!({"type": "image_generation.completed", "b64_json": png(), "usage": usage});
    let frames = [("partial_image", draft), ("completed", last)]
        .map(|(name, data)| format!("event: image_generation.{name}\ndata: {data}\n\n"));
    world.upstream.stand(Reply::frames(frames.clone()).split_every(11));
    let answer = world.draw(json!({"stream": true, "partial_images": 1})).await.ok();
    assert_eq!((answer.text(), answer.header("content-type")), (frames.concat(), Some("text/event-stream; charset=utf-8")));
    assert_eq!(world.sent().1, json!({"model": "gpt-image-1-mini", "prompt": "A cat", "stream": true, "partial_images": 1}));
    let record = world.gateway.record(&answer.id()).await;
    // 14 tokens at US$2 a million; 372 at US$8, whichever they are.
    assert_eq!((record["credits_used"].as_str(), record["state"].as_str()), (Some("0.300400"), Some("settled")));

    world.upstream.stand(Reply::frames(frames.clone()).cut_after(frames[0].len() + 20));
    let broken = world.draw(json!({"stream": true})).await.ok();
    assert!(broken.text().contains("\"error\""), "half an image is told to be none: {}", broken.text());
}

#[tokio::test]
async fn a_stream_is_made_here_where_the_provider_knows_none() {
    let world = World::new("openai-compatible", "sd", EACH).await;
    world.upstream.stand(Reply::json(200, at_a_url()));
    let answer = world.draw(json!({"stream": true, "partial_images": 2})).await.ok();
    assert_eq!(world.sent().1, json!({"model": "sd", "prompt": "A cat", "response_format": "b64_json"}));
    let text = answer.text();
    let data = text.strip_prefix("event: image_generation.completed\ndata: ").unwrap();
    let event: Value = serde_json::from_str(data).unwrap();
    assert_eq!((event["type"].as_str(), event["b64_json"].as_str()), (Some("image_generation.completed"), Some(&*png())));
    assert_eq!(answer.header("x-credits-used"), Some("4.000000"));
}

#[tokio::test]
async fn errors_and_fallbacks_are_those_of_every_other_endpoint() {
    let refused = Reply::error(
        400,
        "image_generation_user_error",
        Some("moderation_blocked"),
        "Your request was rejected by the safety system.",
    );
    let (first, second) = (Upstream::always(refused).await, Upstream::always(Reply::json(200, in_base64())).await);
    let config = [
        toml::provider("a", &first.base_url()),
        toml::provider("b", &second.base_url()),
        image_model("image", "a", "fallbacks = [\"other\"]"),
        image_model("other", "b", EACH),
        toml::chat_model("chat", "b", ""),
        toml::key(toml::AMPLE),
    ];
    let gateway = Gateway::start(&config.concat()).await;
    let draw = async || gateway.v1.post("/images/generations", asking(json!({}))).await;
    let answer = draw().await;
    assert_eq!((answer.status, answer.code().as_deref()), (400, Some("content_policy_violation")));
    assert_eq!(gateway.detail(&answer.id()).await["attempts"][0]["failure"], "content_policy");
    first.stand(Reply::json(200, json!({"data": []})));
    assert_eq!(
        gateway.detail(&draw().await.ok().id()).await["attempts"][0]["failure"],
        "bad_reply",
        "an answer without an image is none"
    );
    first.stand(Reply::error(429, "insufficient_quota", Some("insufficient_quota"), "You exceeded your current quota."));
    let answer = draw().await.ok();
    assert_eq!((answer.header("x-model-used"), answer.header("x-fallback-from")), (Some("other"), Some("image")));
    assert_eq!(answer.header("x-credits-used"), Some("4.000000"));
    let chat = gateway.v1.post("/images/generations", asking(json!({"model": "chat"}))).await;
    assert_eq!(chat.refused(400, "invalid_request_error", Some("invalid_value")).param().as_deref(), Some("model"));
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn a_price_that_nobody_knows_is_not_nothing() {
    let world = World::new("openai-compatible", "sd", "").await;
    world.upstream.stand(Reply::json(200, in_base64()));
    let answer = world.draw(json!({})).await.ok();
    assert_eq!((answer.header("x-credits-used"), answer.header("x-turnpike-warnings")), (None, Some("price_unknown")));
    // Billed by tokens, and nobody counted them.
    let world = World::new("openai", "gpt-image-1.5", "").await;
    world.upstream.stand(Reply::json(200, in_base64()));
    assert_eq!(world.draw(json!({})).await.ok().header("x-credits-used"), None);
}

#[tokio::test]
async fn the_sandbox_draws_and_edits() {
    let gateway = Gateway::sandbox().await;
    let draw = async |fields: Value| {
        let mut body = asking(fields);
        body["model"] = "sandbox-image".into();
        gateway.v1.post("/images/generations", body).await
    };
    let decoded = |answer: &Answer| BASE64_STANDARD.decode(answer.json()["data"][0]["b64_json"].as_str().unwrap()).unwrap();
    let drawn = draw(json!({"size": "320x200", "n": 2})).await.ok();
    schema::check("ImagesResponse", &drawn.json());
    let image = decoded(&drawn);
    // The size of a PNG is in its first chunk.
    assert_eq!((&image[1..4], &image[16..24]), (&b"PNG"[..], &[0, 0, 1, 64, 0, 0, 0, 200][..]));
    assert_eq!(drawn.json()["data"].as_array().unwrap().len(), 2);
    assert_eq!(drawn.header("x-credits-used"), Some("8.000000"));
    assert_eq!(decoded(&draw(json!({"size": "320x200"})).await.ok()), image, "the same words are the same image");

    let form = Form::default().field("model", "sandbox-image").field("prompt", "Blue").file("image", "a.png", &image);
    let edited = decoded(&gateway.v1.post_form("/images/edits", form.clone()).await.ok());
    assert_eq!(&edited[16..24], &image[16..24]);
    assert_ne!(edited, image);
    let events = gateway
        .v1
        .post_form("/images/edits", form.field("size", "1024x1024").field("stream", "true").field("partial_images", "2"))
        .await
        .ok()
        .text();
    let types: Vec<_> = events.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
    assert_eq!(types, ["image_edit.partial_image", "image_edit.partial_image", "image_edit.completed"]);
    for line in events.lines().filter_map(|line| line.strip_prefix("data: ")) {
        schema::check("ImageEditStreamEvent", &serde_json::from_str(line).unwrap());
    }
    draw(json!({"size": "4096x4096"})).await.refused(400, "invalid_request_error", Some("unsupported_value"));
    gateway.nothing_is_held().await;
}

#[tokio::test]
async fn every_vendor_is_asked_to_draw_in_its_own_words() {
    let ticks = json!({"data": [{"url": URL, "mime_type": "image/jpeg"}], "usage": {"cost_in_usd_ticks": 200_000_000}});
    let megapixels = "Together's FLUX by the megapixel: half of one at US$0.0027";
    for (vendor, model, reply, path, expected, credits) in [
        (
            "xai",
            "grok-imagine-image",
            ticks,
            "/v1/images/generations",
            json!({"model": "grok-imagine-image", "prompt": "A cat", "n": 1, "aspect_ratio": "2:1", "resolution": "1k", "response_format": "url", "seed": 7}),
            "2.000000",
        ),
        (
            "together",
            "black-forest-labs/FLUX.1-schnell",
            at_a_url(),
            "/v1/images/generations",
            json!({"model": "black-forest-labs/FLUX.1-schnell", "prompt": "A cat", "n": 1, "width": 1024, "height": 512, "response_format": "url", "seed": 7}),
            "0.135000",
        ),
    ] {
        let world = World::new(vendor, model, "").await;
        world.upstream.stand(Reply::json(200, reply));
        let asked =
            json!({"n": 1, "size": "1024x512", "style": "vivid", "background": "auto", "response_format": "url", "seed": 7});
        let answer = world.draw(asked).await.ok();
        assert_eq!(world.sent(), (path.to_owned(), expected), "{vendor}");
        assert_eq!(answer.json()["data"][0]["url"], URL, "{vendor}");
        let lost = "'style' is left out: this model does not take it";
        assert_eq!(answer.header("x-turnpike-warnings"), Some(lost), "{vendor}: what says nothing is not told");
        assert_eq!(answer.header("x-credits-used"), Some(credits), "{vendor}: {megapixels}");
        schema::check("ImagesResponse", &answer.json());
        // A client that wants all that it asks for is refused before anybody is asked.
        let strict = world.gateway.v1.request(reqwest::Method::POST, "/images/generations").header("x-turnpike-strict", "true");
        let strict = strict.header("content-type", "application/json").body(asking(json!({"style": "vivid"})).to_string());
        let strict = world.gateway.v1.send(strict).await.refused(400, "invalid_request_error", Some("unsupported_parameter"));
        assert_eq!((strict.param().as_deref(), world.upstream.hits()), (Some("style"), 1));
    }
}

#[tokio::test]
async fn every_vendor_is_asked_to_edit_in_its_own_words() {
    let world = World::new("xai", "grok-imagine-image", "").await;
    world.upstream.stand(Reply::json(200, json!({"data": [{"url": URL}], "usage": {"cost_in_usd_ticks": 700_000_000}})));
    let answer = world.edit(editing().file("image", "a.png", PNG)).await.ok();
    let image = json!({"type": "image_url", "url": format!("data:image/png;base64,{}", png())});
    let expected = json!({"model": "grok-imagine-image", "prompt": "A cat", "images": [image]});
    assert_eq!(world.sent(), ("/v1/images/edits".to_owned(), expected));
    assert_eq!(answer.header("x-credits-used"), Some("7.000000"), "what the provider says");
    let masked = world.edit(editing().file("image", "a.png", PNG).file("mask", "m.png", PNG)).await;
    masked.refused(400, "invalid_request_error", Some("unsupported_parameter"));
    let world = World::new("together", "FLUX", "").await;
    let edit = world.edit(editing().file("image", "a.png", PNG)).await;
    edit.refused(400, "invalid_request_error", Some("unsupported_value"));
    assert_eq!(world.upstream.hits(), 0);
}

#[tokio::test]
async fn a_size_that_a_vendor_does_not_draw_is_refused() {
    for (vendor, size) in [("xai", "1000x100"), ("xai", "4096x4096")] {
        let world = World::new(vendor, "m", "").await;
        let answer = world.draw(json!({"size": size})).await.refused(400, "invalid_request_error", Some("unsupported_value"));
        assert_eq!((answer.param().as_deref(), world.upstream.hits()), (Some("size"), 0), "{vendor} {size}");
    }
}

fn gemini(parts: Value) -> Value {
    json!({"candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 1_290, "totalTokenCount": 1_300,
            "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1_290}]}})
}

#[tokio::test]
async fn gemini_draws_each_image_in_a_call_of_its_own() {
    let world = World::new("gemini", "gemini-2.5-flash-image", "").await;
    let image = |text: &str| json!({"inlineData": {"mimeType": "image/png", "data": BASE64_STANDARD.encode(text)}});
    let drawn = |text: &str| Reply::json(200, gemini(json!([{"text": "Here it is."}, image(text)])));
    world.upstream.reply(drawn("one"));
    world.upstream.reply(drawn("two"));
    let answer = world.draw(json!({"n": 2, "size": "1536x1024", "seed": 7, "response_format": "b64_json"})).await.ok();
    let config = json!({"responseModalities": ["TEXT", "IMAGE"], "imageConfig": {"aspectRatio": "3:2"}, "seed": 7});
    let expected = json!({"contents": [{"role": "user", "parts": [{"text": "A cat"}]}], "generationConfig": config});
    for sent in world.upstream.received() {
        assert_eq!((sent.path.as_str(), &sent.body), ("/v1/models/gemini-2.5-flash-image:generateContent", &expected));
        assert_eq!(sent.headers["x-goog-api-key"], "sk-upstream-p");
    }
    let mut images: Vec<_> =
        answer.json()["data"].as_array().unwrap().iter().map(|image| image["b64_json"].to_string()).collect();
    images.sort();
    assert_eq!(images, [format!("\"{}\"", BASE64_STANDARD.encode("one")), format!("\"{}\"", BASE64_STANDARD.encode("two"))]);
    schema::check("ImagesResponse", &answer.json());
    assert_eq!(answer.json()["usage"]["output_tokens_details"]["image_tokens"], 2_580);
    // Twice 10 tokens at US$0.30 a million and 1,290 of images at US$30.
    assert_eq!(answer.header("x-credits-used"), Some("7.740600"));

    world.upstream.stand(drawn("edited"));
    world.edit(editing().file("image", "a.png", PNG)).await.ok();
    let parts = json!([{"inlineData": {"mimeType": "image/png", "data": png()}}, {"text": "A cat"}]);
    assert_eq!(world.sent().1["contents"][0]["parts"], parts);
    let masked = world.edit(editing().file("image", "a.png", PNG).file("mask", "m.png", PNG)).await;
    assert_eq!(masked.refused(400, "invalid_request_error", Some("unsupported_value")).param().as_deref(), Some("mask"));
    world.draw(json!({"size": "2048x2048"})).await.refused(400, "invalid_request_error", Some("unsupported_value"));

    let third = World::new("gemini", "gemini-3-pro-image", "").await;
    let thought = json!({"thought": true, "inlineData": {"mimeType": "image/png", "data": "AAAA"}});
    third.upstream.stand(Reply::json(200, gemini(json!([thought, image("last")]))));
    let answer = third.draw(json!({"size": "3840x2160"})).await.ok();
    assert_eq!(third.sent().1["generationConfig"]["imageConfig"], json!({"aspectRatio": "16:9", "imageSize": "4K"}));
    assert_eq!(
        answer.json()["data"],
        json!([{"b64_json": BASE64_STANDARD.encode("last")}]),
        "what it draws while it thinks is none"
    );
}

#[tokio::test]
async fn what_gemini_does_not_draw_says_why() {
    let world = World::new("gemini", "gemini-2.5-flash-image", "").await;
    let ended = |reason: &str, parts: Value| json!({"candidates": [{"content": {"parts": parts}, "finishReason": reason}]});
    for (reply, status, code, message) in [
        (json!({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}), 400, "content_policy_violation", "PROHIBITED_CONTENT"),
        (ended("IMAGE_SAFETY", json!([])), 400, "content_policy_violation", "IMAGE_SAFETY"),
        (ended("STOP", json!([{"text": "I can only talk."}])), 502, "upstream_error", "I can only talk."),
    ] {
        world.upstream.stand(Reply::json(200, reply));
        let answer = world.draw(json!({})).await;
        assert_eq!((answer.status, answer.code().as_deref()), (status, Some(code)), "{message}");
        assert!(answer.text().contains(message), "{}", answer.text());
    }
    world.gateway.nothing_is_held().await;
}

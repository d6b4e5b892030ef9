//! What a client gets, whoever draws it.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{EACH, PNG, URL, World, asking, at_a_url, editing, image_model, in_base64, png};
use crate::support::{Answer, Gateway, Upstream, form::Form, reply::Reply, schema, toml};

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
async fn an_image_of_ours_is_found_by_nobody_who_was_not_given_its_address() {
    let world = World::new("openai-compatible", "sd", EACH).await;
    let two = json!({"data": [{"b64_json": png()}, {"b64_json": png()}]});
    world.upstream.stand(Reply::json(200, two));
    let answer = world.draw(json!({"n": 2, "response_format": "url"})).await.ok();
    let id = |index: usize| answer.json()["data"][index]["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let (id, other) = (id(0), id(1));
    assert_ne!(id, other, "the same image twice has two addresses");
    let tries =
        ["".to_owned(), "/".to_owned(), "/*".to_owned(), format!("/{}", &id[..31]), format!("/{id}0"), format!("/%20{id}")];
    for path in tries.into_iter().chain([format!("/{}", id.to_uppercase()), format!("/{id}/{other}"), "/..%2f..".to_owned()]) {
        let found = world.gateway.v1.get(&format!("/images/content{path}")).await;
        assert_eq!(found.status, 404, "{path}: {}", found.text());
        found.well_formed_error();
    }
    assert_eq!(world.gateway.v1.get("/files").await.ok().json()["data"], json!([]), "it is no file");
    let record = world.gateway.detail(&answer.id()).await.to_string();
    let admin = [record, world.gateway.admin.get("/files").await.text(), world.gateway.admin.get("/requests").await.text()];
    assert!(admin.iter().all(|told| !told.contains(&id) && !told.contains(&other)), "the log has no addresses");
    let elsewhere = World::new("openai-compatible", "sd", EACH).await;
    assert_eq!(elsewhere.gateway.v1.get(&format!("/images/content/{id}")).await.status, 404);
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

//! Every provider in its own words.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{EACH, PNG, URL, World, asking, at_a_url, editing, png};
use crate::support::{Upstream, reply::Reply, schema};

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

#[tokio::test]
async fn a_job_is_looked_at_until_it_is_done() {
    let world = World::new("fal", "fal-ai/flux/dev", "").await;
    let place = format!("{}/fal-ai/flux/requests/1", world.upstream.base_url());
    let status =
        |word: &str| json!({"status": word, "request_id": "1", "status_url": format!("{place}/status"), "response_url": place});
    world.upstream.reply_at("/v1/fal-ai/flux/dev", Reply::json(200, status("IN_QUEUE")));
    world.upstream.reply(Reply::json(202, json!({"status": "IN_PROGRESS"})));
    world.upstream.reply(Reply::error(503, "server_error", None, "One moment, please."));
    world.upstream.reply(Reply::json(200, json!({"status": "COMPLETED"})));
    let result = json!({"images": [{"url": URL, "width": 2048, "height": 2048, "content_type": "image/png"}], "seed": 7});
    world.upstream.reply_at("/v1/fal-ai/flux/requests/1", Reply::json(200, result));
    let asked =
        json!({"size": "2048x2048", "guidance_scale": 3.5, "quality": "auto", "style": "vivid", "response_format": "b64_json"});
    let answer = world.draw(asked).await.ok();
    assert_eq!(answer.json()["data"], json!([{"b64_json": png()}]));
    assert_eq!(answer.json()["seed"], 7);
    // Four megapixels at US$0.025.
    assert_eq!(answer.header("x-credits-used"), Some("10.000000"));
    assert_eq!(answer.header("x-turnpike-warnings"), Some("'style' is left out: this model does not take it"));
    let received = world.upstream.received();
    let paths: Vec<_> = received.iter().map(|sent| sent.path.strip_prefix("/v1/fal-ai/flux/").unwrap()).collect();
    assert_eq!(paths, ["dev", "requests/1/status", "requests/1/status", "requests/1/status", "requests/1"]);
    let size = json!({"width": 2048, "height": 2048});
    assert_eq!(received[0].body, json!({"prompt": "A cat", "guidance_scale": 3.5, "image_size": size}));
    assert!(received.iter().all(|sent| sent.headers["authorization"] == "Key sk-upstream-p"));
    assert_eq!(world.web.last().headers.get("authorization"), None);
    assert_eq!(world.gateway.detail(&answer.id()).await["attempts"].as_array().unwrap().len(), 1, "all of it is one attempt");
}

#[tokio::test]
async fn a_credential_goes_to_no_other_host_that_a_job_names() {
    for vendor in ["fal", "replicate"] {
        let world = World::new(vendor, "owner/model", "").await;
        let elsewhere = Upstream::start().await;
        let place = format!("{}/1", elsewhere.base_url());
        let begun =
            json!({"status": if vendor == "fal" { "IN_QUEUE" } else { "starting" }, "status_url": place, "urls": {"get": place}});
        world.upstream.stand(Reply::json(200, begun));
        elsewhere.stand(Reply::json(200, json!({"status": if vendor == "fal" { Value::Null } else { "succeeded".into() }, "output": URL, "images": [{"url": URL}]})));
        world.draw(json!({})).await.ok();
        let asked = elsewhere.last();
        assert!(!asked.headers.contains_key("authorization") && asked.bytes.is_empty(), "{vendor}: {:?}", asked.headers);
    }
}

#[tokio::test]
async fn a_prediction_is_held_or_looked_at() {
    let world = World::new("replicate", "black-forest-labs/flux-schnell", "").await;
    let place = format!("{}/predictions/1", world.upstream.base_url());
    let prediction = |status: &str, output: Value| json!({"id": "1", "status": status, "output": output, "error": null, "urls": {"get": place}});
    world.upstream.stand(Reply::json(201, prediction("processing", Value::Null)));
    world.upstream.reply_at("/v1/predictions/1", Reply::json(200, prediction("succeeded", json!([URL]))));
    let answer =
        world.draw(json!({"n": 2, "size": "1024x1792", "seed": 7, "output_format": "png", "quality": "high"})).await.ok();
    assert_eq!(answer.json()["data"], json!([{"url": URL}, {"url": URL}]), "each in a prediction of its own");
    assert_eq!(answer.header("x-credits-used"), Some("0.600000"), "twice US$0.003");
    let first = &world.upstream.received()[0];
    assert_eq!(first.path, "/v1/models/black-forest-labs/flux-schnell/predictions");
    let input = json!({"prompt": "A cat", "seed": 7, "output_format": "png", "aspect_ratio": "9:16"});
    assert_eq!((&first.body, &*first.headers["prefer"]), (&json!({"input": input}), "wait=60"));
    assert_eq!(first.headers["authorization"], "Bearer sk-upstream-p");

    let world = World::new("replicate", "someone/kontext:39ed52f2", EACH).await;
    world.upstream.stand(Reply::json(201, json!({"status": "succeeded", "output": format!("data:image/png;base64,{}", png())})));
    let answer = world.edit(editing().file("image", "a.png", PNG)).await.ok();
    let input = json!({"prompt": "A cat", "input_image": format!("data:image/png;base64,{}", png())});
    assert_eq!(world.sent(), ("/v1/predictions".to_owned(), json!({"version": "39ed52f2", "input": input})));
    assert_eq!(answer.json()["data"], json!([{"b64_json": png()}]), "an image in an address is one in base64");
}

#[tokio::test]
async fn a_job_that_fails_says_why_and_costs_nothing() {
    let blocked = json!({"detail": [{"loc": ["body", "prompt"], "msg": "The content could not be processed.", "type": "content_policy_violation"}]});
    let failed = json!({"status": "failed", "error": "NSFW content detected."});
    for (vendor, reply, status, code) in [
        ("fal", Reply::json(422, blocked), 400, Some("content_policy_violation")),
        ("replicate", Reply::json(201, failed), 400, Some("content_policy_violation")),
        (
            "replicate",
            Reply::json(402, json!({"title": "Insufficient credit", "detail": "You have insufficient credit."})),
            429,
            None,
        ),
        (
            "replicate",
            Reply::json(
                422,
                json!({"title": "Input validation failed", "detail": "- input: Additional property x is not allowed"}),
            ),
            422,
            None,
        ),
        (
            "fal",
            Reply::json(401, json!({"detail": "Authentication is required to access this application."})),
            502,
            Some("upstream_auth"),
        ),
    ] {
        let world = World::new(vendor, "owner/model", EACH).await;
        world.upstream.stand(reply);
        let answer = world.draw(json!({})).await;
        assert_eq!(answer.status, status, "{vendor}: {}", answer.text());
        if code.is_some() {
            assert_eq!(answer.code().as_deref(), code, "{vendor}");
        }
        answer.well_formed_error();
        assert_eq!(world.gateway.booked(&answer).await["credits_used"], "0.000000");
    }
}

#[tokio::test]
async fn a_job_that_comes_to_nothing_says_why_and_is_begun_once() {
    let blocked = json!({"detail": [{"loc": ["body", "prompt"], "msg": "Flagged.", "type": "content_policy_violation"}]});
    let died = json!({"status": "COMPLETED", "error": "The request was flagged as sensitive.", "error_type": "content_policy_violation"});
    for (vendor, looks, status, code) in [
        (
            "fal",
            vec![Reply::json(200, json!({"status": "COMPLETED"})), Reply::json(422, blocked)],
            400,
            Some("content_policy_violation"),
        ),
        ("fal", vec![Reply::json(200, died)], 400, Some("content_policy_violation")),
        (
            "replicate",
            vec![Reply::json(200, json!({"status": "failed", "error": "NSFW content detected."}))],
            400,
            Some("content_policy_violation"),
        ),
        // It goes on there, and a second one would be paid for too.
        (
            "replicate",
            vec![Reply::json(503, json!({"detail": "One moment."})).header("retry-after", "0"); 4],
            503,
            Some("overloaded"),
        ),
    ] {
        let world = World::new(vendor, "owner/model", EACH).await;
        let place = format!("{}/requests/1/status", world.upstream.base_url());
        let begun = if vendor == "fal" { "/v1/owner/model" } else { "/v1/models/owner/model/predictions" };
        let queued =
            json!({"status": if vendor == "fal" { "IN_QUEUE" } else { "starting" }, "status_url": place, "urls": {"get": place}});
        world.upstream.reply_at(begun, Reply::json(200, queued));
        let count = looks.len();
        looks.into_iter().for_each(|look| world.upstream.reply(look));
        let answer = world.draw(json!({})).await;
        assert_eq!((answer.status, answer.code().as_deref()), (status, code), "{vendor}: {}", answer.text());
        answer.well_formed_error();
        assert_eq!(world.upstream.hits(), 1 + count, "{vendor}: begun once");
        assert_eq!(world.gateway.booked(&answer).await["credits_used"], "0.000000");
        world.gateway.nothing_is_held().await;
    }
}

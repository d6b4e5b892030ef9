//! Films and music of the vendors that have jobs of their own: in the words of each from the submission to the bytes, at what
//! they cost, with the credential for nobody else.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use turnpike_gateway::Web;

use crate::support::{Answer, Client, Form, Gateway, Reply, Upstream, eventually, schema, toml};

/// What tests look at jobs with.
const QUICK: Duration = Duration::from_millis(20);
/// Enough of an MP4 to be taken for one.
const FILM: &[u8] = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41 and a film";
/// Enough of a WAV.
const SONG: &[u8] = b"RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\x04\0\0\0\0\0\0\0";
/// Where providers keep what they have made, in these tests.
const URL: &str = "https://films.example/out";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and a picture";
const FILTERED: &str = "content_policy_violation";

/// `film` and `song` at one provider of that vendor, and the web, where one server answers to all names.
struct World {
    gateway: Gateway,
    upstream: Upstream,
    web: Upstream,
    script: Script,
}

/// What a vendor answers, and where.
struct Script {
    submission: String,
    accepted: Value,
    look: String,
    running: Value,
    done: Vec<(String, Reply)>,
    filtered: Vec<(String, Reply)>,
    cancel: Option<String>,
    credential: (&'static str, &'static str),
}

impl Script {
    fn of(vendor: &str, model: &str, base: &str, made: &Value) -> Self {
        match vendor {
            "fal" => Self::fal(model, base, made),
            "replicate" => Self::replicate(model, base),
            "gemini" => Self::gemini(model, base),
            "xai" => Self::xai(),
            other => panic!("{other}"),
        }
    }

    /// A status says only that there is an end.
    fn fal(model: &str, base: &str, made: &Value) -> Self {
        let place = "fal-ai/app/requests/r1";
        let at = |step: &str| format!("{base}/{place}{step}");
        let (look, result) = (format!("/v1/{place}/status"), format!("/v1/{place}"));
        let blocked = json!({"detail": [{"loc": ["body", "prompt"], "msg": "Flagged.", "type": FILTERED}]});
        let over = Reply::json(200, json!({"status": "COMPLETED", "request_id": "r1"}));
        Self {
            submission: format!("/v1/{model}"),
            accepted: json!({"status": "IN_QUEUE", "request_id": "r1", "queue_position": 0, "status_url": at("/status"),
                "response_url": at(""), "cancel_url": at("/cancel")}),
            running: json!({"status": "IN_PROGRESS", "request_id": "r1"}),
            done: vec![(result.clone(), Reply::json(200, made.clone())), (look.clone(), over.clone())],
            filtered: vec![(result, Reply::json(422, blocked)), (look.clone(), over)],
            look,
            cancel: Some(format!("/v1/{place}/cancel")),
            credential: ("authorization", "Key sk-upstream-p"),
        }
    }

    fn replicate(model: &str, base: &str) -> Self {
        let (place, look) = (format!("{base}/predictions/p1"), "/v1/predictions/p1".to_owned());
        let prediction = |status: &str, more: Value| {
            let urls = json!({"get": place, "cancel": format!("{place}/cancel")});
            let mut prediction = json!({"id": "p1", "status": status, "output": null, "error": null, "logs": "", "urls": urls});
            prediction.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            prediction
        };
        let sensitive = json!({"error": "The input or output was flagged as sensitive. Please try again. (E005)"});
        Self {
            submission: format!("/v1/models/{model}/predictions"),
            accepted: prediction("starting", json!({})),
            running: prediction("processing", json!({"logs": " 38%|███▊      | 19/50 [00:01<00:01]\n"})),
            done: vec![(look.clone(), Reply::json(200, prediction("succeeded", json!({"output": [URL]}))))],
            filtered: vec![(look.clone(), Reply::json(200, prediction("failed", sensitive)))],
            cancel: Some(format!("{look}/cancel")),
            look,
            credential: ("authorization", "Bearer sk-upstream-p"),
        }
    }

    /// What is made is at the provider's, which leads elsewhere.
    fn gemini(model: &str, base: &str) -> Self {
        let name = format!("models/{model}/operations/op1");
        let look = format!("/v1/{name}");
        let ended =
            |answer: Value| Reply::json(200, json!({"name": name, "done": true, "response": {"generateVideoResponse": answer}}));
        let film = json!({"generatedSamples": [{"video": {"uri": format!("{base}/files/f1:download?alt=media")}}]});
        let refused = json!({"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": ["It is not to be seen."]});
        Self {
            submission: format!("/v1/models/{model}:predictLongRunning"),
            accepted: json!({"name": name}),
            running: json!({"name": name}),
            done: vec![
                ("/v1/files/f1:download?alt=media".to_owned(), Reply::json(302, json!({})).header("location", URL)),
                (look.clone(), ended(film)),
            ],
            filtered: vec![(look.clone(), ended(refused))],
            look,
            cancel: None,
            credential: ("x-goog-api-key", "sk-upstream-p"),
        }
    }

    fn xai() -> Self {
        let look = "/v1/videos/x1".to_owned();
        let ended =
            |respects: bool| Reply::json(200, json!({"status": "done", "video": {"url": URL, "respect_moderation": respects}}));
        Self {
            submission: "/v1/videos/generations".to_owned(),
            accepted: json!({"request_id": "x1"}),
            running: json!({"status": "pending", "progress": 38}),
            done: vec![(look.clone(), ended(true))],
            filtered: vec![(look.clone(), ended(false))],
            look,
            cancel: None,
            credential: ("authorization", "Bearer sk-upstream-p"),
        }
    }
}

impl World {
    /// `price`: `""`, or the owner's own.
    async fn new(vendor: &str, kind: &str, model: &str, price: &str) -> Self {
        let upstream = Upstream::start().await;
        let (made, file) = match kind {
            "video" => (json!({"video": {"url": URL, "content_type": "video/mp4"}}), Reply::file(200, "video/mp4", FILM)),
            _ => (json!({"audio": {"url": URL, "content_type": "audio/wav"}}), Reply::file(200, "audio/wav", SONG)),
        };
        let web = Upstream::always(file).await;
        let provider = toml::provider("p", &upstream.base_url()).replace("openai-compatible", vendor);
        let entry =
            format!("[[models]]\nid = \"made\"\nprovider = \"p\"\nkind = \"{kind}\"\nupstream = \"{model}\"\n{price}\n\n");
        let server = ([127, 0, 0, 1], web.port()).into();
        let gateway = Gateway::start_with(&[provider, entry, toml::key(toml::AMPLE)].concat(), |settings| {
            let lookup = Arc::new(|_: &str| vec!["93.184.216.34".parse().unwrap()]);
            settings.web = Web::Scripted { lookup, server };
            settings.patience.look = QUICK;
        })
        .await;
        let script = Script::of(vendor, model, &upstream.base_url(), &made);
        upstream.reply_at(&script.submission, Reply::json(200, script.accepted.clone()));
        upstream.reply_at(&script.look, Reply::json(202, script.running.clone()));
        Self { gateway, upstream, web, script }
    }

    async fn submit(&self, fields: &Value) -> Answer {
        self.gateway.v1.post("/videos/generations", asking(fields)).await
    }

    fn goes_on(&self, replies: &[(String, Reply)]) {
        for (path, reply) in replies {
            self.upstream.reply_at(path, reply.clone());
        }
    }

    /// Its provider was sent the credential with every call, and nobody else with any.
    fn kept_its_credential(&self, vendor: &str) {
        let (name, value) = self.script.credential;
        for sent in self.upstream.received() {
            assert_eq!(sent.headers.get(name).map(String::as_str), Some(value), "{vendor} {}", sent.path);
        }
        let asked = self.web.last();
        assert!(!asked.headers.values().any(|value| value.contains("sk-upstream")), "{vendor}: {:?}", asked.headers);
    }
}

fn asking(fields: &Value) -> Value {
    let mut body = json!({"model": "made", "prompt": "A boat at dawn"});
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    body
}

/// A job when it is like that.
async fn when(v1: &Client, id: &str, what: &str, condition: impl Fn(&Value) -> bool) -> Value {
    eventually(what, async || {
        let job = v1.get(&format!("/videos/generations/{id}")).await.ok().json();
        condition(&job).then_some(job)
    })
    .await
}

async fn ended(v1: &Client, id: &str) -> Value {
    when(v1, id, "the job ends", |job| !matches!(job["status"].as_str(), Some("queued" | "processing"))).await
}

const EACH: &str = "price = { per_second = 0.01 }";

/// A film of each vendor with a length that it makes.
const FILMS: [(&str, &str, u64); 4] = [
    ("fal", "fal-ai/kling-video/v2.6/pro/text-to-video", 5),
    ("replicate", "google/veo-3", 8),
    ("gemini", "veo-3.1-generate-preview", 8),
    ("xai", "grok-imagine-video", 6),
];

#[tokio::test]
async fn a_film_of_every_vendor_is_asked_for_watched_and_kept() {
    for (vendor, model, seconds) in FILMS {
        let world = World::new(vendor, "video", model, EACH).await;
        let answer = world.submit(&json!({"seconds": seconds, "aspect_ratio": "16:9"})).await;
        assert_eq!(answer.status, 202, "{vendor}: {}", answer.text());
        let credits = format!("{seconds}.000000");
        assert_eq!(answer.header("x-credits-reserved"), Some(&*credits), "{vendor}");
        let id = answer.json()["job_id"].as_str().unwrap().to_owned();
        let job = when(&world.gateway.v1, &id, "it is being made", |job| job["status"] == "processing").await;
        let says_how_far = ["replicate", "xai"].contains(&vendor);
        assert_eq!(job["progress"].as_u64().filter(|percent| *percent > 0), says_how_far.then_some(38), "{vendor}: {job}");
        world.goes_on(&world.script.done);
        let job = ended(&world.gateway.v1, &id).await;
        assert_eq!((job["status"].as_str(), job["credits_used"].as_str()), (Some("completed"), Some(&*credits)), "{job}");
        assert_eq!(world.gateway.v1.get(&format!("/videos/generations/{id}/content")).await.ok().body, FILM, "{vendor}");
        world.kept_its_credential(vendor);
        world.gateway.nothing_is_held().await;
        let record = world.gateway.detail(&answer.id()).await;
        assert_eq!(record["attempts"].as_array().map(Vec::len), Some(1), "{vendor}: all of it is one attempt");
    }
}

#[tokio::test]
async fn openai_s_own_clients_are_served_by_every_vendor() {
    for (vendor, model, seconds) in FILMS {
        let world = World::new(vendor, "video", model, EACH).await;
        let form = Form::default().field("model", "made").field("prompt", "A boat").field("seconds", &seconds.to_string());
        let video = world.gateway.v1.post_form("/videos", form).await.ok().json();
        schema::check("VideoResource", &video);
        world.goes_on(&world.script.done);
        let path = format!("/videos/{}", video["id"].as_str().unwrap());
        let video = eventually("it is there", async || {
            let video = world.gateway.v1.get(&path).await.ok().json();
            (video["status"] == "completed").then_some(video)
        })
        .await;
        schema::check("VideoResource", &video);
        assert_eq!(video["seconds"].as_str(), Some(&*seconds.to_string()), "{vendor}");
        assert_eq!(world.gateway.v1.get(&format!("{path}/content")).await.ok().body, FILM, "{vendor}");
    }
}

#[tokio::test]
async fn what_is_filtered_is_said_and_not_charged() {
    for (vendor, model, seconds) in FILMS {
        let world = World::new(vendor, "video", model, EACH).await;
        world.goes_on(&world.script.filtered);
        let answer = world.submit(&json!({"seconds": seconds})).await;
        let job = ended(&world.gateway.v1, answer.json()["job_id"].as_str().unwrap()).await;
        assert_eq!((job["status"].as_str(), job["error"]["code"].as_str()), (Some("failed"), Some(FILTERED)), "{vendor}: {job}");
        assert_eq!(job["credits_used"], "0.000000", "{vendor}");
        world.gateway.nothing_is_held().await;
        assert_eq!(world.gateway.key("ci").await["spent"], "0.000000", "{vendor}");
    }
}

#[tokio::test]
async fn a_job_is_stopped_where_its_provider_can_and_charged_where_it_goes_on() {
    let stopped = || Reply::json(202, json!({"status": "CANCELLATION_REQUESTED"}));
    let over = || Reply::json(400, json!({"status": "ALREADY_COMPLETED"}));
    for (vendor, model, reply, charged) in [
        ("fal", "fal-ai/kling-video/v2.6/pro/text-to-video", stopped(), "0.000000"),
        ("fal", "fal-ai/kling-video/v2.6/pro/text-to-video", over(), "5.000000"),
        ("replicate", "kwaivgi/kling-v2.1", Reply::json(200, json!({"id": "p1", "status": "canceled"})), "0.000000"),
        ("xai", "grok-imagine-video", Reply::html(404), "5.000000"),
    ] {
        let world = World::new(vendor, "video", model, EACH).await;
        if let Some(path) = &world.script.cancel {
            world.upstream.reply_at(path, reply);
        }
        let answer = world.submit(&json!({"seconds": 5})).await;
        let id = answer.json()["job_id"].as_str().unwrap().to_owned();
        when(&world.gateway.v1, &id, "it is being made", |job| job["status"] == "processing").await;
        let job = world.gateway.v1.delete(&format!("/videos/generations/{id}")).await.ok().json();
        assert_eq!((job["status"].as_str(), job["credits_used"].as_str()), (Some("cancelled"), Some(charged)), "{vendor}: {job}");
        let asked = world.upstream.received().into_iter().filter(|sent| Some(&sent.path) == world.script.cancel.as_ref());
        let (name, value) = world.script.credential;
        let asked: Vec<_> = asked.map(|sent| sent.headers[name].clone()).collect();
        assert_eq!(asked, vec![value; usize::from(world.script.cancel.is_some())], "{vendor}");
        world.gateway.nothing_is_held().await;
    }
}

#[tokio::test]
async fn films_cost_what_the_price_list_says() {
    for (vendor, model, fields, credits) in [
        // By the second, and what it looks like.
        ("fal", "bytedance/seedance-2.0/text-to-video", json!({"seconds": 5, "size": "1280x720"}), Some("151.700000")),
        ("fal", "bytedance/seedance-2.0/text-to-video", json!({"seconds": 5, "resolution": "1080p"}), Some("341.000000")),
        ("fal", "bytedance/seedance-2.0/text-to-video", json!({"seconds": 5}), Some("151.700000")),
        ("fal", "bytedance/seedance-2.5/text-to-video", json!({"seconds": 4, "resolution": "480p"}), Some("88.200000")),
        ("fal", "minimax/h3/text-to-video", json!({"seconds": 5, "resolution": "768p"}), Some("30.000000")),
        ("fal", "minimax/h3/text-to-video", json!({"seconds": 5, "resolution": "2k"}), Some("65.000000")),
        ("fal", "minimax/h3/text-to-video", json!({"seconds": 5}), Some("65.000000")),
        ("gemini", "veo-3.1-generate-preview", json!({"seconds": 8}), Some("320.000000")),
        ("gemini", "veo-3.1-generate-preview", json!({"seconds": 8, "resolution": "4k"}), Some("480.000000")),
        ("gemini", "veo-3.1-fast-generate-preview", json!({"seconds": 6}), Some("60.000000")),
        ("gemini", "veo-3.1-lite-generate-preview", json!({"seconds": "4", "size": "1280x720"}), Some("20.000000")),
        ("xai", "grok-imagine-video", json!({"seconds": 6, "resolution": "480p"}), Some("30.000000")),
        ("xai", "grok-imagine-video", json!({"seconds": 6, "size": "1280x720"}), Some("42.000000")),
        ("xai", "grok-imagine-video-1.5", json!({"seconds": 1, "resolution": "1080p"}), Some("25.000000")),
        // In no list: unknown, and never 0.
        ("fal", "fal-ai/kling-video/v2.6/pro/text-to-video", json!({"seconds": 5}), None),
        ("replicate", "google/veo-3", json!({"seconds": 8}), None),
    ] {
        let world = World::new(vendor, "video", model, "").await;
        world.goes_on(&world.script.done);
        let answer = world.submit(&fields).await;
        assert_eq!(answer.status, 202, "{vendor} {model} {fields}: {}", answer.text());
        let job = ended(&world.gateway.v1, answer.json()["job_id"].as_str().unwrap()).await;
        assert_eq!((&job["status"], &job["credits_used"]), (&json!("completed"), &json!(credits)), "{vendor} {model} {fields}");
        let record = world.gateway.detail(&answer.id()).await;
        assert_eq!(record["credits_reserved"].as_str(), credits, "{vendor} {model} {fields}");
        world.gateway.nothing_is_held().await;
    }
}

#[tokio::test]
async fn music_is_made_in_jobs_that_its_client_need_not_know_of() {
    for (vendor, model, price, fields, input, credits) in [
        (
            "fal",
            "fal-ai/elevenlabs/music",
            "",
            json!({"duration": 61.5, "instrumental": true}),
            json!({"music_length_ms": 61_500, "force_instrumental": true}),
            "160.000000",
        ),
        ("fal", "fal-ai/elevenlabs/music/v2", "", json!({"duration": 90}), json!({"music_length_ms": 90_000}), "120.000000"),
        ("fal", "fal-ai/minimax-music/v2.6", "", json!({"lyrics": "[Verse] la"}), json!({"lyrics": "[Verse] la"}), "15.000000"),
        ("fal", "fal-ai/stable-audio-25/text-to-audio", "", json!({"duration": 30}), json!({"seconds_total": 30}), "20.000000"),
        (
            "replicate",
            "stability-ai/stable-audio-2.5",
            EACH,
            json!({"duration": 30, "seed": 7}),
            json!({"duration": 30, "seed": 7}),
            "30.000000",
        ),
    ] {
        let world = World::new(vendor, "music", model, price).await;
        world.goes_on(&world.script.done);
        let answer = world.gateway.v1.post("/music/generations", asking(&fields)).await.ok();
        assert_eq!(answer.header("x-credits-used"), Some(credits), "{vendor} {model}");
        let mut expected = json!({"prompt": "A boat at dawn"});
        expected.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
        let expected = if vendor == "replicate" { json!({"input": expected}) } else { expected };
        assert_eq!(world.upstream.received()[0].body, expected, "{vendor} {model}");
        let url = answer.json()["data"][0]["url"].as_str().unwrap().split_once("/v1").unwrap().1.to_owned();
        assert_eq!(world.gateway.v1.get(&url).await.ok().body, SONG, "{vendor} {model}");
        world.kept_its_credential(vendor);
        world.goes_on(&world.script.filtered);
        let refused = world.gateway.v1.post("/music/generations", asking(&fields)).await;
        refused.refused(400, "invalid_request_error", Some(FILTERED));
        world.gateway.nothing_is_held().await;
    }
}

#[tokio::test]
async fn what_a_model_does_not_take_is_refused_or_told() {
    let world = World::new("fal", "video", "fal-ai/kling-video/v3/pro/image-to-video", EACH).await;
    let refused = world.submit(&json!({"seconds": 16})).await.refused(400, "invalid_request_error", Some("unsupported_value"));
    assert!(refused.text().contains("3 to 15 seconds"), "{}", refused.text());
    assert_eq!((refused.param().as_deref(), world.upstream.hits()), (Some("seconds"), 0), "nobody was asked");
    let image = Form::default().field("model", "made").field("prompt", "A boat").field("seconds", "5").field("seed", "7");
    let answer = world.gateway.v1.post_form("/videos", image.file("input_reference", "a.png", PNG)).await.ok();
    assert_eq!(answer.header("x-turnpike-warnings"), Some("'seed' is left out: this model does not take it"));
    let sent = world.upstream.received()[0].body.clone();
    assert_eq!((&sent["duration"], &sent["seed"]), (&json!("5"), &Value::Null));
    assert!(sent["start_image_url"].as_str().unwrap().starts_with("data:image/png;base64,iVBOR"), "{sent}");
    let song = World::new("replicate", "music", "elevenlabs/music", EACH).await;
    let long = song.gateway.v1.post("/music/generations", asking(&json!({"duration": 400}))).await;
    long.refused(400, "invalid_request_error", Some("unsupported_value"));
    assert_eq!(song.upstream.hits(), 0);
}

#[tokio::test]
async fn a_credential_goes_to_no_other_host_that_a_job_names() {
    for (vendor, model) in [("fal", "owner/model"), ("replicate", "owner/model")] {
        let world = World::new(vendor, "video", model, EACH).await;
        let elsewhere = Upstream::start().await;
        let (place, other) = (world.upstream.base_url(), elsewhere.base_url());
        let accepted = world.script.accepted.to_string().replace(&place, &other);
        world.upstream.reply_at(&world.script.submission, Reply::json(200, serde_json::from_str(&accepted).unwrap()));
        elsewhere.stand(Reply::json(200, world.script.running.clone()));
        let answer = world.submit(&json!({})).await;
        elsewhere.reached(2).await;
        world.gateway.v1.delete(&format!("/videos/generations/{}", answer.json()["job_id"].as_str().unwrap())).await.ok();
        for asked in elsewhere.received() {
            assert!(!asked.headers.contains_key("authorization"), "{vendor} {}: {:?}", asked.path, asked.headers);
        }
    }
}

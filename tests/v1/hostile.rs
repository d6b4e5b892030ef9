//! Files from somebody who means harm, where images are edited and speech is heard: refused with an error that says why, or
//! handled as what their bytes are, under a name of ours.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::support::{Answer, Gateway, Upstream, form::Form, raw, reply::Reply, toml};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and a picture";
const WAV: &[u8] =
    b"RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x08\0\0\0\0\0\0\0\0\0\0\0";

/// `image` and `heard`, at a provider that is happy with everything.
struct World {
    gateway: Gateway,
    upstream: Upstream,
}

impl World {
    async fn new() -> Self {
        let upstream = Upstream::always(Reply::json(200, json!({"data": [{"b64_json": "QQ=="}], "text": "Hello"}))).await;
        let model = |id: &str, kind: &str, price: &str| {
            format!("[[models]]\nid = \"{id}\"\nprovider = \"p\"\nkind = \"{kind}\"\nprice = {{ {price} = 0.01 }}\n\n")
        };
        let models = [model("image", "image", "per_image"), model("heard", "transcription", "per_minute")].concat();
        let config = [toml::provider("p", &upstream.base_url()), models, toml::key(toml::AMPLE)].concat();
        Self { gateway: Gateway::start(&config).await, upstream }
    }

    /// Sends a part with this head to where such files go.
    async fn send(&self, use_: &Use, head: &str, content: &[u8]) -> Answer {
        self.gateway.v1.post_form(use_.path, use_.form().part(head, content)).await
    }
}

/// Where a file goes.
struct Use {
    path: &'static str,
    model: &'static str,
    field: &'static str,
    /// What goes there.
    content: &'static [u8],
    /// As what it is sent on.
    sent_as: &'static str,
}

const USES: [Use; 2] = [
    Use {
        path: "/images/edits",
        model: "image",
        field: "image",
        content: PNG,
        sent_as: "filename=\"image.png\"\r\ncontent-type: image/png",
    },
    Use {
        path: "/audio/transcriptions",
        model: "heard",
        field: "file",
        content: WAV,
        sent_as: "filename=\"audio.wav\"\r\ncontent-type: audio/wav",
    },
];

impl Use {
    fn form(&self) -> Form {
        Form::default().field("model", self.model).field("prompt", "A cat")
    }

    fn head(&self, filename: &str) -> String {
        format!("content-disposition: form-data; name=\"{}\"; filename=\"{filename}\"", self.field)
    }
}

#[tokio::test]
async fn the_name_and_the_type_that_a_file_claims_go_nowhere() {
    let world = World::new().await;
    let long = "x".repeat(300);
    for use_ in &USES {
        let head = |name: &str| use_.head(name);
        let typed = |kind: &str| format!("{}\r\ncontent-type: {kind}", head("claimed.exe"));
        for head in [
            head("claimed\\\".exe"),
            head("claimed%22.exe"),
            head("../../claimed.exe"),
            head("..\\..\\claimed.exe"),
            head("/etc/claimed"),
            head("claimed\u{202e}gnp.exe"),
            head(&format!("claimed{long}.png")),
            head(""),
            format!("{}; filename*=UTF-8''..%2F%00claimed.exe", head("claimed.png")),
            typed("text/html"),
            typed("application/zip"),
            typed("image/svg+xml; charset=utf-8"),
            typed("claimed"),
            typed(";;"),
        ] {
            world.send(use_, &head, use_.content).await.ok();
            let sent = String::from_utf8_lossy(&world.upstream.last().bytes).into_owned();
            assert!(sent.contains(use_.sent_as) && !sent.contains("claimed"), "{head:.200}: {sent:.900}");
        }
        // What can not stand in a header ends the form.
        let hits = world.upstream.hits();
        for head in [head("claimed\0.png"), "\0: x".to_owned(), "content-disposition".to_owned()] {
            let answer = world.send(use_, &head, use_.content).await;
            assert!((400..500).contains(&answer.status), "{head:?}: {}", answer.text());
            answer.well_formed_error();
        }
        assert_eq!(world.upstream.hits(), hits);
    }
    world.gateway.nothing_is_held().await;
}

#[tokio::test]
async fn what_is_not_what_it_should_be_is_refused_whatever_it_is_called() {
    let world = World::new().await;
    let zip = b"PK\x03\x04\x14\0\0\0\x08\0 bomb.png";
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff\xed\xc1\x01\x01";
    for use_ in &USES {
        let head = format!("{}\r\ncontent-type: image/png", use_.head("cat.png"));
        for content in [
            &b""[..],
            zip,
            gzip,
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"<html>",
            b"GIF89a",
            b"\x7fELF",
            b"%PDF-1.7",
            b"\x89PN",
        ] {
            let answer = world.send(use_, &head, content).await.refused(400, "invalid_request_error", Some("invalid_value"));
            assert_eq!(answer.param().as_deref(), Some(use_.field), "{content:?}");
        }
    }
    let edit = async |url: String| {
        let body = json!({"model": "image", "prompt": "A cat", "images": [{"image_url": url}]});
        world.gateway.v1.post("/images/edits", body).await
    };
    let lied = edit(format!("data:image/png;base64,{}", BASE64_STANDARD.encode(zip))).await;
    lied.refused(400, "invalid_request_error", Some("invalid_value"));
    for url in ["file:///etc/passwd", "data:image/png,%89PNG", "data:image/png;base64,%%%", "javascript:1", "http://a.example/x"]
    {
        let answer = edit(url.to_owned()).await;
        assert!((400..500).contains(&answer.status), "{url}: {}", answer.text());
        answer.well_formed_error();
    }
    assert_eq!(world.upstream.hits(), 0);
    world.gateway.nothing_is_held().await;
}

#[tokio::test]
async fn what_is_two_things_at_once_goes_on_as_the_one_that_it_is_sent_for() {
    let world = World::new().await;
    for use_ in &USES {
        for second in [&b"<script>alert(1)</script>"[..], b"PK\x05\x06", b"%PDF-1.7", b"\r\n------a-boundary-"] {
            let both = [use_.content, second].concat();
            world.send(use_, &use_.head("cat.html"), &both).await.ok();
            let sent = world.upstream.last().bytes;
            assert!(sent.windows(both.len()).any(|window| window == both), "not a byte is other");
            assert!(String::from_utf8_lossy(&sent).contains(use_.sent_as));
        }
    }
    let html = json!({"data": [{"b64_json": BASE64_STANDARD.encode("<script>alert(1)</script>")}]});
    world.upstream.stand(Reply::json(200, html));
    let body = json!({"model": "image", "prompt": "A cat", "response_format": "url"});
    let answer = world.gateway.v1.post("/images/generations", body).await.ok();
    let url = answer.json()["data"][0]["url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(world.gateway.v1.base()).unwrap().to_owned();
    let served = world.gateway.v1.get(&path).await.ok();
    assert_eq!(served.header("content-type"), Some("application/octet-stream"), "no browser runs what a provider draws");
    assert_eq!(served.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(served.header("content-security-policy"), Some("sandbox; default-src 'none'"));
}

/// A PNG whose header claims a size, and whose data is of a few rows.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let checked = |kind: &[u8], data: &[u8]| {
        let all = [kind, data].concat();
        let crc = all.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
        });
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &all, &(!crc).to_be_bytes()].concat()
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    // A stored block of nothing.
    let data = [0x78, 0x01, 0x01, 0, 0, 0xff, 0xff, 0, 0, 0, 1];
    [&b"\x89PNG\r\n\x1a\n"[..], &checked(b"IHDR", &header), &checked(b"IDAT", &data), &checked(b"IEND", &[])].concat()
}

#[tokio::test]
async fn a_small_file_that_claims_to_be_a_large_image_makes_nobody_large() {
    let sandbox = Gateway::sandbox().await;
    for (width, height) in [(100_000, 100_000), (u32::MAX >> 1, u32::MAX >> 1), (2_048, 2_048), (1, 4_194_304), (0, 0)] {
        let form = Form::default().field("model", "sandbox-image").field("prompt", "A cat");
        let answer = sandbox.v1.post_form("/images/edits", form.file("image", "a.png", &claiming(width, height))).await;
        let code = answer.refused(400, "invalid_request_error", Some("unsupported_value"));
        assert!(code.text().contains("at most 4 megapixels"), "{width}x{height}: {}", code.text());
    }
    sandbox.nothing_is_held().await;
    // Nobody looks into it on its way to a provider.
    let world = World::new().await;
    let large = claiming(100_000, 100_000);
    world.send(&USES[0], &USES[0].head("a.png"), &large).await.ok();
    assert!(world.upstream.last().bytes.windows(large.len()).any(|window| window == large));
}

#[tokio::test]
async fn audio_that_claims_to_last_for_months_is_not_paid_for_by_the_claim() {
    let world = World::new().await;
    // 2^36 - 1 samples at 8 kHz: 99 days.
    let flac =
        [b"fLaC\x80\0\0\x22\x10\0\x10\0\0\0\0\0\0\0\x01\xf4\x00\xff\xff\xff\xff\xff".as_slice(), &[0; 16], &[0; 64]].concat();
    let mut wav = WAV.to_vec();
    wav[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
    for claim in [flac, wav] {
        let answer = world.send(&USES[1], &USES[1].head("a"), &claim).await.ok();
        let credits: f64 = answer.header("x-credits-used").unwrap().parse().unwrap();
        assert!(credits < 1.0, "{credits} for {} bytes", claim.len());
    }
}

#[tokio::test]
async fn a_form_that_breaks_off_is_refused_before_anybody_is_asked() {
    let world = World::new().await;
    for use_ in &USES {
        let form = use_.form().part(&use_.head("a"), use_.content);
        let answer = world.gateway.v1.post_form(use_.path, form.clone().truncated()).await;
        answer.refused(400, "invalid_request_error", None);
        let (kind, body) = (form.content_type(), form.body());
        for cut in [1, body.len() / 2, body.len() - 60, body.len() - 4] {
            let answer = world.cut(use_, &kind, &body[..cut]).await;
            assert!(
                answer.starts_with("HTTP/1.1 400 ") && answer.contains("\"invalid_request_error\""),
                "cut at {cut}: {answer}"
            );
        }
        let boundless = [("multipart/form-data", &body[..]), ("multipart/form-data; boundary=other", &body), (&*kind, b"")];
        for (kind, body) in boundless {
            let answer = world.cut(use_, kind, body).await;
            assert!(answer.starts_with("HTTP/1.1 4"), "{kind}: {answer}");
            let error: Value = serde_json::from_str(&answer[answer.find("\r\n\r\n").unwrap()..]).unwrap();
            assert!(error["error"]["message"].is_string(), "{answer}");
        }
    }
    assert_eq!(world.upstream.hits(), 0);
    world.gateway.nothing_is_held().await;
}

impl World {
    /// A whole request whose form is not.
    async fn cut(&self, use_: &Use, kind: &str, body: &[u8]) -> String {
        let address = self.gateway.address();
        let head = format!(
            "POST /v1{} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\ncontent-type: {kind}\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n",
            use_.path,
            toml::SECRET,
            body.len()
        );
        raw::exchange(address, &[head.as_bytes(), body].concat()).await
    }
}

//! Images: every provider's format, what they cost, as what they come, and what goes wrong.

mod costs;
mod endpoint;
mod vendors;

use std::sync::Arc;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use turnpike_gateway::Web;

use crate::support::{Answer, Gateway, Upstream, form::Form, reply::Reply, toml};

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

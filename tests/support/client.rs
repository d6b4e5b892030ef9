//! An HTTP client that shows everything: status, headers, bytes, and when they come.

use std::collections::VecDeque;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use super::{Answer, Form, within};

/// Calls one address with one key.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    secret: Option<String>,
}

impl Client {
    /// `base` ends in `/v1` or `/admin`.
    pub(crate) fn new(base: &str, secret: Option<&str>) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { http, base: base.to_owned(), secret: secret.map(str::to_owned) }
    }

    /// The same address with another key.
    pub(crate) fn with_secret(&self, secret: Option<&str>) -> Self {
        Self { secret: secret.map(str::to_owned), ..self.clone() }
    }

    /// The address that it calls.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// GETs a path below the base.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// GETs a path with a query, whose values may hold anything.
    pub(crate) async fn ask(&self, path: &str, query: &[(&str, &str)]) -> Answer {
        let url = reqwest::Url::parse_with_params("http://localhost", query).unwrap();
        self.get(&format!("{path}?{}", url.query().unwrap_or_default())).await
    }

    /// POSTs JSON to a path below the base.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.post_bytes(path, body.to_string().into_bytes()).await
    }

    /// POSTs bytes that claim to be JSON.
    pub(crate) async fn post_bytes(&self, path: &str, body: Vec<u8>) -> Answer {
        self.send(self.request(Method::POST, path).header("content-type", "application/json").body(body)).await
    }

    /// POSTs a form.
    pub(crate) async fn post_form(&self, path: &str, form: Form) -> Answer {
        self.send(self.request(Method::POST, path).header("content-type", form.content_type()).body(form.body())).await
    }

    /// Uploads a file for use in requests.
    pub(crate) async fn upload(&self, filename: &str, content: &[u8]) -> Answer {
        self.post_form("/files", Form::default().file("file", filename, content).field("purpose", "user_data")).await
    }

    /// PATCHes with JSON.
    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, path).header("content-type", "application/json").body(body.to_string())).await
    }

    /// DELETEs.
    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// A short chat with `model`.
    pub(crate) async fn chat(&self, model: &str) -> Answer {
        self.post("/chat/completions", hello(model)).await
    }

    /// A short streamed chat with `model`, read to its end.
    pub(crate) async fn chat_stream(&self, model: &str) -> Answer {
        self.post("/chat/completions", streamed(hello(model))).await
    }

    /// A request to be finished by hand.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.secret {
            Some(secret) => request.bearer_auth(secret),
            None => request,
        }
    }

    /// Sends it and reads the whole answer, which on the public surface always has an id.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let read = async {
            let mut live = Live::new(request.send().await.unwrap());
            let mut body = Vec::new();
            while let Some(piece) = live.next().await {
                body.extend(piece);
            }
            Answer {
                status: live.response.status().as_u16(),
                headers: live.response.headers().clone(),
                body,
                broken: live.broken,
            }
        };
        let answer = within("an answer", read).await;
        if self.base.ends_with("/v1") {
            answer.id();
        }
        answer
    }

    /// Sends a streamed chat and comes back with the headers.
    pub(crate) async fn open_stream(&self, body: Value) -> Live {
        let request = self.request(Method::POST, "/chat/completions").header("content-type", "application/json");
        Live::new(within("the headers of a stream", request.body(streamed(body).to_string()).send()).await.unwrap())
    }

    /// GETs a path and comes back with the headers.
    pub(crate) async fn open(&self, path: &str) -> Live {
        Live::new(within("the headers of a stream", self.request(Method::GET, path).send()).await.unwrap())
    }
}

/// An answer that is still coming. Dropping it is what an app does that loses interest.
pub(crate) struct Live {
    /// Its head.
    pub(crate) response: Response,
    /// Did the connection break?
    pub(crate) broken: bool,
    buffered: Vec<u8>,
    frames: VecDeque<String>,
}

impl Live {
    fn new(response: Response) -> Self {
        Self { response, broken: false, buffered: Vec::new(), frames: VecDeque::new() }
    }

    /// `x-request-id`.
    pub(crate) fn id(&self) -> String {
        self.response.headers()["x-request-id"].to_str().unwrap().to_owned()
    }

    /// The next frame's lines; `None` at the end.
    pub(crate) async fn frame(&mut self) -> Option<String> {
        while self.frames.is_empty() {
            let piece = within("the next frame of a stream", self.next()).await?;
            self.buffered.extend(piece);
            while let Some(end) = self.buffered.windows(2).position(|pair| pair == b"\n\n") {
                let frame: Vec<u8> = self.buffered.drain(..end + 2).collect();
                self.frames.push_back(String::from_utf8(frame).unwrap().trim_end().to_owned());
            }
        }
        self.frames.pop_front()
    }

    /// Reads frames until one holds `text`.
    pub(crate) async fn until(&mut self, text: &str) -> String {
        loop {
            let frame = self.frame().await.unwrap_or_else(|| panic!("the stream ended before {text}"));
            if frame.contains(text) {
                return frame;
            }
        }
    }

    async fn next(&mut self) -> Option<Vec<u8>> {
        match self.response.chunk().await {
            Ok(piece) => piece.map(|bytes| bytes.to_vec()),
            Err(_) => {
                self.broken = true;
                None
            }
        }
    }
}

/// The smallest chat request.
pub(crate) fn hello(model: &str) -> Value {
    json!({"model": model, "messages": [{"role": "user", "content": "Say hello."}]})
}

/// The same with `stream` on.
pub(crate) fn streamed(mut body: Value) -> Value {
    body["stream"] = json!(true);
    body
}

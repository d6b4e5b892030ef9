//! What a client got, and the checks that every answer has to pass.

use reqwest::header::HeaderMap;
use serde_json::Value;

use super::schema;

/// A whole answer of the gateway.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// As they came.
    pub(crate) headers: HeaderMap,
    /// All of it, or what came before the connection broke.
    pub(crate) body: Vec<u8>,
    /// Did the connection break in the middle of the body?
    pub(crate) broken: bool,
}

/// A stream, taken apart.
#[derive(Debug)]
pub(crate) struct Events {
    /// The JSON of every frame, in order.
    pub(crate) chunks: Vec<Value>,
    /// Did it end with `[DONE]`?
    pub(crate) done: bool,
}

impl Answer {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// `x-request-id`, which has to be a UUID.
    #[track_caller]
    pub(crate) fn id(&self) -> String {
        let id = self.header("x-request-id").expect("every answer carries x-request-id").to_owned();
        let plain = id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        assert!(plain, "x-request-id is a UUID: {id}");
        id
    }

    /// Fails the test unless the answer is a success.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.status, 200, "{}", self.text());
        self
    }

    /// Fails the test unless this is OpenAI's error of that status, type and code, in all its parts.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, kind: &str, code: Option<&str>) -> Self {
        let body = self.json();
        let error = &body["error"];
        let got = (self.status, error["type"].as_str(), error["code"].as_str());
        assert_eq!(got, (status, Some(kind), code), "{body}");
        self.well_formed_error();
        self
    }

    /// Fails the test unless the body is an error object with all four keys, in JSON.
    #[track_caller]
    pub(crate) fn well_formed_error(&self) {
        let body = self.json();
        let error = body["error"].as_object().unwrap_or_else(|| panic!("error is an object: {body}"));
        for key in ["message", "type", "param", "code"] {
            assert!(error.contains_key(key), "an error always has {key}: {body}");
        }
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "an error says what is wrong: {body}");
        assert!(self.header("content-type").is_some_and(|kind| kind.starts_with("application/json")), "an error is JSON");
        schema::check("ErrorResponse", &body);
    }

    /// The field that the error is about.
    #[track_caller]
    pub(crate) fn param(&self) -> Option<String> {
        self.json()["error"]["param"].as_str().map(str::to_owned)
    }

    /// What programs switch on.
    #[track_caller]
    pub(crate) fn code(&self) -> Option<String> {
        self.json()["error"]["code"].as_str().map(str::to_owned)
    }

    /// The text of the first choice.
    #[track_caller]
    pub(crate) fn content(&self) -> String {
        let body = self.json();
        body["choices"][0]["message"]["content"].as_str().unwrap_or_else(|| panic!("no content: {body}")).to_owned()
    }

    /// Takes the event stream apart; fails the test if a frame is anything but `data:` lines, comments and a blank line.
    #[track_caller]
    pub(crate) fn events(&self) -> Events {
        let text = String::from_utf8(self.body.clone()).expect("a stream is UTF-8");
        let mut events = Events { chunks: Vec::new(), done: false };
        for frame in text.split("\n\n").map(str::trim).filter(|frame| !frame.is_empty() && !frame.starts_with(':')) {
            assert!(!events.done, "nothing follows [DONE]: {frame}");
            let data = frame.strip_prefix("data: ").unwrap_or_else(|| panic!("a frame is one data line: {frame}"));
            match data {
                "[DONE]" => events.done = true,
                json => events.chunks.push(serde_json::from_str(json).unwrap_or_else(|_| panic!("a frame holds JSON: {json}"))),
            }
        }
        events
    }
}

impl Events {
    /// The text of the first choice, put together.
    pub(crate) fn content(&self) -> String {
        self.chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect()
    }

    /// The finish reason of the first choice.
    pub(crate) fn finish_reason(&self) -> Option<&str> {
        self.chunks.iter().find_map(|chunk| chunk["choices"][0]["finish_reason"].as_str())
    }

    /// The error that ended the stream.
    pub(crate) fn error(&self) -> Option<&Value> {
        self.chunks.last().map(|chunk| &chunk["error"]).filter(|error| error.is_object())
    }
}

/// Credits as text to millionths. A test compares money exactly.
#[track_caller]
pub(crate) fn micros(credits: &str) -> i64 {
    let (whole, places) = credits.split_once('.').unwrap_or((credits, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    assert!(!whole.is_empty() && digits(whole) && digits(places) && places.len() <= 6, "a plain decimal: {credits}");
    format!("{whole}{places:0<6}").parse().unwrap()
}

//! What a scripted upstream answers, down to where the bytes are cut and where it stops to wait.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::watch;

/// Tokens that every reply made here reports.
pub(crate) const PROMPT_TOKENS: u64 = 10;
/// Tokens that every reply made here reports.
pub(crate) const COMPLETION_TOKENS: u64 = 5;

/// One answer, as a script.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// `None`: the connection is closed before a status line.
    pub(crate) status: Option<u16>,
    /// Besides the framing ones.
    pub(crate) headers: Vec<(String, String)>,
    /// In order.
    pub(crate) parts: Vec<Part>,
    /// False: the connection is closed where the parts end, in the middle of the body.
    pub(crate) complete: bool,
}

/// A step of a body.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// Written and flushed at once.
    Bytes(Vec<u8>),
    /// Nothing until the test opens the gate.
    Wait(Gate),
}

impl Reply {
    /// A JSON answer.
    pub(crate) fn json(status: u16, body: Value) -> Self {
        Self::new(status, "application/json", vec![body.to_string().into_bytes()])
    }

    /// An error in OpenAI's shape.
    pub(crate) fn error(status: u16, kind: &str, code: Option<&str>, message: &str) -> Self {
        Self::json(status, json!({"error": {"message": message, "type": kind, "param": null, "code": code}}))
    }

    /// A file.
    pub(crate) fn file(status: u16, content_type: &str, bytes: &[u8]) -> Self {
        Self::new(status, content_type, vec![bytes.to_vec()])
    }

    /// A web page where an API answer was due.
    pub(crate) fn html(status: u16) -> Self {
        let page = b"<!doctype html><html><head><title>Bad gateway</title></head><body>cloud trouble</body></html>";
        Self::new(status, "text/html", vec![page.to_vec()])
    }

    /// A whole chat answer with one text.
    pub(crate) fn chat(text: &str) -> Self {
        Self::json(200, chat_body(json!({"role": "assistant", "content": text, "refusal": null}), "stop"))
    }

    /// A whole chat answer that calls one tool.
    pub(crate) fn tool_call(name: &str, arguments: &str) -> Self {
        let call = json!({"id": "call_1", "type": "function", "function": {"name": name, "arguments": arguments}});
        Self::json(
            200,
            chat_body(json!({"role": "assistant", "content": null, "refusal": null, "tool_calls": [call]}), "tool_calls"),
        )
    }

    /// An event stream of these frames, each already complete.
    pub(crate) fn frames(frames: impl IntoIterator<Item = String>) -> Self {
        Self::new(200, "text/event-stream", frames.into_iter().map(String::into_bytes).collect())
    }

    /// A well-behaved stream: role, one frame a word, finish, usage, `[DONE]`.
    pub(crate) fn stream(words: &[&str]) -> Self {
        let mut frames = vec![delta(json!({"role": "assistant", "content": ""}), None)];
        frames.extend(words.iter().map(|word| delta(json!({"content": word}), None)));
        frames.extend([delta(json!({}), Some("stop")), usage_frame(), done()]);
        Self::frames(frames)
    }

    /// Vectors of three dimensions, one an input.
    pub(crate) fn embeddings(count: usize) -> Self {
        let data: Vec<Value> = (0..count)
            .map(|index| json!({"object": "embedding", "index": index, "embedding": [0.5, -0.25, index as f64]}))
            .collect();
        Self::json(
            200,
            json!({"object": "list", "model": "upstream-embed", "data": data, "usage": {"prompt_tokens": 4, "total_tokens": 4}}),
        )
    }

    /// No answer at all: the connection closes.
    pub(crate) fn hang_up() -> Self {
        Self { status: None, headers: Vec::new(), parts: Vec::new(), complete: false }
    }

    /// Not a byte until the gate opens, then this reply's own.
    pub(crate) fn after(mut self, gate: &Gate) -> Self {
        self.parts.insert(0, Part::Wait(gate.clone()));
        self
    }

    /// Waits there once the parts so far are written; `then` follow.
    pub(crate) fn pause(mut self, gate: &Gate, then: impl IntoIterator<Item = String>) -> Self {
        self.parts.push(Part::Wait(gate.clone()));
        self.parts.extend(then.into_iter().map(|frame| Part::Bytes(frame.into_bytes())));
        self
    }

    /// Closes the connection where the body is after `bytes` bytes.
    pub(crate) fn cut_after(mut self, bytes: usize) -> Self {
        let mut left = bytes;
        for part in &mut self.parts {
            if let Part::Bytes(written) = part {
                written.truncate(left);
                left -= written.len();
            }
        }
        self.complete = false;
        self
    }

    /// Closes the connection after the last part instead of ending the body.
    pub(crate) fn cut(mut self) -> Self {
        self.complete = false;
        self
    }

    /// The same body, written in pieces of `size` bytes.
    pub(crate) fn split_every(mut self, size: usize) -> Self {
        let whole: Vec<u8> = self.parts.iter().flat_map(Part::bytes).copied().collect();
        self.parts = whole.chunks(size).map(|piece| Part::Bytes(piece.to_vec())).collect();
        self
    }

    /// One more header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn new(status: u16, content_type: &str, parts: Vec<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self { status: Some(status), headers, parts: parts.into_iter().map(Part::Bytes).collect(), complete: true }
    }
}

impl Part {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Wait(_) => &[],
        }
    }
}

/// A frame with one delta.
pub(crate) fn delta(delta: Value, finish_reason: Option<&str>) -> String {
    chunk(json!([{"index": 0, "delta": delta, "logprobs": null, "finish_reason": finish_reason}]), Value::Null)
}

/// The frame with the counts.
pub(crate) fn usage_frame() -> String {
    chunk(json!([]), usage())
}

/// The last frame.
pub(crate) fn done() -> String {
    "data: [DONE]\n\n".to_owned()
}

fn chunk(choices: Value, usage: Value) -> String {
    let chunk = json!({"id": "chatcmpl-upstream", "object": "chat.completion.chunk", "created": 1_760_000_000, "model": "upstream-model",
        "choices": choices, "usage": usage});
    format!("data: {chunk}\n\n")
}

fn chat_body(message: Value, finish_reason: &str) -> Value {
    json!({"id": "chatcmpl-upstream", "object": "chat.completion", "created": 1_760_000_000, "model": "upstream-model", "usage": usage(),
        "choices": [{"index": 0, "message": message, "logprobs": null, "finish_reason": finish_reason}]})
}

/// What every reply made here reports.
pub(crate) fn usage() -> Value {
    json!({"prompt_tokens": PROMPT_TOKENS, "completion_tokens": COMPLETION_TOKENS, "total_tokens": PROMPT_TOKENS + COMPLETION_TOKENS})
}

/// Something that a test opens when it wants an upstream to go on. A gate that is dropped shut stays shut.
#[derive(Clone, Debug)]
pub(crate) struct Gate(Arc<watch::Sender<bool>>);

impl Gate {
    /// A shut one.
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Lets everybody through, now and later.
    pub(crate) fn open(&self) {
        self.0.send_replace(true);
    }

    /// Comes back when the gate is open.
    pub(crate) async fn passed(&self) {
        let mut state = self.0.subscribe();
        let open = state.wait_for(|open| *open).await;
        drop(open);
    }
}

//! A provider that costs next to nothing: replies are made once, and the only work a request causes is reading its
//! body, finding `stream`, and writing bytes. Stream chunks carry the time at which they were made, so that a client
//! on the same machine can tell what a gateway added to each.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll, ready},
    time::{Duration, UNIX_EPOCH},
};

use bytes::Bytes;
use clap::Parser;
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::{
    Request, Response,
    body::{Body, Frame, Incoming},
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpListener,
    time::{Interval, MissedTickBehavior, interval},
};

#[derive(Parser, Clone, Copy)]
struct Arguments {
    /// Content chunks in a stream
    #[arg(long, default_value_t = 100)]
    chunks: u64,
    /// Microseconds between two chunks of a stream
    #[arg(long, default_value_t = 10_000)]
    gap_us: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let whole = whole_reply();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("{}", listener.local_addr()?.port());
    loop {
        let (socket, _) = listener.accept().await?;
        socket.set_nodelay(true)?;
        let whole = whole.clone();
        let service = service_fn(move |request| answer(request, arguments, whole.clone()));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
    }
}

async fn answer(
    request: Request<Incoming>,
    arguments: Arguments,
    whole: Bytes,
) -> Result<Response<UnsyncBoxBody<Bytes, Infallible>>, hyper::Error> {
    let body = request.into_body().collect().await?.to_bytes();
    let streams = memchr::memmem::find(&body, b"\"stream\":true").is_some();
    let (kind, body) = match streams {
        true => ("text/event-stream; charset=utf-8", Chunks::new(arguments).boxed_unsync()),
        false => ("application/json", Full::new(whole).boxed_unsync()),
    };
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(response)
}

/// Role, content chunks on a fixed timetable, finish, usage, `[DONE]`.
struct Chunks {
    next: u64,
    count: u64,
    clock: Option<Interval>,
}

const HEAD: &str = r#"data: {"id":"chatcmpl-bench0000000000000000000001","object":"chat.completion.chunk","created":1760000000,"model":"mock-model","system_fingerprint":"fp_bench","choices":["#;

impl Chunks {
    fn new(Arguments { chunks, gap_us }: Arguments) -> Self {
        let clock = (gap_us > 0).then(|| {
            let mut clock = interval(Duration::from_micros(gap_us));
            clock.set_missed_tick_behavior(MissedTickBehavior::Burst);
            clock
        });
        Self { next: 0, count: chunks, clock }
    }

    fn text(&self) -> String {
        let delta = |delta: String, finish: &str| {
            format!(
                "{HEAD}{{\"index\":0,\"delta\":{{{delta}}},\"logprobs\":null,\"finish_reason\":{finish}}}],\"usage\":null}}\n\n"
            )
        };
        match self.next {
            0 => delta(r#""role":"assistant","content":"""#.to_owned(), "null"),
            next if next <= self.count => delta(format!(r#""content":"t={:016} ""#, micros()), "null"),
            next if next == self.count + 1 => delta(String::new(), "\"stop\""),
            _ => {
                let (completion, total) = (self.count, 120 + self.count);
                format!(
                    "{HEAD}],\"usage\":{{\"prompt_tokens\":120,\"completion_tokens\":{completion},\"total_tokens\":{total}}}}}\n\ndata: [DONE]\n\n"
                )
            }
        }
    }
}

impl Body for Chunks {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.next > self.count + 2 {
            return Poll::Ready(None);
        }
        // The role and what follows the last content go out at once; in between, one chunk a tick.
        let timed = (1..=self.count).contains(&self.next);
        if let Some(clock) = self.clock.as_mut().filter(|_| timed) {
            ready!(clock.poll_tick(context));
        }
        let text = self.text();
        self.next += 1;
        Poll::Ready(Some(Ok(Frame::data(text.into()))))
    }
}

/// The wall clock, which every process on the machine reads alike.
fn micros() -> u128 {
    UNIX_EPOCH.elapsed().unwrap_or_default().as_micros()
}

fn whole_reply() -> Bytes {
    let text = "The gateway forwards this reply unchanged. ".repeat(10);
    format!(
        r#"{{"id":"chatcmpl-bench0000000000000000000001","object":"chat.completion","created":1760000000,"model":"mock-model","choices":[{{"index":0,"message":{{"role":"assistant","content":"{text}","refusal":null,"annotations":[]}},"logprobs":null,"finish_reason":"stop"}}],"usage":{{"prompt_tokens":120,"completion_tokens":90,"total_tokens":210,"prompt_tokens_details":{{"cached_tokens":0,"audio_tokens":0}},"completion_tokens_details":{{"reasoning_tokens":0,"audio_tokens":0}}}},"service_tier":"default","system_fingerprint":"fp_bench"}}"#
    )
    .into()
}

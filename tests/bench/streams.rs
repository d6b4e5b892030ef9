//! Reads streams as a client would: connections that each read one stream after another for a bounded time. Prints, as
//! one JSON object, how long the first content took and how old each chunk was when it was read.

#![expect(clippy::disallowed_methods, reason = "a load generator waits on purpose")]

use std::time::{Duration, Instant, UNIX_EPOCH};

use anyhow::{Context, ensure};
use bytes::Bytes;
use clap::Parser;
use http_body_util::{BodyExt, Full};
use hyper::{Request, client::conn::http1};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    time::{sleep, timeout},
};

#[derive(Parser, Clone)]
struct Arguments {
    /// host:port
    #[arg(long)]
    address: String,
    #[arg(long)]
    key: String,
    /// A file with the request's body
    #[arg(long)]
    body: std::path::PathBuf,
    #[arg(long, default_value_t = 16)]
    connections: u32,
    /// Seconds in which streams are begun; one that was begun is read to its end
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// Content chunks that a whole stream has
    #[arg(long, default_value_t = 100)]
    chunks: u64,
}

#[derive(Default)]
struct Seen {
    /// Microseconds from sending the request to reading the first content.
    first: Vec<u64>,
    /// Microseconds from making a chunk to reading it.
    age: Vec<u64>,
    whole: u64,
    faults: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let body: Bytes = std::fs::read(&arguments.body)?.into();
    let started = Instant::now();
    let end = started + Duration::from_secs_f64(arguments.seconds);
    let readers: Vec<_> =
        (0..arguments.connections).map(|number| tokio::spawn(read_until(end, arguments.clone(), body.clone(), number))).collect();
    let mut all = Seen::default();
    for reader in readers {
        let seen = reader.await?;
        all.first.extend(seen.first);
        all.age.extend(seen.age);
        all.whole += seen.whole;
        all.faults.extend(seen.faults);
    }
    let report = json!({"whole": all.whole, "faults": all.faults.len(), "fault": all.faults.first(), "seconds": started.elapsed().as_secs_f64(),
        "first_us": percentiles(all.first), "age_us": percentiles(all.age)});
    println!("{report}");
    Ok(())
}

async fn read_until(end: Instant, arguments: Arguments, body: Bytes, number: u32) -> Seen {
    // Spread over a second, so that the streams do not tick together.
    sleep(Duration::from_secs(1) * number / arguments.connections).await;
    let mut seen = Seen::default();
    let mut connection = None;
    while Instant::now() < end {
        let read = read_one(&mut connection, &arguments, &body, &mut seen);
        match timeout(Duration::from_secs(20), read).await {
            Ok(Ok(())) => seen.whole += 1,
            Ok(Err(fault)) => {
                seen.faults.push(format!("{fault:#}"));
                connection = None;
                sleep(Duration::from_millis(100)).await;
            }
            Err(_) => {
                seen.faults.push("not over after 20 s".to_owned());
                connection = None;
            }
        }
    }
    seen
}

type Sender = http1::SendRequest<Full<Bytes>>;

async fn read_one(connection: &mut Option<Sender>, arguments: &Arguments, body: &Bytes, seen: &mut Seen) -> anyhow::Result<()> {
    let sender = match connection.take_if(|sender| !sender.is_closed()) {
        Some(sender) => connection.insert(sender),
        None => connection.insert(connect(&arguments.address).await?),
    };
    let request = Request::post("/v1/chat/completions")
        .header("host", &arguments.address)
        .header("authorization", format!("Bearer {}", arguments.key))
        .header("content-type", "application/json")
        .body(Full::new(body.clone()))?;
    sender.ready().await?;
    let sent = micros();
    let response = sender.send_request(request).await?;
    ensure!(response.status() == 200, "status {}", response.status());
    let mut stream = response.into_body();
    let (mut chunks, mut done, mut text) = (0, false, Vec::new());
    while let Some(frame) = stream.frame().await {
        let frame = frame.context("reading a chunk")?;
        let Some(data) = frame.data_ref() else { continue };
        let now = micros();
        done |= memchr::memmem::find(data, b"[DONE]").is_some();
        text.extend_from_slice(data);
        for made in take_times(&mut text) {
            if chunks == 0 {
                seen.first.push(now.saturating_sub(sent));
            }
            seen.age.push(now.saturating_sub(made));
            chunks += 1;
        }
    }
    ensure!(done && chunks == arguments.chunks, "{chunks} content chunks, [DONE] {done}");
    Ok(())
}

async fn connect(address: &str) -> anyhow::Result<Sender> {
    let socket = TcpStream::connect(address).await?;
    socket.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(socket)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// Takes the times out of `"t=<16 digits>`; what may be the beginning of another one stays.
fn take_times(text: &mut Vec<u8>) -> Vec<u64> {
    const MARK: &[u8] = b"\"t=";
    let (mut times, mut read) = (Vec::new(), 0);
    while let Some(at) = memchr::memmem::find(&text[read..], MARK) {
        let from = read + at + MARK.len();
        let Some(digits) = text.get(from..from + 16) else {
            text.drain(..read + at);
            return times;
        };
        times.extend(str::from_utf8(digits).ok().and_then(|digits| digits.parse::<u64>().ok()));
        read = from + 16;
    }
    let keep = (text.len() - read).min(MARK.len() - 1);
    text.drain(..text.len() - keep);
    times
}

fn micros() -> u64 {
    UNIX_EPOCH.elapsed().map_or(0, |since| since.as_micros() as u64)
}

fn percentiles(mut values: Vec<u64>) -> Value {
    values.sort_unstable();
    let at = |share: f64| values.get((values.len() as f64 * share) as usize).or(values.last()).copied().unwrap_or_default();
    json!({"count": values.len(), "p50": at(0.5), "p99": at(0.99)})
}

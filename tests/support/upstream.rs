//! A provider that follows a script, over real sockets. Written on bare TCP, since the bytes that a library would
//! never send are the point.

use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Instant,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{
        TcpListener, TcpSocket,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

use super::{
    eventually,
    reply::{Part, Reply},
};

/// The scripted provider. A path may have its own reply. Others are taken from the queue in the order of arrival; when it
/// is empty, the standing reply answers, and without one an answer that fits the request.
#[derive(Clone)]
pub(crate) struct Upstream {
    address: SocketAddr,
    script: Arc<Script>,
}

#[derive(Default)]
struct Script {
    queue: Mutex<VecDeque<Reply>>,
    standing: Mutex<Option<Reply>>,
    at: Mutex<BTreeMap<String, Reply>>,
    received: Mutex<Vec<Received>>,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// With its query.
    pub(crate) path: String,
    /// Names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    /// `Null` when it is not JSON.
    pub(crate) body: Value,
    /// As it came.
    pub(crate) bytes: Vec<u8>,
    /// When it had arrived.
    pub(crate) at: Instant,
    /// Was the answer written to its end?
    pub(crate) answered: bool,
    /// Did the caller go away before the answer was whole?
    pub(crate) hung_up: bool,
}

impl Upstream {
    /// Listens on a free port.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let upstream = Self { address: listener.local_addr().unwrap(), script: Arc::default() };
        let script = upstream.script.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                socket.set_nodelay(true).unwrap();
                tokio::spawn(converse(socket.into_split(), script.clone()));
            }
        });
        upstream
    }

    /// One that follows `reply` for every request.
    pub(crate) async fn always(reply: Reply) -> Self {
        let upstream = Self::start().await;
        upstream.stand(reply);
        upstream
    }

    /// For a provider's `base_url`.
    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Answers one request so.
    pub(crate) fn reply(&self, reply: Reply) {
        self.script.queue.lock().unwrap().push_back(reply);
    }

    /// Answers every request so that the queue does not answer.
    pub(crate) fn stand(&self, reply: Reply) {
        *self.script.standing.lock().unwrap() = Some(reply);
    }

    /// Answers every request for this path so.
    pub(crate) fn reply_at(&self, path: &str, reply: Reply) {
        self.script.at.lock().unwrap().insert(path.to_owned(), reply);
    }

    /// Where it listens, on loopback.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// All that arrived, oldest first.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.script.received.lock().unwrap().clone()
    }

    /// How many arrived.
    pub(crate) fn hits(&self) -> usize {
        self.script.received.lock().unwrap().len()
    }

    /// The latest that arrived.
    pub(crate) fn last(&self) -> Received {
        self.received().pop().expect("the upstream was called")
    }

    /// Comes back when `count` requests have arrived.
    pub(crate) async fn reached(&self, count: usize) {
        eventually(&format!("{count} requests at the upstream"), async || (self.hits() >= count).then_some(())).await;
    }

    /// Comes back when the caller of the latest request has gone away.
    pub(crate) async fn hung_up(&self) {
        eventually("the upstream call ends when the client goes away", async || self.last().hung_up.then_some(())).await;
    }
}

/// An address where nobody answers the door: bound, so that nobody else takes it, and never listening.
pub(crate) struct Refusing(TcpSocket);

impl Refusing {
    /// A free port.
    pub(crate) fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self(socket)
    }

    /// For a provider's `base_url`.
    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/v1", self.0.local_addr().unwrap())
    }
}

async fn converse((read, mut write): (OwnedReadHalf, OwnedWriteHalf), script: Arc<Script>) {
    let mut read = BufReader::new(read);
    while let Some(request) = receive(&mut read).await {
        let own = script.at.lock().unwrap().get(&request.path).cloned();
        let reply = own.or_else(|| script.queue.lock().unwrap().pop_front());
        let reply = reply.or_else(|| script.standing.lock().unwrap().clone()).unwrap_or_else(|| fitting(&request));
        let index = {
            let mut received = script.received.lock().unwrap();
            received.push(request);
            received.len() - 1
        };
        let whole = tokio::select! {
            biased;
            written = send(&mut write, &reply) => written.is_ok(),
            _ = read.fill_buf() => false,
        };
        {
            let mut received = script.received.lock().unwrap();
            (received[index].answered, received[index].hung_up) = (whole, !whole);
        }
        if !whole || !reply.complete {
            return;
        }
    }
}

/// An answer that suits what was asked.
fn fitting(request: &Received) -> Reply {
    if request.path.ends_with("/embeddings") {
        return Reply::embeddings(request.body["input"].as_array().map_or(1, Vec::len));
    }
    match request.body["stream"].as_bool() {
        Some(true) => Reply::stream(&["Hello", " there"]),
        _ => Reply::chat("Hello there"),
    }
}

async fn receive(read: &mut BufReader<OwnedReadHalf>) -> Option<Received> {
    let mut line = String::new();
    read.read_line(&mut line).await.ok().filter(|length| *length > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        read.read_line(&mut line).await.ok().filter(|length| *length > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    assert!(!headers.contains_key("transfer-encoding"), "a call that is made here has a known length");
    let mut bytes = vec![0; length];
    read.read_exact(&mut bytes).await.ok()?;
    Some(Received {
        path,
        headers,
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
        bytes,
        at: Instant::now(),
        answered: false,
        hung_up: false,
    })
}

async fn send(write: &mut OwnedWriteHalf, reply: &Reply) -> std::io::Result<()> {
    let Some(status) = reply.status else {
        for part in &reply.parts {
            if let Part::Wait(gate) = part {
                gate.passed().await;
            }
        }
        return write.shutdown().await;
    };
    // A reply that says its length itself is not framed.
    let chunked = !reply.headers.iter().any(|(name, _)| name == "content-length");
    let mut head = Some(head(status, reply, chunked));
    for part in &reply.parts {
        match part {
            Part::Wait(gate) => gate.passed().await,
            Part::Bytes(bytes) if bytes.is_empty() => {}
            Part::Bytes(bytes) => {
                let mut piece = head.take().unwrap_or_default().into_bytes();
                match chunked {
                    true => piece.extend([format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()),
                    false => piece.extend(bytes),
                }
                write.write_all(&piece).await?;
                write.flush().await?;
                tokio::task::yield_now().await;
            }
        }
    }
    let end = if reply.complete && chunked { "0\r\n\r\n" } else { "" };
    write.write_all((head.unwrap_or_default() + end).as_bytes()).await?;
    if reply.complete { write.flush().await } else { write.shutdown().await }
}

fn head(status: u16, reply: &Reply, chunked: bool) -> String {
    let headers: String = reply.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let framing = if chunked { "transfer-encoding: chunked\r\n" } else { "" };
    format!("HTTP/1.1 {status} Scripted\r\n{headers}{framing}\r\n")
}

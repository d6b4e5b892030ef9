//! The only place that speaks to providers over the network.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use arc_swap::ArcSwap;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_providers::{Method, UpstreamCall};

use super::{
    attempt::Conduct,
    capture::Tape,
    place::{Addresses, Place},
    retry_after::retry_after,
    simulate::{Simulate, SimulatedAnswer},
    source::Source,
};
use crate::{blocking, settings::Patience, workspace::route::Upstream};

/// One pool of connections to all providers.
pub(crate) struct Upstreams {
    client: ArcSwap<reqwest::Client>,
    /// For engines on this computer. Made when it is first asked for.
    direct: OnceLock<Option<reqwest::Client>>,
    patience: Patience,
    most_reply_bytes: usize,
    addresses: Addresses,
}

/// A provider's answer, its body still to come.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) source: Source,
}

/// What a look at a document brought.
pub(crate) enum Fetched {
    /// It is the one that was known.
    Same,
    /// It is another one.
    New(Document),
}

/// A document, and what names this version of it.
pub(crate) struct Document {
    pub(crate) body: Bytes,
    pub(crate) etag: Option<String>,
}

impl Answer {
    /// The body of a success; what any other answer says is for `explain` to read.
    pub(super) async fn success(self, explain: impl Fn(u16, Option<Duration>, &[u8]) -> Failure) -> Result<Source, Failure> {
        /// More than any error needs to say.
        const MOST: usize = 1 << 20;
        if (200..300).contains(&self.status) {
            return Ok(self.source);
        }
        Err(explain(self.status, retry_after(&self.headers), &self.source.whole(MOST).await?))
    }
}

impl Upstreams {
    /// # Errors
    /// When the system offers no TLS to build on.
    pub(crate) fn new(patience: Patience, most_reply_bytes: usize) -> Result<Self, reqwest::Error> {
        let client = ArcSwap::from_pointee(client(&patience).build()?);
        Ok(Self { client, direct: OnceLock::new(), patience, most_reply_bytes, addresses: Addresses::default() })
    }

    /// Reaches providers through this proxy from now on; without one, as the system says. Calls under way go on as
    /// they began.
    pub(crate) fn use_proxy(&self, proxy: Option<&str>) -> Result<(), String> {
        let client = match proxy {
            None => client(&self.patience),
            Some(address) => {
                let proxy = reqwest::Proxy::all(address).map_err(|_| "it is not the address of a proxy".to_owned())?;
                // An engine on this computer is no business of a proxy elsewhere.
                let local = reqwest::NoProxy::from_string("localhost,127.0.0.0/8,::1");
                client(&self.patience).proxy(proxy.no_proxy(local))
            }
        };
        let client = client.build().map_err(|error| error.without_url().to_string())?;
        self.client.store(Arc::new(client));
        Ok(())
    }

    /// The most bytes of an answer that is not a stream.
    pub(crate) fn most_reply_bytes(&self) -> usize {
        self.most_reply_bytes
    }

    /// Sends a call and waits for the head of its answer.
    pub(crate) async fn send(&self, upstream: &Upstream, mut call: UpstreamCall, conduct: Conduct) -> Result<Answer, Failure> {
        let Conduct { tape, simulate, lost } = conduct;
        lost.heed(&mut call)?;
        let mut answer = match (simulate.and_then(Simulate::answer), upstream.vendor.answer) {
            (Some(simulated), _) => {
                let SimulatedAnswer { status, body } = simulated?;
                self.answer_here(status, "application/json", vec![body], false)
            }
            (None, Some(answer)) => {
                if let Some(tape) = &tape {
                    tape.sent(&format!("{}:/{}", upstream.id, call.path), &HeaderMap::new(), &call.body);
                }
                let stream = call.stream;
                // What is fetched here is made only then, and a film takes its time.
                let answer = match call.method {
                    Method::Get => blocking(move || answer(&call)).await,
                    Method::Post | Method::Put | Method::Delete => answer(&call),
                };
                if let Some(tape) = &tape {
                    tape.head(answer.status, &HeaderMap::new());
                }
                self.answer_here(answer.status, answer.content_type, answer.chunks, stream)
            }
            (None, None) => self.over_network(upstream, call, tape.as_ref()).await?,
        };
        answer.source.observe(tape, simulate.and_then(Simulate::disturbance));
        Ok(answer)
    }

    /// An answer that no network brings.
    fn answer_here(&self, status: u16, content_type: &'static str, chunks: Vec<Bytes>, paced: bool) -> Answer {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        Answer { status, headers, source: Source::here(chunks, paced, self.patience.idle) }
    }

    async fn over_network(&self, upstream: &Upstream, call: UpstreamCall, tape: Option<&Tape>) -> Result<Answer, Failure> {
        let method = match call.method {
            Method::Post => http::Method::POST,
            Method::Get => http::Method::GET,
            Method::Put => http::Method::PUT,
            Method::Delete => http::Method::DELETE,
        };
        let Place { url, ours } = self.addresses.place(&upstream.base_url, &call.path)?;
        let mut request = self.client.load().request(method, url);
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        if let Some((name, value)) = upstream.authorization.as_ref().filter(|_| ours) {
            request = request.header(name, value);
        }
        let request = request
            // A compressed stream would be held back until a block is full.
            .header(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"))
            .body(call.body);
        let (client, request) = request.build_split();
        let request = request.map_err(|error| failure(&error))?;
        if let Some(tape) = tape {
            let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
            tape.sent(request.url().as_str(), request.headers(), body);
        }
        let patience = self.patience.until_first_byte(call.stream, upstream.vendor.local);
        let mut response = match tokio::time::timeout(patience, client.execute(request)).await {
            Ok(answer) => answer.map_err(|error| failure(&error))?,
            Err(_) => {
                let message = format!("the provider sent nothing within {} s", patience.as_secs());
                return Err(Failure::new(FailureKind::Timeout, message));
            }
        };
        let status = response.status().as_u16();
        if let Some(tape) = tape {
            tape.head(status, response.headers());
        }
        let headers = std::mem::take(response.headers_mut());
        let source = Source::network(response.into(), self.patience.between_reads(upstream.vendor.local));
        Ok(Answer { status, headers, source })
    }
}

fn client(patience: &Patience) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        // A redirect would carry the credential to wherever the answer says.
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(patience.connect)
        .tcp_nodelay(true)
        // Edges of providers close idle connections after a minute.
        .pool_idle_timeout(Duration::from_secs(50))
        .user_agent(concat!("turnpike/", env!("CARGO_PKG_VERSION")))
}

impl Upstreams {
    /// The models that a provider lists.
    pub(crate) async fn models(&self, upstream: &Upstream) -> Result<Vec<String>, Failure> {
        let vendor = upstream.vendor;
        let Some(dialect) = vendor.chat else { return Ok(Vec::new()) };
        let mut request = self
            .client
            .load()
            .get(self.addresses.address(&upstream.base_url, dialect.models_path())?)
            .timeout(self.patience.connect);
        for (name, value) in vendor.headers {
            request = request.header(*name, *value);
        }
        if let Some((name, value)) = &upstream.authorization {
            request = request.header(name, value);
        }
        let response = request.send().await.map_err(|error| failure(&error))?;
        let (status, patience) = (response.status(), self.patience.connect);
        let body = Source::network(response.into(), patience).whole(self.most_reply_bytes).await?;
        if !status.is_success() {
            return Err(dialect.failure(vendor, status.as_u16(), None, &body));
        }
        dialect.models(&body).ok_or_else(|| {
            Failure::new(FailureKind::BadReply, "the provider answers, but not with a list of models: is the base URL right?")
        })
    }

    /// Is it the provider itself who is at an address?
    pub(super) fn is_of(&self, upstream: &Upstream, at: &str) -> Result<bool, Failure> {
        Ok(at.starts_with('/') || self.addresses.place(&upstream.base_url, at)?.ours)
    }

    /// Where an answer leads that the provider gave at an address.
    pub(super) fn redirected(&self, upstream: &Upstream, at: &str, location: &str) -> Result<String, Failure> {
        let wrong = |_| Failure::new(FailureKind::BadReply, "the provider redirects to an address that is none");
        Ok(self.addresses.place(&upstream.base_url, at)?.url.join(location).map_err(wrong)?.into())
    }

    /// A document of no provider's, unless it is still the one that `etag` names.
    pub(super) async fn fetch(&self, url: &str, etag: Option<&str>, most: usize, patience: Duration) -> Result<Fetched, Failure> {
        let fetching = async {
            let request = self.client.load().get(url);
            let request = etag.into_iter().fold(request, |request, etag| request.header(header::IF_NONE_MATCH, etag));
            let response = request.send().await.map_err(|error| failure(&error))?;
            if response.status() == http::StatusCode::NOT_MODIFIED {
                return Ok(Fetched::Same);
            }
            if !response.status().is_success() {
                return Err(Failure::new(FailureKind::BadReply, format!("the answer is HTTP {}", response.status().as_u16())));
            }
            let etag = response.headers().get(header::ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
            let body = Source::network(response.into(), patience).whole(most).await?;
            Ok(Fetched::New(Document { body, etag }))
        };
        let late = || Failure::new(FailureKind::Timeout, format!("it did not come within {} s", patience.as_secs()));
        tokio::time::timeout(patience, fetching).await.unwrap_or_else(|_| Err(late()))
    }

    /// What is at an address on this computer, if it is JSON. Never through a proxy.
    pub(crate) async fn glance(&self, url: &str, patience: Duration) -> Option<serde_json::Value> {
        const MOST: usize = 1 << 20;
        let looking = async {
            let direct = self.direct.get_or_init(|| client(&self.patience).no_proxy().build().ok()).as_ref()?;
            let response = direct.get(url).send().await.ok()?;
            Source::network(response.into(), patience).whole(MOST).await.ok()
        };
        let body = tokio::time::timeout(patience, looking).await.ok()??;
        serde_json::from_slice(&body).ok()
    }
}

/// A provider's body on the network.
pub(super) type NetworkBody = reqwest::Body;

/// A body that broke off: the head of the answer was there.
pub(super) fn broken(error: &reqwest::Error) -> Failure {
    let failure = failure(error);
    if failure.kind == FailureKind::Timeout { failure } else { Failure { kind: FailureKind::Truncated, ..failure } }
}

/// A failure of the connection. The address stays out of it: it may hold a credential.
fn failure(error: &reqwest::Error) -> Failure {
    let mut causes = Vec::new();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        causes.push(error.to_string());
        cause = error.source();
    }
    let kind = if error.is_timeout() { FailureKind::Timeout } else { FailureKind::Connect };
    let what = if error.is_connect() { "the provider can not be reached" } else { "the connection to the provider broke" };
    // The outermost cause repeats the address; the innermost says what happened.
    let why = causes.pop().map(|why| format!(": {why}")).unwrap_or_default();
    Failure::new(kind, format!("{what}{why}").chars().take(500).collect::<String>())
}

//! What the tests of this crate share: a store in a folder of its own, and records to put into it.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use tempfile::TempDir;
use turnpike_domain::{
    attempt::{Attempt, Outcome},
    budget::{Budget, Period},
    credits::Credits,
    failure::FailureKind,
    ids::{FileId, ModelId, RequestId},
    key::{Key, KeySecret, Preset, SecretHash},
    plan::{Skip, SkipReason},
    price::{Line, Rate, Unit},
    request::{Capture, Endpoint, Request, SentError, State},
    route::Capability,
    usage::{Usage, UsageSource},
};
use uuid::Uuid;

use crate::{Bodies, Finished, Store};

/// 2026-11-23T00:00:00Z.
pub(crate) const MIDNIGHT: i64 = 1_795_392_000_000;

/// A store, and the ids that it said were committed.
pub(crate) fn store() -> (TempDir, Store, Arc<Mutex<Vec<RequestId>>>) {
    let folder = tempfile::tempdir().unwrap();
    let committed = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&committed);
    let on_committed = move |requests: &[Request]| told.lock().unwrap().extend(requests.iter().map(|request| request.id));
    let store = Store::open(folder.path(), on_committed).unwrap();
    (folder, store, committed)
}

/// The store of that folder again.
pub(crate) fn reopen(folder: &TempDir) -> Store {
    Store::open(folder.path(), |_| {}).unwrap()
}

/// An id as a request started at that time would have.
pub(crate) fn id_at(millis: i64) -> RequestId {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Relaxed);
    RequestId(Uuid::from_u128((u128::from(millis.unsigned_abs()) << 80) | (7 << 76) | u128::from(count)))
}

/// A plain request that cost so many microcredits.
pub(crate) fn served(started_at: i64, key: &str, micros: i64) -> Request {
    Request {
        id: id_at(started_at),
        started_at,
        endpoint: Endpoint::Chat,
        key: Some(key.into()),
        status: 200,
        error: None,
        stream: false,
        state: State::Settled,
        model: Some(ModelId::from("chat")),
        model_used: Some(ModelId::from("chat")),
        provider: Some("local".into()),
        fallback_depth: 0,
        credits_reserved: Some(Credits::from_micros(micros * 2)),
        credits_used: Some(Credits::from_micros(micros)),
        price_source: Some("yours".to_owned()),
        lines: Vec::new(),
        usage: None,
        usage_source: None,
        duration_ms: 20,
        first_token_ms: None,
        finish_reason: None,
        user_agent: None,
        attempts: Vec::new(),
        skipped: Vec::new(),
        warnings: Vec::new(),
        files: Vec::new(),
        captured: false,
    }
}

/// One with every field filled in.
pub(crate) fn eventful(started_at: i64) -> Request {
    let attempt = |model: &str, outcome, failure: Option<FailureKind>| Attempt {
        model: model.into(),
        provider: "local".into(),
        upstream: "up/stream".to_owned(),
        outcome,
        failure,
        message: failure.map(|kind| format!("it was {kind}")),
        status: failure.map(|_| 429),
        started_ms: 1,
        ended_ms: 312,
    };
    Request {
        status: 529,
        error: Some(SentError {
            message: "over".to_owned(),
            kind: "server_error".to_owned(),
            param: None,
            code: Some("overloaded".to_owned()),
        }),
        stream: true,
        model_used: Some("chat-backup".into()),
        fallback_depth: 1,
        lines: vec![Line { unit: Unit::Input, count: 3410, rate: Rate(15_000_000) }],
        usage: Some(Usage {
            input: 3410,
            cached_input: 10,
            cache_write: 5,
            output: u64::MAX >> 1,
            reasoning: 7,
            images: 2,
            ..Usage::default()
        }),
        usage_source: Some(UsageSource::Estimated),
        first_token_ms: Some(380),
        finish_reason: Some("stop".to_owned()),
        user_agent: Some("OpenAI/Python 3".to_owned()),
        attempts: vec![
            attempt("chat", Outcome::Failed, Some(FailureKind::RateLimited)),
            attempt("chat-backup", Outcome::Cancelled, None),
        ],
        skipped: vec![
            Skip { model: "a".into(), provider: "p".into(), reason: SkipReason::Lacks { capability: Capability::Vision } },
            Skip { model: "b".into(), provider: "p".into(), reason: SkipReason::Cooling { seconds: 9 } },
        ],
        warnings: vec!["the price is unknown".to_owned()],
        files: [3, 9].map(|number| FileId(Uuid::from_u128(number))).to_vec(),
        credits_used: None,
        ..served(started_at, "key", 5)
    }
}

pub(crate) fn record(store: &Store, request: &Request) {
    store.record_finished(Finished { request: request.clone(), bodies: None }).unwrap();
}

pub(crate) fn record_with_bodies(store: &Store, request: &Request, sent: &[u8], received: &[u8]) {
    let bodies = Some(Bodies { request: sent.to_vec(), response: received.to_vec(), ..Bodies::default() });
    store.record_finished(Finished { request: request.clone(), bodies }).unwrap();
}

/// A key made from one byte, and the hash of its secret.
pub(crate) fn key(byte: u8, name: &str) -> (Key, SecretHash) {
    let secret = KeySecret::from_random([byte; 32]);
    let key = Key {
        id: secret.public_id(),
        name: name.to_owned(),
        last_four: secret.last_four().to_owned(),
        preset: Preset::Production,
        requests_per_minute: Some(400),
        endpoints: Some(vec![Endpoint::Chat, Endpoint::Embeddings]),
        models: Some(vec!["chat".into(), "a/b".into()]),
        budget: Some(Budget { credits: Credits::from_micros(100_000_000), period: Period::Month }),
        capture: Some(Capture::Errors),
        disabled: false,
        expires_at: Some(MIDNIGHT),
        created_at: i64::from(byte),
    };
    (key, secret.hash())
}

//! Music. OpenAI makes none; engines that copy its jobs for films make music in the same way.

use bytes::Bytes;
use serde_json::{Map, Value, json};
use turnpike_domain::{failure::Failure, failure::FailureKind, usage::Usage};
use turnpike_wire::openai::music_request::MusicRequest;

use crate::{
    dialect::UpstreamCall,
    failure,
    progress::{Asset, JobDialect, Made, MusicDialect, Progress, Submitted, Ticket},
    vendor::Vendor,
};

/// The dialect: `POST /music/generations`, then `GET` behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MusicJobs;

const PATH: &str = "/music/generations";

impl MusicDialect for MusicJobs {
    fn submit(&self, vendor: &Vendor, request: &MusicRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let mut body = Map::from_iter([("model".to_owned(), json!(upstream)), ("prompt".to_owned(), json!(request.prompt))]);
        let mut put = |name: &str, value: Option<Value>| value.map(|value| body.insert(name.to_owned(), value));
        put("lyrics", request.lyrics.as_deref().map(Value::from));
        put("instrumental", request.instrumental.then_some(Value::Bool(true)));
        put("seconds", request.length_ms.map(seconds));
        put("format", request.format.map(|format| format.as_str().into()));
        put("seed", request.seed.map(Value::from));
        for (name, raw) in &request.rest {
            put(name, serde_json::from_str(raw.get()).ok());
        }
        Ok(UpstreamCall::new(vendor, PATH, Value::from(body).to_string(), false))
    }
}

impl JobDialect for MusicJobs {
    fn submitted(&self, vendor: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        let job: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let Some(id) = job["id"].as_str().filter(|id| !id.is_empty() && id.bytes().all(is_plain)) else {
            return Err(failure::unreadable(&body));
        };
        let ticket = Ticket { id: id.to_owned(), look: format!("{PATH}/{id}"), cancel: None };
        match self.progress(vendor, &ticket, body)? {
            Progress::Done(made) => Ok(Submitted::Done(made)),
            Progress::Failed(failure) => Err(failure),
            Progress::Queued | Progress::Running { .. } | Progress::Moved(_) => Ok(Submitted::Started(ticket)),
        }
    }

    fn progress(&self, _: &Vendor, ticket: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        let job: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        let failed = |kind, words: &str| Ok(Progress::Failed(Failure::new(kind, words)));
        match job["status"].as_str() {
            Some("queued") => Ok(Progress::Queued),
            Some("in_progress") => {
                let percent = job["progress"].as_u64().and_then(|percent| u8::try_from(percent).ok());
                Ok(Progress::Running { percent: percent.filter(|percent| *percent <= 100) })
            }
            Some("completed") => Ok(Progress::Done(Made {
                assets: vec![Asset::At(format!("{}/content", ticket.look))],
                usage: made_ms(&job["seconds"]).map(|made_ms| Usage { made_ms, ..Usage::default() }),
                ..Made::default()
            })),
            Some("failed") => Ok(Progress::Failed(failure::in_band(&json!({"error": job["error"]}).to_string()))),
            Some("cancelled") => failed(FailureKind::Cancelled, "the provider says that it was cancelled"),
            _ => Err(failure::unreadable(&body)),
        }
    }
}

/// Whole ones are whole.
fn seconds(length_ms: u64) -> Value {
    if length_ms.is_multiple_of(1_000) { (length_ms / 1_000).into() } else { (length_ms as f64 / 1_000.0).into() }
}

fn made_ms(seconds: &Value) -> Option<u64> {
    let seconds = seconds.as_f64().or_else(|| seconds.as_str()?.parse().ok())?;
    (seconds > 0.0 && seconds < 1e6).then_some((seconds * 1_000.0).round() as u64)
}

//! Music. OpenAI makes none; engines that copy its jobs for films make music in the same way.

use bytes::Bytes;
use serde_json::{Map, Value, json};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::music_request::MusicRequest;

use crate::{
    dialect::UpstreamCall,
    failure,
    progress::{JobDialect, Made, MusicDialect, Progress, Submitted, Ticket, seconds},
    vendor::Vendor,
};

/// The dialect: `POST /music/generations`, then `GET` behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MusicJobs;

const PATH: &str = "/music/generations";
const PLACE: &str = "/music/generations/";

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
        let ticket = Ticket::of(&job["id"], PLACE)?;
        match self.progress(vendor, &ticket, body)? {
            Progress::Done(made) => Ok(Submitted::Done(made)),
            Progress::Failed(failure) => Err(failure),
            Progress::Queued | Progress::Running { .. } | Progress::Moved(_) => Ok(Submitted::Started(ticket)),
        }
    }

    fn progress(&self, _: &Vendor, ticket: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        let job: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        let seconds = job["seconds"].as_f64().or_else(|| job["seconds"].as_str()?.parse().ok());
        match job["status"].as_str() {
            Some("queued") => Ok(Progress::Queued),
            Some("in_progress") => Ok(Progress::running(&job["progress"], 100.0)),
            Some("completed") => Ok(Progress::Done(Made::at(format!("{}/content", ticket.look)).lasting(seconds))),
            Some("failed" | "cancelled") => Ok(Progress::failed(&job["error"]["code"], &job["error"]["message"])),
            _ if job["error"].is_object() => Err(failure::in_band(&job.to_string())),
            _ => Err(failure::unreadable(&body)),
        }
    }
}

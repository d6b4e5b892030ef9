//! Jobs that nobody keeps: all there is to know of one is in its id, so that it goes on whatever happens to this process.

mod asked;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{film::film, json_answer, melody::melody, refusal};
use crate::dialect::{Answer, Method, UpstreamCall};

/// What is made here in jobs.
struct Craft {
    path: &'static str,
    model: &'static str,
    object: &'static str,
    content_type: &'static str,
    /// In seconds: where nobody asks, and the most.
    usual: f64,
    most: f64,
    /// How long a second of it takes, in milliseconds.
    pace: f64,
    pictures: bool,
}

const CRAFTS: [Craft; 2] = [
    Craft {
        path: "/videos",
        model: "sandbox-video",
        object: "video",
        content_type: "video/mp4",
        usual: 4.0,
        most: 20.0,
        pace: 750.0,
        pictures: true,
    },
    Craft {
        path: "/music/generations",
        model: "sandbox-music",
        object: "music.generation",
        content_type: "audio/wav",
        usual: 10.0,
        most: 300.0,
        pace: 200.0,
        pictures: false,
    },
];

/// What is sent at once.
const PIECE: usize = 64 << 10;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Job {
    begun_ms: u64,
    takes_ms: u64,
    fate: Fate,
    text: String,
    /// Of the whole prompt.
    seed: u64,
    length_ms: u32,
    size: (u32, u32),
}

/// How a job ends: as its prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Fate {
    Made,
    Failed,
    Filtered,
}

/// The answer to a call about jobs; `None`: it is about something else.
pub(super) fn answer(call: &UpstreamCall, now_ms: u64) -> Option<Answer> {
    let (craft, rest) = CRAFTS.iter().find_map(|craft| Some((craft, call.path.strip_prefix(craft.path)?)))?;
    let steps: Vec<_> = rest.split('/').skip(1).collect();
    let known = steps.first().map(|id| Job::read(craft, id).ok_or_else(|| craft.unknown(id)));
    Some(match (call.method, &steps[..], known) {
        (Method::Post, [], _) => {
            Job::begin(craft, call, now_ms).map_or_else(|refusal| refusal, |job| json_answer(200, &job.told(craft, now_ms)))
        }
        (_, _, Some(Err(unknown))) => unknown,
        (Method::Get, [_], Some(Ok(job))) => json_answer(200, &job.told(craft, now_ms)),
        (Method::Get, [_, "content"], Some(Ok(job))) => job.content(craft, now_ms),
        // There is nothing to be deleted: who forgets the id has done it.
        (Method::Delete, [id], Some(Ok(_))) => {
            json_answer(200, &json!({"id": id, "object": format!("{}.deleted", craft.object), "deleted": true}))
        }
        _ => refusal(404, "invalid_request_error", Some("not_found"), "Sandbox: there is nothing at this address."),
    })
}

impl Craft {
    fn unknown(&self, id: &str) -> Answer {
        let message = format!("Sandbox: there is no {} `{:.40}`.", self.object, id);
        refusal(404, "invalid_request_error", Some("not_found"), &message)
    }
}

impl Job {
    fn id(&self, craft: &Craft) -> String {
        format!("{}-{}", craft.model, URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default()))
    }

    fn read(craft: &Craft, id: &str) -> Option<Self> {
        let json = URL_SAFE_NO_PAD.decode(id.strip_prefix(craft.model)?.strip_prefix('-')?).ok()?;
        serde_json::from_slice(&json).ok().filter(|job: &Self| job.id(craft) == id)
    }

    /// How it stands, in OpenAI's words for films.
    fn told(&self, craft: &Craft, now_ms: u64) -> Value {
        let (status, progress) = self.status(now_ms);
        let error = match (status, self.fate) {
            ("failed", Fate::Filtered) => {
                json!({"code": "content_policy_violation", "message": "Sandbox: refused for its content, as the prompt asks for."})
            }
            ("failed", _) => json!({"code": "sandbox_failed", "message": "Sandbox: it failed, as the prompt asks for."}),
            _ => Value::Null,
        };
        let seconds = f64::from(self.length_ms) / 1_000.0;
        let mut told = json!({
            "id": self.id(craft), "object": craft.object, "model": craft.model, "status": status, "progress": progress,
            "created_at": self.begun_ms / 1_000, "completed_at": null, "expires_at": null, "prompt": self.text,
            "seconds": seconds.to_string(), "error": error,
        });
        if status == "completed" {
            told["completed_at"] = ((self.begun_ms + self.takes_ms) / 1_000).into();
        }
        if craft.pictures {
            told["size"] = format!("{}x{}", self.size.0, self.size.1).into();
        }
        told
    }

    /// A sixth of the time it waits; then the clock says how far it is.
    fn status(&self, now_ms: u64) -> (&'static str, u64) {
        let (passed, waits) = (now_ms.saturating_sub(self.begun_ms), self.takes_ms / 6);
        match self.fate {
            Fate::Made if passed >= self.takes_ms => ("completed", 100),
            _ if passed >= self.takes_ms => ("failed", 100),
            _ if passed < waits => ("queued", 0),
            _ => ("in_progress", (passed - waits) * 100 / (self.takes_ms - waits)),
        }
    }

    fn content(&self, craft: &Craft, now_ms: u64) -> Answer {
        if self.status(now_ms).0 != "completed" {
            return refusal(404, "invalid_request_error", Some("not_ready"), "Sandbox: it is not there yet.");
        }
        let title = format!("Sandbox: {}", self.text);
        let file = Bytes::from(match craft.pictures {
            true => film(&self.text, &title, self.seed, self.size, self.length_ms),
            false => melody(&title, self.seed, self.length_ms),
        });
        let pieces = (0..file.len()).step_by(PIECE).map(|from| file.slice(from..file.len().min(from + PIECE))).collect();
        Answer { status: 200, content_type: craft.content_type, chunks: pieces }
    }
}

#[cfg(test)]
mod tests;

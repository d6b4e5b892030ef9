//! Interactions: what is made is one of the things that a model says in its steps, in the background or while one waits.

use std::time::Duration;

use serde_json::Value;
use turnpike_domain::failure::{Failure, FailureKind};

use crate::progress::{Asset, Made, Progress, Submitted, Ticket};

pub(super) const PATH: &str = "/v1beta/interactions";

/// What was made is kept for two days: ai.google.dev/gemini-api/docs/video, 2026-11.
pub(super) const KEPT_FOR: Duration = Duration::from_secs(2 * 24 * 3_600);

pub(super) fn submitted(interaction: &Value, sort: &str) -> Result<Submitted, Failure> {
    Ok(match progress(interaction, sort)? {
        Progress::Done(made) => Submitted::Done(made),
        Progress::Failed(failure) => return Err(failure),
        Progress::Queued | Progress::Running { .. } | Progress::Moved(_) => {
            let ticket = Ticket::of(&interaction["id"], &format!("{PATH}/"))?;
            Submitted::Started(Ticket { cancel: Some(format!("{}/cancel", ticket.look)), ..ticket })
        }
    })
}

pub(super) fn progress(interaction: &Value, sort: &str) -> Result<Progress, Failure> {
    let failed = || failed(&interaction["error"]);
    Ok(match interaction["status"].as_str() {
        Some("completed") => said(interaction, sort)?,
        Some("queued") => Progress::Queued,
        Some("cancelled") => Progress::Failed(Failure::new(FailureKind::Cancelled, "the job was cancelled at the provider")),
        Some("failed" | "incomplete" | "budget_exceeded" | "requires_action") => failed(),
        Some(_) => Progress::Running { percent: None },
        None if interaction["error"].is_object() => failed(),
        None => return Err(crate::failure::unreadable(interaction.to_string().as_bytes())),
    })
}

/// The films or songs among what was said. Where there is none, it says in words why not.
fn said(interaction: &Value, sort: &str) -> Result<Progress, Failure> {
    let steps = interaction["steps"].as_array().into_iter().flatten().filter(|step| step["type"] == "model_output");
    let said: Vec<&Value> = steps.filter_map(|step| step["content"].as_array()).flatten().collect();
    let made = said.iter().filter(|content| content["type"] == sort);
    let assets: Vec<Asset> = made
        .map(|made| match made["uri"].as_str() {
            Some(uri) => Ok(Asset::At(uri.to_owned())),
            None => Asset::inside(&made["data"]),
        })
        .collect::<Result<_, _>>()?;
    if !assets.is_empty() {
        return Ok(Progress::Done(Made { assets, kept_for: Some(KEPT_FOR), ..Made::default() }));
    }
    let words: String = said.iter().filter_map(|content| content["text"].as_str()).collect::<Vec<_>>().join(" ");
    Ok(Progress::refused(&words.into()))
}

/// Some of its words are about the content, whatever the code beside them.
fn failed(error: &Value) -> Progress {
    let words = error["message"].as_str().unwrap_or_default().to_ascii_lowercase();
    let filtered = ["safety", "prohibited", "blocked", "recitation"].iter().any(|word| words.contains(word));
    if filtered { Progress::refused(&error["message"]) } else { Progress::failed(&error["code"], &error["message"]) }
}

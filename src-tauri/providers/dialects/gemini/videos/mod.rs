//! Films: long-running operations of the one family of models, and interactions with the other, which runs them in the
//! background.

mod interaction;
mod operation;

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::failure::Failure;

use super::{failure, interaction::KEPT_FOR};
use crate::{
    dialect::UpstreamCall,
    films::{self, FilmTakes},
    progress::{JobDialect, Progress, Submitted, Ticket, VideoDialect, VideoTask},
    vendor::Vendor,
};

/// The dialect. Music has another, since the answers of the two say different things.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Videos;

const RATIOS: &[&str] = &["16:9", "9:16"];
const CLASSES: &[(u32, &str)] = &[(720, "720p"), (1_080, "1080p"), (2_160, "4k")];
const ALL: &[u64] = &[3, 4, 5, 6, 7, 8, 9, 10];
const EVEN: &[u64] = &[4, 6, 8];

const MODELS: &[FilmTakes] = &[
    FilmTakes { named: INTERACTIVE, seconds: ALL, usual: 8, ratios: RATIOS, classes: CLASSES },
    FilmTakes { named: "veo-3.1-lite", seconds: EVEN, usual: 8, ratios: RATIOS, classes: CLASSES.split_at(2).0 },
    FilmTakes { named: "", seconds: EVEN, usual: 8, ratios: RATIOS, classes: CLASSES },
];

/// How the names of the models begin that films are discussed with.
const INTERACTIVE: &str = "gemini-omni";
/// What a film is among the things that are said in an interaction.
const SORT: &str = "video";

impl VideoDialect for Videos {
    fn submit(&self, vendor: &Vendor, task: &VideoTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let model = model(upstream);
        let takes = films::of(MODELS, model);
        match model.starts_with(INTERACTIVE) {
            true => interaction::submit(vendor, task, model, takes),
            false => operation::submit(vendor, task, model, takes),
        }
    }

    fn most_at_once(&self, upstream: &str) -> u64 {
        if model(upstream).starts_with(INTERACTIVE) { 1 } else { operation::MOST_AT_ONCE }
    }
}

impl JobDialect for Videos {
    fn submitted(&self, _: &Vendor, _: &str, body: Bytes) -> Result<Submitted, Failure> {
        let answer = read(&body)?;
        match answer["name"].is_string() {
            true => operation::ticket(&answer).map(Submitted::Started),
            false => super::interaction::submitted(&answer, SORT),
        }
    }

    fn progress(&self, _: &Vendor, _: &Ticket, body: Bytes) -> Result<Progress, Failure> {
        let answer = read(&body)?;
        match answer["name"].is_string() {
            true => Ok(operation::progress(&answer)),
            false => super::interaction::progress(&answer, SORT),
        }
    }

    fn cancel(&self, vendor: &Vendor, ticket: &Ticket) -> Option<UpstreamCall> {
        ticket.cancel.as_ref().map(|path| UpstreamCall::new(vendor, path, "{}", false))
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }
}

fn model(upstream: &str) -> &str {
    upstream.strip_prefix("models/").unwrap_or(upstream)
}

fn read(body: &[u8]) -> Result<Value, Failure> {
    serde_json::from_slice(body).map_err(|_| crate::failure::unreadable(body))
}

#[cfg(test)]
mod tests;

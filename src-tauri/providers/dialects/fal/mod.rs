//! fal's queue: a job is put in, looked at where its first answer says, and what it gives is somewhere else again.

mod jobs;

use bytes::Bytes;
use serde_json::{Map, Value};
use turnpike_domain::failure::{Failure, FailureKind};

pub(crate) use jobs::FalJobs;

use crate::{
    dialect::{Step, UpstreamCall},
    failure,
    images::{ImageDialect, ImageTask, Images},
    job,
    loss::Losses,
    vendor::Vendor,
};

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fal;

impl ImageDialect for Fal {
    fn encode(&self, vendor: &Vendor, task: &ImageTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let mut losses = Losses::default();
        let input = job::image_input(vendor, task, upstream, &mut losses)?;
        Ok(UpstreamCall::new(vendor, path(upstream), Value::from(input).to_string(), false).with_losses(losses))
    }

    fn decode(&self, vendor: &Vendor, asked: &str, body: Bytes) -> Result<Step<Images>, Failure> {
        let answer: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        if answer.get("error").is_some_and(|error| !error.is_null()) || answer.get("detail").is_some() {
            return Err(failure::in_band(&answer.to_string()));
        }
        let at = |name: &str| answer[name].as_str().map(str::to_owned);
        let look = |path: String, after| Ok(Step::Again { call: UpstreamCall::look(vendor, path), after });
        match answer["status"].as_str() {
            Some("IN_QUEUE" | "IN_PROGRESS") => look(at("status_url").unwrap_or_else(|| asked.to_owned()), job::PAUSE),
            // That says only that there is a result, which may be an error.
            Some("COMPLETED") => look(at("response_url").unwrap_or_else(|| without_status(asked)), std::time::Duration::ZERO),
            Some(other) => Err(Failure::new(FailureKind::BadReply, format!("the provider's job is '{other:.40}'"))),
            None => result(&answer).map(Step::Done),
        }
    }

    fn most_at_once(&self, _: &str) -> u64 {
        1
    }
}

/// Where jobs of a model are put in.
fn path(upstream: &str) -> String {
    format!("/{}", upstream.trim_start_matches('/'))
}

/// Where the result of a job is whose status was asked for.
fn without_status(asked: &str) -> String {
    let path = asked.split('?').next().unwrap_or(asked);
    path.strip_suffix("/status").unwrap_or(path).to_owned()
}

fn result(answer: &Value) -> Result<Images, Failure> {
    let images = Images::of(job::images(answer))?;
    let first = answer["images"].get(0).unwrap_or(&answer["image"]);
    let side = |name: &str| first[name].as_u64().and_then(|side| u32::try_from(side).ok());
    let rest = ["seed", "has_nsfw_concepts"].iter().filter_map(|name| Some(((*name).to_owned(), answer.get(*name)?.clone())));
    Ok(Images { size: side("width").zip(side("height")), rest: rest.collect::<Map<_, _>>(), ..images })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirk_40_a_job_is_looked_at_where_its_answers_say() {
        let base = "https://queue.fal.run/fal-ai/flux/requests/1";
        let next =
            |asked: &str, answer: &str| match Fal.decode(&Vendor::COMPATIBLE, asked, Bytes::copy_from_slice(answer.as_bytes())) {
                Ok(Step::Again { call, .. }) => call.path,
                other => panic!("{other:?}"),
            };
        for (asked, answer, expected) in [
            ("/fal-ai/flux/dev", format!(r#"{{"status":"IN_QUEUE","status_url":"{base}/status"}}"#), format!("{base}/status")),
            (&*format!("{base}/status"), r#"{"status":"IN_PROGRESS"}"#.to_owned(), format!("{base}/status")),
            (&*format!("{base}/status?logs=1"), r#"{"status":"COMPLETED"}"#.to_owned(), base.to_owned()),
            ("/x", format!(r#"{{"status":"COMPLETED","response_url":"{base}/response"}}"#), format!("{base}/response")),
        ] {
            assert_eq!(next(asked, &answer), expected, "{answer}");
        }
        for (answer, kind) in [
            (
                r#"{"detail":[{"loc":["body","prompt"],"msg":"no","type":"content_policy_violation"}]}"#,
                FailureKind::ContentPolicy,
            ),
            (r#"{"status":"COMPLETED","error":"Runner died","error_type":"runner_error"}"#, FailureKind::Server),
            (r#"{"status":"LOST"}"#, FailureKind::BadReply),
            (r#"{"images":[]}"#, FailureKind::BadReply),
        ] {
            let failure = Fal.decode(&Vendor::COMPATIBLE, "/x", Bytes::from_static(answer.as_bytes())).unwrap_err();
            assert_eq!(failure.kind, kind, "{answer}");
        }
    }
}

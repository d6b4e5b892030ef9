//! Replicate's predictions: a call for images is held while a model runs, and what takes longer is looked at where it says.

mod jobs;

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};

pub(crate) use jobs::ReplicateJobs;

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
pub(crate) struct Replicate;

/// Held as long as it can be, and stopped when nobody waits for it any more.
const PATIENCE: [(&str, &str); 2] = [("prefer", "wait=60"), ("cancel-after", "3m")];

impl ImageDialect for Replicate {
    fn encode(&self, vendor: &Vendor, task: &ImageTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let mut losses = Losses::default();
        let input = job::image_input(vendor, task, upstream, &mut losses)?;
        let mut call = asked(vendor, upstream, input.into()).with_losses(losses);
        call.headers.extend(PATIENCE.map(|(name, value)| (name, value.to_owned())));
        Ok(call)
    }

    fn decode(&self, vendor: &Vendor, asked: &str, body: Bytes) -> Result<Step<Images>, Failure> {
        let prediction: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        match prediction["status"].as_str() {
            Some("succeeded") => Images::of(job::images(&prediction["output"])).map(Step::Done),
            Some("starting" | "processing") => {
                let path = prediction["urls"]["get"].as_str().unwrap_or(asked);
                Ok(Step::Again { call: UpstreamCall::look(vendor, path), after: job::PAUSE })
            }
            Some("failed") => Err(failure::in_band(&json!({"error": prediction["error"]}).to_string())),
            Some(ended @ ("canceled" | "aborted")) => {
                Err(Failure::new(FailureKind::Server, format!("the provider's prediction was {ended}")))
            }
            _ => Err(failure::unreadable(&body)),
        }
    }

    fn most_at_once(&self, _: &str) -> u64 {
        1
    }
}

/// The call that asks for a prediction: of an official model by its name, of any other by its version.
fn asked(vendor: &Vendor, upstream: &str, input: Value) -> UpstreamCall {
    let (path, body) = match upstream.split_once(':') {
        Some((_, version)) => ("/predictions".to_owned(), json!({"version": version, "input": input})),
        None if upstream.contains('/') => (format!("/models/{upstream}/predictions"), json!({"input": input})),
        None => ("/predictions".to_owned(), json!({"version": upstream, "input": input})),
    };
    UpstreamCall::new(vendor, path, body.to_string(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(body: &Value) -> Result<Step<Images>, Failure> {
        Replicate.decode(&Vendor::COMPATIBLE, "/predictions", body.to_string().into())
    }

    #[test]
    fn a_prediction_is_done_when_it_says_so_and_not_before() {
        let urls = json!({"get": "https://api.replicate.com/v1/predictions/1"});
        let early = json!({"status": "processing", "output": ["https://x/first-of-four.png"], "urls": urls});
        let Ok(Step::Again { call, .. }) = decoded(&early) else { panic!("it is not done") };
        assert_eq!(call.path, "https://api.replicate.com/v1/predictions/1");
        for output in [json!("https://x/a.png"), json!(["https://x/a.png"]), json!({"image": "https://x/a.png"})] {
            let Ok(Step::Done(images)) = decoded(&json!({"status": "succeeded", "output": output})) else { panic!("{output}") };
            assert_eq!(images.used().images, 1);
        }
    }

    #[test]
    fn a_prediction_that_failed_says_why() {
        for (body, kind) in [
            (json!({"status": "failed", "error": "NSFW content detected. Try a different prompt."}), FailureKind::ContentPolicy),
            (
                json!({"status": "failed", "error": "The input or output was flagged as sensitive. (E005)"}),
                FailureKind::ContentPolicy,
            ),
            (json!({"status": "failed", "error": "CUDA out of memory"}), FailureKind::Server),
            (json!({"status": "canceled"}), FailureKind::Server),
            (json!({"status": "succeeded", "output": null}), FailureKind::BadReply),
            (json!({"id": "x"}), FailureKind::BadReply),
        ] {
            assert_eq!(decoded(&body).unwrap_err().kind, kind, "{body}");
        }
    }
}

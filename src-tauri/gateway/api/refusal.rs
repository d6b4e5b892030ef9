//! What a provider's failure is to our client: the provider's own words, under OpenAI's statuses and codes.

use std::borrow::Cow;

use axum::http::StatusCode;
use serde_json::json;
use turnpike_domain::failure::{Failure, FailureKind};

use super::error::{ApiError, Kind};
use crate::relay::walk::Refusal;

impl From<&Refusal> for ApiError {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::Failed { provider, failure } => Self::failed(provider, failure),
            Refusal::Lacks(capability) => {
                let message = format!("This model does not support {}, and no fallback of it does.", capability.as_str());
                Self::coded(Kind::Invalid, "unsupported_value", message).about("model")
            }
            Refusal::NoTarget => Self::coded(
                Kind::Overloaded,
                "no_target",
                "No provider of this model is switched on and has a readable credential.",
            ),
            Refusal::Stopped => Self::stopped(),
        }
    }
}

impl ApiError {
    /// A provider that was asked has failed.
    pub(crate) fn failed(provider: &str, failure: &Failure) -> Self {
        use FailureKind::*;
        let kind = match failure.kind {
            Connect | Server | BadReply | Truncated => Kind::Upstream,
            Timeout => Kind::UpstreamTimeout,
            RateLimited => Kind::RateLimited,
            Overloaded => Kind::Overloaded,
            Auth => Kind::UpstreamAuth,
            Permission => Kind::NotAllowed,
            Quota => Kind::Quota,
            ModelNotFound => Kind::ModelNotFound,
            ContextLength | Invalid | ContentPolicy | Cancelled => Kind::Invalid,
        };
        let mut metadata = json!({
            "provider": provider, "failure": failure.kind, "upstream_status": failure.status, "upstream_code": failure.code,
        });
        if failure.kind == Quota {
            metadata["limit_source"] = json!("provider");
        }
        Self::new(kind, message(provider, failure)).with(|details| {
            details.code = own_code(failure);
            details.status = failure.status.and_then(|status| kept(failure.kind, status));
            details.param = failure.param.clone();
            details.retry_after = failure.retry_after.filter(|_| matches!(failure.kind, RateLimited | Overloaded));
            details.metadata = Some(metadata);
        })
    }
}

fn message(provider: &str, failure: &Failure) -> String {
    use FailureKind::*;
    let said = &failure.message;
    match failure.kind {
        Auth => format!(
            "The provider '{provider}' refused its credential: {said} Put a working one in Turnpike's window, under Providers."
        ),
        Quota => format!("The account at provider '{provider}' has nothing left: {said}"),
        ContextLength | Invalid | ContentPolicy => said.clone(),
        Connect | Timeout | RateLimited | Overloaded | Server | BadReply | Truncated | Permission | ModelNotFound | Cancelled => {
            format!("The provider '{provider}' failed: {said}")
        }
    }
}

/// The code where the failure says more than its status does.
fn own_code(failure: &Failure) -> Option<Cow<'static, str>> {
    use FailureKind::*;
    match failure.kind {
        ContextLength => Some(Cow::Borrowed("context_length_exceeded")),
        ContentPolicy => Some(Cow::Borrowed("content_policy_violation")),
        Permission => Some(Cow::Borrowed("upstream_permission")),
        Invalid => failure.code.clone().map(Cow::Owned),
        Connect | Timeout | RateLimited | Overloaded | Server | BadReply | Truncated | Auth | Quota | ModelNotFound
        | Cancelled => None,
    }
}

/// A provider's status that our client should see as it is.
fn kept(kind: FailureKind, status: u16) -> Option<StatusCode> {
    let keep = match kind {
        FailureKind::Invalid => matches!(status, 400 | 404 | 413 | 415 | 422),
        FailureKind::Server => matches!(status, 500 | 502 | 504),
        _ => false,
    };
    keep.then(|| StatusCode::from_u16(status).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_becomes_openai_s_status_and_code() {
        use FailureKind::*;
        for (kind, status, code) in [
            (Connect, 502, Some("upstream_error")),
            (Timeout, 504, Some("upstream_timeout")),
            (RateLimited, 429, Some("rate_limit_exceeded")),
            (Overloaded, 503, Some("overloaded")),
            (Server, 502, Some("upstream_error")),
            (BadReply, 502, Some("upstream_error")),
            (Truncated, 502, Some("upstream_error")),
            (Auth, 502, Some("upstream_auth")),
            (Permission, 403, Some("upstream_permission")),
            (Quota, 429, Some("insufficient_quota")),
            (ModelNotFound, 404, Some("model_not_found")),
            (ContextLength, 400, Some("context_length_exceeded")),
            (Invalid, 400, None),
            (ContentPolicy, 400, Some("content_policy_violation")),
            (Cancelled, 400, None),
        ] {
            let error = ApiError::failed("p", &Failure::new(kind, "words"));
            assert_eq!((error.status().as_u16(), error.code()), (status, code), "{kind}");
        }
    }

    #[test]
    fn a_server_s_own_status_is_kept_and_an_unusual_one_is_a_bad_gateway() {
        for (status, seen) in [(500, 500), (504, 504), (520, 502), (599, 502)] {
            let failure = Failure { status: Some(status), ..Failure::new(FailureKind::Server, "words") };
            assert_eq!(ApiError::failed("p", &failure).status().as_u16(), seen);
        }
    }
}

//! What a client asks for and the model does not take. It is told; a client that wants all or nothing is refused
//! before anything is sent.

use std::sync::{Arc, OnceLock};

use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_providers::{UpstreamCall, Warning};

/// The losses of one attempt.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lost {
    strict: bool,
    warnings: Arc<OnceLock<Vec<Warning>>>,
}

impl Lost {
    pub(super) fn of_an_attempt(strict: bool) -> Self {
        Self { strict, warnings: Arc::default() }
    }

    /// Notes what a call lacks that is about to be sent.
    pub(super) fn heed(&self, call: &mut UpstreamCall) -> Result<(), Failure> {
        let warnings = std::mem::take(&mut call.warnings);
        let Some(first) = warnings.first() else { return Ok(()) };
        if self.strict {
            let message = format!("{}, and 'x-turnpike-strict' asks for all or nothing.", first.message);
            let mut failure = Failure::new(FailureKind::Invalid, message);
            failure.code = Some("unsupported_parameter".to_owned());
            failure.param = Some(first.param.clone());
            return Err(failure);
        }
        // An attempt of several calls loses what the first of them does.
        let _ = self.warnings.set(warnings);
        Ok(())
    }

    /// What the client is to be told.
    pub(super) fn told(&self) -> impl Iterator<Item = String> {
        self.warnings.get().into_iter().flatten().map(|warning| format!("{}.", warning.message))
    }
}

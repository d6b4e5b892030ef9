//! Requests that this API can not be asked.

use turnpike_domain::failure::Failure;

use crate::failure::refused;

/// What nobody could serve.
pub(super) fn invalid(param: &str, message: impl Into<String>) -> Failure {
    refused("invalid_value", param, message.into())
}

/// What another model could serve.
pub(super) fn unsupported(param: &str, message: impl Into<String>) -> Failure {
    refused("unsupported_value", param, message.into())
}

//! `POST /admin/backup` and `POST /admin/restore`: what is set up, in a file and back.

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, header},
    response::IntoResponse,
};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use turnpike_store::SealedFileError;
use utoipa::ToSchema;

use super::input::Input;
use crate::{
    api::error::{ApiError, Kind},
    blocking,
    controls::Controls,
    workspace::{
        Workspace,
        backup::{self, BackupError, Counts},
    },
};

/// How a backup is made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BackupFields {
    /// Eight characters or more. Without it nobody opens the file again.
    #[schema(value_type = String)]
    passphrase: SecretString,
    /// Whether the providers' credentials are in it.
    secrets: bool,
}

/// Carries the passphrase, percent-encoded since a header has no room for every character.
const PASSPHRASE: &str = "x-turnpike-passphrase";
const SHORTEST: usize = 8;
/// Bytes of a backup; thousands of keys are one megabyte.
const LARGEST: usize = 32 << 20;

#[utoipa::path(post, operation_id = "make_backup", path = "/backup", request_body = BackupFields, responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 400)))]
pub(crate) async fn make(
    State(workspace): State<Workspace>,
    Input(fields): Input<BackupFields>,
) -> Result<impl IntoResponse, ApiError> {
    if fields.passphrase.expose_secret().chars().count() < SHORTEST {
        return Err(ApiError::invalid("passphrase", format!("The passphrase needs {SHORTEST} characters or more.")));
    }
    let made = move || backup::make(workspace.store(), workspace.credentials(), &fields.passphrase, fields.secrets);
    let file = blocking(made).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"turnpike.backup\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, file))
}

#[utoipa::path(post, operation_id = "restore_backup", path = "/restore", params(("x-turnpike-passphrase" = String, Header, description = "Percent-encoded")), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = Counts), (status = 400)))]
pub(crate) async fn restore(State(controls): State<Controls>, headers: HeaderMap, body: Body) -> Result<Json<Counts>, ApiError> {
    let file = axum::body::to_bytes(body, LARGEST).await.map_err(|_| ApiError::too_large(LARGEST))?;
    Ok(Json(controls.restore(file, passphrase(&headers)?).await?))
}

fn passphrase(headers: &HeaderMap) -> Result<SecretString, ApiError> {
    let sent = headers.get(PASSPHRASE).and_then(|value| value.to_str().ok());
    let decoded = sent.and_then(|sent| percent_decode_str(sent).decode_utf8().ok());
    let passphrase = decoded.filter(|passphrase| !passphrase.is_empty());
    let missing = || ApiError::invalid(PASSPHRASE, "The passphrase is missing, or not percent-encoded.");
    Ok(SecretString::from(passphrase.ok_or_else(missing)?.into_owned()))
}

impl From<BackupError> for ApiError {
    fn from(error: BackupError) -> Self {
        let message = format!("{}.", sentence(&error.to_string()));
        match error {
            BackupError::Store(error) => error.into(),
            BackupError::File(SealedFileError::WrongPassphrase) => {
                Self::coded(Kind::Invalid, "wrong_passphrase", message).about(PASSPHRASE)
            }
            BackupError::File(SealedFileError::System) => {
                tracing::error!("a backup failed: {error}");
                Self::server()
            }
            BackupError::Unreadable(_) | BackupError::Unsealable => Self::invalid("secrets", message),
            BackupError::File(SealedFileError::Foreign | SealedFileError::Newer { .. })
            | BackupError::Strange(_)
            | BackupError::Proxy => Self::invalid("file", message),
        }
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

//! A file that somebody sends, from its form into the room of files.

use axum::http::{HeaderMap, header};
use turnpike_domain::{
    file::{self, File, LIFETIME, Purpose},
    ids::{FileId, KeyId, RequestId},
};
use turnpike_wire::openai::error::InvalidRequest;

use super::{
    error::ApiError,
    form::{Form, Part, Source},
};
use crate::files::{FileError, Files, Incoming, NewFile};

/// Bytes of a field that is no file.
const LONGEST_FIELD: usize = 1 << 10;
/// Bytes of a form around its file.
const FRAME: u64 = 64 << 10;

/// Everything of the form but the file.
#[derive(Default)]
struct Wishes {
    purpose: Option<Purpose>,
    anchor: Option<String>,
    seconds: Option<i64>,
}

/// Whose a file is that is sent, and what made it.
pub(crate) struct Origin {
    pub(crate) key: KeyId,
    pub(crate) made_by: Option<RequestId>,
}

/// Reads the form and keeps its file.
pub(crate) async fn receive(files: &Files, headers: &HeaderMap, source: Source, origin: Origin) -> Result<File, ApiError> {
    fits(files, headers)?;
    let mut form = Form::open(headers, source)?;
    let mut wishes = Wishes::default();
    let mut arrived = None;
    while let Some(part) = form.next().await? {
        match part.name.as_str() {
            "file" if arrived.is_some() => return Err(ApiError::invalid("file", "Send one file in each request.")),
            "file" => arrived = Some(take(files, part).await?),
            _ => wishes.read(part).await?,
        }
    }
    let (incoming, filename) = arrived.ok_or_else(|| InvalidRequest::missing("file"))?;
    let purpose = wishes.purpose.ok_or_else(|| InvalidRequest::missing("purpose"))?;
    let id = FileId(uuid::Uuid::now_v7());
    let Origin { key, made_by } = origin;
    let new = NewFile { id, key, filename, purpose, expires_after: wishes.expires_after()?, made_by };
    Ok(files.keep(incoming, new).await?)
}

/// Where the client says how much it sends, a disk need not be filled to find out.
fn fits(files: &Files, headers: &HeaderMap) -> Result<(), ApiError> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let storage = files.storage();
    let room = storage.limit.saturating_sub(storage.used).saturating_add(FRAME);
    match said {
        Some(length) if length > room => Err(FileError::OverLimit { used: storage.used, limit: storage.limit }.into()),
        _ => Ok(()),
    }
}

async fn take(files: &Files, mut part: Part) -> Result<(Incoming, String), ApiError> {
    let Some(filename) = part.filename.take() else {
        let message = "'file' has to be sent as a file, with a filename (with curl: -F file=@name).";
        return Err(ApiError::invalid("file", message));
    };
    let mut incoming = files.receive().await?;
    while let Some(piece) = part.chunk().await? {
        incoming.write(&piece).await?;
    }
    Ok((incoming, file::filename(&filename)))
}

impl Wishes {
    /// Fields that we do not know are passed over.
    async fn read(&mut self, mut part: Part) -> Result<(), ApiError> {
        match part.name.as_str() {
            "purpose" => self.purpose = Some(purpose("purpose", &part.text(LONGEST_FIELD).await?)?),
            "expires_after[anchor]" => self.anchor = Some(part.text(LONGEST_FIELD).await?),
            name @ "expires_after[seconds]" => {
                let name = name.to_owned();
                let text = part.text(LONGEST_FIELD).await?;
                let seconds = text.trim().parse().ok().filter(|seconds| LIFETIME.contains(seconds));
                let message = format!("'{name}' has to be a number from {} to {}.", LIFETIME.start(), LIFETIME.end());
                self.seconds = Some(seconds.ok_or_else(|| ApiError::invalid(&name, message))?);
            }
            _ => while part.chunk().await?.is_some() {},
        }
        Ok(())
    }

    fn expires_after(&self) -> Result<Option<i64>, ApiError> {
        if self.anchor.as_deref().is_some_and(|anchor| anchor != "created_at") {
            return Err(ApiError::invalid("expires_after[anchor]", "'expires_after[anchor]' has to be 'created_at'."));
        }
        match (&self.anchor, self.seconds) {
            (Some(_), None) => Err(InvalidRequest::missing("expires_after[seconds]").into()),
            (None, Some(_)) => Err(InvalidRequest::missing("expires_after[anchor]").into()),
            (_, seconds) => Ok(seconds),
        }
    }
}

/// The purpose of that word.
pub(crate) fn purpose(param: &str, word: &str) -> Result<Purpose, ApiError> {
    Purpose::parse(word).ok_or_else(|| {
        let known = Purpose::ALL.map(|purpose| format!("'{}'", purpose.as_str())).join(", ");
        let word: String = word.chars().take(64).collect();
        ApiError::invalid(param, format!("Invalid value: '{word}'. Supported values are: {known}."))
    })
}

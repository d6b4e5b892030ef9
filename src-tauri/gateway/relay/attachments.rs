//! What messages point to, brought inside for targets that do not fetch it: only when such a target's turn has come, and
//! once for a request, however many targets it takes.

use std::collections::HashMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::{StreamExt as _, stream};
use serde_json::value::RawValue;
use tokio::sync::OnceCell;
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::{
    attachment::{Attachment, Role, with_parts},
    chat_request::ChatRequest,
};

use crate::{
    fetch::{FetchError, Fetched, Fetcher, Limits},
    workspace::route::Target,
};

/// The files of one request. They go when it does.
pub(crate) struct Attachments<'a> {
    fetcher: &'a Fetcher,
    limits: Limits,
    /// Bytes of all that is brought inside.
    most: usize,
    /// By their addresses.
    files: HashMap<&'a str, OnceCell<File>>,
}

struct File {
    media_type: &'static str,
    data_url: String,
}

/// Fetched at the same time for one request.
const AT_ONCE: usize = 4;

impl<'a> Attachments<'a> {
    pub(super) fn new(attachments: &'a [Attachment<'a>], fetcher: &'a Fetcher, limits: Limits, most: usize) -> Self {
        let files = attachments.iter().map(|attachment| (&*attachment.url, OnceCell::new())).collect();
        Self { fetcher, limits, most, files }
    }

    /// The messages with the files that this target does not fetch in them; `None`: they may stay as they are.
    pub(super) async fn brought_for(&self, target: &Target, request: &ChatRequest<'_>) -> Result<Option<Box<RawValue>>, Failure> {
        let fetches = target.provider.vendor.fetches;
        let left = |attachment: &&Attachment<'_>| !fetches.takes(&target.upstream, &attachment.url);
        let coming: Vec<_> = request.attachments.iter().filter(left).map(|attachment| self.file(attachment)).collect();
        let Some(messages) = request.messages().filter(|_| !coming.is_empty()) else { return Ok(None) };
        let mut files = stream::iter(coming).buffered(AT_ONCE);
        let (mut parts, mut bytes) = (Vec::new(), 0);
        while let Some(file) = files.next().await {
            let (attachment, file) = file?;
            bytes += file.data_url.len();
            if bytes > self.most {
                return Err(unfetched(attachment, FetchError::TooLarge(self.most)));
            }
            parts.push((attachment, attachment.bringing(&file.data_url)));
        }
        Ok(with_parts(messages, &parts).ok())
    }

    async fn file<'r>(&self, attachment: &'r Attachment<'r>) -> Result<(&'r Attachment<'r>, &File), Failure> {
        let wrong = |error| unfetched(attachment, error);
        let cell = self.files.get(&*attachment.url).ok_or_else(|| wrong(FetchError::Url))?;
        let fetch = async || self.fetcher.get(&attachment.url, self.limits).await.map(File::from).map_err(wrong);
        let file = cell.get_or_try_init(fetch).await?;
        match attachment.role {
            Role::Image if !file.media_type.starts_with("image/") => Err(wrong(FetchError::Media)),
            Role::Image | Role::File => Ok((attachment, file)),
        }
    }
}

impl From<Fetched> for File {
    fn from(Fetched { bytes, media_type }: Fetched) -> Self {
        let mut data_url = format!("data:{media_type};base64,");
        STANDARD.encode_string(bytes, &mut data_url);
        Self { media_type, data_url }
    }
}

/// It is the request that is wrong: another target would get the same file.
fn unfetched(Attachment { place, role, .. }: &Attachment<'_>, error: FetchError) -> Failure {
    let (code, what) = match role {
        Role::Image => ("invalid_image_url", "image"),
        Role::File => ("invalid_file_url", "file"),
    };
    let message = format!("Invalid '{place}': the address {error}. Send the {what} inside the request instead, as a data URL.");
    let mut failure = Failure::new(FailureKind::Invalid, message);
    (failure.code, failure.param) = (Some(code.to_owned()), Some(place.to_string()));
    failure
}

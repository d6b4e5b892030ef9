//! The files that a chat names by their ids, put into it before anything else is made of it: whichever target serves it
//! in the end, and whatever fallbacks there are, finds them inside, in OpenAI's own form.

use std::{collections::HashMap, io::Read};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use turnpike_domain::{
    file::{File, FileKind},
    ids::{FileId, KeyId},
};
use turnpike_wire::openai::{
    error::InvalidRequest,
    file_reference::{FileReference, Given, references, with_parts},
};

use super::{FileError, Files};
use crate::blocking;

/// A body with its files inside.
pub(crate) struct Resolved {
    pub(crate) body: Bytes,
    /// Those that it names.
    pub(crate) files: Vec<FileId>,
}

/// Why a file can not be put into a request.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ResolveError {
    /// The id is no text.
    #[error(transparent)]
    Wrong(#[from] InvalidRequest),
    /// There is no such file, or it is another key's.
    #[error("No such File object: {id}")]
    Missing { place: String, id: String },
    /// No model takes such a file.
    #[error("{filename} is a file of the type {media_type}. A model takes images, PDFs, text, audio and video.")]
    Untakeable { place: String, filename: String, media_type: String },
    /// The request would not fit into memory's bound.
    #[error("The files that this request names have more than {most} bytes together.")]
    TooLarge { place: String, most: u64 },
    /// The file can not be read.
    #[error(transparent)]
    File(#[from] FileError),
}

impl Files {
    /// The body with the files in it that its messages name; `None`: it names none. `owner` sees its own files only;
    /// without one, all are seen.
    pub(crate) async fn resolve(&self, body: &Bytes, owner: Option<&KeyId>, most: u64) -> Result<Option<Resolved>, ResolveError> {
        let named = references(body)?;
        let mut found = HashMap::new();
        let mut length = 0;
        // Some providers give the files that they keep an address for an id: those are theirs to find.
        let named: Vec<_> = named.into_iter().filter(|reference| !reference.id.starts_with("https://")).collect();
        for reference in &named {
            let file = self.named(reference, owner).await?;
            length += file.bytes;
            if length > most {
                return Err(ResolveError::TooLarge { place: reference.place.clone(), most });
            }
            found.insert(reference.id.to_string(), file);
        }
        let Some(text) = std::str::from_utf8(body).ok().filter(|_| !named.is_empty()) else { return Ok(None) };
        let mut contents = HashMap::new();
        for (id, file) in &found {
            contents.insert(id.as_str(), self.content(file).await?);
        }
        let mut parts = Vec::with_capacity(named.len());
        for reference in named {
            let (Some(file), Some(content)) = (found.get(&*reference.id), contents.get(&*reference.id)) else { continue };
            let part = reference.holding(given(file, content));
            parts.push((reference, part));
        }
        let files = found.values().map(|file| file.id).collect();
        Ok(Some(Resolved { body: with_parts(text, &parts).into(), files }))
    }

    /// One file whole, of at most so many bytes, that the field `place` names.
    pub(crate) async fn whole(
        &self,
        id: &str,
        place: &str,
        owner: Option<&KeyId>,
        most: u64,
    ) -> Result<(FileId, Bytes), ResolveError> {
        let file = self.owned(id, place, owner).await?;
        if file.bytes > most {
            return Err(ResolveError::TooLarge { place: place.to_owned(), most });
        }
        let mut content = self.read(&file).await?;
        let length = file.bytes as usize;
        let read = blocking(move || {
            let mut bytes = Vec::with_capacity(length);
            content.read_to_end(&mut bytes).map(|_| bytes)
        });
        Ok((file.id, read.await.map_err(FileError::Disk)?.into()))
    }

    async fn named(&self, reference: &FileReference<'_>, owner: Option<&KeyId>) -> Result<File, ResolveError> {
        match self.owned(&reference.id, &reference.place, owner).await? {
            File { filename, media_type, .. } if FileKind::of(&media_type) == FileKind::Other => {
                Err(ResolveError::Untakeable { place: reference.place.clone(), filename, media_type })
            }
            file => Ok(file),
        }
    }

    async fn owned(&self, id: &str, place: &str, owner: Option<&KeyId>) -> Result<File, ResolveError> {
        let found = match id.parse() {
            Ok(id) => self.find(id).await?.filter(|file| owner.is_none_or(|owner| file.key == *owner)),
            Err(_) => None,
        };
        found.ok_or_else(|| ResolveError::Missing { place: place.to_owned(), id: id.chars().take(64).collect() })
    }

    /// A text as it is, all else in base64.
    async fn content(&self, file: &File) -> Result<String, FileError> {
        let mut content = self.read(file).await?;
        let (is_text, length) = (file.kind() == FileKind::Text, file.bytes as usize);
        let read = blocking(move || {
            let mut bytes = Vec::with_capacity(length);
            content.read_to_end(&mut bytes)?;
            Ok(if is_text { String::from_utf8_lossy(&bytes).into_owned() } else { STANDARD.encode(&bytes) })
        });
        read.await.map_err(FileError::Disk)
    }
}

/// By what it is, whatever the part that names it is called.
fn given<'a>(file: &'a File, content: &'a str) -> Given<'a> {
    match file.kind() {
        FileKind::Image => Given::Image(&file.media_type, content),
        FileKind::Text => Given::Text(content),
        FileKind::Audio => Given::Audio(format(&file.media_type), content),
        FileKind::Pdf | FileKind::Video | FileKind::Other => Given::Document(&file.filename, &file.media_type, content),
    }
}

/// As OpenAI calls a format of speech, where its type says it otherwise.
fn format(media_type: &str) -> &str {
    match media_type {
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        other => other.strip_prefix("audio/").unwrap_or(other),
    }
}

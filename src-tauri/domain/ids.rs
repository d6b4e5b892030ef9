//! Ids as types: a key's id can not be handed over where a model's is meant.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The public id of a key: safe in logs and URLs, worthless without the secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(Arc<str>);

/// The id of an upstream account or engine, as in `turnpike.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProviderId(Arc<str>);

/// The name that clients ask for. It may contain `/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModelId(Arc<str>);

/// The id of a job: `video_` or `music_` and 32 hexadecimal digits, as opaque to clients as a provider's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(Arc<str>);

/// The id of one call to /v1: a time-ordered UUID (version 7), so that the log sorts by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub Uuid);

/// The id of a file, as time-ordered: a list goes on behind a file that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub Uuid);

/// What is not written `file-` and 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the id of a file is written file- and 32 hexadecimal digits")]
pub struct NotAFileId;

macro_rules! text_id {
    ($($name:ident),*) => {$(
        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}
text_id!(KeyId, ProviderId, ModelId, JobId);

impl RequestId {
    /// The smallest id that a request of that time (Unix milliseconds) can have: ids begin with it.
    pub fn first_of(millis: i64) -> Self {
        let millis = millis.clamp(0, (1 << 48) - 1);
        Self(Uuid::from_u128(u128::from(millis.unsigned_abs()) << 80))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for RequestId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file-{}", self.0.simple())
    }
}

impl std::str::FromStr for FileId {
    type Err = NotAFileId;

    fn from_str(text: &str) -> Result<Self, NotAFileId> {
        let digits = text.strip_prefix("file-").filter(|digits| digits.len() == 32).ok_or(NotAFileId)?;
        Uuid::try_parse(digits).map(Self).map_err(|_| NotAFileId)
    }
}

impl Serialize for FileId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FileId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

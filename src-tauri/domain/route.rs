//! Models and the targets that serve them.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ModelId, ProviderId},
    price::Rates,
    request::Endpoint,
};

/// What a model is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Conversation.
    Chat,
    /// Vectors.
    Embedding,
    /// Pictures.
    Image,
    /// Text to speech.
    Speech,
    /// Speech to text.
    Transcription,
    /// Films.
    Video,
    /// Music.
    Music,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Chat, Self::Embedding, Self::Image, Self::Speech, Self::Transcription, Self::Video, Self::Music];

    /// The word in files, JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Embedding => "embedding",
            Self::Image => "image",
            Self::Speech => "speech",
            Self::Transcription => "transcription",
            Self::Video => "video",
            Self::Music => "music",
        }
    }

    /// The kind of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The endpoint that clients ask such a model through.
    pub fn endpoint(self) -> Endpoint {
        match self {
            Self::Chat => Endpoint::Chat,
            Self::Embedding => Endpoint::Embeddings,
            Self::Image => Endpoint::Images,
            Self::Speech => Endpoint::Speech,
            Self::Transcription => Endpoint::Transcriptions,
            Self::Video => Endpoint::Videos,
            Self::Music => Endpoint::Music,
        }
    }
}

/// What not every chat model can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Calling tools.
    Tools,
    /// Images in messages.
    Vision,
    /// Answers that follow a JSON Schema.
    JsonSchema,
    /// Speech in messages.
    AudioInput,
    /// PDF documents in messages.
    Pdf,
    /// Thinking before it answers. Never a need: a model without it answers all the same.
    Reasoning,
}

impl Capability {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Tools, Self::Vision, Self::JsonSchema, Self::AudioInput, Self::Pdf, Self::Reasoning];

    /// The word in files, JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tools => "tools",
            Self::Vision => "vision",
            Self::JsonSchema => "json_schema",
            Self::AudioInput => "audio_input",
            Self::Pdf => "pdf",
            Self::Reasoning => "reasoning",
        }
    }

    /// The capability of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|capability| capability.as_str() == word)
    }
}

/// What a request asks of the model that serves it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// What it has to be able to do.
    pub capabilities: Vec<Capability>,
    /// The fewest tokens that the request can be; 0 where every target takes it anyway.
    pub least_tokens: u64,
}

/// A model as it is kept: a name, who serves it, and what it costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The name that clients ask for.
    pub id: ModelId,
    /// Who serves it.
    pub provider: ProviderId,
    /// Its name there.
    pub upstream: String,
    /// What it is for.
    pub kind: Kind,
    /// Models to try behind it, in order.
    pub fallbacks: Vec<ModelId>,
    /// `None`: unknown, so nothing is held against it.
    pub capabilities: Option<Vec<Capability>>,
    /// The user's own price; `None`: the catalogue's.
    pub price: Option<Rates>,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// An upstream account or engine as it is kept; its credential is kept apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// The id, as in `turnpike.toml`.
    pub id: ProviderId,
    /// The id of the company or engine that it belongs to.
    pub vendor: String,
    /// Where it answers; `None`: the vendor's own address.
    pub base_url: Option<String>,
    /// Switched off by hand.
    pub disabled: bool,
    /// Unix milliseconds.
    pub created_at: i64,
}

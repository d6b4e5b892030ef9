//! A vendor: a company or an engine, as data.

use turnpike_domain::route::Capability;
use turnpike_wire::openai::transcription_request::TranscriptFormat;

use crate::{
    audio::{SpeechDialect, TranscriptionDialect},
    dialect::{Answer, ChatDialect, EmbeddingsDialect, UpstreamCall},
    dialects::openai,
    engine::Engine,
    image_takes::ImageTakes,
    images::ImageDialect,
    job::{FilmModels, MusicModels},
    progress::{MusicDialect, VideoDialect},
    takes::Takes,
};

/// A company or an engine. What it can not do is `None`; how it differs from its dialect is data.
#[derive(Clone, Copy)]
pub struct Vendor {
    /// As in `turnpike.toml`.
    pub id: &'static str,
    /// As the window shows it.
    pub label: &'static str,
    /// Where it answers, unless a provider's entry says otherwise.
    pub base_url: Option<&'static str>,
    /// How it wants the credential.
    pub auth: Auth,
    /// It runs on the user's own machine or network.
    pub local: bool,
    /// Its id in the price catalogue.
    pub catalogue: Option<&'static str>,
    /// What all of its models can do; `None`: it depends.
    pub capabilities: Option<&'static [Capability]>,
    /// Chat.
    pub chat: Option<&'static dyn ChatDialect>,
    /// Vectors.
    pub embeddings: Option<&'static dyn EmbeddingsDialect>,
    /// Text that is spoken.
    pub speech: Option<&'static dyn SpeechDialect>,
    /// What was said.
    pub transcription: Option<&'static dyn TranscriptionDialect>,
    /// Images that are drawn or edited.
    pub images: Option<&'static dyn ImageDialect>,
    /// Films.
    pub videos: Option<&'static dyn VideoDialect>,
    /// Music.
    pub music: Option<&'static dyn MusicDialect>,
    /// The environment variable that its own tools read a key from.
    pub key_variable: Option<&'static str>,
    /// How it shows itself on the user's own computer.
    pub engine: Option<Engine>,
    /// It answers inside this process instead of over the network.
    pub answer: Option<fn(&UpstreamCall) -> Answer>,

    /// What it calls the most tokens to make.
    pub output_limit: OutputLimit,
    /// It knows the role `developer`; others get `system`.
    pub developer_role: bool,
    /// It wants to be asked for usage on streams; others refuse the question and tell anyway.
    pub asks_for_usage: bool,
    /// Some of its models write their thoughts into the text, between `<think>` tags.
    pub think_tags: bool,
    /// It can send vectors as base64.
    pub base64_vectors: bool,
    /// What it takes of a request.
    pub takes: Takes,
    /// Which files it fetches by itself that a message points to. The others are fetched for it, so that it, and an engine
    /// on the user's network before all, gets to see no address.
    pub fetches: Fetches,
    /// Fields that it calls otherwise.
    pub renames: &'static [(&'static str, &'static str)],
    /// Headers that it likes to see.
    pub headers: &'static [(&'static str, &'static str)],
    /// How its keys begin: none that it repeats in an error is ever shown, and one that is pasted tells its vendor.
    pub key_prefix: Option<&'static str>,
    /// Its voices that come nearest to OpenAI's: their name and its own.
    pub voices: &'static [(&'static str, &'static str)],
    /// It can send speech as events, which count tokens, and heeds instructions: all models but those whose names begin
    /// like this.
    pub speech_events: Option<&'static str>,
    /// The formats of a transcript that it knows; empty: all.
    pub transcript_formats: &'static [TranscriptFormat],
    /// It can send a transcript as it is heard.
    pub transcript_streams: bool,
    /// What it takes of a request for images.
    pub image_takes: ImageTakes,
    /// How each of the models of others that it runs is asked for a film.
    pub film_models: &'static [FilmModels],
    /// How each of them is asked for music.
    pub music_models: &'static [MusicModels],
    /// How many times rarer than others it wants its jobs looked at.
    pub look_rarer: u32,
    /// Where it says what a request cost.
    pub reported_cost: Option<ReportedCost>,
}

/// How a vendor wants the credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Not at all.
    None,
    /// `authorization: Bearer …`, always.
    Bearer,
    /// `authorization: Bearer …`, if there is one.
    OptionalBearer,
    /// In a header of its own.
    Header(&'static str),
    /// `authorization: …` behind a word of its own.
    Scheme(&'static str),
}

/// What the field for the most tokens to make is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputLimit {
    /// `max_tokens`
    MaxTokens,
    /// `max_completion_tokens`
    MaxCompletionTokens,
}

impl OutputLimit {
    /// The name of the field.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MaxTokens => "max_tokens",
            Self::MaxCompletionTokens => "max_completion_tokens",
        }
    }
}

/// Which files a vendor fetches by itself.
#[derive(Clone, Copy)]
pub enum Fetches {
    /// None: they have to be in the request.
    Nothing,
    /// All.
    Everything,
    /// It depends on the model and on the address, in this order.
    Some(fn(&str, &str) -> bool),
}

impl Fetches {
    /// Does it fetch a file from `url` for `model`?
    pub fn takes(self, model: &str, url: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Some(takes) => takes(model, url),
        }
    }
}

/// Where a vendor says what a request cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReportedCost {
    /// Names inside `usage`, with `/` between them.
    pub place: &'static str,
    /// How many of its units make a US dollar.
    pub per_dollar: f64,
    /// A flag that says that somebody else is paid too, and where it stands how much.
    pub beside: Option<(&'static str, &'static str)>,
}

impl Vendor {
    /// What a vendor that copies OpenAI's API has in common with the others: the base of its entry.
    pub const COMPATIBLE: Self = Self {
        id: "",
        label: "",
        base_url: None,
        auth: Auth::Bearer,
        local: false,
        catalogue: None,
        capabilities: None,
        chat: Some(&openai::OpenAi),
        embeddings: Some(&openai::OpenAi),
        speech: Some(&openai::OpenAi),
        transcription: Some(&openai::OpenAi),
        images: Some(&openai::OpenAi),
        videos: None,
        music: None,
        key_variable: None,
        engine: None,
        answer: None,
        output_limit: OutputLimit::MaxTokens,
        developer_role: false,
        asks_for_usage: true,
        think_tags: false,
        base64_vectors: false,
        takes: Takes::ALL,
        fetches: Fetches::Nothing,
        renames: &[],
        headers: &[],
        key_prefix: None,
        voices: &[],
        speech_events: None,
        transcript_formats: &[],
        transcript_streams: false,
        image_takes: ImageTakes::ALL,
        film_models: &[],
        music_models: &[],
        look_rarer: 1,
        reported_cost: None,
    };
}

impl std::fmt::Debug for Vendor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vendor").field("id", &self.id).finish_non_exhaustive()
    }
}

//! What vendors speak, translated from and to OpenAI's chat completions and embeddings. Pure functions over
//! bytes: whoever calls does the waiting. Vendor names occur only in `vendors/`.

mod audio;
pub mod catalogue;
mod clock;
mod dialect;
mod dialects;
mod engine;
mod envelope;
pub mod facts;
mod failure;
mod films;
mod form;
mod image_takes;
mod images;
mod job;
mod length;
mod loss;
pub mod media;
mod messages;
mod parts;
mod progress;
mod recall;
mod registry;
mod songs;
mod speech;
mod spoken;
mod stream;
mod takes;
#[cfg(test)]
mod tests;
mod transcript;
mod usage;
mod vendor;
mod vendors;

pub use audio::{Audio, BodyEnd, BodyReader, SpeechDialect, TranscriptionDialect, Wanted};
pub use dialect::{Answer, ChatDialect, EmbeddingsDialect, Method, Reply, Step, UpstreamCall};
pub use engine::{Engine, Sighting, engine_asks, identify};
pub use failure::redact;
pub use image_takes::{Edits, ImageField, ImageModels, ImageTakes, SizeAs};
pub use images::{Image, ImageContent, ImageDialect, ImageTask, Images, Picture, usage_json};
pub use job::{FilmLength, FilmLook, FilmModels, MusicLength, MusicModels, Singing};
pub use length::length_of;
pub use loss::Warning;
pub use progress::{Asset, JobDialect, Made, MusicDialect, Progress, Submitted, Ticket, VideoDialect, VideoTask};
pub use registry::{vendor, vendors};
pub use stream::{ChatStream, StreamEnd, StreamEvent};
pub use takes::{Begun, CallIds, Formats, Known, Models, Takes, ToolChoice, Turns};
pub use vendor::{Auth, Fetches, OutputLimit, ReportedCost, Vendor};
pub use vendors::anthropic::is_deaf;
pub use vendors::sandbox::{SandboxModel, models as sandbox_models};

//! What a wire format for images has to do, and the images themselves on their way in and out.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use turnpike_domain::{
    credits::Credits,
    failure::{Failure, FailureKind},
    usage::Usage,
};
use turnpike_wire::openai::images_request::ImagesRequest;

use crate::{
    audio::BodyReader,
    dialect::{Step, UpstreamCall},
    failure,
    vendor::Vendor,
};

/// A wire format for images.
pub trait ImageDialect: Send + Sync {
    /// The call that asks `upstream`, the vendor's name for a model, to draw or to edit.
    fn encode(&self, vendor: &Vendor, task: &ImageTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure>;

    /// Reads the body of a success of the call to `asked`: the images, or where to ask for them.
    fn decode(&self, vendor: &Vendor, asked: &str, body: Bytes) -> Result<Step<Images>, Failure>;

    /// Reads a success that comes as events; `None`: it knows none.
    fn events(&self, _: &Vendor) -> Option<Box<dyn BodyReader>> {
        None
    }

    /// The most images that one call can ask for.
    fn most_at_once(&self, _upstream: &str) -> u64 {
        MOST_AT_ONCE
    }

    /// What an answer that is no success says.
    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }
}

/// As many as OpenAI draws at once.
const MOST_AT_ONCE: u64 = 10;

/// What is to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct ImageTask<'a> {
    /// As the client asks for it.
    pub request: &'a ImagesRequest<'a>,
    /// How many images this call asks for: all of them, or a part.
    pub count: u64,
    /// What is to be edited; none: it is drawn from nothing.
    pub images: &'a [Picture],
    /// Where the first of them may be changed: where it is transparent.
    pub mask: Option<&'a Picture>,
}

/// An image that a client brings.
#[derive(Clone, Debug)]
pub struct Picture {
    /// All of it.
    pub bytes: Bytes,
    /// With an ending that says what it is. The rest of a client's own name is nobody's business.
    pub file_name: &'static str,
    /// By its first bytes.
    pub media_type: &'static str,
}

impl Picture {
    /// Looks at bytes; `None`: they are no image that anybody edits.
    pub fn of(bytes: Bytes) -> Option<Self> {
        let (file_name, media_type) = match &bytes[..] {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => ("image.png", "image/png"),
            [0xff, 0xd8, 0xff, ..] => ("image.jpg", "image/jpeg"),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => ("image.webp", "image/webp"),
            _ => return None,
        };
        Some(Self { bytes, file_name, media_type })
    }

    /// For those who take images inside JSON.
    pub(crate) fn data_url(&self) -> String {
        let mut url = format!("data:{};base64,", self.media_type);
        STANDARD.encode_string(&self.bytes, &mut url);
        url
    }
}

/// What was drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Images {
    /// At least one.
    pub images: Vec<Image>,
    /// What is said of all of them beside, in OpenAI's words.
    pub rest: Map<String, Value>,
    /// How large they are, where the provider says so.
    pub size: Option<(u32, u32)>,
    /// The tokens that the provider counted.
    pub usage: Option<Usage>,
    /// What the provider says that they cost.
    pub cost: Option<Credits>,
}

/// One image.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Itself, or where it is.
    pub content: ImageContent,
    /// What is said of it beside.
    pub rest: Map<String, Value>,
}

/// An image as a provider gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageContent {
    /// In base64.
    Base64(String),
    /// At an address that needs no credential.
    Url(String),
}

impl Images {
    /// What was used: the images are counted here.
    pub fn used(&self) -> Usage {
        Usage { images: self.images.len() as u64, ..self.usage.unwrap_or_default() }
    }

    /// These and others of the same request.
    pub fn and(mut self, others: Self) -> Self {
        self.images.extend(others.images);
        self.usage = self.usage.zip(others.usage).map(|(one, other)| one + other);
        self.cost = self.cost.zip(others.cost).map(|(one, other)| one + other);
        self
    }

    /// The images alone.
    ///
    /// # Errors
    /// When there are none.
    pub(crate) fn of(images: Vec<Image>) -> Result<Self, Failure> {
        if images.is_empty() {
            return Err(Failure::new(FailureKind::BadReply, "the provider's answer has no image in it"));
        }
        Ok(Self { images, ..Self::default() })
    }
}

impl Image {
    /// An image at an address, which may be the image itself.
    pub(crate) fn at(url: &str) -> Self {
        let inside = url.strip_prefix("data:").and_then(|data| data.split_once(";base64,"));
        let content = match inside {
            Some((_, base64)) => ImageContent::Base64(base64.to_owned()),
            None => ImageContent::Url(url.to_owned()),
        };
        Self { content, rest: Map::new() }
    }

    /// An image in base64.
    pub(crate) fn inside(base64: &str) -> Self {
        Self { content: ImageContent::Base64(base64.to_owned()), rest: Map::new() }
    }
}

/// Tokens as OpenAI tells them of images; `None`: nobody counted any.
pub fn usage_json(usage: &Usage) -> Option<Value> {
    let Usage { input, output, image_input, image_output, .. } = *usage;
    (input > 0 || output > 0).then(|| {
        json!({"input_tokens": input, "output_tokens": output, "total_tokens": input + output,
            "input_tokens_details": {"text_tokens": input.saturating_sub(image_input), "image_tokens": image_input},
            "output_tokens_details": {"text_tokens": output.saturating_sub(image_output), "image_tokens": image_output}})
    })
}

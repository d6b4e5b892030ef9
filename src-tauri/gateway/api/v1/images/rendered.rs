//! Images as the client wants them: where it asks for base64 and a provider gives an address, they are fetched from there;
//! where it is the other way round, they get an address here.

use std::time::Instant;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::{Map, Value, json};
use turnpike_providers::{Image, ImageContent, Images, usage_json};
use turnpike_wire::openai::images_request::ImageForm;

use crate::{api::error::ApiError, clock, handouts::Handouts, relay::Relay};

/// Fetched at the same time for one request.
const AT_ONCE: usize = 4;

/// What turns images from one form into the other.
pub(super) struct Renderer<'a> {
    pub(super) relay: &'a Relay,
    pub(super) handouts: &'a Handouts,
    /// Where images are handed out.
    pub(super) base: String,
}

impl Renderer<'_> {
    /// OpenAI's answer.
    pub(super) async fn whole(&self, images: Images, form: Option<ImageForm>) -> Result<String, ApiError> {
        let (beside, images) = self.formed(images, form).await?;
        let mut body = Map::from_iter([("created".to_owned(), created(&beside))]);
        body.insert("data".to_owned(), images.into_iter().map(Value::from).collect());
        body.extend(beside.into_iter().filter(|(name, _)| name != "created"));
        Ok(Value::from(body).to_string())
    }

    /// The same as the events of a stream, for providers that know none.
    pub(super) async fn events(&self, images: Images, event: &str) -> Result<String, ApiError> {
        let (beside, images) = self.formed(images, Some(ImageForm::Base64)).await?;
        let kind = format!("{event}.completed");
        let mut events = String::new();
        for image in images {
            let usual = [("background", "auto"), ("output_format", "png"), ("quality", "auto"), ("size", "auto")];
            let mut body = Map::from_iter([("type".to_owned(), json!(kind)), ("created_at".to_owned(), created(&beside))]);
            body.extend(usual.map(|(name, value)| (name.to_owned(), json!(value))));
            body.extend(image.into_iter().chain(beside.clone()).filter(|(name, _)| name != "created"));
            events.push_str(&format!("event: {kind}\ndata: {}\n\n", Value::from(body)));
        }
        Ok(events)
    }

    /// What is said of all of them, and each of them.
    async fn formed(
        &self,
        images: Images,
        form: Option<ImageForm>,
    ) -> Result<(Map<String, Value>, Vec<Map<String, Value>>), ApiError> {
        let mut beside = images.rest;
        if let Some(usage) = images.usage.as_ref().and_then(usage_json) {
            beside.insert("usage".to_owned(), usage);
        }
        let forming: Vec<_> = images.images.into_iter().map(|image| self.one(image, form)).collect();
        Ok((beside, stream::iter(forming).buffered(AT_ONCE).try_collect().await?))
    }

    async fn one(&self, image: Image, form: Option<ImageForm>) -> Result<Map<String, Value>, ApiError> {
        let content = match (image.content, form) {
            (ImageContent::Url(url), Some(ImageForm::Base64)) => {
                let unfetched = |error| ApiError::no_image(format!("the address that the provider gives for it {error}"));
                ImageContent::Base64(STANDARD.encode(self.relay.picture(&url).await.map_err(unfetched)?))
            }
            (ImageContent::Base64(base64), Some(ImageForm::Url)) => {
                let bytes = STANDARD.decode(base64).map_err(|_| ApiError::no_image("the provider's base64 can not be read"))?;
                let id = self.handouts.keep(bytes.into(), Instant::now());
                let id = id.ok_or_else(|| ApiError::no_image("it is too large to be handed out"))?;
                ImageContent::Url(format!("{}/{id}", self.base))
            }
            (content, _) => content,
        };
        let (name, value) = match content {
            ImageContent::Base64(base64) => ("b64_json", base64),
            ImageContent::Url(url) => ("url", url),
        };
        Ok(std::iter::once((name.to_owned(), value.into())).chain(image.rest).collect())
    }
}

fn created(beside: &Map<String, Value>) -> Value {
    let said = beside.get("created").and_then(Value::as_i64).filter(|created| *created > 0);
    said.unwrap_or_else(|| clock::now() / 1_000).into()
}

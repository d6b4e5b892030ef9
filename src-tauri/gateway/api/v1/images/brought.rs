//! Images that a client brings to be edited: in a form, inside JSON, by their address or by the id of a file.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use turnpike_domain::ids::{FileId, KeyId};
use turnpike_providers::Picture;
use turnpike_wire::openai::{
    error::InvalidRequest,
    images_request::{BARE, ImageReference, ImageSource, MOST_IMAGES},
};

use crate::{
    api::{door::Sent, error::ApiError, filled::Filled},
    files::Files,
    relay::Relay,
};

/// A request taken apart: its fields as JSON, and its files where it is a form.
pub(crate) struct Apart {
    pub(crate) json: Bytes,
    form: Option<Filled>,
}

/// What is to be edited.
#[derive(Default)]
pub(crate) struct Brought {
    pub(crate) images: Vec<Picture>,
    pub(crate) mask: Option<Picture>,
    /// The files that were named.
    pub(crate) files: Vec<FileId>,
}

/// Who brings them, and how large all of them may be.
pub(crate) struct Bringer<'a> {
    pub(crate) relay: &'a Relay,
    pub(crate) files: &'a Files,
    /// Sees its own files only; without one, all are seen.
    pub(crate) owner: Option<&'a KeyId>,
    pub(crate) most: usize,
}

impl From<Sent> for Apart {
    fn from(sent: Sent) -> Self {
        match sent {
            Sent::Json(json) => Self { json, form: None },
            Sent::Form(form) => Self { json: form.json(&BARE).into(), form: Some(form) },
        }
    }
}

impl Apart {
    /// The image of a form that has one, under one of these names.
    pub(crate) fn file(&mut self, names: &[&str]) -> Result<Option<Picture>, ApiError> {
        let Some(form) = &mut self.form else { return Ok(None) };
        let found = names.iter().find_map(|name| Some((*name, form.file(name)?)));
        found.map(|(name, file)| picture(file.bytes, name)).transpose()
    }
}

impl Brought {
    pub(crate) async fn of(apart: Apart, bringer: &Bringer<'_>) -> Result<Self, ApiError> {
        match apart.form {
            Some(form) => Self::in_form(form),
            None => Self::pointed_to(&apart.json, bringer).await,
        }
    }

    fn in_form(mut form: Filled) -> Result<Self, ApiError> {
        let mut images = Vec::new();
        while let Some(file) = form.file("image") {
            images.push(picture(file.bytes, "image")?);
        }
        if images.is_empty() {
            return Err(InvalidRequest::missing("image").into());
        }
        if images.len() > MOST_IMAGES {
            return Err(ApiError::invalid("image", format!("At most {MOST_IMAGES} images are edited at once.")));
        }
        let mask = form.file("mask").map(|file| picture(file.bytes, "mask")).transpose()?;
        Ok(Self { images, mask, files: Vec::new() })
    }

    async fn pointed_to(json: &Bytes, bringer: &Bringer<'_>) -> Result<Self, ApiError> {
        let (references, mask) = ImageReference::parse(json)?;
        let (mut brought, mut left) = (Self::default(), bringer.most);
        for reference in &references {
            let image = brought.fetch(reference, bringer, &mut left).await?;
            brought.images.push(image);
        }
        if let Some(mask) = &mask {
            brought.mask = Some(brought.fetch(mask, bringer, &mut left).await?);
        }
        Ok(brought)
    }

    /// One image, of as many bytes as are `left`.
    pub(crate) async fn fetch(
        &mut self,
        reference: &ImageReference<'_>,
        bringer: &Bringer<'_>,
        left: &mut usize,
    ) -> Result<Picture, ApiError> {
        let place = &*reference.place;
        let bytes = match &reference.source {
            ImageSource::Base64(base64) => {
                let wrong = |_| ApiError::invalid(place, format!("Invalid '{place}': it is not valid base64."));
                STANDARD.decode(base64.as_bytes()).map_err(wrong)?.into()
            }
            ImageSource::Url(url) => bringer.relay.picture(url).await.map_err(|error| {
                let message =
                    format!("Invalid '{place}': the address {error}. Send the image inside the request instead, as a data URL.");
                ApiError::invalid_image_url(place, message)
            })?,
            ImageSource::FileId(id) => {
                let (id, bytes) = bringer.files.whole(id, place, bringer.owner, *left as u64).await?;
                self.files.push(id);
                bytes
            }
        };
        *left = left.checked_sub(bytes.len()).ok_or_else(|| ApiError::too_large(bringer.most))?;
        picture(bytes, place)
    }
}

fn picture(bytes: Bytes, place: &str) -> Result<Picture, ApiError> {
    let wrong = || ApiError::invalid(place, format!("Invalid '{place}': it is no PNG, JPEG or WebP image."));
    Picture::of(bytes).ok_or_else(wrong)
}

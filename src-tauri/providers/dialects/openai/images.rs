//! Images, as most vendors draw and edit them.

use bytes::Bytes;
use serde_json::{Map, Value, json};
use turnpike_domain::{
    failure::{Failure, FailureKind},
    usage::Usage,
};
use turnpike_wire::{
    openai::images_request::{ImageForm, ImagesRequest},
    sse::{Event, Framer, Piece},
};

use super::{OpenAi, body::Body};
use crate::{
    audio::{BodyEnd, BodyReader},
    dialect::{Step, UpstreamCall},
    failure::{self, refused},
    form::Form,
    image_takes::{Edits, SizeAs},
    images::{Image, ImageDialect, ImageTask, Images, Picture},
    loss::Losses,
    speech::quoted,
    usage,
    vendor::Vendor,
};

impl ImageDialect for OpenAi {
    fn encode(&self, vendor: &Vendor, task: &ImageTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let mut losses = Losses::default();
        let stream = streams(vendor, task.request, upstream);
        let mut body = body(vendor, task, upstream, &mut losses)?;
        let call = match (task.images, vendor.image_takes.edits) {
            ([], _) => body.close("/images/generations", stream),
            (images, Edits::Form) => UpstreamCall::form(vendor, "/images/edits", form(&body, images, task.mask), stream),
            (images, Edits::Json) => {
                if task.mask.is_some() {
                    return Err(refused("unsupported_parameter", "mask", "This model takes no mask.".to_owned()));
                }
                let images: Vec<_> = images.iter().map(|image| json!({"type": "image_url", "url": image.data_url()})).collect();
                body.put("images", Value::from(images).to_string());
                body.close("/images/edits", stream)
            }
            (_, Edits::No) => {
                let message = format!("{} draws images and edits none. Ask another model.", vendor.label);
                return Err(refused("unsupported_value", "model", message));
            }
        };
        Ok(call.with_losses(losses))
    }

    fn decode(&self, vendor: &Vendor, _: &str, body: Bytes) -> Result<Step<Images>, Failure> {
        let mut value: Value = serde_json::from_slice(&body).map_err(|_| failure::unreadable(&body))?;
        if value.get("error").is_some_and(|error| !error.is_null()) {
            return Err(failure::in_band(&value.to_string()));
        }
        let Some(Value::Array(data)) = value.get_mut("data").map(Value::take) else { return Err(failure::unreadable(&body)) };
        let images = Images::of(data.into_iter().filter_map(image).collect())?;
        let said = &value["usage"];
        let counted = counted(said);
        let cost = vendor.reported_cost.and_then(|reported| reported.read(said));
        let size = value["size"].as_str().and_then(|size| size.split_once('x'));
        let size = size.and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
        let rest = match value {
            Value::Object(rest) => rest,
            _ => Map::new(),
        };
        let rest = rest.into_iter().filter(|(name, value)| !value.is_null() && !["data", "usage"].contains(&&**name)).collect();
        Ok(Step::Done(Images { rest, size, usage: counted, cost, ..images }))
    }

    fn events(&self, _: &Vendor) -> Option<Box<dyn BodyReader>> {
        Some(Box::new(Events::default()))
    }
}

/// Does the vendor send this as a stream? The others' answers become one here.
fn streams(vendor: &Vendor, request: &ImagesRequest<'_>, upstream: &str) -> bool {
    request.stream && vendor.image_takes.streams && vendor.image_takes.is_base64_only(upstream)
}

/// The fields of a request, as the vendor takes them.
fn body<'a>(vendor: &'a Vendor, task: &ImageTask<'a>, upstream: &str, losses: &mut Losses) -> Result<Body<'a>, Failure> {
    let (takes, request) = (&vendor.image_takes, task.request);
    let stream = streams(vendor, request, upstream);
    let mut body = Body::new(vendor);
    body.put("model", quoted(upstream));
    for (name, raw) in &request.fields {
        match &**name {
            "model" | "response_format" => {}
            "stream" | "partial_images" if !stream => {}
            "size" => size(&mut body, request, takes.size)?,
            "n" => body.put("n", task.count.to_string()),
            "prompt" | "stream" | "partial_images" => body.put(name.as_ref(), raw.get()),
            name if takes.fields.holds(name) => body.put_renamed(name, raw),
            // It says that nothing is asked for.
            _ if raw.get() == "\"auto\"" => {}
            name => losses.leave_out_anyway(name, raw),
        }
    }
    // A stream that is made here brings its images in base64.
    let form = if request.stream { Some(ImageForm::Base64) } else { request.form };
    if let Some(form) = form.filter(|_| !takes.is_base64_only(upstream)) {
        body.put("response_format", quoted(if form == ImageForm::Url { "url" } else { takes.base64 }));
    }
    Ok(body)
}

fn size(body: &mut Body<'_>, request: &ImagesRequest<'_>, size_as: SizeAs) -> Result<(), Failure> {
    match (request.size, size_as) {
        (Some(size), _) => {
            for (name, value) in size_as.fields(size)? {
                body.put(name, value.to_string());
            }
        }
        (None, SizeAs::Word) => body.put("size", "\"auto\""),
        (None, _) => {}
    }
    Ok(())
}

fn form(body: &Body<'_>, images: &[Picture], mask: Option<&Picture>) -> Form {
    let files: Vec<&[u8]> = images.iter().chain(mask).map(|image| &image.bytes[..]).collect();
    let mut form = Form::around(&files);
    for (name, json) in body.fields() {
        form.spell(name, json);
    }
    // As the SDKs do: some servers know only the one name or the other.
    let name = if images.len() == 1 { "image" } else { "image[]" };
    for image in images {
        form.file(name, image.file_name, image.media_type, &image.bytes);
    }
    if let Some(mask) = mask {
        form.file("mask", "mask.png", mask.media_type, &mask.bytes);
    }
    form
}

/// An image of an answer; `None`: it is nowhere.
fn image(item: Value) -> Option<Image> {
    let text = |name: &str| item[name].as_str().filter(|text| !text.is_empty());
    let image = text("b64_json").map(Image::inside).or_else(|| text("url").map(Image::at))?;
    let Value::Object(rest) = item else { return Some(image) };
    let rest = rest.into_iter().filter(|(name, value)| !value.is_null() && !["b64_json", "url"].contains(&&**name)).collect();
    Some(Image { rest, ..image })
}

/// The tokens of an answer. Those that it made are of images, unless it says otherwise.
fn counted(usage: &Value) -> Option<Usage> {
    let counted = usage::read(None, &usage.to_string())?.usage;
    let told = usage["output_tokens_details"].is_object();
    Some(Usage { image_output: if told { counted.image_output } else { counted.output }, ..counted })
}

/// A stream that is sent on as it comes: looked at for what was made and used, and for errors.
#[derive(Default)]
struct Events {
    framer: Framer,
    made: Usage,
}

impl BodyReader for Events {
    fn push(&mut self, bytes: Bytes, out: &mut Vec<Bytes>) -> Result<(), Failure> {
        self.framer.push(bytes.clone());
        while let Some(piece) = self.framer.next_piece() {
            if let Piece::Event(event) = piece {
                self.take(&event)?;
            }
        }
        out.push(bytes);
        Ok(())
    }

    fn finish(&mut self, _: &mut Vec<Bytes>) -> Result<BodyEnd, Failure> {
        if let Some(event) = self.framer.finish() {
            self.take(&event)?;
        }
        if self.made.images == 0 {
            return Err(Failure::new(FailureKind::Truncated, "the stream ended before the image was complete"));
        }
        Ok(BodyEnd { usage: Some(self.made), cost: None })
    }
}

impl Events {
    fn take(&mut self, event: &Event) -> Result<(), Failure> {
        let Ok(value) = serde_json::from_slice::<Value>(event.data()) else { return Ok(()) };
        let kind = value["type"].as_str().unwrap_or_default();
        if kind == "error" || value.get("error").is_some_and(|error| !error.is_null()) {
            return Err(failure::in_band(&value.to_string()));
        }
        if kind.ends_with(".completed") {
            let counted = counted(&value["usage"]).unwrap_or_default();
            self.made = self.made + Usage { images: 1, ..counted };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_cut_anywhere_counts_what_was_made_and_is_passed_on_as_it_is() {
        let stream = b"event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"QQ==\"}\n\n\
            event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"QUI=\",\"usage\":{\"input_tokens\":5,\"output_tokens\":272,\"total_tokens\":277}}\n\n";
        for cut in 0..stream.len() {
            let (mut events, mut out) = (Events::default(), Vec::new());
            events.push(Bytes::copy_from_slice(&stream[..cut]), &mut out).unwrap();
            events.push(Bytes::copy_from_slice(&stream[cut..]), &mut out).unwrap();
            let used = events.finish(&mut out).unwrap().usage.unwrap();
            assert_eq!((used.images, used.input, used.output), (1, 5, 272), "cut at {cut}");
            assert_eq!(out.concat(), stream);
        }
        let (mut events, mut out) = (Events::default(), Vec::new());
        events.push(Bytes::copy_from_slice(&stream[..90]), &mut out).unwrap();
        assert_eq!(events.finish(&mut out).unwrap_err().kind, FailureKind::Truncated);
    }

    #[test]
    fn an_image_is_read_wherever_an_answer_has_it() {
        for (item, expected) in [
            (json!({"b64_json": "QQ==", "url": null}), Some(Image::inside("QQ=="))),
            (json!({"b64_json": "", "url": "https://x/a.png"}), Some(Image::at("https://x/a.png"))),
            (json!({"url": "data:image/png;base64,QQ=="}), Some(Image::inside("QQ=="))),
            (json!({"revised_prompt": "x"}), None),
        ] {
            assert_eq!(image(item.clone()), expected, "{item}");
        }
        let answer = |body: Value| OpenAi.decode(&Vendor::COMPATIBLE, "/images/generations", body.to_string().into());
        let Ok(Step::Done(images)) =
            answer(json!({"created": 7, "size": "8x9", "quality": null, "usage": {"input_tokens": 1, "output_tokens": 2},
            "data": [{"b64_json": "QQ==", "revised_prompt": "a cat"}]}))
        else {
            panic!("it is one")
        };
        assert_eq!((images.size, images.used().output, images.used().images), (Some((8, 9)), 2, 1));
        assert_eq!(Value::from(images.rest), json!({"created": 7, "size": "8x9"}));
        assert_eq!(images.images[0].rest["revised_prompt"], "a cat");
        for body in [json!({"data": []}), json!({"created": 1}), json!({"error": {"message": "no"}})] {
            assert!(answer(body.clone()).is_err(), "{body}");
        }
    }
}

//! The input of a job that draws one image, and the images in what it gives.

use serde_json::{Map, Value};
use turnpike_domain::failure::Failure;

use super::addresses;
use crate::{
    failure::refused,
    image_takes::{COMMON, ImageField, leave_out},
    images::{Image, ImageTask, Picture},
    loss::Losses,
    vendor::Vendor,
};

/// The input. What is not OpenAI's is the model's own, and goes there as it came.
pub(crate) fn input(
    vendor: &Vendor,
    task: &ImageTask<'_>,
    upstream: &str,
    losses: &mut Losses,
) -> Result<Map<String, Value>, Failure> {
    let (takes, request) = (&vendor.image_takes, task.request);
    if task.mask.is_some() {
        let message = "This model takes no mask as OpenAI's do. Say in the prompt what is to be changed.".to_owned();
        return Err(refused("unsupported_parameter", "mask", message));
    }
    let named = request.fields.iter().map(|(name, _)| &**name);
    let own: Vec<&str> = named.filter(|name| takes.fields.holds(name) && !COMMON.contains(name)).collect();
    leave_out(request, &own, losses);
    let mut input = Map::from_iter([("prompt".to_owned(), Value::from(&*request.prompt))]);
    for name in own {
        // It says that nothing is asked for.
        if let Some(value) = request.value(name).filter(|value| value != "auto") {
            input.insert(name.to_owned(), value);
        }
    }
    let Some(model) = takes.model(upstream) else { return Ok(input) };
    if let Some(size) = request.size {
        input.extend(model.size.fields(size)?.into_iter().map(|(name, value)| (name.to_owned(), value)));
    }
    match (model.image, task.images) {
        (_, []) => {}
        (ImageField::One(name), [image]) => drop(input.insert(name.to_owned(), image.data_url().into())),
        (ImageField::One(_), _) => {
            return Err(refused("unsupported_value", "image", "This model edits one image at a time.".to_owned()));
        }
        (ImageField::List(name), images) => {
            drop(input.insert(name.to_owned(), images.iter().map(Picture::data_url).collect::<Vec<_>>().into()));
        }
    }
    Ok(input)
}

/// The images in what a job gives.
pub(crate) fn images(output: &Value) -> Vec<Image> {
    addresses(output, "image").into_iter().map(Image::at).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn quirk_40_images_are_found_in_whatever_a_job_gives() {
        let found = |output: Value| images(&output).len();
        for (output, expected) in [
            (json!("https://x/a.png"), 1),
            (json!(["https://x/a.png", "data:image/png;base64,AA"]), 2),
            (json!({"images": [{"url": "https://x/a.png", "width": 8}], "seed": 7}), 1),
            (json!({"image": {"url": "https://x/a.png"}, "prompt": "https://x/not"}), 1),
            (json!({"url": "https://x/a.png"}), 1),
            (json!("a text"), 0),
            (json!("http://x/a.png"), 0),
            (json!("file:///etc/passwd"), 0),
            (json!("data:text/html,x"), 0),
            (json!({"video": {"url": "https://x/a.mp4"}}), 0),
            (json!(null), 0),
        ] {
            assert_eq!(found(output.clone()), expected, "{output}");
        }
    }
}

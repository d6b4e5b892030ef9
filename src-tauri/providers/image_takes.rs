//! What a vendor that copies OpenAI's format for images takes of it, as data.

use serde_json::{Value, json};
use turnpike_domain::{extent::lines_of, failure::Failure};

use turnpike_wire::openai::images_request::ImagesRequest;

use crate::{failure::refused, loss::Losses, takes::Known};

/// Where a vendor differs from OpenAI in what it takes of a request for images.
#[derive(Clone, Copy, Debug)]
pub struct ImageTakes {
    /// Fields of a request beside the prompt, the number, the size and the form.
    pub fields: Known,
    /// How it is told a size.
    pub size: SizeAs,
    /// What it calls an image in base64.
    pub base64: &'static str,
    /// Parts of the names of those of its models that give base64, and refuse to be asked for it.
    pub base64_only: &'static [&'static str],
    /// Those models can send drafts as they are made.
    pub streams: bool,
    /// How it is sent images to edit.
    pub edits: Edits,
    /// Where each model has fields of its own: the first that fits counts.
    pub models: &'static [ImageModels],
}

/// Models by their names, and what their fields are called.
#[derive(Clone, Copy, Debug)]
pub struct ImageModels {
    /// What their names hold; nothing: all of them.
    pub named: &'static str,
    /// How they are told a size.
    pub size: SizeAs,
    /// Where an image to edit is put.
    pub image: ImageField,
}

/// Where an image to edit is put.
#[derive(Clone, Copy, Debug)]
pub enum ImageField {
    /// One, in a field of that name.
    One(&'static str),
    /// Several, in a list of that name.
    List(&'static str),
}

/// How a vendor is told the size of an image.
#[derive(Clone, Copy, Debug)]
pub enum SizeAs {
    /// `size: "1024x1536"`
    Word,
    /// `width` and `height`.
    Sides,
    /// Both in an object of that name.
    Object(&'static str),
    /// `aspect_ratio`, one of these, and `resolution` by one of these words for so many lines.
    Ratio(&'static [&'static str], &'static [(u32, &'static str)]),
}

/// How a vendor is sent images to edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edits {
    /// In a form.
    Form,
    /// In JSON, as data URLs.
    Json,
    /// Not at all.
    No,
}

impl ImageTakes {
    /// As OpenAI.
    pub const ALL: Self = Self {
        fields: Known::All,
        size: SizeAs::Word,
        base64: "b64_json",
        base64_only: &["gpt-image"],
        streams: false,
        edits: Edits::Form,
        models: &[],
    };

    /// What is special about a model.
    pub(crate) fn model(&self, upstream: &str) -> Option<&'static ImageModels> {
        self.models.iter().find(|models| upstream.contains(models.named))
    }

    /// Does this model give base64 whatever it is asked for?
    pub(crate) fn is_base64_only(&self, upstream: &str) -> bool {
        self.base64_only.iter().any(|part| upstream.contains(part))
    }
}

impl SizeAs {
    /// The fields that say it.
    pub(crate) fn fields(self, size: (u32, u32)) -> Result<Vec<(&'static str, Value)>, Failure> {
        let (width, height) = size;
        Ok(match self {
            Self::Word => vec![("size", format!("{width}x{height}").into())],
            Self::Sides => vec![("width", width.into()), ("height", height.into())],
            Self::Object(name) => vec![(name, json!({"width": width, "height": height}))],
            Self::Ratio(ratios, classes) => {
                let (ratio, class) = shape(size, ratios, classes)?;
                let class = class.map(|class| ("resolution", class.into()));
                std::iter::once(("aspect_ratio", ratio.into())).chain(class).collect()
            }
        })
    }
}

/// Fields that every dialect acts on, or that say nothing to a model.
pub(crate) const COMMON: [&str; 8] = ["model", "prompt", "n", "size", "response_format", "stream", "partial_images", "user"];

/// Leaves out what is neither common nor `known`, and tells of it.
pub(crate) fn leave_out(request: &ImagesRequest<'_>, known: &[&str], losses: &mut Losses) {
    for (name, raw) in &request.fields {
        // Who says `auto` asks for nothing.
        if !COMMON.contains(&&**name) && !known.contains(&&**name) && raw.get() != "\"auto\"" {
            losses.leave_out_anyway(name, raw);
        }
    }
}

/// The ratio of that list that a size has, and the word of the other list for how large it is.
///
/// # Errors
/// When it has none of them.
pub(crate) fn shape(
    size: (u32, u32),
    ratios: &'static [&'static str],
    classes: &'static [(u32, &'static str)],
) -> Result<(&'static str, Option<&'static str>), Failure> {
    let (width, height) = size;
    let ratio = near(size, ratios).ok_or_else(|| {
        let message =
            format!("This model draws images of the ratios {}, and {width}x{height} is none of them.", ratios.join(", "));
        refused("unsupported_value", "size", message)
    })?;
    let lines = lines_of(size);
    let class = classes.iter().find(|(class, _)| *class == lines).map(|(_, word)| *word);
    match class {
        None if !classes.is_empty() => {
            let message = format!("This model draws no image as large as {width}x{height}.");
            Err(refused("unsupported_value", "size", message))
        }
        class => Ok((ratio, class)),
    }
}

/// The ratio of a list that a size has, or nearly has.
pub(crate) fn near((width, height): (u32, u32), ratios: &'static [&'static str]) -> Option<&'static str> {
    /// OpenAI's 1792x1024 is what others call 16:9.
    const NEAR: f64 = 0.03;
    let asked = f64::from(width) / f64::from(height);
    let off = |ratio: &str| {
        let (width, height) = ratio.split_once(':')?;
        Some((width.parse::<f64>().ok()? / height.parse::<f64>().ok()? / asked - 1.0).abs())
    };
    let near = ratios.iter().filter_map(|ratio| Some((*ratio, off(ratio)?))).min_by(|one, other| one.1.total_cmp(&other.1));
    near.filter(|(_, off)| *off <= NEAR).map(|(ratio, _)| ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_becomes_the_ratio_and_the_class_that_it_has() {
        const RATIOS: &[&str] = &["1:1", "3:2", "2:3", "16:9", "9:16", "9:19.5"];
        const CLASSES: &[(u32, &str)] = &[(1024, "1k"), (2048, "2k")];
        for (size, expected) in [
            ((1024, 1024), Some(("1:1", Some("1k")))),
            ((512, 512), Some(("1:1", Some("1k")))),
            ((1536, 1024), Some(("3:2", Some("1k")))),
            ((1024, 1792), Some(("9:16", Some("1k")))),
            ((2560, 1440), Some(("16:9", Some("2k")))),
            ((720, 1560), Some(("9:19.5", Some("1k")))),
            ((1000, 300), None),
            ((3840, 2160), None),
        ] {
            assert_eq!(shape(size, RATIOS, CLASSES).ok(), expected, "{size:?}");
        }
        assert_eq!(shape((3840, 2160), RATIOS, &[]).unwrap(), ("16:9", None), "nobody asks how large it is");
    }
}

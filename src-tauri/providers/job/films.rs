//! The input of a job that makes one film: what each model takes of a request and what its fields are called, as data.

use serde_json::{Value, json};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::videos_request::VideosRequest;

use super::holds;
use crate::{
    failure::refused,
    films::{FilmTakes, First, Look, add_own},
    image_takes::ImageField,
    loss::Losses,
    progress::{self, VideoTask},
    takes::Known,
    vendor::Vendor,
};

/// Models by their names, and how they are asked for a film.
#[derive(Clone, Copy, Debug)]
pub struct FilmModels {
    /// All that their names hold; nothing: any. The first entry that fits counts.
    pub named: &'static [&'static str],
    /// How many seconds a film can be long; empty: nobody knows.
    pub seconds: &'static [u64],
    /// How they are told which.
    pub length: FilmLength,
    /// Which shapes it can have; empty: they are told none.
    pub ratios: &'static [&'static str],
    /// The words for how many lines it can have; empty: they are told none.
    pub classes: &'static [(u32, &'static str)],
    /// How they are told both.
    pub look: FilmLook,
    /// Where the image is put that it begins with; `None`: it begins with none.
    pub image: Option<ImageField>,
    /// They can make the same film again.
    pub seed: bool,
}

/// How a model is told how long a film is to be.
#[derive(Clone, Copy, Debug)]
pub enum FilmLength {
    /// Not at all: all are equally long.
    Untold,
    /// `duration: 5`
    Number,
    /// `duration: "5"`
    Text,
    /// `duration: "5s"`
    TextInSeconds,
    /// `num_frames`, at so many a second and one more.
    Frames(u64),
}

/// How a model is told what a film is to look like.
#[derive(Clone, Copy, Debug)]
pub enum FilmLook {
    /// `aspect_ratio` and `resolution`, in its words.
    Words,
    /// `size: "1280*720"`
    Pixels,
    /// As the client says it.
    AsAsked,
}

impl FilmModels {
    /// Those that nobody knows here: the base of an entry.
    pub const ANY: Self = Self {
        named: &[],
        seconds: &[],
        length: FilmLength::Number,
        ratios: &[],
        classes: &[],
        look: FilmLook::AsAsked,
        image: None,
        seed: true,
    };

    fn of(vendor: &Vendor, upstream: &str) -> Self {
        vendor.film_models.iter().find(|models| holds(upstream, models.named)).copied().unwrap_or(Self::ANY)
    }

    fn takes(&self) -> FilmTakes {
        FilmTakes { named: "", seconds: self.seconds, usual: 0, ratios: self.ratios, classes: self.classes }
    }

    fn length(&self, request: &VideosRequest<'_>) -> Result<Option<(&'static str, Value)>, Failure> {
        let Some(asked) = request.length_ms else { return Ok(None) };
        if self.seconds.is_empty() {
            return Ok(Some(("duration", progress::seconds(asked))));
        }
        let seconds = self.takes().length(request)?;
        Ok(match self.length {
            FilmLength::Untold => None,
            FilmLength::Number => Some(("duration", seconds.into())),
            FilmLength::Text => Some(("duration", seconds.to_string().into())),
            FilmLength::TextInSeconds => Some(("duration", format!("{seconds}s").into())),
            FilmLength::Frames(rate) => Some(("num_frames", (seconds * rate + 1).into())),
        })
    }

    fn look(&self, request: &VideosRequest<'_>, losses: &mut Losses) -> Result<Vec<(&'static str, Value)>, Failure> {
        if let FilmLook::AsAsked = self.look {
            let size = request.size.map(|(width, height)| ("size", format!("{width}x{height}").into()));
            let ratio = request.aspect_ratio.as_deref().map(|ratio| ("aspect_ratio", ratio.into()));
            let lines = request.lines.map(|lines| ("resolution", format!("{lines}p").into()));
            return Ok(size.into_iter().chain(ratio).chain(lines).collect());
        }
        let Look { ratio, class } = self.takes().look(request, losses)?;
        match (request.size, ratio, class) {
            (Some(_), None, None) => losses.without("size"),
            (Some(_), Some(ratio), None) => {
                losses.note("size", &format!("is not made to the pixel by this model: {ratio} is what it makes"));
            }
            (Some(_), None, Some((lines, _))) => {
                losses.note("size", &format!("is not made to the pixel by this model: about {lines} lines is what it makes"));
            }
            (Some(_), Some(_), Some(_)) | (None, _, _) => {}
        }
        if request.size.is_none() && request.aspect_ratio.is_some() && ratio.is_none() {
            losses.without("aspect_ratio");
        }
        if request.size.is_none() && request.lines.is_some() && class.is_none() {
            losses.without("resolution");
        }
        if let FilmLook::Pixels = self.look {
            if ratio.is_none() && class.is_none() {
                return Ok(Vec::new());
            }
            let ratio = ratio.or_else(|| self.ratios.first().copied()).unwrap_or("16:9");
            let lines = class.or_else(|| self.classes.first().copied()).map_or(USUAL_LINES, |(lines, _)| lines);
            return Ok(vec![("size", pixels(ratio, lines).into())]);
        }
        let ratio = ratio.map(|ratio| ("aspect_ratio", ratio.into()));
        Ok(ratio.into_iter().chain(class.map(|(_, word)| ("resolution", word.into()))).collect())
    }

    fn image(&self, url: String) -> Result<(&'static str, Value), Failure> {
        match self.image {
            Some(ImageField::One(name)) => Ok((name, url.into())),
            Some(ImageField::List(name)) => Ok((name, json!([url]))),
            None => {
                let message = "This model begins with no image: name the one that makes films of images.".to_owned();
                Err(refused("unsupported_parameter", "image", message))
            }
        }
    }
}

/// Whole seconds from the first to the last, for an entry.
pub(crate) const fn seconds(first: usize, last: usize) -> &'static [u64] {
    const ALL: &[u64] =
        &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30];
    ALL.split_at(last).0.split_at(first - 1).1
}

const USUAL_LINES: u32 = 720;

/// `1280*720`
fn pixels(ratio: &str, lines: u32) -> String {
    let (width, height) =
        ratio.split_once(':').and_then(|(width, height)| width.parse().ok().zip(height.parse().ok())).unwrap_or((16, 9));
    let side = |side: u32| side * lines / width.min(height).max(1);
    format!("{}*{}", side(width), side(height))
}

/// The input. What is not said here is the model's own, and goes there as it came.
///
/// # Errors
/// When the model makes no film that is as long, looks like that, or begins so.
pub(crate) fn input(vendor: &Vendor, task: &VideoTask<'_>, upstream: &str, losses: &mut Losses) -> Result<Value, Failure> {
    let (request, model) = (task.request, FilmModels::of(vendor, upstream));
    let mut input = json!({"prompt": request.prompt});
    for (name, value) in model.length(request)?.into_iter().chain(model.look(request, losses)?) {
        input[name] = value;
    }
    if let Some(first) = First::of(task) {
        let (name, value) = model.image(first.url())?;
        input[name] = value;
    }
    match request.seed {
        Some(seed) if model.seed => input["seed"] = seed.into(),
        Some(_) => losses.without("seed"),
        None => {}
    }
    add_own(&request.rest, Known::All, &mut input, losses);
    Ok(input)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        films::asked::{and, picture},
        images::Picture,
        registry::vendor,
    };

    fn asked(vendor_id: &str, model: &str, fields: &Value, image: Option<&Picture>) -> (Result<Value, Failure>, usize) {
        let (body, mut losses) = (and(json!({"model": "m", "prompt": "a boat"}), fields).to_string(), Losses::default());
        let request = VideosRequest::parse(body.as_bytes()).unwrap();
        let input = input(vendor(vendor_id).unwrap(), &VideoTask { request: &request, image }, model, &mut losses);
        (input, losses.told().len())
    }

    #[test]
    fn every_family_is_asked_in_its_own_words() {
        let five = json!({"seconds": 5, "size": "1280x720", "seed": 7, "negative_prompt": "rain"});
        for (vendor, model, fields, expected, told) in [
            ("fal", "fal-ai/kling-video/v2.6/pro/text-to-video", &five, json!({"duration": "5", "aspect_ratio": "16:9"}), 2),
            ("fal", "fal-ai/kling-video/v3/pro/text-to-video", &five, json!({"duration": "5", "aspect_ratio": "16:9"}), 2),
            (
                "fal",
                "fal-ai/luma-dream-machine/ray-2",
                &five,
                json!({"duration": "5s", "aspect_ratio": "16:9", "resolution": "720p"}),
                1,
            ),
            ("fal", "fal-ai/luma-dream-machine", &five, json!({"aspect_ratio": "16:9"}), 2),
            (
                "fal",
                "fal-ai/wan-25-preview/text-to-video",
                &five,
                json!({"duration": "5", "aspect_ratio": "16:9", "resolution": "720p", "seed": 7}),
                0,
            ),
            (
                "fal",
                "fal-ai/wan/v2.2-a14b/text-to-video",
                &five,
                json!({"num_frames": 81, "aspect_ratio": "16:9", "resolution": "720p", "seed": 7}),
                0,
            ),
            (
                "fal",
                "bytedance/seedance-2.0/text-to-video",
                &five,
                json!({"duration": "5", "aspect_ratio": "16:9", "resolution": "720p", "seed": 7}),
                0,
            ),
            ("fal", "minimax/h3/text-to-video", &five, json!({"duration": 5, "aspect_ratio": "16:9", "resolution": "768P"}), 2),
            ("fal", "somebody/films", &five, json!({"duration": 5, "size": "1280x720", "seed": 7}), 0),
            ("replicate", "kwaivgi/kling-v2.5-turbo-pro", &five, json!({"duration": 5, "aspect_ratio": "16:9"}), 2),
            ("replicate", "kwaivgi/kling-v2.1", &five, json!({"duration": 5}), 2),
            ("replicate", "luma/ray-flash-2-720p", &five, json!({"duration": 5, "aspect_ratio": "16:9"}), 2),
            ("replicate", "wan-video/wan-2.5-t2v", &five, json!({"duration": 5, "size": "1280*720", "seed": 7}), 0),
            (
                "replicate",
                "wan-video/wan-2.2-t2v-fast",
                &five,
                json!({"num_frames": 81, "aspect_ratio": "16:9", "resolution": "720p", "seed": 7}),
                0,
            ),
            (
                "replicate",
                "bytedance/seedance-1-pro",
                &five,
                json!({"duration": 5, "aspect_ratio": "16:9", "resolution": "720p", "seed": 7}),
                0,
            ),
            ("replicate", "somebody/films:39ed52f2", &five, json!({"duration": 5, "size": "1280x720", "seed": 7}), 0),
            (
                "fal",
                "fal-ai/veo3.1",
                &json!({"seconds": "8", "resolution": "4k", "aspect_ratio": "9:16", "negative_prompt": "rain"}),
                json!({"duration": "8s", "aspect_ratio": "9:16", "resolution": "4k"}),
                0,
            ),
            (
                "replicate",
                "google/veo-3.1-fast",
                &json!({"seconds": 6, "size": "1920x1080", "seed": 7, "negative_prompt": "rain"}),
                json!({"duration": 6, "aspect_ratio": "16:9", "resolution": "1080p", "seed": 7}),
                0,
            ),
            (
                "fal",
                "fal-ai/minimax/hailuo-02/pro/text-to-video",
                &json!({"seconds": 6, "aspect_ratio": "16:9", "resolution": "1080p", "negative_prompt": "rain"}),
                json!({}),
                2,
            ),
            (
                "fal",
                "fal-ai/ltx-2/text-to-video",
                &json!({"seconds": 8, "resolution": "4k", "negative_prompt": "rain"}),
                json!({"duration": "8", "resolution": "2160p"}),
                0,
            ),
            (
                "replicate",
                "lightricks/ltx-2-pro",
                &json!({"seconds": 8, "resolution": "2k", "negative_prompt": "rain"}),
                json!({"duration": 8, "resolution": "2k"}),
                0,
            ),
            (
                "replicate",
                "wan-video/wan-2.5-t2v",
                &json!({"aspect_ratio": "9:16", "resolution": "1080p", "negative_prompt": "rain"}),
                json!({"size": "1080*1920"}),
                0,
            ),
        ] {
            let input = and(json!({"prompt": "a boat", "negative_prompt": "rain"}), &expected);
            assert_eq!(asked(vendor, model, fields, None), (Ok(input), told), "{vendor} {model} {fields}");
        }
    }

    #[test]
    fn an_image_is_put_where_the_model_looks_for_it() {
        let picture = picture();
        let data = picture.data_url();
        for (vendor, model, name) in [
            ("fal", "fal-ai/kling-video/v3/pro/image-to-video", "start_image_url"),
            ("fal", "fal-ai/kling-video/v2.5-turbo/pro/image-to-video", "image_url"),
            ("fal", "fal-ai/minimax/hailuo-02/pro/image-to-video", "image_url"),
            ("fal", "fal-ai/luma-dream-machine/ray-2/image-to-video", "image_url"),
            ("fal", "fal-ai/veo3.1/fast/image-to-video", "image_url"),
            ("fal", "fal-ai/wan/v2.7/image-to-video", "image_url"),
            ("fal", "fal-ai/bytedance/seedance/v1/pro/image-to-video", "image_url"),
            ("fal", "fal-ai/ltx-2/image-to-video", "image_url"),
            ("fal", "somebody/films", "image_url"),
            ("replicate", "kwaivgi/kling-v2.1", "start_image"),
            ("replicate", "minimax/hailuo-02", "first_frame_image"),
            ("replicate", "luma/ray-2-720p", "start_image"),
            ("replicate", "google/veo-3", "image"),
            ("replicate", "wan-video/wan-2.5-i2v", "image"),
            ("replicate", "bytedance/seedance-1-lite", "image"),
            ("replicate", "somebody/films", "image"),
        ] {
            let (input, told) = asked(vendor, model, &json!({}), Some(&picture));
            assert_eq!((input.unwrap()[name].as_str(), told), (Some(&*data), 0), "{vendor} {model}");
        }
        let (input, _) = asked("fal", "bytedance/seedance-2.0/reference-to-video", &json!({}), Some(&picture));
        assert_eq!(input.unwrap()["image_urls"], json!([data]), "one of several");
        let (input, _) = asked("fal", "fal-ai/veo3/image-to-video", &json!({"image": "https://x/a.png"}), None);
        assert_eq!(input.unwrap()["image_url"], "https://x/a.png", "it is fetched there");
        for model in ["fal-ai/kling-video/v3/pro/text-to-video", "fal-ai/veo3", "somebody/text-to-video"] {
            let (refused, _) = asked("fal", model, &json!({}), Some(&picture));
            assert_eq!(refused.unwrap_err().param.as_deref(), Some("image"), "{model}: it would be ignored there");
        }
    }

    #[test]
    fn a_length_that_a_model_does_not_make_is_refused_with_those_that_it_does() {
        for (vendor, model, length, makes) in [
            ("fal", "fal-ai/kling-video/v2.6/pro/text-to-video", "8", "5 or 10"),
            ("fal", "fal-ai/kling-video/v3/standard/text-to-video", "2", "3 to 15"),
            ("fal", "fal-ai/veo3", "5", "4, 6 or 8"),
            ("fal", "fal-ai/minimax/hailuo-2.3/pro/text-to-video", "10", "6"),
            ("fal", "fal-ai/minimax/hailuo-2.3/standard/text-to-video", "5", "6 or 10"),
            ("fal", "fal-ai/luma-dream-machine/ray-2", "10", "5 or 9"),
            ("fal", "bytedance/seedance-2.5/text-to-video", "31", "4 to 30"),
            ("fal", "minimax/h3/text-to-video", "4", "5 to 15"),
            ("replicate", "kwaivgi/kling-v2.1", "8", "5 or 10"),
            ("replicate", "minimax/video-01", "5", "6"),
            ("replicate", "google/veo-3", "5.5", "4, 6 or 8"),
            ("replicate", "luma/ray-2-720p", "10", "5 or 9"),
            ("replicate", "bytedance/seedance-1-pro", "13", "2 to 12"),
        ] {
            let failure = asked(vendor, model, &json!({"seconds": length}), None).0.unwrap_err();
            assert_eq!((failure.code.as_deref(), failure.param.as_deref()), (Some("unsupported_value"), Some("seconds")));
            let expected = format!("This model makes films of {makes} seconds, and {length} is none of that.");
            assert_eq!(failure.message, expected, "{vendor} {model}");
        }
    }

    #[test]
    fn a_model_that_has_a_price_by_the_second_is_known() {
        let table: Value = serde_json::from_str(include_str!("../data/media_prices.json")).unwrap();
        let mut known = 0;
        for row in table["prices"].as_array().unwrap().iter().filter(|row| row["unit"] == "second") {
            let Some(vendor) = row["vendor"].as_str().and_then(vendor).filter(|vendor| !vendor.film_models.is_empty()) else {
                continue;
            };
            let models = FilmModels::of(vendor, row["model"].as_str().unwrap());
            assert!(!models.seconds.is_empty(), "{row}");
            if let Some(lines) = row["lines"].as_u64() {
                assert!(models.classes.iter().any(|(class, _)| u64::from(*class) == lines), "{row}");
            }
            known += 1;
        }
        assert!(known > 30, "{known}");
    }
}

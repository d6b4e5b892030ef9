//! What models take of a request for a film, as data, and what is made of a request by it. A length that a model does not make
//! is refused, since it is money; a size is told to it in its own words, and that it is another one to the client.

use std::{borrow::Cow, fmt::Write};

use serde_json::{Value, value::RawValue};
use turnpike_domain::{extent::film_lines, failure::Failure};
use turnpike_wire::openai::{images_request::ImageSource, videos_request::VideosRequest};

use crate::{failure::refused, image_takes::near, images::Picture, loss::Losses, progress::VideoTask, takes::Known};

/// What models take whose names begin alike.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FilmTakes {
    /// How the names begin. Of several entries the first that fits counts, and the last fits all.
    pub(crate) named: &'static str,
    /// How many seconds a film can be long.
    pub(crate) seconds: &'static [u64],
    /// How long it is when nobody says it.
    pub(crate) usual: u64,
    /// Which shapes it can have; empty: it is told none.
    pub(crate) ratios: &'static [&'static str],
    /// The words for how many lines it can have; empty: it is told none.
    pub(crate) classes: &'static [(u32, &'static str)],
}

/// How a film is to look, in a model's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// Its shape.
    pub(crate) ratio: Option<&'static str>,
    /// The class of its size: lines, and the word for them.
    pub(crate) class: Option<(u32, &'static str)>,
}

/// What a film begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum First<'a> {
    /// Here.
    Picture(&'a Picture),
    /// On the web, for a vendor that fetches by itself.
    Url(&'a str),
}

/// The entry of a table for the model of that name.
pub(crate) fn of<'t>(table: &'t [FilmTakes], upstream: &str) -> &'t FilmTakes {
    let named = table.iter().find(|takes| upstream.starts_with(takes.named));
    named.unwrap_or(&table[table.len() - 1])
}

impl FilmTakes {
    /// The length of a film in seconds.
    ///
    /// # Errors
    /// When the model makes none as long as that.
    pub(crate) fn length(&self, request: &VideosRequest<'_>) -> Result<u64, Failure> {
        let asked = request.length_ms.unwrap_or(self.usual * 1_000);
        self.seconds.iter().copied().find(|seconds| seconds * 1_000 == asked).ok_or_else(|| {
            #[expect(clippy::cast_precision_loss, reason = "ten minutes at most")]
            let asked = asked as f64 / 1_000.0;
            let message = format!("This model makes films of {} seconds, and {asked} is none of that.", told(self.seconds));
            refused("unsupported_value", "seconds", message)
        })
    }

    /// How a film is to look.
    ///
    /// # Errors
    /// When the model makes none that looks so.
    pub(crate) fn look(&self, request: &VideosRequest<'_>, losses: &mut Losses) -> Result<Look, Failure> {
        if let Some(size) = request.size {
            return self.sized(size, losses);
        }
        let ratio = match &request.aspect_ratio {
            Some(asked) if !self.ratios.is_empty() => {
                Some(self.ratios.iter().copied().find(|ratio| ratio == asked).ok_or_else(|| {
                    let message = format!("This model makes films of the ratios {}.", self.ratios.join(", "));
                    refused("unsupported_value", "aspect_ratio", message)
                })?)
            }
            _ => None,
        };
        let class = match request.lines {
            Some(asked) if !self.classes.is_empty() => Some(self.class(|lines| lines == asked).ok_or_else(|| {
                let message = format!("This model makes films of {} lines.", told(&self.lines()));
                refused("unsupported_value", "resolution", message)
            })?),
            _ => None,
        };
        Ok(Look { ratio, class })
    }

    /// OpenAI's clients say a size in pixels, of which others have a few.
    fn sized(&self, size @ (width, height): (u32, u32), losses: &mut Losses) -> Result<Look, Failure> {
        /// 1024 lines go for 1080, and 720 for 768.
        const NEAR: f64 = 0.07;
        let wrong = |message| refused("unsupported_value", "size", message);
        let ratio = near(size, self.ratios);
        if ratio.is_none() && !self.ratios.is_empty() {
            let ratios = self.ratios.join(", ");
            return Err(wrong(format!("This model makes films of the ratios {ratios}, and {width}x{height} is none of them.")));
        }
        let asked = film_lines(size);
        let class = self.class(|lines| (f64::from(lines) / f64::from(asked) - 1.0).abs() <= NEAR);
        if class.is_none() && !self.classes.is_empty() {
            let lines = told(&self.lines());
            return Err(wrong(format!("This model makes films of {lines} lines, and {width}x{height} is none of that.")));
        }
        if let (Some(ratio), Some((lines, _))) = (ratio, class)
            && (width.min(height), width.max(height)) != (lines, lines * 16 / 9)
        {
            losses.note(
                "size",
                &format!("is not made to the pixel by this model: {ratio} and about {lines} lines is what it makes"),
            );
        }
        Ok(Look { ratio, class })
    }

    fn class(&self, fits: impl Fn(u32) -> bool) -> Option<(u32, &'static str)> {
        self.classes.iter().copied().find(|(lines, _)| fits(*lines))
    }

    fn lines(&self) -> Vec<u64> {
        self.classes.iter().map(|(lines, _)| u64::from(*lines)).collect()
    }
}

impl<'a> First<'a> {
    /// What a film begins with; `None`: with nothing.
    pub(crate) fn of(task: &VideoTask<'a>) -> Option<Self> {
        let url = || match &task.request.image.as_ref()?.source {
            ImageSource::Url(url) => Some(Self::Url(url)),
            ImageSource::Base64(_) | ImageSource::FileId(_) => None,
        };
        task.image.map(Self::Picture).or_else(url)
    }

    /// Where it is, or itself.
    pub(crate) fn url(self) -> String {
        match self {
            Self::Picture(picture) => picture.data_url(),
            Self::Url(url) => url.to_owned(),
        }
    }
}

/// Adds the fields of a model's own to a body that has none of their names. Those that are not known there are told.
pub(crate) fn add_own(rest: &[(Cow<'_, str>, &RawValue)], known: Known, body: &mut Value, losses: &mut Losses) {
    for (name, raw) in rest {
        match serde_json::from_str(raw.get()) {
            Ok(_) if known.holds(name) && body.get(name.as_ref()).is_some() => {}
            Ok(value) if known.holds(name) => body[name.as_ref()] = value,
            _ => losses.leave_out_anyway(name, raw),
        }
    }
}

/// `4, 6 or 8`, or `5 to 15`
fn told(numbers: &[u64]) -> String {
    let [first, .., last] = numbers else { return numbers.iter().map(u64::to_string).collect() };
    if numbers.len() > 2 && numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]) {
        return format!("{first} to {last}");
    }
    let mut told = first.to_string();
    for number in &numbers[1..] {
        let between = if number == last { " or " } else { ", " };
        // Writing to a string can not fail.
        let _ = write!(told, "{between}{number}");
    }
    told
}

/// Requests for the tests of dialects.
#[cfg(test)]
pub(crate) mod asked {
    use serde_json::json;

    use super::*;
    use crate::{dialect::UpstreamCall, progress::VideoDialect, vendor::Vendor};

    /// What goes out for what a client asks beside the model and the prompt, which is `a boat`.
    pub(crate) fn submitted(
        dialect: &dyn VideoDialect,
        vendor: &Vendor,
        asked: &Value,
        image: Option<&Picture>,
        upstream: &str,
    ) -> Result<UpstreamCall, Failure> {
        let body = and(json!({"model": "m", "prompt": "a boat"}), asked).to_string();
        let request = VideosRequest::parse(body.as_bytes()).unwrap();
        dialect.submit(vendor, &VideoTask { request: &request, image }, upstream)
    }

    /// An object with the fields of another.
    pub(crate) fn and(mut object: Value, more: &Value) -> Value {
        object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        object
    }

    /// The smallest that is taken for a picture. In base64 it is `iVBORw0KGgow`.
    pub(crate) fn picture() -> Picture {
        Picture::of(bytes::Bytes::from_static(b"\x89PNG\r\n\x1a\n0")).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[FilmTakes] = &[
        FilmTakes {
            named: "quick",
            seconds: &[4, 6, 8],
            usual: 8,
            ratios: &["16:9", "9:16"],
            classes: &[(720, "720p"), (1080, "1080p")],
        },
        FilmTakes { named: "", seconds: &[5, 6, 7, 8], usual: 5, ratios: &[], classes: &[] },
    ];

    fn asked(fields: &str) -> String {
        format!(r#"{{"model":"m","prompt":"x"{fields}}}"#)
    }

    #[test]
    fn no_film_has_another_length_than_the_one_that_was_asked_for() {
        for (upstream, fields, expected) in [
            ("quick-1", "", Ok(8)),
            ("quick-1", r#","seconds":"4""#, Ok(4)),
            ("quick-1", r#","seconds":"5""#, Err("This model makes films of 4, 6 or 8 seconds, and 5 is none of that.")),
            ("quick-1", r#","seconds":4.5"#, Err("This model makes films of 4, 6 or 8 seconds, and 4.5 is none of that.")),
            ("slow", "", Ok(5)),
            ("slow", r#","seconds":9"#, Err("This model makes films of 5 to 8 seconds, and 9 is none of that.")),
        ] {
            let body = asked(fields);
            let length = of(TABLE, upstream).length(&VideosRequest::parse(body.as_bytes()).unwrap());
            let length = length.map_err(|failure| (failure.code.unwrap(), failure.param.unwrap(), failure.message));
            let wrong = |message: &str| ("unsupported_value".to_owned(), "seconds".to_owned(), message.to_owned());
            assert_eq!(length, expected.map_err(wrong), "{upstream} {fields}");
        }
    }

    #[test]
    fn a_look_is_told_in_the_words_of_the_model_or_refused() {
        for (fields, expected, told) in [
            ("", Ok((None, None)), 0),
            (r#","size":"1280x720""#, Ok((Some("16:9"), Some("720p"))), 0),
            (r#","size":"720x1280""#, Ok((Some("9:16"), Some("720p"))), 0),
            (r#","size":"1024x1792""#, Ok((Some("9:16"), Some("1080p"))), 1),
            (r#","size":"1280x720","aspect_ratio":"9:16""#, Ok((Some("16:9"), Some("720p"))), 0),
            (r#","aspect_ratio":"9:16","resolution":"1080p""#, Ok((Some("9:16"), Some("1080p"))), 0),
            (r#","size":"1024x1024""#, Err("size"), 0),
            (r#","size":"3840x2160""#, Err("size"), 0),
            (r#","aspect_ratio":"1:1""#, Err("aspect_ratio"), 0),
            (r#","resolution":"4k""#, Err("resolution"), 0),
        ] {
            let (body, mut losses) = (asked(fields), Losses::default());
            let look = of(TABLE, "quick-1").look(&VideosRequest::parse(body.as_bytes()).unwrap(), &mut losses);
            let look = look.map(|look| (look.ratio, look.class.map(|(_, word)| word)));
            assert_eq!(look.map_err(|failure| failure.param.unwrap()), expected.map_err(str::to_owned), "{fields}");
            assert_eq!(losses.told().len(), told, "{fields}");
        }
    }

    #[test]
    fn a_model_s_own_fields_go_along_and_never_in_the_place_of_ours() {
        let body = asked(r#","negative_prompt":"rain","prompt_text":"another","store":true"#);
        let request = VideosRequest::parse(body.as_bytes()).unwrap();
        for (known, expected, told) in [
            (Known::All, serde_json::json!({"prompt_text": "x", "negative_prompt": "rain", "store": true}), 0),
            (Known::Only(&["prompt_text"]), serde_json::json!({"prompt_text": "x"}), 1),
        ] {
            let (mut body, mut losses) = (serde_json::json!({"prompt_text": "x"}), Losses::default());
            add_own(&request.rest, known, &mut body, &mut losses);
            assert_eq!((body, losses.told().len()), (expected, told));
        }
    }
}

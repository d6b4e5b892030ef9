//! The input of a job that makes music: what each model takes of a request and what its fields are called, as data.

use serde_json::{Value, json};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::music_request::{MusicFormat, MusicRequest};

use super::holds;
use crate::{failure::refused, films::add_own, loss::Losses, progress::seconds, songs, takes::Known, vendor::Vendor};

/// Models by their names, and how they are asked for music.
#[derive(Clone, Copy, Debug)]
pub struct MusicModels {
    /// All that their names hold; nothing: any. The first entry that fits counts.
    pub named: &'static [&'static str],
    /// How they are told how long it is to be.
    pub length: MusicLength,
    /// Where the lyrics are put; `None`: into the prompt, if there is singing.
    pub lyrics: Option<&'static str>,
    /// Whether there is singing.
    pub singing: Singing,
    /// Where they are told what kind of file it is to be, and their words for that. An empty word: it is that anyway.
    pub formats: (&'static str, &'static [(MusicFormat, &'static str)]),
    /// They can make the same music again.
    pub seed: bool,
}

/// How a model is told how long music is to be: in a field, and from so many seconds to so many.
#[derive(Clone, Copy, Debug)]
pub enum MusicLength {
    /// Not at all: it decides.
    Own,
    /// In seconds.
    Seconds(&'static str, u64, u64),
    /// In milliseconds.
    Milliseconds(&'static str, u64, u64),
}

/// Whether there is singing.
#[derive(Clone, Copy, Debug)]
pub enum Singing {
    /// There is none.
    Never,
    /// There is, as the model likes.
    Always,
    /// There is, unless a field of this name is true.
    Unless(&'static str),
}

/// No client can ask for more.
const LONGEST: u64 = 600;

impl MusicModels {
    /// Those that nobody knows here: the base of an entry.
    pub const ANY: Self = Self {
        named: &[],
        length: MusicLength::Seconds("duration", 0, LONGEST),
        lyrics: Some("lyrics"),
        singing: Singing::Unless("instrumental"),
        formats: (
            "output_format",
            &[(MusicFormat::Mp3, "mp3"), (MusicFormat::Wav, "wav"), (MusicFormat::Flac, "flac"), (MusicFormat::Opus, "opus")],
        ),
        seed: true,
    };

    fn of(vendor: &Vendor, upstream: &str) -> Self {
        vendor.music_models.iter().find(|models| holds(upstream, models.named)).copied().unwrap_or(Self::ANY)
    }
}

impl MusicLength {
    fn field(self, vendor: &Vendor, request: &MusicRequest<'_>) -> Result<Option<(&'static str, Value)>, Failure> {
        Ok(match self {
            Self::Own if request.length_ms.is_some() => {
                let message = "This model decides how long its music is: leave 'duration' out.".to_owned();
                return Err(refused("unsupported_parameter", "duration", message));
            }
            Self::Own => None,
            Self::Seconds(name, least, most) => {
                songs::length_ms(vendor, request, least..=most)?.map(|length_ms| (name, seconds(length_ms)))
            }
            Self::Milliseconds(name, least, most) => {
                songs::length_ms(vendor, request, least..=most)?.map(|length_ms| (name, length_ms.into()))
            }
        })
    }
}

/// The input. What is not said here is the model's own, and goes there as it came.
///
/// # Errors
/// When the model makes no music that is as long, no file of the kind, or does not sing what is to be sung.
pub(crate) fn input(vendor: &Vendor, request: &MusicRequest<'_>, upstream: &str, losses: &mut Losses) -> Result<Value, Failure> {
    let model = MusicModels::of(vendor, upstream);
    let mut input = json!({"prompt": request.prompt});
    if let Some((name, value)) = model.length.field(vendor, request)? {
        input[name] = value;
    }
    match (&request.lyrics, model.lyrics, model.singing) {
        (None, _, _) => {}
        (Some(lyrics), Some(name), _) => input[name] = lyrics.as_ref().into(),
        (Some(_), None, Singing::Never) => {
            let message = "Nobody sings in the music of this model. Leave the lyrics out, or ask another model.".to_owned();
            return Err(refused("unsupported_parameter", "lyrics", message));
        }
        (Some(_), None, Singing::Always | Singing::Unless(_)) => input["prompt"] = songs::in_words(request).into(),
    }
    match model.singing {
        Singing::Unless(name) if request.instrumental => input[name] = true.into(),
        Singing::Always if request.instrumental => losses.without("instrumental"),
        Singing::Never | Singing::Always | Singing::Unless(_) => {}
    }
    let (name, words) = model.formats;
    if let Some(word) = songs::format(vendor, request, words)?.filter(|word| !word.is_empty()) {
        input[name] = word.into();
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
    use crate::{films::asked::and, registry::vendor};

    fn asked(vendor_id: &str, model: &str, fields: &Value) -> (Result<Value, Failure>, Vec<String>) {
        let (body, mut losses) = (and(json!({"model": "m", "prompt": "calm"}), fields).to_string(), Losses::default());
        let request = MusicRequest::parse(body.as_bytes()).unwrap();
        let input = input(vendor(vendor_id).unwrap(), &request, model, &mut losses);
        (input, losses.told().into_iter().map(|warning| warning.param).collect())
    }

    #[test]
    fn every_family_is_asked_in_its_own_words() {
        let played = json!({"duration": 30, "instrumental": true, "seed": 7, "style": "lo-fi"});
        let sung = json!({"lyrics": "[Verse] la", "output_format": "mp3", "style": "lo-fi"});
        let silent = json!({"instrumental": true, "style": "lo-fi"});
        for (vendor, model, fields, expected, told) in [
            (
                "fal",
                "fal-ai/elevenlabs/music",
                &played,
                json!({"music_length_ms": 30_000, "force_instrumental": true}),
                &["seed"][..],
            ),
            (
                "fal",
                "fal-ai/elevenlabs/music",
                &sung,
                json!({"prompt": "calm\n\nLyrics:\n[Verse] la", "output_format": "mp3_44100_128"}),
                &[],
            ),
            ("fal", "fal-ai/stable-audio-25/text-to-audio", &played, json!({"seconds_total": 30, "seed": 7}), &[]),
            ("fal", "fal-ai/ace-step/prompt-to-audio", &played, json!({"duration": 30, "instrumental": true, "seed": 7}), &[]),
            ("fal", "fal-ai/minimax-music/v2.6", &sung, json!({"lyrics": "[Verse] la"}), &[]),
            ("fal", "fal-ai/minimax-music/v2", &sung, json!({"lyrics_prompt": "[Verse] la"}), &[]),
            ("fal", "fal-ai/minimax-music/v2.6", &silent, json!({"is_instrumental": true}), &[]),
            ("fal", "fal-ai/minimax-music/v2", &silent, json!({}), &["instrumental"]),
            ("fal", "fal-ai/lyria2", &silent, json!({}), &[]),
            ("replicate", "elevenlabs/music", &played, json!({"music_length_ms": 30_000, "force_instrumental": true}), &["seed"]),
            ("replicate", "stability-ai/stable-audio-2.5", &played, json!({"duration": 30, "seed": 7}), &[]),
            ("replicate", "minimax/music-1.5", &sung, json!({"lyrics": "[Verse] la", "audio_format": "mp3"}), &[]),
            ("replicate", "somebody/songs", &played, json!({"duration": 30, "instrumental": true, "seed": 7}), &[]),
            ("replicate", "somebody/songs", &sung, json!({"lyrics": "[Verse] la", "output_format": "mp3"}), &[]),
        ] {
            let input = and(json!({"prompt": "calm", "style": "lo-fi"}), &expected);
            let told = told.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(asked(vendor, model, fields), (Ok(input), told), "{vendor} {model} {fields}");
        }
    }

    #[test]
    fn what_a_model_does_not_make_is_refused() {
        for (vendor, model, fields, code, param) in [
            ("fal", "fal-ai/elevenlabs/music", json!({"duration": 2.9}), "unsupported_value", "duration"),
            ("fal", "fal-ai/stable-audio-25/text-to-audio", json!({"duration": 191}), "unsupported_value", "duration"),
            (
                "fal",
                "fal-ai/stable-audio-25/text-to-audio",
                json!({"output_format": "mp3"}),
                "unsupported_value",
                "output_format",
            ),
            ("fal", "fal-ai/minimax-music/v2.6", json!({"duration": 30}), "unsupported_parameter", "duration"),
            ("fal", "fal-ai/lyria2", json!({"lyrics": "la"}), "unsupported_parameter", "lyrics"),
            ("replicate", "elevenlabs/music", json!({"duration": 301}), "unsupported_value", "duration"),
            ("replicate", "google/lyria-2", json!({"duration": 30}), "unsupported_parameter", "duration"),
        ] {
            let failure = asked(vendor, model, &fields).0.unwrap_err();
            assert_eq!((failure.code.as_deref(), failure.param.as_deref()), (Some(code), Some(param)), "{model} {fields}");
        }
    }
}

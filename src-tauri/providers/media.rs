//! Prices of images, films, music, speech and transcriptions, from a table made of litellm's list and of facts that it
//! lacks: `data/generate_media.py` writes it.

use std::sync::LazyLock;

use serde::Deserialize;
use turnpike_domain::{
    credits::Credits,
    extent::{Quality, Rendition},
    price::{Increment, Rates},
};

use crate::vendor::Vendor;

/// What a model costs, for each rendition that has a price of its own.
pub struct MediaPrice(Vec<&'static Row>);

/// What the model `upstream` of a vendor costs; `None` if the table does not know it.
pub fn price(vendor: &Vendor, upstream: &str) -> Option<MediaPrice> {
    let rows: Vec<_> = TABLE.prices.iter().filter(|row| row.vendor == vendor.id && row.model == upstream).collect();
    (!rows.is_empty()).then_some(MediaPrice(rows))
}

impl MediaPrice {
    /// For this rendition: the row that says most about it; where none fits, the dearest, so that no hold is too low.
    pub fn rates(&self, rendition: &Rendition) -> Rates {
        self.row(rendition).map(|row| row.rates(rendition)).unwrap_or_default()
    }

    /// Where that is from.
    pub fn source(&self, rendition: &Rendition) -> String {
        match self.row(rendition) {
            Some(Row { source: Some(source), date: Some(date), .. }) => format!("{source} ({date})"),
            _ => TABLE.source.clone(),
        }
    }

    fn row(&self, rendition: &Rendition) -> Option<&'static Row> {
        let fitting = self.0.iter().copied().filter(|row| row.fits(rendition)).max_by_key(|row| row.conditions());
        fitting.or_else(|| self.0.iter().copied().max_by(|one, other| one.dollars.total_cmp(&other.dollars)))
    }
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(include_str!("data/media_prices.json")).unwrap_or_default());

#[derive(Default, Deserialize)]
struct Table {
    source: String,
    prices: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    vendor: String,
    model: String,
    unit: Unit,
    dollars: f64,
    size: Option<(u32, u32)>,
    quality: Option<Quality>,
    lines: Option<u32>,
    #[serde(default)]
    least_ms: u64,
    #[serde(default)]
    step_ms: u64,
    source: Option<String>,
    date: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Unit {
    Image,
    Megapixel,
    Second,
    Minute,
    Hour,
    MillionCharacters,
    Song,
}

/// As vendors count them: a square of 1024 pixels is one.
const PIXELS_PER_MEGAPIXEL: f64 = 1_048_576.0;

impl Row {
    /// Which way up an image stands has no price.
    fn fits(&self, rendition: &Rendition) -> bool {
        let turned = |(width, height): (u32, u32)| (width.min(height), width.max(height));
        self.size.is_none_or(|size| rendition.size.map(turned) == Some(turned(size)))
            && self.quality.is_none_or(|quality| rendition.quality == Some(quality))
            && self.lines.is_none_or(|lines| rendition.lines == Some(lines))
    }

    fn conditions(&self) -> usize {
        [self.size.is_some(), self.quality.is_some(), self.lines.is_some()].into_iter().filter(|given| *given).count()
    }

    fn rates(&self, rendition: &Rendition) -> Rates {
        let price = Credits::from_dollars(self.dollars);
        let increment = Increment { least_ms: self.least_ms, step_ms: self.step_ms };
        let rates = Rates { increment: (increment != Increment::default()).then_some(increment), ..Rates::default() };
        match self.unit {
            Unit::Image => Rates { per_image: price, ..rates },
            Unit::Megapixel => {
                let pixels = rendition.size.map_or(PIXELS_PER_MEGAPIXEL, |(width, height)| f64::from(width) * f64::from(height));
                Rates { per_image: Credits::from_dollars(self.dollars * pixels / PIXELS_PER_MEGAPIXEL), ..rates }
            }
            Unit::Second => Rates { per_second: price, ..rates },
            Unit::Minute => Rates { per_minute: price, ..rates },
            Unit::Hour => Rates { per_hour: price, ..rates },
            Unit::MillionCharacters => Rates { per_million_characters: price, ..rates },
            Unit::Song => Rates { per_request: price, ..rates },
        }
    }
}

#[cfg(test)]
mod tests {
    use turnpike_domain::usage::Usage;

    use super::*;
    use crate::registry::vendor;

    /// Of vendors that are in the table, whether they can be called or not.
    fn credits(id: &'static str, model: &str, rendition: Rendition, usage: Usage) -> String {
        let vendor = Vendor { id, ..Vendor::COMPATIBLE };
        let rates = price(&vendor, model).unwrap_or_else(|| panic!("{id}/{model}")).rates(&rendition);
        assert!(rates.covers(&usage), "{id}/{model}: {rates:?}");
        rates.charge(&usage).to_string()
    }

    #[test]
    fn media_cost_what_the_table_says_for_their_rendition() {
        let any = Rendition::default();
        let of = |size, quality| Rendition { size: Some(size), quality: Quality::parse(quality), lines: None };
        let lines = |lines| Rendition { lines: Some(lines), ..any };
        let none = Usage::default();
        let (images, made) = (|images| Usage { images, ..none }, |made_ms| Usage { made_ms, ..none });
        let heard = |heard_ms| Usage { heard_ms, ..none };
        for (vendor, model, rendition, usage, expected) in [
            // US$0.04 each: two are 8 credits.
            ("fal", "fal-ai/flux-pro/v1.1", any, images(2), "8.000000"),
            // By size and quality, either way up; else by what the list takes for neither.
            ("fal", "openai/gpt-image-2", of((1024, 1536), "medium"), images(1), "4.200000"),
            ("fal", "openai/gpt-image-2", of((1536, 1024), "medium"), images(1), "4.200000"),
            ("fal", "openai/gpt-image-2", of((640, 480), "medium"), images(1), "14.500000"),
            ("fal", "fal-ai/nano-banana-pro", lines(4096), images(1), "30.000000"),
            // US$0.025 a megapixel: 2048 by 2048 are four of them, 1024 by 768 three quarters of one.
            ("fal", "fal-ai/flux/dev", of((2048, 2048), "auto"), images(1), "10.000000"),
            ("fal", "fal-ai/flux/dev", of((1024, 768), "auto"), images(1), "1.875000"),
            ("together", "black-forest-labs/FLUX.1-schnell", any, images(1), "0.270000"),
            ("replicate", "black-forest-labs/flux-schnell", any, images(4), "1.200000"),
            ("xai", "grok-imagine-image", any, images(1), "2.000000"),
            ("stability", "stable-image-core", any, images(1), "3.000000"),
            // Eight seconds at US$0.40, and at US$0.60 in 4K.
            ("gemini", "veo-3.1-generate-preview", any, made(8_000), "320.000000"),
            ("gemini", "veo-3.1-generate-preview", lines(1080), made(8_000), "320.000000"),
            ("gemini", "veo-3.1-generate-preview", lines(2160), made(8_000), "480.000000"),
            ("xai", "grok-imagine-video", lines(480), made(1_000), "5.000000"),
            ("runway", "gen4_turbo", any, made(5_000), "25.000000"),
            // Music: by the song, by the minute, by the started minute.
            ("gemini", "lyria-3.5-clip-preview", any, made(30_000), "4.000000"),
            ("elevenlabs", "music_v1", any, made(61_500), "82.000000"),
            ("fal", "fal-ai/elevenlabs/music", any, made(61_500), "160.000000"),
            ("stability", "stable-audio-2.5", any, made(61_500), "20.000000"),
            // US$80 for a million characters: 13 are US$0.00104.
            ("elevenlabs", "eleven_multilingual_v2", any, Usage { characters: 13, ..none }, "0.104000"),
            ("groq", "canopylabs/orpheus-v1-english", any, Usage { characters: 1_000, ..none }, "2.200000"),
            // US$0.22 an hour: 36 seconds are a hundredth. US$0.258 an hour is US$0.0043 a minute.
            ("elevenlabs", "scribe_v1", any, heard(36_000), "0.220000"),
            ("deepgram", "nova-3", any, heard(90_000), "0.645000"),
            ("mistral", "voxtral-mini-latest", any, heard(20_000), "0.100000"),
        ] {
            assert_eq!(credits(vendor, model, rendition, usage), expected, "{vendor}/{model} {rendition:?}");
        }
    }

    #[test]
    fn groq_bills_at_least_ten_seconds_of_audio() {
        // US$0.04 an hour: ten seconds are US$0.000111…, twenty are twice that.
        for (heard_ms, expected) in
            [(1, "0.011111"), (3_200, "0.011111"), (10_000, "0.011111"), (20_000, "0.022222"), (0, "0.000000")]
        {
            let usage = Usage { heard_ms, ..Usage::default() };
            assert_eq!(credits("groq", "whisper-large-v3-turbo", Rendition::default(), usage), expected, "{heard_ms}");
        }
    }

    #[test]
    fn what_is_in_no_row_has_no_price() {
        assert!(price(vendor("openai").unwrap(), "no-such-model").is_none());
        assert!(price(vendor("mistral").unwrap(), "whisper-large-v3").is_none(), "another vendor's");
    }

    #[test]
    fn every_row_says_a_price_and_a_fact_says_whose() {
        assert!(TABLE.prices.len() > 300 && TABLE.source.starts_with("litellm@"), "{}", TABLE.source);
        for row in &TABLE.prices {
            let rates = row.rates(&Rendition::default());
            assert!(row.dollars > 0.0 && rates != Rates::default(), "{}/{}", row.vendor, row.model);
            assert_eq!(row.source.is_some(), row.date.is_some(), "{}/{}", row.vendor, row.model);
        }
        let schnell = price(&Vendor { id: "replicate", ..Vendor::COMPATIBLE }, "black-forest-labs/flux-schnell").unwrap();
        assert_eq!(schnell.source(&Rendition::default()), "replicate.com/pricing (2026-05-25)");
    }
}

//! What fal's films are asked for with: the input of each model at fal.ai/models, read 2026-11.

use crate::{
    image_takes::ImageField,
    job::{FilmLength, FilmLook, FilmModels, seconds},
};

const WITH_IMAGE: Option<ImageField> = Some(ImageField::One("image_url"));
const WITH_START: Option<ImageField> = Some(ImageField::One("start_image_url"));
const WITH_IMAGES: Option<ImageField> = Some(ImageField::List("image_urls"));

const WIDE: &[&str] = &["16:9", "9:16"];
const SQUARE: &[&str] = &["16:9", "9:16", "1:1"];
const FIVE: &[&str] = &["16:9", "9:16", "1:1", "4:3", "3:4"];
const CINEMA: &[&str] = &["21:9", "16:9", "4:3", "1:1", "3:4", "9:16"];
const LUMA_RATIOS: &[&str] = &["16:9", "9:16", "4:3", "3:4", "21:9", "9:21"];
const GROK_RATIOS: &[&str] = &["16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16"];

const CLASSES: &[(u32, &str)] = &[(720, "720p"), (1_080, "1080p")];
const TO_4K: &[(u32, &str)] = &[(720, "720p"), (1_080, "1080p"), (2_160, "4k")];
const FROM_480: &[(u32, &str)] = &[(480, "480p"), (720, "720p"), (1_080, "1080p")];
const FROM_480_TO_4K: &[(u32, &str)] = &[(480, "480p"), (720, "720p"), (1_080, "1080p"), (2_160, "4k")];
const SMALL: &[(u32, &str)] = &[(480, "480p"), (720, "720p")];
const WAN_CLASSES: &[(u32, &str)] = &[(480, "480p"), (580, "580p"), (720, "720p")];
const LUMA_CLASSES: &[(u32, &str)] = &[(540, "540p"), (720, "720p"), (1_080, "1080p")];
const LTX_CLASSES: &[(u32, &str)] = &[(1_080, "1080p"), (1_440, "1440p"), (2_160, "2160p")];
const HAILUO_CLASSES: &[(u32, &str)] = &[(512, "512P"), (768, "768P")];
const H3_CLASSES: &[(u32, &str)] = &[(480, "480P"), (768, "768P"), (1_440, "2K"), (2_160, "4K")];

const WORDS: FilmModels = FilmModels { look: FilmLook::Words, length: FilmLength::Text, seed: false, ..FilmModels::ANY };
const KLING: FilmModels = FilmModels { seconds: &[5, 10], ..WORDS };
const VEO: FilmModels = FilmModels { seconds: &[4, 6, 8], length: FilmLength::TextInSeconds, ratios: WIDE, seed: true, ..WORDS };
const HAILUO: FilmModels = FilmModels { seconds: &[6, 10], ..WORDS };
const SIX_SECONDS: FilmModels = FilmModels { seconds: &[6], length: FilmLength::Untold, ..WORDS };
const H3: FilmModels = FilmModels { seconds: seconds(5, 15), length: FilmLength::Number, classes: H3_CLASSES, ..WORDS };
const LUMA: FilmModels = FilmModels { length: FilmLength::TextInSeconds, ratios: LUMA_RATIOS, ..WORDS };
const WAN: FilmModels = FilmModels { classes: CLASSES, seed: true, ..WORDS };
const SEEDANCE: FilmModels = FilmModels { ratios: CINEMA, seed: true, ..WORDS };
const LTX: FilmModels = FilmModels { seconds: &[6, 8, 10], classes: LTX_CLASSES, ..WORDS };
const GROK: FilmModels =
    FilmModels { seconds: seconds(1, 15), length: FilmLength::Number, ratios: GROK_RATIOS, classes: SMALL, ..WORDS };

/// A film that begins with an image has its shape, with many of them.
pub(super) const MODELS: &[FilmModels] = &[
    FilmModels { named: &["kling-video/v3", "image-to-video"], seconds: seconds(3, 15), image: WITH_START, ..KLING },
    FilmModels { named: &["kling-video/v3"], seconds: seconds(3, 15), ratios: SQUARE, ..KLING },
    FilmModels { named: &["kling-video/o3", "image-to-video"], seconds: seconds(3, 15), image: WITH_IMAGE, ..KLING },
    FilmModels { named: &["kling-video/o3"], seconds: seconds(3, 15), ratios: SQUARE, image: WITH_IMAGES, ..KLING },
    FilmModels { named: &["kling-video/o1", "image-to-video"], seconds: seconds(3, 10), image: WITH_START, ..KLING },
    FilmModels { named: &["kling-video/o1"], seconds: seconds(3, 10), ratios: SQUARE, image: WITH_IMAGES, ..KLING },
    FilmModels { named: &["kling-video/v2.6", "image-to-video"], image: WITH_START, ..KLING },
    FilmModels { named: &["kling-video", "image-to-video"], image: WITH_IMAGE, ..KLING },
    FilmModels { named: &["kling-video"], ratios: SQUARE, ..KLING },
    FilmModels { named: &["veo2", "image-to-video"], seconds: seconds(5, 8), image: WITH_IMAGE, ratios: &[], seed: false, ..VEO },
    FilmModels { named: &["veo2"], seconds: seconds(5, 8), ratios: SQUARE, ..VEO },
    FilmModels { named: &["veo3.1/lite", "image-to-video"], image: WITH_IMAGE, classes: CLASSES, ..VEO },
    FilmModels { named: &["veo3.1/lite"], classes: CLASSES, ..VEO },
    FilmModels { named: &["veo3.1", "image-to-video"], image: WITH_IMAGE, classes: TO_4K, ..VEO },
    FilmModels { named: &["veo3.1", "reference-to-video"], image: WITH_IMAGES, classes: TO_4K, seed: false, ..VEO },
    FilmModels { named: &["veo3.1"], classes: TO_4K, ..VEO },
    FilmModels { named: &["veo3", "image-to-video"], image: WITH_IMAGE, classes: CLASSES, ..VEO },
    FilmModels { named: &["veo3"], classes: CLASSES, ..VEO },
    FilmModels { named: &["minimax/h3", "image-to-video"], image: WITH_IMAGE, ..H3 },
    FilmModels {
        named: &["minimax/h3", "reference-to-video"],
        image: Some(ImageField::List("reference_image_urls")),
        ratios: CINEMA,
        ..H3
    },
    FilmModels { named: &["minimax/h3"], ratios: CINEMA, ..H3 },
    FilmModels { named: &["hailuo", "/pro/image-to-video"], image: WITH_IMAGE, ..SIX_SECONDS },
    FilmModels { named: &["hailuo", "/pro/"], ..SIX_SECONDS },
    FilmModels { named: &["hailuo-02/standard/image-to-video"], classes: HAILUO_CLASSES, image: WITH_IMAGE, ..HAILUO },
    FilmModels { named: &["hailuo", "image-to-video"], image: WITH_IMAGE, ..HAILUO },
    FilmModels { named: &["hailuo"], ..HAILUO },
    FilmModels { named: &["minimax/video-01", "image-to-video"], image: WITH_IMAGE, ..SIX_SECONDS },
    FilmModels { named: &["minimax/video-01"], ..SIX_SECONDS },
    FilmModels {
        named: &["luma-dream-machine/ray-2", "image-to-video"],
        seconds: &[5, 9],
        classes: LUMA_CLASSES,
        image: WITH_IMAGE,
        ..LUMA
    },
    FilmModels { named: &["luma-dream-machine/ray-2"], seconds: &[5, 9], classes: LUMA_CLASSES, ..LUMA },
    FilmModels {
        named: &["luma-dream-machine", "image-to-video"],
        seconds: &[5],
        length: FilmLength::Untold,
        image: WITH_IMAGE,
        ..LUMA
    },
    FilmModels { named: &["luma-dream-machine"], seconds: &[5], length: FilmLength::Untold, ..LUMA },
    FilmModels { named: &["wan/v2.7", "image-to-video"], seconds: seconds(2, 15), image: WITH_IMAGE, ..WAN },
    FilmModels { named: &["wan/v2.7", "text-to-video"], seconds: seconds(2, 15), ratios: FIVE, ..WAN },
    FilmModels { named: &["wan/v2.6", "image-to-video"], seconds: &[5, 10, 15], image: WITH_IMAGE, ..WAN },
    FilmModels { named: &["wan/v2.6", "text-to-video"], seconds: &[5, 10, 15], ratios: FIVE, ..WAN },
    FilmModels { named: &["wan-25", "image-to-video"], seconds: &[5, 10], classes: FROM_480, image: WITH_IMAGE, ..WAN },
    FilmModels { named: &["wan-25", "text-to-video"], seconds: &[5, 10], ratios: FIVE, ..WAN },
    FilmModels {
        named: &["wan/v2.2", "image-to-video/turbo"],
        seconds: &[5],
        length: FilmLength::Untold,
        ratios: SQUARE,
        classes: WAN_CLASSES,
        image: WITH_IMAGE,
        ..WAN
    },
    FilmModels {
        named: &["wan/v2.2", "text-to-video/turbo"],
        seconds: &[5],
        length: FilmLength::Untold,
        ratios: SQUARE,
        classes: WAN_CLASSES,
        ..WAN
    },
    FilmModels {
        named: &["wan/v2.2-a14b", "image-to-video"],
        seconds: seconds(2, 10),
        length: FilmLength::Frames(16),
        ratios: SQUARE,
        classes: WAN_CLASSES,
        image: WITH_IMAGE,
        ..WAN
    },
    FilmModels {
        named: &["wan/v2.2-a14b", "text-to-video"],
        seconds: seconds(2, 10),
        length: FilmLength::Frames(16),
        ratios: SQUARE,
        classes: WAN_CLASSES,
        ..WAN
    },
    FilmModels {
        named: &["seedance-2.5", "image-to-video"],
        seconds: seconds(4, 30),
        ratios: &[],
        classes: SMALL,
        image: WITH_IMAGE,
        ..SEEDANCE
    },
    FilmModels {
        named: &["seedance-2.5", "reference-to-video"],
        seconds: seconds(4, 30),
        classes: SMALL,
        image: WITH_IMAGES,
        ..SEEDANCE
    },
    FilmModels { named: &["seedance-2.5"], seconds: seconds(4, 30), classes: SMALL, ..SEEDANCE },
    FilmModels {
        named: &["seedance-2.0", "image-to-video"],
        seconds: seconds(4, 15),
        classes: FROM_480_TO_4K,
        image: WITH_IMAGE,
        ..SEEDANCE
    },
    FilmModels {
        named: &["seedance-2.0", "reference-to-video"],
        seconds: seconds(4, 15),
        classes: FROM_480_TO_4K,
        image: WITH_IMAGES,
        ..SEEDANCE
    },
    FilmModels { named: &["seedance-2.0"], seconds: seconds(4, 15), classes: FROM_480_TO_4K, ..SEEDANCE },
    FilmModels {
        named: &["seedance/v1.5", "image-to-video"],
        seconds: seconds(4, 12),
        classes: FROM_480,
        image: WITH_IMAGE,
        ..SEEDANCE
    },
    FilmModels { named: &["seedance/v1.5"], seconds: seconds(4, 12), classes: FROM_480, ..SEEDANCE },
    FilmModels {
        named: &["seedance/v1", "image-to-video"],
        seconds: seconds(2, 12),
        classes: FROM_480,
        image: WITH_IMAGE,
        ..SEEDANCE
    },
    FilmModels { named: &["seedance/v1", "text-to-video"], seconds: seconds(2, 12), classes: FROM_480, ..SEEDANCE },
    FilmModels { named: &["ltx-2.3/", "image-to-video"], ratios: WIDE, image: WITH_IMAGE, ..LTX },
    FilmModels { named: &["ltx-2.3/", "text-to-video"], ratios: WIDE, ..LTX },
    FilmModels { named: &["ltx-2/", "image-to-video"], image: WITH_IMAGE, ..LTX },
    FilmModels { named: &["ltx-2/", "text-to-video"], ..LTX },
    FilmModels { named: &["grok-imagine-video", "image-to-video"], image: WITH_IMAGE, ..GROK },
    FilmModels { named: &["grok-imagine-video", "text-to-video"], ..GROK },
    FilmModels { named: &["text-to-video"], ..FilmModels::ANY },
    FilmModels { image: WITH_IMAGE, ..FilmModels::ANY },
];

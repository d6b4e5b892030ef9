//! What Replicate's films are asked for with: the input of each model at replicate.com, read 2026-11.

use crate::{
    image_takes::ImageField,
    job::{FilmLength, FilmLook, FilmModels, seconds},
};

const WITH_IMAGE: Option<ImageField> = Some(ImageField::One("image"));
const WITH_START: Option<ImageField> = Some(ImageField::One("start_image"));
const WITH_FIRST_FRAME: Option<ImageField> = Some(ImageField::One("first_frame_image"));

const WIDE: &[&str] = &["16:9", "9:16"];
const SQUARE: &[&str] = &["16:9", "9:16", "1:1"];
const CINEMA: &[&str] = &["16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "9:21"];
const GROK_RATIOS: &[&str] = &["16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16"];

const SMALL: &[(u32, &str)] = &[(480, "480p"), (720, "720p")];
const CLASSES: &[(u32, &str)] = &[(720, "720p"), (1_080, "1080p")];
const FROM_480: &[(u32, &str)] = &[(480, "480p"), (720, "720p"), (1_080, "1080p")];
const HAILUO_CLASSES: &[(u32, &str)] = &[(512, "512p"), (768, "768p"), (1_080, "1080p")];
const LTX_CLASSES: &[(u32, &str)] = &[(1_080, "1080p"), (1_440, "2k"), (2_160, "4k")];

const WORDS: FilmModels = FilmModels { look: FilmLook::Words, seed: false, ..FilmModels::ANY };
const KLING: FilmModels = FilmModels { seconds: &[5, 10], ratios: SQUARE, image: WITH_START, ..WORDS };
const HAILUO: FilmModels = FilmModels { seconds: &[6, 10], classes: HAILUO_CLASSES, image: WITH_FIRST_FRAME, ..WORDS };
const VEO: FilmModels = FilmModels { ratios: WIDE, image: WITH_IMAGE, seed: true, ..WORDS };
const WAN: FilmModels = FilmModels { seconds: &[5, 10], classes: CLASSES, seed: true, ..WORDS };
const SIZED: FilmModels = FilmModels { ratios: WIDE, look: FilmLook::Pixels, ..WAN };
const QUICK_WAN: FilmModels =
    FilmModels { seconds: &[5, 6, 7], length: FilmLength::Frames(16), classes: SMALL, seed: true, ..WORDS };
const SEEDANCE: FilmModels = FilmModels { ratios: CINEMA, classes: FROM_480, image: WITH_IMAGE, seed: true, ..WORDS };

pub(super) const MODELS: &[FilmModels] = &[
    FilmModels { named: &["kwaivgi/kling-v3"], seconds: seconds(3, 15), ..KLING },
    FilmModels { named: &["kwaivgi/kling-v2.1-master"], ..KLING },
    FilmModels { named: &["kwaivgi/kling-v2.1"], ratios: &[], ..KLING },
    FilmModels { named: &["kwaivgi/kling-v"], ..KLING },
    FilmModels { named: &["minimax/hailuo"], ..HAILUO },
    FilmModels { named: &["minimax/video-01"], seconds: &[6], length: FilmLength::Untold, classes: &[], ..HAILUO },
    FilmModels { named: &["luma/ray-"], seconds: &[5, 9], ratios: CINEMA, image: WITH_START, ..WORDS },
    FilmModels { named: &["google/veo-2"], seconds: seconds(5, 8), ..VEO },
    FilmModels { named: &["google/veo-3"], seconds: &[4, 6, 8], classes: CLASSES, ..VEO },
    FilmModels { named: &["wan-video/wan-2.6-i2v"], seconds: &[5, 10, 15], image: WITH_IMAGE, ..WAN },
    FilmModels { named: &["wan-video/wan-2.6-t2v"], seconds: &[5, 10, 15], ..SIZED },
    FilmModels { named: &["wan-video/wan-2.5-i2v"], image: WITH_IMAGE, ..WAN },
    FilmModels { named: &["wan-video/wan-2.5-t2v"], ..SIZED },
    FilmModels { named: &["wan-video/wan-2.2-i2v-fast"], image: WITH_IMAGE, ..QUICK_WAN },
    FilmModels { named: &["wan-video/wan-2.2-t2v-fast"], ratios: WIDE, ..QUICK_WAN },
    FilmModels { named: &["bytedance/seedance-2.5"], seconds: seconds(4, 30), classes: SMALL, ..SEEDANCE },
    FilmModels { named: &["bytedance/seedance-2"], seconds: seconds(4, 15), ..SEEDANCE },
    FilmModels { named: &["bytedance/seedance-1.5"], seconds: seconds(4, 12), ..SEEDANCE },
    FilmModels { named: &["bytedance/seedance-1"], seconds: seconds(2, 12), ..SEEDANCE },
    FilmModels { named: &["lightricks/ltx-2"], seconds: &[6, 8, 10], classes: LTX_CLASSES, image: WITH_IMAGE, ..WORDS },
    FilmModels {
        named: &["xai/grok-imagine-video"],
        seconds: seconds(1, 15),
        ratios: GROK_RATIOS,
        classes: SMALL,
        image: WITH_IMAGE,
        ..WORDS
    },
    FilmModels { image: WITH_IMAGE, ..FilmModels::ANY },
];

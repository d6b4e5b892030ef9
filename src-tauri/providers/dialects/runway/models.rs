//! What each model makes. A size is one of a list of its own.

use turnpike_domain::extent::film_lines;

use crate::{
    films::{FilmTakes, Look},
    image_takes::near,
};

/// What models take whose names begin alike.
#[derive(Clone, Copy)]
pub(super) struct Model {
    pub(super) takes: FilmTakes,
    /// In pixels.
    sizes: &'static [(u32, u32)],
    pub(super) seed: bool,
    /// It makes no film from words alone.
    pub(super) wants_image: bool,
}

const GEN: Model = Model {
    takes: FilmTakes {
        named: "gen",
        seconds: &[2, 3, 4, 5, 6, 7, 8, 9, 10],
        usual: 5,
        ratios: RATIOS,
        classes: &[(720, "720p")],
    },
    sizes: &[(1280, 720), (720, 1280), (1104, 832), (832, 1104), (960, 960), (1584, 672)],
    seed: true,
    wants_image: false,
};

const VEO: Model = Model {
    takes: FilmTakes {
        named: "veo3.1",
        seconds: &[4, 6, 8],
        usual: 8,
        ratios: &["16:9", "9:16"],
        classes: &[(720, "720p"), (1_080, "1080p")],
    },
    sizes: &[(1280, 720), (720, 1280), (1920, 1080), (1080, 1920)],
    seed: false,
    wants_image: false,
};

const SEEDANCE: Model = Model {
    takes: FilmTakes { named: "seedance2", seconds: TO_FIFTEEN, usual: 5, ratios: RATIOS, classes: CLASSES },
    sizes: SIZES,
    seed: false,
    wants_image: false,
};

const MODELS: &[Model] = &[
    Model { takes: FilmTakes { named: "gen4_turbo", ..GEN.takes }, wants_image: true, ..GEN },
    GEN,
    VEO,
    Model { takes: FilmTakes { named: "veo", seconds: &[8], ..VEO.takes }, ..VEO },
    Model { takes: FilmTakes { named: "seedance2_fast", classes: CLASSES.split_at(2).0, ..SEEDANCE.takes }, ..SEEDANCE },
    Model { takes: FilmTakes { named: "seedance2_mini", classes: CLASSES.split_at(2).0, ..SEEDANCE.takes }, ..SEEDANCE },
    SEEDANCE,
    Model { takes: FilmTakes { named: "", seconds: TO_FIFTEEN, usual: 5, ..VEO.takes }, ..VEO },
];

const RATIOS: &[&str] = &["16:9", "9:16", "4:3", "3:4", "1:1", "21:9"];
const CLASSES: &[(u32, &str)] = &[(480, "480p"), (720, "720p"), (1_080, "1080p"), (2_160, "4k")];
const USUAL_LINES: u32 = 720;
const TO_FIFTEEN: &[u64] = &[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

#[rustfmt::skip]
const SIZES: &[(u32, u32)] = &[
    (864, 496), (496, 864), (752, 560), (560, 752), (640, 640), (992, 432),
    (1280, 720), (720, 1280), (1112, 834), (834, 1112), (960, 960), (1470, 630),
    (1920, 1080), (1080, 1920), (1664, 1248), (1248, 1664), (1440, 1440), (2206, 946),
    (3840, 2160), (2160, 3840), (3840, 2880), (2880, 3840), (3840, 3840), (3840, 1646),
];

/// The model of that name.
pub(super) fn model(upstream: &str) -> &'static Model {
    MODELS.iter().find(|model| upstream.starts_with(model.takes.named)).unwrap_or(&MODELS[MODELS.len() - 1])
}

impl Model {
    /// `1280:720`. It has to be told, and there is one of each shape and class.
    pub(super) fn size(&self, look: Look) -> String {
        let ratio = look.ratio.unwrap_or("16:9");
        let lines = look.class.map_or(USUAL_LINES, |(lines, _)| lines);
        let shaped = self.sizes.iter().filter(|size| near(**size, self.takes.ratios) == Some(ratio));
        let (width, height) = shaped.min_by_key(|size| film_lines(**size).abs_diff(lines)).unwrap_or(&self.sizes[0]);
        format!("{width}:{height}")
    }
}

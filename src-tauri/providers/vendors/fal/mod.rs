//! fal, which runs models of many makers. Each has its own fields.

mod films;
mod music;

use crate::{
    dialects::fal::{Fal, FalJobs},
    image_takes::{ImageField, ImageModels, ImageTakes, SizeAs},
    job::Sort,
    takes::Known,
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "fal",
    label: "fal",
    base_url: Some("https://queue.fal.run"),
    auth: Auth::Scheme("Key"),
    chat: None,
    embeddings: None,
    images: Some(&Fal),
    videos: Some(&FalJobs(Sort::Video)),
    music: Some(&FalJobs(Sort::Audio)),
    speech: None,
    transcription: None,
    image_takes: ImageTakes {
        fields: Known::AllBut(&["input_fidelity", "moderation", "output_compression", "style"]),
        models: MODELS,
        ..ImageTakes::ALL
    },
    film_models: films::MODELS,
    music_models: music::MODELS,
    key_variable: Some("FAL_KEY"),
    ..Vendor::COMPATIBLE
};

const MODELS: &[ImageModels] = &[
    ImageModels { named: "nano-banana", size: SizeAs::Ratio(RATIOS, CLASSES), image: ImageField::List("image_urls") },
    ImageModels { named: "gemini", size: SizeAs::Ratio(RATIOS, &[]), image: ImageField::List("image_urls") },
    ImageModels { named: "imagen", size: SizeAs::Ratio(RATIOS, &[]), image: ImageField::One("image_url") },
    ImageModels { named: "kontext", size: SizeAs::Ratio(RATIOS, &[]), image: ImageField::One("image_url") },
    ImageModels { named: "ultra", size: SizeAs::Ratio(RATIOS, &[]), image: ImageField::One("image_url") },
    ImageModels { named: "/edit", size: SizeAs::Object("image_size"), image: ImageField::List("image_urls") },
    ImageModels { named: "", size: SizeAs::Object("image_size"), image: ImageField::One("image_url") },
];

const RATIOS: &[&str] = &["1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "16:9", "21:9"];
const CLASSES: &[(u32, &str)] = &[(1_024, "1K"), (2_048, "2K"), (4_096, "4K")];

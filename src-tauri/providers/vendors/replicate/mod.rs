//! Replicate, which runs models of many makers. Each has its own fields.

mod films;
mod music;

use crate::{
    dialects::replicate::{Replicate, ReplicateJobs},
    image_takes::{ImageField, ImageModels, ImageTakes, SizeAs},
    job::Sort,
    takes::Known,
    vendor::Vendor,
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "replicate",
    label: "Replicate",
    base_url: Some("https://api.replicate.com/v1"),
    chat: None,
    embeddings: None,
    images: Some(&Replicate),
    videos: Some(&ReplicateJobs(Sort::Video)),
    music: Some(&ReplicateJobs(Sort::Audio)),
    speech: None,
    transcription: None,
    image_takes: ImageTakes {
        fields: Known::AllBut(&["background", "input_fidelity", "moderation", "output_compression", "quality", "style"]),
        models: MODELS,
        ..ImageTakes::ALL
    },
    film_models: films::MODELS,
    music_models: music::MODELS,
    key_prefix: Some("r8_"),
    key_variable: Some("REPLICATE_API_TOKEN"),
    ..Vendor::COMPATIBLE
};

const MODELS: &[ImageModels] = &[
    ImageModels { named: "sdxl", size: SizeAs::Sides, image: ImageField::One("image") },
    ImageModels { named: "stable-diffusion", size: SizeAs::Sides, image: ImageField::One("image") },
    ImageModels { named: "recraft", size: SizeAs::Word, image: ImageField::One("image") },
    ImageModels { named: "nano-banana", size: SizeAs::Ratio(RATIOS, &[]), image: ImageField::List("image_input") },
    ImageModels { named: "seedream", size: SizeAs::Ratio(RATIOS, &[]), image: ImageField::List("image_input") },
    ImageModels { named: "gpt-image", size: SizeAs::Ratio(RATIOS, &[]), image: ImageField::List("input_images") },
    ImageModels { named: "kontext", size: SizeAs::Ratio(RATIOS, &[]), image: ImageField::One("input_image") },
    ImageModels { named: "", size: SizeAs::Ratio(RATIOS, &[]), image: ImageField::One("image") },
];

const RATIOS: &[&str] = &["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"];

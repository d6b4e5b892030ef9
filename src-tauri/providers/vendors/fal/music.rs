//! What fal's music is asked for with: the input of each model at fal.ai/models, read 2026-11.

use turnpike_wire::openai::music_request::MusicFormat;

use crate::job::{MusicLength, MusicModels, Singing};

const MP3: (&str, &[(MusicFormat, &str)]) = ("", &[(MusicFormat::Mp3, "")]);
const WAV: (&str, &[(MusicFormat, &str)]) = ("", &[(MusicFormat::Wav, "")]);
const ELEVENLABS: &[(MusicFormat, &str)] = &[(MusicFormat::Mp3, "mp3_44100_128"), (MusicFormat::Opus, "opus_48000_128")];

const SUNG: MusicModels =
    MusicModels { length: MusicLength::Own, singing: Singing::Always, formats: MP3, seed: false, ..MusicModels::ANY };
const PLAYED: MusicModels = MusicModels { lyrics: None, singing: Singing::Never, formats: WAV, ..MusicModels::ANY };

pub(super) const MODELS: &[MusicModels] = &[
    MusicModels {
        named: &["elevenlabs/music"],
        length: MusicLength::Milliseconds("music_length_ms", 3, 600),
        lyrics: None,
        singing: Singing::Unless("force_instrumental"),
        formats: ("output_format", ELEVENLABS),
        seed: false,
    },
    MusicModels { named: &["minimax-music/v2.5"], singing: Singing::Unless("is_instrumental"), ..SUNG },
    MusicModels { named: &["minimax-music/v2.6"], singing: Singing::Unless("is_instrumental"), ..SUNG },
    MusicModels { named: &["minimax-music/v"], lyrics: Some("lyrics_prompt"), ..SUNG },
    MusicModels { named: &["minimax-music"], lyrics: None, ..SUNG },
    MusicModels { named: &["lyria2"], length: MusicLength::Own, ..PLAYED },
    MusicModels { named: &["lyria3"], lyrics: None, ..SUNG },
    MusicModels { named: &["stable-audio-25"], length: MusicLength::Seconds("seconds_total", 1, 190), ..PLAYED },
    MusicModels { named: &["stable-audio"], length: MusicLength::Seconds("seconds_total", 1, 47), seed: false, ..PLAYED },
    MusicModels {
        named: &["ace-step/prompt-to-audio"],
        length: MusicLength::Seconds("duration", 5, 240),
        singing: Singing::Unless("instrumental"),
        ..PLAYED
    },
];

//! What Replicate's music is asked for with: the input of each model at replicate.com, read 2026-11.

use turnpike_wire::openai::music_request::MusicFormat;

use crate::job::{MusicLength, MusicModels, Singing};

const MP3: (&str, &[(MusicFormat, &str)]) = ("", &[(MusicFormat::Mp3, "")]);
const WAV: (&str, &[(MusicFormat, &str)]) = ("", &[(MusicFormat::Wav, "")]);
const ELEVENLABS: &[(MusicFormat, &str)] = &[(MusicFormat::Mp3, "mp3_standard"), (MusicFormat::Wav, "wav_cd_quality")];
const MINIMAX: &[(MusicFormat, &str)] = &[(MusicFormat::Mp3, "mp3"), (MusicFormat::Wav, "wav")];

const SUNG: MusicModels = MusicModels {
    length: MusicLength::Own,
    singing: Singing::Always,
    formats: ("audio_format", MINIMAX),
    seed: false,
    ..MusicModels::ANY
};
const PLAYED: MusicModels = MusicModels { lyrics: None, singing: Singing::Never, formats: MP3, ..MusicModels::ANY };

pub(super) const MODELS: &[MusicModels] = &[
    MusicModels {
        named: &["elevenlabs/music"],
        length: MusicLength::Milliseconds("music_length_ms", 5, 300),
        lyrics: None,
        singing: Singing::Unless("force_instrumental"),
        formats: ("output_format", ELEVENLABS),
        seed: false,
    },
    MusicModels { named: &["minimax/music-2.5"], singing: Singing::Unless("is_instrumental"), ..SUNG },
    MusicModels { named: &["minimax/music-2.6"], singing: Singing::Unless("is_instrumental"), ..SUNG },
    MusicModels { named: &["minimax/music"], ..SUNG },
    MusicModels { named: &["google/lyria-2"], length: MusicLength::Own, formats: WAV, ..PLAYED },
    MusicModels { named: &["google/lyria-3"], lyrics: None, formats: MP3, seed: true, ..SUNG },
    MusicModels { named: &["stability-ai/stable-audio-2.5"], length: MusicLength::Seconds("duration", 1, 190), ..PLAYED },
];

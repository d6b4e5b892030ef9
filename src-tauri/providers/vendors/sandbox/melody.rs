//! Music that nobody composed: five notes of a scale that go up and down as chance has it, over a bass.

use std::f64::consts::TAU;

use crate::spoken::wav;

/// Samples a second.
const RATE: u32 = 24_000;
/// Four beats of a bar, in samples: 120 of them in a minute.
const BEAT: u32 = RATE / 2;
/// Half tones of a scale in which nothing sounds wrong.
const SCALE: [u32; 5] = [0, 2, 4, 7, 9];
/// Steps of the bass, a bar each.
const BASS: [u32; 4] = [0, 9, 7, 7];

/// A melody as a WAV file.
pub(super) fn melody(title: &str, seed: u64, length_ms: u32) -> Vec<u8> {
    let count = u64::from(length_ms) * u64::from(RATE) / 1_000;
    let key = 48 + (seed % 12) as u32;
    let mut chance = seed | 1;
    let (mut step, mut samples) = (5_u32, Vec::with_capacity(count as usize * 2));
    for at in 0..count as u32 {
        if at % BEAT == 0 {
            chance = chance.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            step = (step + (chance >> 60) as u32 % 5).saturating_sub(2).clamp(2, 12);
        }
        let high = key + SCALE[(step % 5) as usize] + step / 5 * 12;
        let low = key - 12 + BASS[(at / (4 * BEAT) % 4) as usize];
        let sound = 7_000.0 * tone(high, at, BEAT) + 4_000.0 * tone(low, at, 4 * BEAT);
        samples.extend_from_slice(&(sound as i16).to_le_bytes());
    }
    titled(wav(&samples, RATE).into(), title)
}

/// A string that is plucked every `beat` samples.
fn tone(note: u32, at: u32, beat: u32) -> f64 {
    let pitch = 440.0 * f64::powf(2.0, (f64::from(note) - 69.0) / 12.0);
    let (since, long) = (f64::from(at % beat) / f64::from(RATE), f64::from(beat) / f64::from(RATE));
    let swell = (since * 200.0).min(1.0) * (1.0 - since / long);
    (TAU * pitch * since).sin() * swell
}

/// The file with a name in it.
fn titled(mut file: Vec<u8>, title: &str) -> Vec<u8> {
    let even = title.len().next_multiple_of(2);
    file.extend_from_slice(b"LIST");
    file.extend_from_slice(&(even as u32 + 12).to_le_bytes());
    file.extend_from_slice(b"INFOINAM");
    file.extend_from_slice(&(title.len() as u32).to_le_bytes());
    file.extend_from_slice(title.as_bytes());
    file.resize(file.len() + even - title.len(), 0);
    let length = (file.len() as u32 - 8).to_le_bytes();
    file[4..8].copy_from_slice(&length);
    file
}

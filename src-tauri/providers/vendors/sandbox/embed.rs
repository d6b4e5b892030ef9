//! `sandbox-embed`: words, and the groups of three letters in them, each thrown on a few axes by its hash. No meaning, but
//! texts that share words lie near each other, and the same text lies always in the same place.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{json_answer, tokens};
use crate::dialect::Answer;

const DIMENSIONS: usize = 256;
const MOST_DIMENSIONS: usize = 4_096;

pub(super) fn answer(request: &Value) -> Answer {
    let asked = request["dimensions"].as_u64().and_then(|count| usize::try_from(count).ok());
    let dimensions = asked.unwrap_or(DIMENSIONS).clamp(1, MOST_DIMENSIONS);
    let inputs = inputs(&request["input"]);
    let base64 = request["encoding_format"] == "base64";
    let used: usize = inputs.iter().map(Input::count).sum();
    let data: Vec<Value> = inputs
        .iter()
        .enumerate()
        .map(|(index, input)| {
            let vector = vector(input, dimensions);
            let embedding = if base64 {
                json!(STANDARD.encode(vector.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>()))
            } else {
                json!(vector)
            };
            json!({"object": "embedding", "index": index, "embedding": embedding})
        })
        .collect();
    let usage = json!({"prompt_tokens": used, "total_tokens": used});
    json_answer(200, &json!({"object": "list", "model": "sandbox-embed", "data": data, "usage": usage, "sandbox": true}))
}

enum Input {
    Text(String),
    Tokens(Vec<u64>),
}

impl Input {
    fn count(&self) -> usize {
        match self {
            Self::Text(text) => tokens::count(text),
            Self::Tokens(tokens) => tokens.len(),
        }
    }
}

fn inputs(value: &Value) -> Vec<Input> {
    let of_tokens = |list: &[Value]| Input::Tokens(list.iter().filter_map(Value::as_u64).collect());
    match value {
        Value::String(text) => vec![Input::Text(text.clone())],
        Value::Array(list) if list.first().is_some_and(Value::is_u64) => vec![of_tokens(list)],
        Value::Array(list) => {
            let one = |item: &Value| match item {
                Value::Array(list) => of_tokens(list),
                item => Input::Text(item.as_str().unwrap_or_default().to_owned()),
            };
            list.iter().map(one).collect()
        }
        _ => Vec::new(),
    }
}

/// A vector of length one.
fn vector(input: &Input, dimensions: usize) -> Vec<f32> {
    let mut vector = vec![0.0_f64; dimensions];
    match input {
        Input::Tokens(tokens) => tokens.iter().for_each(|token| throw(&mut vector, token, 1.0)),
        Input::Text(text) => {
            let lower = text.to_lowercase();
            for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                throw(&mut vector, word, 1.0);
                let letters: Vec<char> = word.chars().collect();
                letters.windows(3).for_each(|three| throw(&mut vector, three, 0.3));
            }
            // A text without words still needs a direction.
            throw(&mut vector, text, 0.05);
        }
    }
    let length = vector.iter().map(|number| number * number).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
    vector.into_iter().map(|number| (number / length) as f32).collect()
}

/// Adds to a few axes, up or down.
fn throw<T: Hash + ?Sized>(vector: &mut [f64], what: &T, weight: f64) {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    for axis in 0_u8..4 {
        axis.hash(&mut hasher);
        let bits = hasher.finish();
        let at = (bits >> 1) % vector.len() as u64;
        let Ok(at) = usize::try_from(at) else { continue };
        vector[at] += if bits & 1 == 0 { weight } else { -weight };
    }
}

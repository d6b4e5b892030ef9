//! Engines on the user's own computer, recognised by the shape of what they answer: some say 200 to everything, and
//! several speak like another one.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{registry::vendors, vendor::Vendor};

/// How an engine shows itself.
#[derive(Clone, Copy)]
pub struct Engine {
    /// The word for it in the admin API.
    pub kind: &'static str,
    /// Where it listens unless told otherwise.
    pub port: u16,
    /// Where its OpenAI-compatible side begins.
    pub path: &'static str,
    /// What to ask.
    pub asks: &'static [&'static str],
    /// What an answer to that path says; `None`: nothing that only this engine would say.
    pub recognise: fn(path: &str, body: &Value) -> Option<Sighting>,
    /// How many kinds of engine speak like it: the least copied of those that fit is the one.
    pub copied_by: u8,
    /// Folders below the home that it leaves when it is installed.
    pub traces: &'static [&'static str],
    /// How to have it serve.
    pub advice: &'static str,
}

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sighting {
    /// It serves these models, as far as this answer says.
    Serving(Vec<String>),
    /// It is there and not ready.
    NotReady(&'static str),
}

/// Everything to ask at a port, each path once.
pub fn engine_asks() -> BTreeSet<&'static str> {
    let engines = vendors().iter().filter_map(|vendor| vendor.engine.as_ref());
    engines.flat_map(|engine| engine.asks.iter().copied().chain([MODELS])).collect()
}

/// Which engine answered so, whatever the statuses were.
pub fn identify(answers: &[(&str, Value)]) -> Option<(&'static Vendor, Sighting)> {
    let seen = vendors().iter().filter_map(|vendor| {
        let engine = vendor.engine.as_ref()?;
        let sightings = answers.iter().filter_map(|(path, body)| (engine.recognise)(path, body));
        sightings.reduce(Sighting::and).map(|sighting| (*vendor, engine.copied_by, sighting))
    });
    let (vendor, _, sighting) = seen.min_by_key(|(_, copied_by, _)| *copied_by)?;
    let listed = answers.iter().filter(|(path, _)| *path == MODELS).filter_map(|(_, body)| listed(body)).next();
    match sighting {
        Sighting::Serving(models) if models.is_empty() => Some((vendor, Sighting::Serving(listed.unwrap_or_default()))),
        sighting => Some((vendor, sighting)),
    }
}

/// OpenAI's list, which nearly all of them have.
const MODELS: &str = "/v1/models";

impl Sighting {
    /// Two answers of one engine. One that lists models is the better.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Serving(models), Self::Serving(more)) if models.is_empty() => Self::Serving(more),
            (Self::Serving(models), _) | (_, Self::Serving(models)) => Self::Serving(models),
            (not_ready, _) => not_ready,
        }
    }

    /// A list of models in OpenAI's shape, all of them `owned_by` this engine.
    pub(crate) fn owned(body: &Value, owner: &str) -> Option<Self> {
        let models = body["data"].as_array().filter(|models| !models.is_empty())?;
        let own = models.iter().all(|model| model["owned_by"] == owner);
        own.then(|| listed(body).map(Self::Serving)).flatten()
    }

    /// A list of models in OpenAI's shape, whoever owns them.
    pub(crate) fn list(body: &Value) -> Option<Self> {
        listed(body).map(Self::Serving)
    }
}

fn listed(body: &Value) -> Option<Vec<String>> {
    let models = body["data"].as_array().filter(|_| body["object"] == "list")?;
    models.iter().map(|model| model["id"].as_str().map(str::to_owned)).collect()
}

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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What LM Studio says to whatever it does not know, with status 200.
    fn puzzled(path: &str) -> Value {
        json!({"error": format!("Unexpected endpoint or method. (GET {path})")})
    }

    fn list(owner: &str) -> Value {
        json!({"object": "list", "data": [{"id": "m", "object": "model", "created": 1, "owned_by": owner, "max_model_len": 4096}]})
    }

    fn not_found() -> Value {
        json!({"error": {"message": "File Not Found", "type": "not_found_error", "code": 404}})
    }

    fn tags(digest: &str) -> Value {
        json!({"models": [{"name": "qwen3:8b", "model": "qwen3:8b", "digest": digest, "details": {"family": "qwen3"}}]})
    }

    #[test]
    fn every_engine_is_known_by_the_shape_of_its_answers() {
        let loading = json!({"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}});
        let props = json!({"default_generation_settings": {"params": {}}, "total_slots": 2, "build_info": "b11549"});
        let kobold = json!({"result": "KoboldCpp", "version": "1.119"});
        let studio = json!({"object": "list", "data": [{"id": "m", "object": "model", "type": "llm", "publisher": "p", "state": "not-loaded"}]});
        let serving = |models: &[&str]| Sighting::Serving(models.iter().map(|model| (*model).to_owned()).collect());
        for (answers, kind, sighting) in [
            (
                vec![
                    ("/api/version", json!({"version": "0.12.3"})),
                    ("/api/tags", tags("500a1f")),
                    ("/v1/models", list("library")),
                ],
                "ollama",
                serving(&["qwen3:8b"]),
            ),
            (vec![("/api/version", json!({"version": "0.12.3"})), ("/api/tags", json!({"models": []}))], "ollama", serving(&[])),
            (
                vec![
                    ("/api/v0/models", studio),
                    ("/api/tags", puzzled("/api/tags")),
                    ("/api/version", puzzled("/api/version")),
                    ("/props", puzzled("/props")),
                    ("/v1/models", list("organization_owner")),
                ],
                "lm_studio",
                serving(&["m"]),
            ),
            (
                vec![
                    ("/props", props.clone()),
                    ("/v1/models", list("llamacpp")),
                    ("/api/tags", tags("")),
                    ("/system", not_found()),
                ],
                "llama_cpp",
                serving(&["m"]),
            ),
            (
                vec![("/props", loading.clone()), ("/v1/models", loading.clone())],
                "llama_cpp",
                Sighting::NotReady("It is loading its model."),
            ),
            (vec![("/v1/models", list("vllm"))], "vllm", serving(&["m"])),
            (vec![("/v1/models", list("sglang"))], "sglang", serving(&["m"])),
            // It speaks like Ollama and like llama.cpp too.
            (
                vec![
                    ("/api/extra/version", kobold),
                    ("/props", props),
                    ("/api/version", json!({"version": "0.7.0"})),
                    ("/api/tags", tags("5")),
                    ("/v1/models", list("koboldcpp")),
                ],
                "koboldcpp",
                serving(&["m"]),
            ),
            (
                vec![
                    ("/system", json!({"backends": ["llama-cpp"], "loaded_models": []})),
                    ("/v1/models", json!({"object": "list", "data": [{"id": "m", "object": "model"}]})),
                ],
                "localai",
                serving(&["m"]),
            ),
            (
                vec![
                    ("/openapi.json", json!({"openapi": "3.1.0", "info": {"title": "👋Jan API"}})),
                    ("/v1/models", list("user")),
                ],
                "jan",
                serving(&["m"]),
            ),
            (
                vec![("/engines/v1/models", list("docker")), ("/api/version", json!({"version": "0.1"}))],
                "docker",
                serving(&["m"]),
            ),
        ] {
            let (vendor, seen) = identify(&answers).unwrap_or_else(|| panic!("{kind} is not recognised"));
            assert_eq!((vendor.engine.map(|engine| engine.kind), seen), (Some(kind), sighting), "{kind}");
        }
    }

    #[test]
    fn what_is_no_engine_is_none_of_them() {
        for answers in [
            vec![],
            vec![("/v1/models", list("openai"))],
            vec![("/v1/models", json!({"object": "list", "data": []}))],
            vec![("/api/version", puzzled("/api/version")), ("/props", puzzled("/props"))],
            vec![("/props", not_found()), ("/api/version", not_found())],
            vec![("/openapi.json", json!({"info": {"title": "January reports"}}))],
            vec![("/system", json!({"status": "ok"})), ("/api/version", json!(["1.0"]))],
            vec![("/v1/models", json!("hello")), ("/api/tags", json!(7))],
        ] {
            assert_eq!(identify(&answers).map(|(vendor, _)| vendor.id), None, "{answers:?}");
        }
    }

    #[test]
    fn every_engine_can_be_a_provider_and_is_asked_at_all() {
        let asks = engine_asks();
        assert!(asks.len() <= 10, "a port is not to be flooded: {asks:?}");
        for vendor in vendors().iter().filter(|vendor| vendor.engine.is_some()) {
            let engine = vendor.engine.unwrap();
            assert!(vendor.local && engine.asks.iter().all(|path| asks.contains(path)), "{}", engine.kind);
            assert_eq!(vendor.base_url, Some(&*format!("http://127.0.0.1:{}{}", engine.port, engine.path)), "{}", engine.kind);
            assert!(!engine.advice.is_empty());
        }
    }
}

//! Holds answers against OpenAI's published schemas, when the reference material lies beside the project.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, LazyLock, Mutex},
};

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

const DOCUMENT: &str = "urn:openai";

static REGISTRY: LazyLock<Option<Registry<'static>>> = LazyLock::new(|| {
    let file = reference("contract/openai-subset.json")?;
    let document: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    Some(Registry::new().add(DOCUMENT, document).unwrap().prepare().unwrap())
});

static COMPILED: LazyLock<Mutex<HashMap<&'static str, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// Fails the test unless `value` is what OpenAI's document calls `name`.
#[track_caller]
pub(crate) fn check(name: &'static str, value: &Value) {
    let Some(validator) = compiled(name) else { return };
    let errors: Vec<String> = validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "not a {name}: {errors:#?}\n{value:#}");
}

fn compiled(name: &'static str) -> Option<Arc<Validator>> {
    let registry = REGISTRY.as_ref()?;
    let mut compiled = COMPILED.lock().unwrap();
    let build = || {
        let schema = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": format!("{DOCUMENT}#/components/schemas/{name}")});
        Arc::new(jsonschema::options().with_registry(registry).build(&schema).unwrap())
    };
    Some(compiled.entry(name).or_insert_with(build).clone())
}

/// A file of the reference material, which is not part of the project: `TURNPIKE_SHARED`, else `../shared`.
fn reference(path: &str) -> Option<PathBuf> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let file = std::env::var_os("TURNPIKE_SHARED").map_or(root, PathBuf::from).join(path);
    if file.exists() {
        return Some(file);
    }
    assert!(std::env::var("CI").is_err(), "{} is missing, and CI checks against it", file.display());
    eprintln!("skipped: answers are not held against OpenAI's schemas, {path} is not there");
    None
}

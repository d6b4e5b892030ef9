//! Requests as each dialect sends them: a file holds what the client asks, of which model, and all that goes out.
//! With TURNPIKE_BLESS=1 the files are written anew; then the change of them is what is to be looked at.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test: it fails by panicking")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use turnpike_domain::failure::FailureKind;
use turnpike_providers::{UpstreamCall, vendor};
use turnpike_wire::openai::{chat_request::ChatRequest, embeddings_request::EmbeddingsRequest};

/// The vendors with files, each in a folder of its name.
const VENDORS: [&str; 2] = ["cohere", "gemini"];

fn encoded(id: &str, case: &Value) -> Result<UpstreamCall, turnpike_domain::failure::Failure> {
    let vendor = vendor(id).unwrap();
    let (body, upstream) = (case["request"].to_string(), case["upstream"].as_str().unwrap());
    if case["request"].get("input").is_some() {
        let request = EmbeddingsRequest::parse(body.as_bytes()).unwrap();
        return vendor.embeddings.unwrap().encode(vendor, &request, upstream);
    }
    let request = ChatRequest::parse(body.as_bytes()).unwrap_or_else(|error| panic!("{error}: {body}"));
    vendor.chat.unwrap().encode(vendor, &request, upstream)
}

fn files(id: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(id);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{id} has no golden files");
    files
}

#[test]
fn requests_go_out_as_their_files_say() {
    let bless = std::env::var_os("TURNPIKE_BLESS").is_some();
    for (id, file) in VENDORS.into_iter().flat_map(|id| files(id).into_iter().map(move |file| (id, file))) {
        let mut case: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let outcome = encoded(id, &case);
        let (name, got) = match &outcome {
            Ok(call) => {
                let body: Value = serde_json::from_slice(&call.body).unwrap();
                ("sent", serde_json::json!({"path": call.path, "body": body}))
            }
            Err(failure) => {
                assert_eq!(failure.kind, FailureKind::Invalid, "{}", file.display());
                ("refused", serde_json::json!({"param": failure.param, "code": failure.code, "message": failure.message}))
            }
        };
        if bless {
            case.as_object_mut().unwrap().retain(|name, _| !matches!(name.as_str(), "sent" | "refused"));
            case[name] = got.clone();
            fs::write(&file, serde_json::to_string_pretty(&case).unwrap() + "\n").unwrap();
        }
        assert_eq!(case.get(name), Some(&got), "{}: {got:#}", file.display());
    }
}

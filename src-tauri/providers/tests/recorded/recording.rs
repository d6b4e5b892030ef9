//! The recordings, wherever they are, and who reads them.

use std::{fs, path::PathBuf};

use serde_json::Value;
use turnpike_providers::{Vendor, vendor};

/// Folders of recordings and the vendor that reads them.
const FOLDERS: [(&str, &str); 21] = [
    ("anthropic", "anthropic"),
    ("openai", "openai"),
    ("openai-compatible", "openai-compatible"),
    ("alibaba", "alibaba"),
    ("cerebras", "cerebras"),
    ("cohere", "cohere"),
    ("deepseek", "deepseek"),
    ("gemini", "gemini"),
    ("groq", "groq"),
    ("llamacpp", "llamacpp"),
    ("lmstudio", "lmstudio"),
    ("mistral", "mistral"),
    ("moonshotai", "moonshot"),
    ("ollama", "ollama"),
    ("openrouter", "openrouter"),
    ("perplexity", "perplexity"),
    ("together", "together"),
    ("venice", "venice"),
    ("xai", "xai"),
    ("zai", "zai"),
    ("mistralrs", "openai-compatible"),
];

/// How the addresses of chats end.
const CHATS: [&str; 5] = ["/chat/completions", "/v1/messages", "/v2/chat", ":generateContent", ":streamGenerateContent"];

/// And those of vectors.
const VECTORS: [&str; 3] = ["/embeddings", "/v2/embed", ":batchEmbedContents"];

pub(crate) struct Recording {
    pub(crate) name: String,
    pub(crate) vendor: &'static Vendor,
    pub(crate) chat: bool,
    pub(crate) status: u16,
    pub(crate) sse: Option<String>,
    pub(crate) body: String,
}

impl Recording {
    pub(crate) fn has(&self, feature: &str) -> bool {
        self.name.contains(feature)
    }
}

/// All recordings of chat and embeddings.
pub(crate) fn recordings() -> Option<Vec<Recording>> {
    let root = root()?;
    let (mut found, mut others) = (Vec::new(), 0);
    for (folder, id) in FOLDERS {
        let mut files: Vec<PathBuf> = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let json: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            let url = json["request"]["url"].as_str().unwrap_or_default();
            let path = url.split('?').next().unwrap_or_default();
            let chat = CHATS.iter().any(|end| path.ends_with(end));
            let vectors = VECTORS.iter().any(|end| path.ends_with(end));
            if !(chat || vectors) || path.contains("-tts:") {
                others += 1;
                continue;
            }
            // Some who have a format of their own speak OpenAI's at another address.
            let id = if path.contains("/openai/") { "openai-compatible" } else { id };
            let response = &json["response"];
            found.push(Recording {
                name: format!("{folder}/{}", file.file_name().unwrap().to_string_lossy()),
                vendor: vendor(id).unwrap(),
                chat,
                status: u16::try_from(response["status"].as_u64().unwrap()).unwrap(),
                // Redacted in some: without a time one is made up, which differs from second to second.
                sse: response["sse"].as_str().map(|sse| sse.replace("\"created\":0,", "\"created\":1,")),
                body: response["body"].as_str().map_or_else(|| response["body"].to_string(), str::to_owned),
            });
        }
    }
    println!("{} recordings of chat and embeddings; {others} of other endpoints passed over", found.len());
    assert!(found.len() > 150, "some are missing: {}", found.len());
    Some(found)
}

/// Where they are. `None`: they are not there, which is an error only in CI.
pub(crate) fn root() -> Option<PathBuf> {
    let shared = std::env::var("TURNPIKE_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|_| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")));
    let root = shared.join("providers/fixtures/dev");
    if root.is_dir() {
        return Some(root);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "no recordings at {}", root.display());
    println!("skipped: no recordings at {}; set TURNPIKE_SHARED", root.display());
    None
}

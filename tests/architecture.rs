//! The house rules that a compiler does not check, each as a function over the project's files and one test. Every test
//! also plants a breach, so that a rule which no longer catches anything fails too.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the project has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// A file of the project: its path from the top, with `/`, and its text.
struct File {
    path: String,
    text: String,
}

const NOT_OURS: [&str; 6] = ["target", "node_modules", ".git", "dist", "gen", "test-results"];
/// Crates in which nothing waits and nothing is read or written.
const PURE: [&str; 3] = ["domain", "wire", "providers"];
/// Which of our crates a crate may use: downward only.
const MAY_USE: [(&str, &[&str]); 6] = [
    ("domain", &[]),
    ("wire", &["domain"]),
    ("providers", &["domain", "wire"]),
    ("store", &["domain"]),
    ("gateway", &["domain", "wire", "providers", "store"]),
    ("", &["gateway"]),
];

/// The known ways in which providers differ, by the numbers in the names of their tests.
const QUIRKS: [RangeInclusive<u32>; 1] = [1..=40];

#[test]
fn pure_crates_have_no_runtime_no_network_and_no_database() {
    let banned = ["tokio", "reqwest", "axum", "hyper", "rusqlite", "tauri"];
    let breaches = |files: &[File]| {
        PURE.iter().flat_map(|name| dependencies_among(files, &format!("src-tauri/{name}/Cargo.toml"), &banned)).collect()
    };
    kept(breaches, &[file("src-tauri/wire/Cargo.toml", "[dependencies]\ntokio.workspace = true\n")]);
    kept(breaches, &[file("src-tauri/domain/Cargo.toml", "[target.'cfg(unix)'.dependencies]\nrusqlite = \"0.41\"\n")]);
}

#[test]
fn the_store_sees_no_runtime_no_network_and_no_wire_format() {
    let banned = ["tokio", "reqwest", "axum", "hyper", "tauri", "turnpike-wire", "turnpike-providers"];
    let breaches = |files: &[File]| dependencies_among(files, "src-tauri/store/Cargo.toml", &banned);
    kept(breaches, &[file("src-tauri/store/Cargo.toml", "[dependencies.turnpike-wire]\npath = \"../wire\"\n")]);
}

#[test]
fn crates_depend_downward_only() {
    let breaches = |files: &[File]| {
        let mut found = Vec::new();
        for (name, allowed) in MAY_USE {
            let manifest = if name.is_empty() { "Cargo.toml".to_owned() } else { format!("src-tauri/{name}/Cargo.toml") };
            for used in files.iter().filter(|file| file.path == manifest).flat_map(|file| dependencies(&file.text)) {
                if let Some(used) = used.strip_prefix("turnpike-").filter(|used| !allowed.contains(used)) {
                    found.push(format!("{manifest} uses turnpike-{used}"));
                }
            }
        }
        found
    };
    kept(breaches, &[file("src-tauri/domain/Cargo.toml", "[dependencies]\nturnpike-store.workspace = true\n")]);
}

#[test]
fn only_the_app_package_depends_on_tauri() {
    let breaches = |files: &[File]| {
        let manifests = files.iter().filter(|file| file.path.starts_with("src-tauri/") && file.path.ends_with("/Cargo.toml"));
        manifests
            .filter(|file| dependencies(&file.text).iter().any(|name| name.starts_with("tauri")))
            .map(|file| format!("{} depends on tauri", file.path))
            .collect()
    };
    kept(breaches, &[file("src-tauri/gateway/Cargo.toml", "[dependencies]\ntauri = \"2\"\n")]);
}

#[test]
fn only_the_desktop_room_names_tauri() {
    let breaches = |files: &[File]| named_outside(files, "tauri", &["src-tauri/desktop/"]);
    kept(breaches, &[file("src-tauri/main.rs", "fn main() { tauri::Builder::default(); }\n")]);
}

#[test]
fn only_the_upstream_and_the_fetcher_speak_reqwest() {
    let homes = ["src-tauri/gateway/relay/upstream.rs", "src-tauri/gateway/fetch/"];
    let breaches = |files: &[File]| named_outside(files, "reqwest", &homes);
    kept(breaches, &[file("src-tauri/gateway/api/v1/chat.rs", "use reqwest::Client;\n")]);
}

#[test]
fn only_the_api_knows_axum() {
    let breaches = |files: &[File]| named_outside(files, "axum", &["src-tauri/gateway/api/"]);
    kept(breaches, &[file("src-tauri/gateway/relay/mod.rs", "use axum::body::Body;\n")]);
}

#[test]
fn vendors_are_named_in_their_own_files_and_the_table_only() {
    let homes = ["src-tauri/providers/vendors/", "src-tauri/providers/registry.rs"];
    let breaches = |files: &[File]| {
        let mut found = Vec::new();
        for vendor in vendors(files) {
            for file in product_code(files).filter(|file| !homes.iter().any(|home| file.path.starts_with(home))) {
                if vendor_named(&code_of(&file.text), &vendor) {
                    found.push(format!("{} names the vendor {vendor}", file.path));
                }
            }
        }
        found
    };
    let vendor = file("src-tauri/providers/vendors/groq.rs", "pub static GROQ: Vendor = Vendor { id: \"groq\" };\n");
    kept(breaches, &[vendor, file("src-tauri/gateway/relay/attempt.rs", "let slow = provider == \"groq\";\n")]);
}

#[test]
fn rust_files_stay_under_five_hundred_lines_without_their_tests() {
    let breaches = |files: &[File]| {
        let long = files.iter().filter(|file| file.path.ends_with(".rs"));
        long.map(|file| (file, without_tests(&file.text).lines().count()))
            .filter(|(_, lines)| *lines > 500)
            .map(|(file, lines)| format!("{}: {lines} lines", file.path))
            .collect()
    };
    kept(breaches, &[file("src-tauri/gateway/api/chat.rs", &"let a = 1;\n".repeat(501))]);
}

#[test]
fn files_of_the_window_stay_under_four_hundred_lines() {
    let breaches = |files: &[File]| {
        let written = files.iter().filter(|file| {
            file.path.starts_with("ui/src/")
                && (file.path.ends_with(".ts") || file.path.ends_with(".tsx"))
                && !file.path.ends_with(".d.ts")
        });
        written
            .map(|file| (file, file.text.lines().count()))
            .filter(|(_, lines)| *lines > 400)
            .map(|(file, lines)| format!("{}: {lines} lines", file.path))
            .collect()
    };
    kept(breaches, &[file("ui/src/screens/keys.tsx", &"const a = 1;\n".repeat(401))]);
}

#[test]
fn the_map_lists_every_room_and_no_other() {
    let breaches = |files: &[File]| {
        let Some(map) = files.iter().find(|file| file.path == "src-tauri/ARCHITECTURE.md") else {
            return vec!["src-tauri/ARCHITECTURE.md is missing".to_owned()];
        };
        let (rooms, listed) = (rooms(files), listed_rooms(&map.text));
        let unlisted = rooms.difference(&listed).map(|room| format!("{room}/ is not on the map"));
        unlisted.chain(listed.difference(&rooms).map(|room| format!("{room}/ is on the map only"))).collect()
    };
    let room = || file("src-tauri/cellar/mod.rs", "//! A room.\n");
    kept(breaches, &[room(), file("src-tauri/ARCHITECTURE.md", "No room is written down.\n")]);
    kept(breaches, &[room(), file("src-tauri/ARCHITECTURE.md", "| `cellar/` | a room |\n| `attic/` | not there |\n")]);
}

#[test]
fn every_room_says_what_it_owns() {
    let breaches = |files: &[File]| {
        let mut found = Vec::new();
        for room in rooms(files) {
            let doors = [format!("src-tauri/{room}/mod.rs"), format!("src-tauri/{room}/lib.rs"), format!("src-tauri/{room}.rs")];
            match files.iter().find(|file| doors.contains(&file.path)) {
                Some(door) if door.text.starts_with("//! ") => {}
                Some(door) => found.push(format!("{} does not begin with what the room owns (//!)", door.path)),
                None => found.push(format!("src-tauri/{room}/ has neither mod.rs nor lib.rs")),
            }
        }
        found
    };
    kept(breaches, &[file("src-tauri/gateway/cellar/mod.rs", "mod shelf;\n")]);
}

#[test]
fn every_quirk_of_a_provider_has_a_test_of_its_number() {
    let breaches = |files: &[File]| {
        let tested = |quirk: &u32| files.iter().any(|file| file.path.ends_with(".rs") && file.text.contains(&test_of(*quirk)));
        let untested = QUIRKS.iter().cloned().flatten().filter(|quirk| !tested(quirk));
        untested.map(|quirk| format!("no test begins with quirk_{quirk}_")).collect()
    };
    let all_but_the_first: String = QUIRKS.iter().cloned().flatten().skip(1).map(test_of).collect();
    kept(breaches, &[file("src-tauri/providers/stream/tests.rs", &all_but_the_first)]);
}

#[test]
fn no_file_holds_a_path_of_somebodys_home() {
    // Put together here, or this file would be the first breach.
    let homes = [["/ho", "me/"].concat(), ["/ro", "ot/"].concat(), ["/Use", "rs/"].concat(), ["C:\\Use", "rs\\"].concat()];
    let breaches = |files: &[File]| {
        let mut found = Vec::new();
        for file in files {
            let named = file.text.lines().enumerate().filter(|(_, line)| homes.iter().any(|home| line.contains(home.as_str())));
            found.extend(named.map(|(at, line)| format!("{}:{}: {}", file.path, at + 1, line.trim())));
        }
        found
    };
    kept(breaches, &[file("README.md", &format!("cd {}ada/turnpike\n", homes[0]))]);
}

/// The project keeps the rule, and the rule catches the planted breach.
fn kept(breaches: impl Fn(&[File]) -> Vec<String>, planted: &[File]) {
    let found = breaches(&project());
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    assert!(!breaches(planted).is_empty(), "the rule does not catch the breach planted in {}", planted[planted.len() - 1].path);
}

/// How a quirk's test begins.
fn test_of(quirk: u32) -> String {
    format!("fn quirk_{quirk}_")
}

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find(|folder| folder.join("tauri.conf.json").exists())
        .unwrap()
        .to_path_buf()
}

fn project() -> Vec<File> {
    let top = top();
    let mut files = Vec::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            if path.is_dir() && !NOT_OURS.contains(&name.to_string_lossy().as_ref()) {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let path = path.strip_prefix(&top).unwrap().to_string_lossy().replace('\\', "/");
                files.push(File { path, text });
            }
        }
    }
    assert!(files.len() > 50, "the project's files were not found under {}", top.display());
    files
}

/// The names under every `[…dependencies]` of a manifest except `[dev-dependencies]`.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut listing = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            let ours = !section.contains("dev-dependencies") && !section.starts_with("workspace");
            listing = ours && section.ends_with("dependencies");
            if let Some((_, name)) = section.rsplit_once("dependencies.").filter(|_| ours) {
                names.push(name.trim_matches('"').to_owned());
            }
        } else if let Some((name, _)) = line.split_once(['=', '.']).filter(|_| listing && !line.starts_with('#')) {
            names.push(name.trim().trim_matches('"').to_owned());
        }
    }
    names
}

fn dependencies_among(files: &[File], manifest: &str, banned: &[&str]) -> Vec<String> {
    let used = files.iter().filter(|file| file.path == manifest).flat_map(|file| dependencies(&file.text));
    used.filter(|name| banned.contains(&name.as_str())).map(|name| format!("{manifest} depends on {name}")).collect()
}

/// Rust under src-tauri/ that runs in the product: neither the build script nor tests in files of their own.
fn product_code(files: &[File]) -> impl Iterator<Item = &File> {
    let rust = files.iter().filter(|file| file.path.starts_with("src-tauri/") && file.path.ends_with(".rs"));
    rust.filter(|file| !file.path.ends_with("build.rs") && !file.path.ends_with("/tests.rs") && !file.path.contains("/tests/"))
}

fn named_outside(files: &[File], name: &str, homes: &[&str]) -> Vec<String> {
    let strangers = product_code(files).filter(|file| !homes.iter().any(|home| file.path.starts_with(home)));
    strangers.filter(|file| has_word(&code_of(&file.text), name)).map(|file| format!("{} names {name}", file.path)).collect()
}

/// The ids of the vendors: the literals after `id:` in the vendors' files.
fn vendors(files: &[File]) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for file in files.iter().filter(|file| file.path.starts_with("src-tauri/providers/vendors/")) {
        for rest in without_tests(&file.text).split("id: \"").skip(1) {
            ids.extend(rest.split('"').next().map(str::to_owned));
        }
    }
    ids
}

fn vendor_named(code: &str, vendor: &str) -> bool {
    match vendor {
        // Also the name of a wire format, of the error shape and of the built-in models; elsewhere it means those.
        "openai" | "sandbox" => false,
        // Names of wire formats, an English word, and the beginning of a key's text: only the id itself counts.
        "anthropic" | "cohere" | "deepgram" | "elevenlabs" | "fal" | "gemini" | "luma" | "minimax" | "replicate" | "runway"
        | "stability" | "together" | "xai" => code.contains(&format!("\"{vendor}\"")),
        _ => has_word(&code.to_lowercase(), vendor),
    }
}

fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), &text[at + word.len()..]);
        // The window's origins, `tauri://localhost` and `http://tauri.localhost`, are addresses and not the crate.
        let address = after.starts_with("://") || after.starts_with(".localhost");
        !before.is_some_and(part) && !after.starts_with(part) && !address
    })
}

/// What runs in the product: no tests, no comments.
fn code_of(text: &str) -> String {
    let lines = without_tests(text).lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text)
}

/// Every folder under src-tauri/ that holds product code, without that prefix.
fn rooms(files: &[File]) -> BTreeSet<String> {
    let inside = product_code(files).filter_map(|file| file.path.strip_prefix("src-tauri/"));
    inside.filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder.to_owned()).collect()
}

/// The first cells of the map's tables that name a folder: "| `gateway/api/` | …".
fn listed_rooms(map: &str) -> BTreeSet<String> {
    let cells = map.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    cells.filter_map(|(name, _)| name.strip_suffix('/')).map(str::to_owned).collect()
}

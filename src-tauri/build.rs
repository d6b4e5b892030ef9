//! Tells Tauri where things are in this layout, and which commands the window may call.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    // With a pattern of our own, tauri-build no longer watches the capabilities; and it never watches the built UI, which
    // is compiled into the binary.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=ui/dist");
    let commands = tauri_build::AppManifest::new().commands(&[
        "connection",
        "painted",
        "questions",
        "close",
        "quit",
        "preferences",
        "about_system",
        "save_file",
        "play_file",
        "open_folder",
        "open_link",
    ]);
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/**/*.json").app_manifest(commands);
    tauri_build::try_build(attributes)?;
    Ok(())
}

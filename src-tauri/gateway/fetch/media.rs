//! What a file is by its first bytes, which is what its reader will take it for; its server may say anything.

/// The type by the bytes, unless what the server declares is something else altogether. Servers mix up kinds of images, and
/// many storages declare nothing.
pub(super) fn media_type(bytes: &[u8], declared: Option<&str>) -> Option<&'static str> {
    let found = kind(bytes)?;
    let declared = declared.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let agrees = match &*declared {
        "" | "application/octet-stream" | "binary/octet-stream" => true,
        declared => declared == found || declared.starts_with("image/") && found.starts_with("image/"),
    };
    agrees.then_some(found)
}

/// What may be fetched.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirk_37_the_bytes_say_what_a_file_is_and_the_server_may_not_contradict() {
        let (png, webp, wave) = (b"\x89PNG\r\n\x1a\n....", b"RIFF\0\0\0\0WEBPVP8 ", b"RIFF\0\0\0\0WAVEfmt ");
        for (bytes, declared, found) in [
            (&png[..], Some("image/png"), Some("image/png")),
            (png, Some("Image/PNG; charset=binary"), Some("image/png")),
            (png, Some("image/jpeg"), Some("image/png")),
            (png, Some("application/octet-stream"), Some("image/png")),
            (png, None, Some("image/png")),
            (png, Some("text/html"), None),
            (png, Some("application/pdf"), None),
            (b"\xff\xd8\xff\xe0", None, Some("image/jpeg")),
            (b"GIF87a", None, Some("image/gif")),
            (b"GIF89a", None, Some("image/gif")),
            (b"GIF", None, None),
            (webp, None, Some("image/webp")),
            (wave, None, None),
            (b"%PDF-1.7", Some("application/pdf"), Some("application/pdf")),
            (b"%PDF-1.7", Some("image/png"), None),
            (b"<html>%PDF-1.7", Some("application/pdf"), None),
            (b"<svg xmlns=", Some("image/svg+xml"), None),
            (b"\x7fELF", Some("image/png"), None),
            (b"", Some("image/png"), None),
        ] {
            assert_eq!(media_type(bytes, declared), found, "{bytes:?} {declared:?}");
        }
    }
}

//! What a file is, by its first bytes: neither its name nor what its sender says counts. Nothing is unpacked.

use serde::de::IgnoredAny;

/// Bytes that are looked at.
pub(super) const LOOKED_AT: usize = 8 << 10;

/// The type of a file that begins like this, or `is_whole` like this.
pub(super) fn media_type(head: &[u8], is_whole: bool) -> &'static str {
    let found = infer::get(head).map(|found| usual(found.mime_type()));
    let Some(text) = plain(head, is_whole) else { return found.unwrap_or("application/octet-stream") };
    match found {
        // Their short marks begin many a text as well.
        Some(found @ ("application/pdf" | "application/rtf" | "text/html")) => found,
        _ => written(text, is_whole),
    }
}

/// The library's names that are not the registered ones.
fn usual(name: &'static str) -> &'static str {
    match name {
        "audio/x-wav" => "audio/wav",
        "audio/x-flac" => "audio/flac",
        "audio/x-aiff" => "audio/aiff",
        "audio/m4a" => "audio/mp4",
        "audio/opus" => "audio/ogg",
        other => other,
    }
}

/// The bytes as text, where they are text that a person could read.
fn plain(head: &[u8], is_whole: bool) -> Option<&str> {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The last letter may go on behind what is looked at.
        Err(error) if !is_whole && error.error_len().is_none() => std::str::from_utf8(&head[..error.valid_up_to()]).ok()?,
        Err(_) => return None,
    };
    let readable = |letter: char| !letter.is_control() || matches!(letter, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}');
    text.chars().all(readable).then_some(text)
}

fn written(text: &str, is_whole: bool) -> &'static str {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.as_bytes().first() {
        Some(b'<') if text.contains("<svg") => "image/svg+xml",
        Some(b'<') if text.starts_with("<?xml") => "text/xml",
        Some(b'{' | b'[') => json(text, is_whole).unwrap_or("text/plain"),
        _ => "text/plain",
    }
}

fn json(text: &str, is_whole: bool) -> Option<&'static str> {
    let mut values = 0;
    for value in serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>() {
        match value {
            Ok(_) => values += 1,
            Err(error) if error.is_eof() && !is_whole => break,
            Err(_) => return None,
        }
    }
    Some(if values > 1 { "application/x-ndjson" } else { "application/json" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        for (head, expected) in [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), "image/png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
            (b"GIF89a\x01\0\x01\0", "image/gif"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
            (b"%PDF-1.7\n1 0 obj", "application/pdf"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
            (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0", "audio/wav"),
            (b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
            (b"fLaC\0\0\0\x22", "audio/flac"),
            (b"PK\x03\x04\x14\0\0\0\x08\0", "application/zip"),
            (b"<!DOCTYPE html><script>alert(1)</script>", "text/html"),
            (b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml"),
            (b"<svg onload=alert(1)>", "image/svg+xml"),
            (b"<?xml version=\"1.0\"?><a/>", "text/xml"),
            (b"{\"a\": [1, 2]}", "application/json"),
            (b"{\"a\": 1}\n{\"a\": 2}\n", "application/x-ndjson"),
            (b"[draft] a letter", "text/plain"),
            (b"BM is how some texts begin, and bitmaps too", "text/plain"),
            (b"MZ and others", "text/plain"),
            ("Grüße, 世界".as_bytes(), "text/plain"),
            (b"", "text/plain"),
            (b"text\0with a zero", "application/octet-stream"),
            (b"\xff\xfe\x41\x42\xc3\x28", "application/octet-stream"),
        ] {
            assert_eq!(media_type(head, true), expected, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn a_head_may_end_in_the_middle_of_a_letter_or_of_a_value() {
        let letter = "世界".as_bytes();
        assert_eq!(media_type(&letter[..4], false), "text/plain");
        assert_eq!(media_type(&letter[..4], true), "application/octet-stream");
        assert_eq!(media_type(b"{\"a\": [1, 2", false), "application/json");
        assert_eq!(media_type(b"{\"a\": [1, 2", true), "text/plain");
        assert_eq!(media_type(b"{\"a\": 1}\n{\"a\": ", false), "application/json");
        assert_eq!(media_type(b"{\"a\": 1}\n{\"a\": 2}\n{", false), "application/x-ndjson");
    }
}

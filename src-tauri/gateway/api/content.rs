//! A file's bytes on their way out: all of them or one range, from the disk as the client reads. Whatever a file holds,
//! no browser runs it: it is saved, not shown, and never called a page.

use std::io::{Seek, SeekFrom};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;
use turnpike_domain::file::{File, FileKind};
use turnpike_wire::disposition::attachment;

use super::error::ApiError;
use crate::{
    blocking,
    files::{FileError, Files},
};

/// Bytes that are read at once.
const PIECE: usize = 64 << 10;

/// The answer to whoever asks for this file's bytes.
pub(crate) async fn serve(files: &Files, file: &File, asked: &HeaderMap) -> Result<Response, ApiError> {
    let tag = format!("\"{}\"", file.hash);
    let mut response = if is_known(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match wanted(asked, &tag, file.bytes) {
            Wanted::Nothing => {
                let mut refused = ApiError::no_range(file.bytes).into_response();
                put(refused.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{}", file.bytes));
                return Ok(refused);
            }
            Wanted::All => send(files, file, 0, file.bytes).await?,
            Wanted::Range(first, last) => {
                let mut part = send(files, file, first, last - first + 1).await?;
                *part.status_mut() = StatusCode::PARTIAL_CONTENT;
                put(part.headers_mut(), header::CONTENT_RANGE, &format!("bytes {first}-{last}/{}", file.bytes));
                part
            }
        }
    };
    let headers = response.headers_mut();
    put(headers, header::ETAG, &tag);
    put(headers, header::ACCEPT_RANGES, "bytes");
    put(headers, header::CONTENT_DISPOSITION, &attachment(&file.filename));
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(headers, header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'");
    Ok(response)
}

async fn send(files: &Files, file: &File, first: u64, length: u64) -> Result<Response, ApiError> {
    let mut content = files.read(file).await?;
    let content = blocking(move || content.seek(SeekFrom::Start(first)).map(|_| content)).await.map_err(FileError::Disk)?;
    let pieces = ReaderStream::with_capacity(tokio::fs::File::from_std(content).take(length), PIECE);
    let mut response = Response::new(Body::from_stream(pieces));
    put(response.headers_mut(), header::CONTENT_TYPE, called(&file.media_type));
    put(response.headers_mut(), header::CONTENT_LENGTH, &length.to_string());
    Ok(response)
}

/// What a file's type is called towards a browser: pages and drawings are the text that they are written in.
fn called(media_type: &str) -> &str {
    match (FileKind::of(media_type), media_type) {
        (FileKind::Text, "application/json" | "application/x-ndjson") => media_type,
        (FileKind::Text, _) => "text/plain; charset=utf-8",
        _ => media_type,
    }
}

/// Does the client have these bytes already?
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let tags = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    tags.flat_map(|tags| tags.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*")
}

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    All,
    /// The first and the last byte.
    Range(u64, u64),
    /// A range that the file does not have.
    Nothing,
}

/// One range is answered as such. Of several at once, or what is no range of bytes, all is sent, as the standard allows.
fn wanted(asked: &HeaderMap, tag: &str, bytes: u64) -> Wanted {
    let text = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    if text(header::IF_RANGE).is_some_and(|known| known != tag) {
        return Wanted::All;
    }
    let range = text(header::RANGE).and_then(|range| range.strip_prefix("bytes="));
    let Some((first, last)) = range.and_then(|range| range.trim().split_once('-')) else { return Wanted::All };
    let last_byte = bytes.saturating_sub(1);
    match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => within(first, last.min(last_byte), bytes),
        (Ok(first), Err(_)) if last.is_empty() => within(first, last_byte, bytes),
        (Err(_), Ok(count)) if first.is_empty() && count > 0 => within(bytes.saturating_sub(count), last_byte, bytes),
        (Err(_), Ok(_)) if first.is_empty() => Wanted::Nothing,
        _ => Wanted::All,
    }
}

fn within(first: u64, last: u64, bytes: u64) -> Wanted {
    if first < bytes { Wanted::Range(first, last) } else { Wanted::Nothing }
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn ranges_are_read_as_the_standard_has_them() {
        for (range, bytes, expected) in [
            ("bytes=0-4", 10, Wanted::Range(0, 4)),
            ("bytes=5-", 10, Wanted::Range(5, 9)),
            ("bytes=-3", 10, Wanted::Range(7, 9)),
            ("bytes=-99", 10, Wanted::Range(0, 9)),
            ("bytes=0-99", 10, Wanted::Range(0, 9)),
            ("bytes=9-9", 10, Wanted::Range(9, 9)),
            ("bytes=10-", 10, Wanted::Nothing),
            ("bytes=10-12", 10, Wanted::Nothing),
            ("bytes=-0", 10, Wanted::Nothing),
            ("bytes=0-", 0, Wanted::Nothing),
            ("bytes=4-2", 10, Wanted::All),
            ("bytes=0-1,4-5", 10, Wanted::All),
            ("bytes=x-y", 10, Wanted::All),
            ("bytes=-", 10, Wanted::All),
            ("bytes=99999999999999999999999-", 10, Wanted::All),
            ("lines=1-2", 10, Wanted::All),
        ] {
            assert_eq!(wanted(&asking(header::RANGE, range), "\"t\"", bytes), expected, "{range} of {bytes}");
        }
        let mut both = asking(header::RANGE, "bytes=0-1");
        both.insert(header::IF_RANGE, HeaderValue::from_static("\"other\""));
        assert_eq!(wanted(&both, "\"t\"", 10), Wanted::All);
        both.insert(header::IF_RANGE, HeaderValue::from_static("\"t\""));
        assert_eq!(wanted(&both, "\"t\"", 10), Wanted::Range(0, 1));
    }

    #[test]
    fn bytes_that_a_client_has_are_not_sent_again() {
        for (known, expected) in [("\"t\"", true), ("\"a\", W/\"t\"", true), ("*", true), ("\"a\"", false), ("t", false)] {
            assert_eq!(is_known(&asking(header::IF_NONE_MATCH, known), "\"t\""), expected, "{known}");
        }
    }

    #[test]
    fn nothing_that_a_browser_would_run_is_called_what_it_is() {
        for (media_type, expected) in [
            ("text/html", "text/plain; charset=utf-8"),
            ("image/svg+xml", "text/plain; charset=utf-8"),
            ("text/xml", "text/plain; charset=utf-8"),
            ("application/json", "application/json"),
            ("image/png", "image/png"),
            ("application/zip", "application/zip"),
        ] {
            assert_eq!(called(media_type), expected, "{media_type}");
        }
    }
}

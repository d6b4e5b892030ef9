//! A form that we ourselves have written, read back.

use bytes::Bytes;
use memchr::memmem;

use crate::dialect::UpstreamCall;

/// The first text of that name.
pub(super) fn text(call: &UpstreamCall, name: &str) -> Option<String> {
    String::from_utf8(part(call, &format!("; name=\"{name}\"\r\n"))?.to_vec()).ok()
}

/// The first file of that name.
pub(super) fn file(call: &UpstreamCall, name: &str) -> Option<Bytes> {
    part(call, &format!("; name=\"{name}\"; filename="))
}

fn part(call: &UpstreamCall, head: &str) -> Option<Bytes> {
    let (_, content_type) = call.headers.iter().find(|(name, _)| *name == "content-type")?;
    let end = format!("\r\n--{}", content_type.split_once("boundary=")?.1);
    let part = memmem::find(&call.body, head.as_bytes())?;
    let from = part + memmem::find(&call.body[part..], b"\r\n\r\n")? + 4;
    let length = memmem::find(&call.body[from..], end.as_bytes())?;
    Some(call.body.slice(from..from + length))
}

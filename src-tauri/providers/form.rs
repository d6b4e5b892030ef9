//! A multipart form on its way to a provider.

use bytes::Bytes;
use memchr::memmem;
use serde_json::Value;

/// A form that is being written. Names and file names are ours or cleaned: nothing in them can end a header.
pub(crate) struct Form {
    boundary: String,
    body: Vec<u8>,
}

impl Form {
    /// A form that will hold these files: no part of them is its boundary.
    pub(crate) fn around(files: &[&[u8]]) -> Self {
        let mut boundary = String::from("turnpike-form");
        while files.iter().any(|file| memmem::find(file, boundary.as_bytes()).is_some()) {
            boundary.push_str("-7f3a");
        }
        Self { boundary, body: Vec::with_capacity(files.iter().map(|file| file.len()).sum::<usize>() + 2_048) }
    }

    /// A field. Text that holds the boundary is no text of anybody's: it is left out.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        if memmem::find(text.as_bytes(), self.boundary.as_bytes()).is_none() {
            self.head(&format!("form-data; name=\"{}\"", clean(name)), None);
            self.body.extend_from_slice(text.as_bytes());
            self.body.extend_from_slice(b"\r\n");
        }
    }

    /// A field of JSON as a form spells it; lists have a part for each.
    pub(crate) fn spell(&mut self, name: &str, json: &str) {
        match serde_json::from_str::<Value>(json) {
            Ok(Value::String(text)) => self.text(name, &text),
            Ok(Value::Array(list)) => {
                for value in list {
                    self.text(&format!("{name}[]"), &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
                }
            }
            _ => self.text(name, json),
        }
    }

    /// A file.
    pub(crate) fn file(&mut self, name: &str, file_name: &str, media_type: &str, bytes: &[u8]) {
        let disposition = format!("form-data; name=\"{}\"; filename=\"{}\"", clean(name), clean(file_name));
        self.head(&disposition, Some(media_type));
        self.body.extend_from_slice(bytes);
        self.body.extend_from_slice(b"\r\n");
    }

    /// Its content type and its bytes.
    pub(crate) fn close(mut self) -> (String, Bytes) {
        self.body.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        (format!("multipart/form-data; boundary={}", self.boundary), self.body.into())
    }

    fn head(&mut self, disposition: &str, media_type: Option<&str>) {
        let media_type = media_type.map(|media_type| format!("content-type: {}\r\n", clean(media_type))).unwrap_or_default();
        let head = format!("--{}\r\ncontent-disposition: {disposition}\r\n{media_type}\r\n", self.boundary);
        self.body.extend_from_slice(head.as_bytes());
    }
}

/// Quotes as browsers write them; line ends and other controls are gone.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect::<String>().replace('"', "%22")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_put_in_can_end_a_part() {
        let file = b"--turnpike-form--\r\nturnpike-form-7f3a";
        let mut form = Form::around(&[b"other", file]);
        form.text("model\r\nx", "a");
        form.file("file", "\"\r\n.wav", "audio/wav", file);
        let (content_type, body) = form.close();
        assert_eq!(content_type, "multipart/form-data; boundary=turnpike-form-7f3a-7f3a");
        let expected = "--turnpike-form-7f3a-7f3a\r\ncontent-disposition: form-data; name=\"modelx\"\r\n\r\na\r\n\
            --turnpike-form-7f3a-7f3a\r\ncontent-disposition: form-data; name=\"file\"; filename=\"%22.wav\"\r\n\
            content-type: audio/wav\r\n\r\n--turnpike-form--\r\nturnpike-form-7f3a\r\n--turnpike-form-7f3a-7f3a--\r\n";
        assert_eq!(std::str::from_utf8(&body).unwrap(), expected);
    }
}

//! A form as a browser or an SDK writes it, and as nobody should.

const BOUNDARY: &str = "----a-boundary-0123456789";

/// Parts of a form, in their order.
#[derive(Clone, Default)]
pub(crate) struct Form {
    parts: Vec<u8>,
    truncated: bool,
}

impl Form {
    /// A field with a text.
    pub(crate) fn field(self, name: &str, text: &str) -> Self {
        self.part(&format!("content-disposition: form-data; name=\"{name}\""), text.as_bytes())
    }

    /// A field with a file. Its type is always a lie.
    pub(crate) fn file(self, name: &str, filename: &str, content: &[u8]) -> Self {
        let filename = filename.replace('"', "%22");
        let head =
            format!("content-disposition: form-data; name=\"{name}\"; filename=\"{filename}\"\r\ncontent-type: image/x-lie");
        self.part(&head, content)
    }

    /// A part with these lines at its head.
    pub(crate) fn part(mut self, head: &str, content: &[u8]) -> Self {
        self.parts.extend(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").bytes());
        self.parts.extend(content);
        self.parts.extend(b"\r\n");
        self
    }

    /// The end is missing.
    pub(crate) fn truncated(self) -> Self {
        Self { truncated: true, ..self }
    }

    /// With its boundary.
    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={BOUNDARY}")
    }

    /// All bytes.
    pub(crate) fn body(self) -> Vec<u8> {
        let end = if self.truncated { Vec::new() } else { format!("--{BOUNDARY}--\r\n").into_bytes() };
        [self.parts, end].concat()
    }
}

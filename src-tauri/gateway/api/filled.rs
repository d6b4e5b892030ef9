//! A form that is no larger than any other body: its texts as the JSON that says the same, and its files, in memory.

use axum::http::HeaderMap;
use bytes::Bytes;
use serde_json::{Map, Value};

use super::{
    error::ApiError,
    form::{Form, Part, Source},
};

/// What a form holds.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    texts: Vec<(String, String)>,
    /// In the order sent.
    pub(crate) files: Vec<FormFile>,
}

/// A file in a form.
#[derive(Debug)]
pub(crate) struct FormFile {
    /// The field's name, without `[]`.
    pub(crate) field: String,
    pub(crate) bytes: Bytes,
}

/// More parts than any form of ours has.
const MOST_PARTS: usize = 128;

impl Filled {
    /// Reads a whole form of at most so many bytes.
    pub(crate) async fn read(headers: &HeaderMap, source: Source, most: usize) -> Result<Self, ApiError> {
        let mut form = Form::open(headers, source)?;
        let (mut filled, mut left) = (Self::default(), most);
        while let Some(mut part) = form.next().await? {
            if filled.texts.len() + filled.files.len() == MOST_PARTS {
                return Err(ApiError::invalid("body", format!("The form has more than {MOST_PARTS} parts.")));
            }
            let (name, filename) = (part.name.clone(), part.filename.take());
            let bytes = whole(part, left).await?.ok_or_else(|| ApiError::too_large(most))?;
            left -= bytes.len();
            match filename {
                Some(_) => {
                    let field = name.strip_suffix("[]").unwrap_or(&name).to_owned();
                    filled.files.push(FormFile { field, bytes: bytes.into() });
                }
                None => {
                    let text =
                        String::from_utf8(bytes).map_err(|_| ApiError::invalid(&name, format!("'{name}' is not UTF-8.")))?;
                    filled.texts.push((name, text));
                }
            }
        }
        Ok(filled)
    }

    /// The file of a field, taken out.
    pub(crate) fn file(&mut self, field: &str) -> Option<FormFile> {
        let at = self.files.iter().position(|file| file.field == field)?;
        Some(self.files.remove(at))
    }

    /// The texts as the JSON object that says the same, so that one check serves both. In a form all is text: fields in
    /// `bare` stand for what they spell, and `name[]` is a list.
    pub(crate) fn json(&self, bare: &[&str]) -> String {
        let mut object = Map::new();
        for (name, text) in &self.texts {
            let (name, listed) = name.strip_suffix("[]").map_or((name.as_str(), false), |name| (name, true));
            let spelled = || serde_json::from_str(text).ok().filter(|value: &Value| !value.is_string());
            let value = bare.contains(&name).then(spelled).flatten().unwrap_or_else(|| Value::from(text.as_str()));
            match object.get_mut(name) {
                Some(Value::Array(list)) if listed => list.push(value),
                _ => drop(object.insert(name.to_owned(), if listed { vec![value].into() } else { value })),
            }
        }
        Value::from(object).to_string()
    }
}

/// A part's bytes; `None`: there are more than `most`.
async fn whole(mut part: Part, most: usize) -> Result<Option<Vec<u8>>, ApiError> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await? {
        if bytes.len() + piece.len() > most {
            return Ok(None);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::{body::Body, http::header};

    use super::*;

    async fn read(body: &str) -> Result<Filled, ApiError> {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, "multipart/form-data; boundary=b".parse().unwrap())]);
        let source = Source::new(Body::from(body.replace('\n', "\r\n")), Duration::from_secs(9));
        Filled::read(&headers, source, 64).await
    }

    const FORM: &str = "--b\nContent-Disposition: form-data; name=\"model\"\n\n7\n--b\nContent-Disposition: form-data; name=\"n\"\n\n2\n\
        --b\nContent-Disposition: form-data; name=\"include[]\"\n\na\n--b\nContent-Disposition: form-data; name=\"include[]\"\n\nb\n\
        --b\nContent-Disposition: form-data; name=\"image[]\"; filename=\"x.png\"\nContent-Type: image/png\n\nPNG\n--b--\n";

    #[tokio::test]
    async fn texts_become_the_json_that_says_the_same() {
        let mut form = read(FORM).await.unwrap();
        assert_eq!(form.json(&["n"]), r#"{"model":"7","n":2,"include":["a","b"]}"#);
        let file = form.file("image").unwrap();
        assert_eq!((&file.bytes[..], form.file("image").is_none()), (&b"PNG"[..], true));
    }

    #[tokio::test]
    async fn a_form_that_is_cut_anywhere_or_too_large_is_refused() {
        for cut in 1..FORM.rfind("--b--").unwrap() {
            assert!(read(&FORM[..cut]).await.is_err(), "cut at {cut}");
        }
        assert!(read(&FORM.replace("PNG", &"P".repeat(64))).await.is_err());
    }
}

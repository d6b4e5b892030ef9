//! The `Content-Disposition` header: read from a part of a form, written for a download. The names in it are data.

use std::fmt::Write;

/// What a part of a form says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disposition {
    /// The field's name.
    pub name: Option<String>,
    /// Only files have one.
    pub filename: Option<String>,
}

impl Disposition {
    /// Reads `form-data; name="file"; filename="a.txt"`. Of two filenames the one of RFC 5987 counts.
    pub fn parse(header: &[u8]) -> Self {
        let mut found = Self::default();
        let mut extended = None;
        let mut rest = header.iter().position(|byte| *byte == b';').map_or(&[][..], |end| &header[end..]);
        while let Some((name, value, behind)) = parameter(rest) {
            rest = behind;
            match name.to_ascii_lowercase().as_slice() {
                b"name" => found.name = Some(lossy(&value)),
                b"filename" => found.filename = Some(as_browsers_escape(&lossy(&value))),
                b"filename*" => extended = extended_value(&value),
                _ => {}
            }
        }
        found.filename = extended.or(found.filename);
        found
    }
}

/// `attachment; filename="…"; filename*=UTF-8''…`: what every browser saves under that name, and none opens in place.
pub fn attachment(filename: &str) -> String {
    let plain: String = filename.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let mut header = format!("attachment; filename=\"{plain}\"");
    if plain != filename {
        header.push_str("; filename*=UTF-8''");
        for byte in filename.bytes() {
            let _ = match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => write!(header, "{}", char::from(byte)),
                other => write!(header, "%{other:02X}"),
            };
        }
    }
    header
}

/// Means the same to everybody between quotes. A percent sign does not: some take it for an escape.
fn is_plain(letter: char) -> bool {
    (letter.is_ascii_graphic() || letter == ' ') && !matches!(letter, '"' | '\\' | '%')
}

/// `; name="value"`: the name, the value, and what is behind.
fn parameter(text: &[u8]) -> Option<(&[u8], Vec<u8>, &[u8])> {
    let text = text.trim_ascii_start().strip_prefix(b";")?;
    let equals = text.iter().position(|byte| *byte == b'=')?;
    let (name, value) = (text[..equals].trim_ascii(), text[equals + 1..].trim_ascii_start());
    let Some(quoted) = value.strip_prefix(b"\"") else {
        let end = value.iter().position(|byte| *byte == b';').unwrap_or(value.len());
        return Some((name, value[..end].trim_ascii().to_vec(), &value[end..]));
    };
    let mut unquoted = Vec::new();
    let mut bytes = quoted.iter().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return Some((name, unquoted, &quoted[at + 1..])),
            // Only these two are escaped; a folder of Windows is not.
            b'\\' if matches!(quoted.get(at + 1), Some(b'"' | b'\\')) => {
                unquoted.extend(bytes.next().map(|(_, escaped)| escaped))
            }
            other => unquoted.push(*other),
        }
    }
    None
}

/// Browsers and the SDKs write these three so, and nothing else.
fn as_browsers_escape(text: &str) -> String {
    text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

/// `UTF-8''%e2%82%ac.txt`
fn extended_value(value: &[u8]) -> Option<String> {
    let mut parts = value.splitn(3, |byte| *byte == b'\'');
    let (charset, _language, text) = (parts.next()?, parts.next()?, parts.next()?);
    charset.eq_ignore_ascii_case(b"utf-8").then(|| {
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some((first, behind)) = rest.split_first() {
            let escaped = behind.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
            let escaped = escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            bytes.push(escaped.unwrap_or(*first));
            rest = if escaped.is_some() { &behind[2..] } else { behind };
        }
        lossy(&bytes)
    })
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_says_its_name_and_that_of_its_file() {
        for (header, name, filename) in [
            (r#"form-data; name="purpose""#, Some("purpose"), None),
            (r#"form-data; name="file"; filename="a b.txt""#, Some("file"), Some("a b.txt")),
            (r#"form-data; filename="a; name=purpose"; name=file"#, Some("file"), Some("a; name=purpose")),
            (r#"form-data; name="file"; filename="a%22b%20.txt""#, Some("file"), Some("a\"b%20.txt")),
            (r#"form-data; name="file"; filename="a\"b\\c""#, Some("file"), Some("a\"b\\c")),
            (r#"form-data; name="file"; filename="C:\Temp\a.txt""#, Some("file"), Some("C:\\Temp\\a.txt")),
            (r#"form-data; name="file"; filename="x"; filename*=UTF-8''%e2%82%ac%00.txt"#, Some("file"), Some("€\0.txt")),
            (r#"form-data; name="file"; filename*=UTF-8''50%.txt"#, Some("file"), Some("50%.txt")),
            (r#"form-data; name="file"; filename*=ISO-8859-1''x"#, Some("file"), None),
            (r#"form-data; NAME = "file" ; FileName = """#, Some("file"), Some("")),
            (r#"form-data; name="file"; filename="名前.txt""#, Some("file"), Some("名前.txt")),
            (r#"form-data; name="file"; filename="no end"#, Some("file"), None),
            ("form-data", None, None),
            ("", None, None),
        ] {
            let expected = Disposition { name: name.map(str::to_owned), filename: filename.map(str::to_owned) };
            assert_eq!(Disposition::parse(header.as_bytes()), expected, "{header}");
        }
        assert_eq!(
            Disposition::parse(b"form-data; name=\"file\"; filename=\"\xff.txt\"").filename.as_deref(),
            Some("\u{fffd}.txt")
        );
    }

    #[test]
    fn a_download_has_a_name_that_breaks_no_header() {
        for (filename, expected) in [
            ("report.pdf", r#"attachment; filename="report.pdf""#),
            ("a\"b.txt", r#"attachment; filename="a_b.txt"; filename*=UTF-8''a%22b.txt"#),
            ("50%.txt", r#"attachment; filename="50_.txt"; filename*=UTF-8''50%25.txt"#),
            ("é\r\nX: y", "attachment; filename=\"___X: y\"; filename*=UTF-8''%C3%A9%0D%0AX%3A%20y"),
        ] {
            assert_eq!(attachment(filename), expected);
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for filename in ["a b.txt", "\"'\\%;=.txt", "名前.txt", "..", ""] {
            let header = attachment(filename).replacen("attachment", "form-data", 1);
            assert_eq!(Disposition::parse(header.as_bytes()).filename.as_deref(), Some(filename));
        }
    }
}

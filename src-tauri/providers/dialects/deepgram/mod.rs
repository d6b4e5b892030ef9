//! Deepgram's format: sound goes there as it is, everything else is in the address.

mod speech;
mod transcription;

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deepgram;

/// Text as the value of a parameter in an address.
fn escaped(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut escaped, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => escaped.push(char::from(byte)),
            other => {
                let _ = write!(escaped, "%{other:02X}");
            }
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_in_a_parameter_begins_another() {
        assert_eq!(super::escaped("nova-3&x=ü /"), "nova-3%26x%3D%C3%BC%20%2F");
    }
}

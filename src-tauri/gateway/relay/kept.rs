//! A body as it is kept: up to a limit, and without the large files in it, so that a picture does not displace the
//! conversation around it.

use std::mem::take;

use turnpike_store::BODY_LIMIT;

/// The beginning of a body that comes in pieces.
#[derive(Default)]
pub(super) struct Kept {
    bytes: Vec<u8>,
    /// Characters of base64 at the end, with no other between them; not all of them are in `bytes`.
    run: usize,
}

/// One byte more than is kept, so that it shows that there was more.
const MOST: usize = BODY_LIMIT + 1;

/// Base64 that is longer is a file, of which only the head is kept.
const MOST_FILE: usize = 64 << 10;

/// Enough to tell what it was.
const HEAD: usize = 64;

impl Kept {
    /// The next piece.
    pub(super) fn gather(&mut self, mut bytes: &[u8]) {
        while let Some(first) = bytes.first().filter(|_| self.bytes.len() < MOST) {
            let in_run = is_base64(*first);
            let end = bytes.iter().position(|byte| is_base64(*byte) != in_run).unwrap_or(bytes.len());
            let (piece, rest) = bytes.split_at(end);
            if in_run {
                let room = MOST_FILE.saturating_sub(self.run);
                self.run += piece.len();
                self.push(piece.get(..room).unwrap_or(piece));
            } else {
                self.end_run();
                self.push(piece);
            }
            bytes = rest;
        }
    }

    /// All of it, for good.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.end_run();
        take(&mut self.bytes)
    }

    fn end_run(&mut self) {
        let run = take(&mut self.run);
        if run > MOST_FILE && self.bytes.len() < MOST {
            self.bytes.truncate(self.bytes.len() - (MOST_FILE - HEAD));
            self.push(format!("… ({} bytes not kept)", run - HEAD).as_bytes());
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        let room = MOST.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(pieces: &[&str]) -> String {
        let mut kept = Kept::default();
        pieces.iter().for_each(|piece| kept.gather(piece.as_bytes()));
        String::from_utf8(kept.take()).unwrap()
    }

    #[test]
    fn quirk_38_a_large_file_is_left_out_of_what_is_kept_wherever_it_is_cut() {
        let (small, large) = ("A".repeat(MOST_FILE), "B".repeat(5 << 20));
        let body = format!(r#"{{"a":"data:image/png;base64,{small}","b":"data:image/png;base64,{large}","c":"{large}"}} end"#);
        let left = format!("{}… ({} bytes not kept)", "B".repeat(HEAD), large.len() - HEAD);
        let expected = format!(r#"{{"a":"data:image/png;base64,{small}","b":"data:image/png;base64,{left}","c":"{left}"}} end"#);
        assert_eq!(kept(&[&body]), expected);
        let pieces: Vec<&str> = (0..body.len()).step_by(1_000).map(|at| &body[at..body.len().min(at + 1_000)]).collect();
        assert_eq!(kept(&pieces), expected);
        assert_eq!(kept(&["image ", &large[..MOST_FILE], &large[MOST_FILE..]]), format!("image {left}"), "also at the end");
    }

    #[test]
    fn what_is_no_file_is_kept_up_to_the_limit() {
        let words = "word ".repeat(MOST);
        assert_eq!(kept(&[&words]), words[..MOST]);
        assert_eq!(kept(&[&words[..MOST - 9], &"A".repeat(1 << 20), "!"]).len(), MOST, "a file at the limit shows as more");
        assert_eq!(kept(&["a", "", "b c"]), "ab c");
    }
}

//! Credentials at rest: sealed with the master key, each for its own place in the database.

use std::fmt;

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use secrecy::{ExposeSecret, SecretBox, SecretString, zeroize::Zeroize};

/// What seals every credential. Kept in the system's keychain or in a file, never in the database.
pub struct MasterKey(SecretBox<[u8; 32]>);

/// A sealed text: a version, a nonce, and what XChaCha20-Poly1305 made of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(pub Vec<u8>);

/// Why a text could not be sealed or opened.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SealError {
    /// The operating system gave no random bytes.
    #[error("no random bytes")]
    Random,
    /// Another version of the app may have sealed it.
    #[error("sealed in a way that this version does not know")]
    Format,
    /// Sealed with another master key, for another place, or changed since.
    #[error("sealed with another master key or for another place")]
    WrongKey,
}

const VERSION: u8 = 1;
const NONCE: usize = 24;

/// Seals `plaintext` for one place, such as a table, a row and a column: anywhere else it does not open.
pub fn seal(master: &MasterKey, context: &str, plaintext: &SecretString) -> Result<Sealed, SealError> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(|_| SealError::Random)?;
    let payload = Payload { msg: plaintext.expose_secret().as_bytes(), aad: context.as_bytes() };
    let sealed = master.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::Format)?;
    Ok(Sealed([&[VERSION], nonce.as_slice(), sealed.as_slice()].concat()))
}

/// What [`seal`] sealed with the same key for the same place.
pub fn unseal(master: &MasterKey, context: &str, sealed: &Sealed) -> Result<SecretString, SealError> {
    let rest = sealed.0.strip_prefix(&[VERSION]).ok_or(SealError::Format)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(SealError::Format)?;
    let payload = Payload { msg: sealed, aad: context.as_bytes() };
    let plain = master.cipher().decrypt(&XNonce::from(*nonce), payload).map_err(|_| SealError::WrongKey)?;
    String::from_utf8(plain).map(SecretString::from).map_err(|_| SealError::Format)
}

impl MasterKey {
    /// The key that is these bytes.
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let key = Self(SecretBox::new(Box::new(bytes)));
        bytes.zeroize();
        key
    }

    /// A new one.
    pub fn generate() -> Result<Self, SealError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| SealError::Random)?;
        let key = Self::from_bytes(bytes);
        bytes.zeroize();
        Ok(key)
    }

    /// The key that [`MasterKey::to_text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
        }
        let key = Self::from_bytes(bytes);
        bytes.zeroize();
        Some(key)
    }

    /// 64 hexadecimal digits, for a keychain or a file.
    pub fn to_text(&self) -> SecretString {
        let mut text = String::with_capacity(64);
        for byte in self.0.expose_secret() {
            for digit in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(digit.into(), 16));
            }
        }
        text.into()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.0.expose_secret().into())
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(***)")
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_with_its_key_in_its_place_only() {
        let (mine, other) = (MasterKey::from_bytes([1; 32]), MasterKey::from_bytes([2; 32]));
        let sealed = seal(&mine, "providers/a/credential", &SecretString::from("sk-secret")).unwrap();
        let opened = |key, context, sealed| unseal(key, context, sealed).map(|text| text.expose_secret().to_owned());
        assert_eq!(opened(&mine, "providers/a/credential", &sealed).as_deref(), Ok("sk-secret"));
        assert_eq!(opened(&mine, "providers/b/credential", &sealed), Err(SealError::WrongKey), "copied to another row");
        assert_eq!(opened(&other, "providers/a/credential", &sealed), Err(SealError::WrongKey));
        for (cut, expected) in [(0, SealError::Format), (10, SealError::Format), (30, SealError::WrongKey)] {
            let part = Sealed(sealed.0[..cut].to_vec());
            assert_eq!(unseal(&mine, "providers/a/credential", &part).err(), Some(expected), "{cut} bytes");
        }
        let mut newer = sealed.clone();
        newer.0[0] = 2;
        assert_eq!(opened(&mine, "providers/a/credential", &newer), Err(SealError::Format));
    }

    #[test]
    fn the_same_text_is_never_sealed_the_same_way_twice() {
        let key = MasterKey::generate().unwrap();
        let text = SecretString::from("sk-secret");
        assert_ne!(seal(&key, "x", &text).unwrap(), seal(&key, "x", &text).unwrap());
    }

    #[test]
    fn a_master_key_survives_its_text_and_prints_nothing() {
        let key = MasterKey::from_bytes([0xa5; 32]);
        assert_eq!(key.to_text().expose_secret(), "a5".repeat(32));
        assert!(MasterKey::parse(&format!("{}\n", "A5".repeat(32))).is_some());
        for bad in ["", "a5", &"zz".repeat(32), &"é".repeat(32)] {
            assert!(MasterKey::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(format!("{key:?}"), "MasterKey(***)");
    }
}

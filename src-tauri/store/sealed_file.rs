//! A file that only its passphrase opens: Argon2id makes the key, XChaCha20-Poly1305 seals the rest and vouches for
//! its beginning.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};

/// What every such file begins with; a version follows, then salt and nonce.
const MAGIC: &[u8; 15] = b"turnpike-backup";
const VERSION: u8 = 1;
const SALT: usize = 16;
const NONCE: usize = 24;

/// The second recommendation of RFC 9106: 64 MiB, three passes, four lanes. A version of the file has these and no
/// others, so that a foreign file can not make us spend more.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
const LANES: u32 = 4;

/// Why a file could not be made or opened.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SealedFileError {
    /// Something else.
    #[error("the file is no backup of Turnpike's")]
    Foreign,
    /// Of a later version of the app.
    #[error("the backup was made by a newer version (its format is {found}, this version knows {VERSION}): install that version")]
    Newer {
        /// Its format.
        found: u8,
    },
    /// Or something in the file was changed: nobody can tell these apart.
    #[error("the passphrase is wrong, or the file is damaged")]
    WrongPassphrase,
    /// No random bytes, or no memory to make the key in.
    #[error("the system gives no random bytes, or not enough memory")]
    System,
}

/// Seals `plain` into a file.
pub fn seal_file(passphrase: &SecretString, plain: &[u8]) -> Result<Vec<u8>, SealedFileError> {
    let mut random = [0; SALT + NONCE];
    getrandom::fill(&mut random).map_err(|_| SealedFileError::System)?;
    let mut file = [MAGIC.as_slice(), &[VERSION], &random].concat();
    let (salt, nonce) = random.split_at(SALT);
    let nonce = <[u8; NONCE]>::try_from(nonce).map_err(|_| SealedFileError::System)?;
    let payload = Payload { msg: plain, aad: &file };
    let sealed = cipher(passphrase, salt)?.encrypt(&XNonce::from(nonce), payload).map_err(|_| SealedFileError::System)?;
    file.extend(sealed);
    Ok(file)
}

/// What [`seal_file`] sealed with the same passphrase.
pub fn open_file(passphrase: &SecretString, file: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealedFileError> {
    let rest = file.strip_prefix(MAGIC).ok_or(SealedFileError::Foreign)?;
    let (&version, rest) = rest.split_first().ok_or(SealedFileError::Foreign)?;
    match version {
        VERSION => {}
        0 => return Err(SealedFileError::Foreign),
        found => return Err(SealedFileError::Newer { found }),
    }
    let (salt, rest) = rest.split_first_chunk::<SALT>().ok_or(SealedFileError::WrongPassphrase)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(SealedFileError::WrongPassphrase)?;
    let beginning = file.get(..file.len() - sealed.len()).ok_or(SealedFileError::Foreign)?;
    let payload = Payload { msg: sealed, aad: beginning };
    let plain = cipher(passphrase, salt)?.decrypt(&XNonce::from(*nonce), payload);
    plain.map(Zeroizing::new).map_err(|_| SealedFileError::WrongPassphrase)
}

fn cipher(passphrase: &SecretString, salt: &[u8]) -> Result<XChaCha20Poly1305, SealedFileError> {
    let mut key = Zeroizing::new([0; 32]);
    let parameters = Params::new(MEMORY_KIB, PASSES, LANES, Some(key.len())).map_err(|_| SealedFileError::System)?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_into(passphrase.expose_secret().as_bytes(), salt, key.as_mut_slice())
        .map_err(|_| SealedFileError::System)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_passphrase_opens_a_file_and_every_byte_of_it_counts() {
        let (right, wrong) = (SecretString::from("correct horse"), SecretString::from("correct house"));
        let file = seal_file(&right, b"everything").unwrap();
        assert_eq!(open_file(&right, &file).unwrap().as_slice(), b"everything");
        assert!(!file.windows(10).any(|window| window == b"everything"));
        assert_ne!(seal_file(&right, b"everything").unwrap(), file, "never the same twice");
        let changed = |at: usize| {
            let mut changed = file.clone();
            changed[at] ^= 1;
            changed
        };
        let mut newer = file.clone();
        newer[MAGIC.len()] = 2;
        for (what, file, passphrase, expected) in [
            ("another passphrase", file.clone(), &wrong, SealedFileError::WrongPassphrase),
            ("another salt", changed(MAGIC.len() + 1), &right, SealedFileError::WrongPassphrase),
            ("another end", changed(file.len() - 1), &right, SealedFileError::WrongPassphrase),
            ("half of it", file[..40].to_vec(), &right, SealedFileError::WrongPassphrase),
            ("another beginning", changed(0), &right, SealedFileError::Foreign),
            ("nothing", Vec::new(), &right, SealedFileError::Foreign),
            ("a newer one", newer, &right, SealedFileError::Newer { found: 2 }),
        ] {
            assert_eq!(open_file(passphrase, &file).err(), Some(expected), "{what}");
        }
    }
}

//! The system keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux. Holds one entry,
//! the master key under which the store encrypts provider credentials. Never waits longer than a person would.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use keyring::{Entry, Error};
use turnpike_gateway::KeychainTrouble;

const SERVICE: &str = "turnpike";
const ENTRY: &str = "master-key";
/// A locked keychain asks its user, who may be away; the gateway must not wait for that.
const PATIENCE: Duration = Duration::from_secs(3);

type MasterKey = [u8; 32];

/// The master key from the system keychain, made there when there is none yet.
pub(crate) fn master_key() -> Result<MasterKey, KeychainTrouble> {
    match within(PATIENCE, find)? {
        Some(key) => Ok(key),
        // A step of its own: a prompt that is answered after the time is up must not leave behind a key that nobody uses.
        None => within(PATIENCE, make),
    }
}

fn find() -> Result<Option<MasterKey>, KeychainTrouble> {
    match entry()?.get_secret() {
        Ok(secret) => as_key(&secret).map(Some),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(trouble(&error)),
    }
}

fn make() -> Result<MasterKey, KeychainTrouble> {
    let mut key = MasterKey::default();
    getrandom::fill(&mut key).map_err(|error| unavailable(format!("the system gave no random bytes: {error}")))?;
    entry()?.set_secret(&key).map_err(|error| trouble(&error))?;
    Ok(key)
}

fn entry() -> Result<Entry, KeychainTrouble> {
    if let Err(error) = Entry::store_status() {
        return Err(trouble(error));
    }
    Entry::new(SERVICE, ENTRY).map_err(|error| trouble(&error))
}

/// Runs `ask` on a thread of its own and stops waiting for it after `patience`.
fn within<T: Send + 'static>(
    patience: Duration,
    ask: impl FnOnce() -> Result<T, KeychainTrouble> + Send + 'static,
) -> Result<T, KeychainTrouble> {
    let (answer, answered) = mpsc::channel();
    let asking = thread::Builder::new().name("keychain".into()).spawn(move || {
        // Nobody listens any more once the time is up.
        let _too_late = answer.send(ask());
    });
    if let Err(error) = asking {
        return Err(unavailable(format!("no thread to ask the keychain from: {error}")));
    }
    match answered.recv_timeout(patience) {
        Ok(answer) => answer,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            let message =
                format!("the keychain did not answer within {} s; it may be waiting to be unlocked", patience.as_secs());
            Err(KeychainTrouble { state: "locked", message })
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(unavailable("the keychain's library gave up".into())),
    }
}

fn as_key(secret: &[u8]) -> Result<MasterKey, KeychainTrouble> {
    secret.try_into().map_err(|_| unavailable(format!("the keychain's entry {SERVICE}/{ENTRY} is not one of this app's keys")))
}

fn trouble(error: &Error) -> KeychainTrouble {
    let message = error.to_string();
    let state = match error {
        // One kind for "locked" and "the user said no"; only the text tells them apart.
        Error::NoStorageAccess(_) if message.contains("dismissed") || message.contains("denied") => "denied",
        Error::NoStorageAccess(_) => "locked",
        _ => "unavailable",
    };
    KeychainTrouble { state, message }
}

fn unavailable(message: String) -> KeychainTrouble {
    KeychainTrouble { state: "unavailable", message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keychain_that_does_not_answer_is_given_up_on() {
        let (_held_open, never) = mpsc::channel::<()>();
        let answer = within(Duration::from_millis(10), move || {
            let _ = never.recv();
            Ok(())
        });
        assert_eq!(answer.unwrap_err().state, "locked", "a prompt nobody answers is the usual reason");
    }

    #[test]
    fn an_answer_in_time_is_the_answer() {
        assert_eq!(within(PATIENCE, || Ok(7)).ok(), Some(7));
    }

    #[test]
    fn a_library_that_panics_is_an_unavailable_keychain() {
        let answer = within(PATIENCE, || -> Result<(), KeychainTrouble> { panic!("a bug elsewhere") });
        assert_eq!(answer.unwrap_err().state, "unavailable");
    }

    #[test]
    fn every_error_of_the_keychain_has_a_state() {
        let cases = [
            (Error::NoStorageAccess("SS Error: object locked".into()), "locked"),
            (Error::NoStorageAccess("SS error: prompt dismissed".into()), "denied"),
            (Error::PlatformFailure("no secret service provider or dbus session found".into()), "unavailable"),
            (Error::NoDefaultStore, "unavailable"),
        ];
        for (error, state) in cases {
            assert_eq!(trouble(&error).state, state, "{error}");
        }
    }

    #[test]
    fn an_entry_of_the_wrong_length_is_never_taken_for_a_key() {
        assert_eq!(as_key(&[7; 32]).ok(), Some([7; 32]));
        for length in [0, 16, 31, 33] {
            assert!(as_key(&vec![7; length]).is_err(), "{length} bytes");
        }
    }
}

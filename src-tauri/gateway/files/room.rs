//! The room that files have: what they take, and what uploads under way have claimed. Both together never exceed the
//! limit, however many come at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::FileError;

/// The handle on it.
#[derive(Clone)]
pub(super) struct Room(Arc<Mutex<Taken>>);

struct Taken {
    kept: u64,
    claimed: u64,
}

impl Room {
    /// With so many bytes in it.
    pub(super) fn holding(kept: u64) -> Self {
        Self(Arc::new(Mutex::new(Taken { kept, claimed: 0 })))
    }

    /// Bytes of what is kept; what is still arriving is not.
    pub(super) fn kept(&self) -> u64 {
        self.taken().kept
    }

    /// A claim on nothing yet.
    pub(super) fn claim(&self, limit: u64) -> Claim {
        Claim { room: self.clone(), bytes: 0, limit }
    }

    /// Bytes are not kept any longer.
    pub(super) fn give_back(&self, bytes: u64) {
        let mut taken = self.taken();
        taken.kept = taken.kept.saturating_sub(bytes);
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes that an upload has claimed; given back when it is dropped.
pub(super) struct Claim {
    room: Room,
    bytes: u64,
    limit: u64,
}

impl Claim {
    /// Claims more.
    pub(super) fn grow(&mut self, bytes: u64) -> Result<(), FileError> {
        let mut taken = self.room.taken();
        let used = taken.kept;
        if bytes > self.limit.saturating_sub(used.saturating_add(taken.claimed)) {
            return Err(FileError::OverLimit { used, limit: self.limit });
        }
        taken.claimed += bytes;
        self.bytes += bytes;
        Ok(())
    }

    /// What was claimed is kept from now on.
    pub(super) fn keep(self) {
        self.room.taken().kept += self.bytes;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.room.taken().claimed -= self.bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_and_what_is_kept_never_exceed_the_limit_together() {
        let room = Room::holding(40);
        let (mut one, mut other) = (room.claim(100), room.claim(100));
        one.grow(30).unwrap();
        other.grow(30).unwrap();
        assert!(matches!(other.grow(1), Err(FileError::OverLimit { used: 40, limit: 100 })));
        drop(one);
        other.grow(1).unwrap();
        other.keep();
        assert_eq!(room.kept(), 71);
        assert!(room.claim(100).grow(30).is_err() && room.claim(100).grow(29).is_ok());
        room.give_back(71);
        assert_eq!(room.kept(), 0);
        assert!(room.claim(0).grow(0).is_ok(), "nothing always fits");
    }

    #[test]
    fn a_limit_that_was_lowered_below_what_is_kept_lets_nothing_in() {
        assert!(Room::holding(40).claim(30).grow(1).is_err());
    }
}

//! Images that are handed out at an address of our own, for clients that want one where a provider gives none. Whoever has
//! the address has the image: it is 128 random bits, good for an hour, and in memory only. Beyond the bound the oldest go.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;

/// What is handed out now.
#[derive(Clone, Default)]
pub(crate) struct Handouts(Arc<Mutex<Shelf>>);

#[derive(Default)]
struct Shelf {
    /// The oldest first.
    handouts: VecDeque<Handout>,
    bytes: usize,
}

struct Handout {
    id: String,
    bytes: Bytes,
    until: Instant,
}

/// As long as OpenAI's own addresses are good.
pub(crate) const LIFETIME: Duration = Duration::from_secs(60 * 60);
/// Of all of them together.
const MOST_BYTES: usize = 128 << 20;

impl Handouts {
    /// Keeps an image and gives its id; `None`: it is too large, or there is no randomness.
    pub(crate) fn keep(&self, bytes: Bytes, now: Instant) -> Option<String> {
        if bytes.len() > MOST_BYTES {
            return None;
        }
        let mut random = [0; 16];
        getrandom::fill(&mut random).ok()?;
        let id: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut shelf = self.shelf();
        shelf.make_room(bytes.len(), now);
        shelf.bytes += bytes.len();
        shelf.handouts.push_back(Handout { id: id.clone(), bytes, until: now + LIFETIME });
        Some(id)
    }

    /// The image of that id.
    pub(crate) fn find(&self, id: &str, now: Instant) -> Option<Bytes> {
        let mut shelf = self.shelf();
        shelf.make_room(0, now);
        shelf.handouts.iter().find(|handout| handout.id == id).map(|handout| handout.bytes.clone())
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn make_room(&mut self, bytes: usize, now: Instant) {
        while let Some(oldest) = self.handouts.front()
            && (oldest.until <= now || self.bytes + bytes > MOST_BYTES)
        {
            self.bytes -= oldest.bytes.len();
            self.handouts.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_there_for_an_hour_and_its_address_can_not_be_guessed() {
        let (handouts, now) = (Handouts::default(), Instant::now());
        let ids: Vec<_> = (0..3).map(|_| handouts.keep(Bytes::from_static(b"png"), now).unwrap()).collect();
        assert!(ids.iter().all(|id| id.len() == 32) && ids[0] != ids[1] && ids[1] != ids[2]);
        assert_eq!(handouts.find(&ids[0], now + LIFETIME - Duration::from_secs(1)).as_deref(), Some(&b"png"[..]));
        assert_eq!((handouts.find(&ids[0], now + LIFETIME), handouts.shelf().bytes), (None, 0));
        assert_eq!(handouts.find("", now), None);
    }

    #[test]
    fn beyond_the_bound_the_oldest_go() {
        let (handouts, now) = (Handouts::default(), Instant::now());
        let large = Bytes::from(vec![0; MOST_BYTES / 2]);
        let ids: Vec<_> = (0..3).map(|_| handouts.keep(large.clone(), now).unwrap()).collect();
        let there: Vec<_> = ids.iter().map(|id| handouts.find(id, now).is_some()).collect();
        assert_eq!((there, handouts.shelf().bytes), (vec![false, true, true], MOST_BYTES));
        assert_eq!(handouts.keep(vec![0; MOST_BYTES + 1].into(), now), None);
    }
}

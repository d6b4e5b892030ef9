//! How often: exact sliding windows. In any `length`, never more than `limit` are let through; a bucket that
//! refills (GCRA) would let twice as many through around a pause.

use std::{collections::VecDeque, time::Duration};

/// What was let through lately, on one key or from one address. Times are milliseconds of a clock that only
/// moves forward. Times are kept in slots of a 6,000th of the window, so memory is bounded however high the limit.
#[derive(Debug)]
pub struct Window {
    length: u64,
    slots: VecDeque<(u64, u32)>,
    count: u64,
}

/// Where a window stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it lets through in its length.
    pub limit: u32,
    /// What it would still let through now.
    pub remaining: u32,
    /// Until one more fits; zero when one fits now.
    pub retry_after: Duration,
    /// Until it is empty again.
    pub reset: Duration,
}

impl Window {
    /// An empty window.
    pub fn new(length: Duration) -> Self {
        Self { length: length.as_millis().try_into().unwrap_or(u64::MAX), slots: VecDeque::new(), count: 0 }
    }

    /// Where the window stands, without counting anything. The limit may differ from call to call: changing
    /// it takes effect at once.
    pub fn standing(&mut self, limit: u32, now: u64) -> Standing {
        self.forget(now);
        let remaining = u64::from(limit).saturating_sub(self.count);
        let wait = |slot: Option<&(u64, u32)>| slot.map_or(0, |(at, _)| (at + self.slot() + self.length).saturating_sub(now));
        Standing {
            limit,
            remaining: u32::try_from(remaining).unwrap_or(u32::MAX),
            retry_after: Duration::from_millis(if remaining > 0 { 0 } else { wait(self.slots.front()) }),
            reset: Duration::from_millis(wait(self.slots.back())),
        }
    }

    /// Counts one.
    pub fn count(&mut self, now: u64) {
        let at = now - now % self.slot();
        self.count += 1;
        match self.slots.back_mut() {
            Some((slot, count)) if *slot >= at => *count += 1,
            _ => self.slots.push_back((at, 1)),
        }
    }

    /// Takes one back that was counted at `then`: it was refused for another reason.
    pub fn uncount(&mut self, then: u64) {
        let at = then - then % self.slot();
        if let Some((_, count)) = self.slots.iter_mut().rev().find(|(slot, count)| *slot <= at && *count > 0) {
            *count -= 1;
            self.count -= 1;
        }
    }

    /// Nothing counted within the window?
    pub fn is_empty(&mut self, now: u64) -> bool {
        self.forget(now);
        self.count == 0
    }

    fn slot(&self) -> u64 {
        (self.length / 6_000).max(1)
    }

    /// A slot leaves when its last moment has left, so the window errs towards too few by one slot.
    fn forget(&mut self, now: u64) {
        let slot = self.slot();
        while let Some((at, count)) = self.slots.front().copied() {
            if at + slot + self.length > now {
                break;
            }
            self.slots.pop_front();
            self.count -= u64::from(count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn admit(window: &mut Window, limit: u32, now: u64) -> bool {
        let fits = window.standing(limit, now).remaining > 0;
        if fits {
            window.count(now);
        }
        fits
    }

    #[test]
    fn no_minute_ever_holds_more_than_the_limit() {
        let mut window = Window::new(MINUTE);
        let admitted: Vec<u64> = (0..300_000).step_by(137).filter(|now| admit(&mut window, 60, *now)).collect();
        for (index, start) in admitted.iter().enumerate() {
            let within = admitted.iter().skip(index).take_while(|at| **at < start + 60_000).count();
            assert!(within <= 60, "{within} in the minute from {start}");
        }
        assert!(admitted.len() >= 60 * 4, "and it lets nearly the limit through: {}", admitted.len());
    }

    #[test]
    fn a_refused_one_says_when_to_come_back_and_is_right() {
        let mut window = Window::new(MINUTE);
        assert!(admit(&mut window, 1, 5));
        let wait = window.standing(1, 1_000).retry_after;
        assert!(!admit(&mut window, 1, 1_000));
        assert!(admit(&mut window, 1, 1_000 + u64::try_from(wait.as_millis()).unwrap()));
    }

    #[test]
    fn a_limit_changed_live_counts_at_once() {
        let mut window = Window::new(MINUTE);
        assert!(admit(&mut window, 1, 0) && !admit(&mut window, 1, 1) && admit(&mut window, 2, 2));
    }

    #[test]
    fn what_is_taken_back_can_be_used_again() {
        let mut window = Window::new(MINUTE);
        assert!(admit(&mut window, 1, 100));
        window.uncount(100);
        assert!(window.is_empty(101) && admit(&mut window, 1, 102));
    }
}

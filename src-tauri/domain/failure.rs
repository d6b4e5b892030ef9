//! What can go wrong upstream, and what to do about it: the whole retry and fallback policy is [`verdict`].

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

/// One way for an attempt to fail. Stored, shown, and matched without `_`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// No connection: refused, unreachable, name or certificate wrong, or closed without an answer.
    Connect,
    /// No first byte, or none for too long in the middle.
    Timeout,
    /// Too many requests there.
    RateLimited,
    /// 503, 529, still loading.
    Overloaded,
    /// Any other 5xx.
    Server,
    /// Success by status, nonsense by content: HTML, empty, broken JSON, no choices.
    BadReply,
    /// The stream ended before it was finished.
    Truncated,
    /// The provider's credential is wrong or missing.
    Auth,
    /// The credential may not do this.
    Permission,
    /// The account there is out of money or over its quota.
    Quota,
    /// The provider does not know the model.
    ModelNotFound,
    /// More input than the model takes.
    ContextLength,
    /// The request is wrong, or asks for what the model can not do.
    Invalid,
    /// Refused for what it says.
    ContentPolicy,
    /// The client went away.
    Cancelled,
}

impl FailureKind {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Connect,
        Self::Timeout,
        Self::RateLimited,
        Self::Overloaded,
        Self::Server,
        Self::BadReply,
        Self::Truncated,
        Self::Auth,
        Self::Permission,
        Self::Quota,
        Self::ModelNotFound,
        Self::ContextLength,
        Self::Invalid,
        Self::ContentPolicy,
        Self::Cancelled,
    ];

    /// The word in JSON, SQL and logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::RateLimited => "rate_limited",
            Self::Overloaded => "overloaded",
            Self::Server => "server",
            Self::BadReply => "bad_reply",
            Self::Truncated => "truncated",
            Self::Auth => "auth",
            Self::Permission => "permission",
            Self::Quota => "quota",
            Self::ModelNotFound => "model_not_found",
            Self::ContextLength => "context_length",
            Self::Invalid => "invalid",
            Self::ContentPolicy => "content_policy",
            Self::Cancelled => "cancelled",
        }
    }

    /// Is it the request that is wrong, or its client gone, so that it says nothing about the provider?
    pub fn is_the_requests(self) -> bool {
        match self {
            Self::ContextLength | Self::Invalid | Self::ContentPolicy | Self::Cancelled => true,
            Self::Connect
            | Self::Timeout
            | Self::RateLimited
            | Self::Overloaded
            | Self::Server
            | Self::BadReply
            | Self::Truncated
            | Self::Auth
            | Self::Permission
            | Self::Quota
            | Self::ModelNotFound => false,
        }
    }

    /// The kind of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One failed attempt, with what the provider said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong.
    pub kind: FailureKind,
    /// The provider's HTTP status, if it gave one.
    pub status: Option<u16>,
    /// The provider's words or ours: at most 500 characters, never a credential.
    pub message: String,
    /// The provider's error code.
    pub code: Option<String>,
    /// The field that the provider complains about.
    pub param: Option<String>,
    /// When the provider wants to be asked again.
    pub retry_after: Option<Duration>,
}

impl Failure {
    /// A failure that no provider's answer describes.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, status: None, message: message.into(), code: None, param: None, retry_after: None }
    }
}

/// What is left to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// More tries at the same target.
    pub tries: u32,
    /// Is there another target behind this one?
    pub next_target: bool,
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Wait a little, try the same target.
    SameTarget,
    /// Try the next target now.
    NextTarget,
    /// Tell the client.
    Stop,
}

/// The policy. Only ever asked before the first content byte has reached the client.
///
/// A broken connection or a server error is often gone on the second try; a provider that says it is full
/// is asked again only when nobody else is there; what is wrong with the request is wrong everywhere.
pub fn verdict(kind: FailureKind, left: Left) -> Verdict {
    use FailureKind::*;
    let same = left.tries > 0;
    match kind {
        Connect | Timeout | Server | BadReply | Truncated if same && !(kind == Timeout && left.next_target) => {
            Verdict::SameTarget
        }
        RateLimited | Overloaded if same && !left.next_target => Verdict::SameTarget,
        Connect | Timeout | Server | BadReply | Truncated | RateLimited | Overloaded if left.next_target => Verdict::NextTarget,
        Auth | Permission | Quota | ModelNotFound | ContextLength if left.next_target => Verdict::NextTarget,
        Connect | Timeout | Server | BadReply | Truncated | RateLimited | Overloaded => Verdict::Stop,
        Auth | Permission | Quota | ModelNotFound | ContextLength => Verdict::Stop,
        Invalid | ContentPolicy | Cancelled => Verdict::Stop,
    }
}

/// The pause before try number `tried + 1` at the same target: what the provider asked for, else a quarter
/// of a second, doubling, spread by `jitter` (0 to 1) so that clients do not come back in step. `None`: the
/// provider asks for more patience than a waiting client has.
pub fn backoff(tried: u32, retry_after: Option<Duration>, jitter: f64) -> Option<Duration> {
    const PATIENCE: Duration = Duration::from_secs(10);
    match retry_after {
        Some(wait) => (wait <= PATIENCE).then_some(wait),
        None => {
            let base = Duration::from_millis(250).saturating_mul(2u32.saturating_pow(tried.saturating_sub(1)));
            Some(base.min(PATIENCE).mul_f64(0.8 + 0.4 * jitter.clamp(0.0, 1.0)))
        }
    }
}

/// How long a target is passed over after its `consecutive`-th failure in a row. `None`: not at all.
pub fn cooldown(kind: FailureKind, consecutive: u32, retry_after: Option<Duration>) -> Option<Duration> {
    use FailureKind::*;
    const LONGEST: Duration = Duration::from_secs(300);
    let own = match kind {
        RateLimited => Some(Duration::from_secs(5)),
        Quota | Auth | Permission => Some(Duration::from_secs(60)),
        Connect | Timeout | Overloaded | Server | BadReply | Truncated => {
            (consecutive >= 3).then(|| Duration::from_secs(5).saturating_mul(consecutive - 2))
        }
        ModelNotFound | ContextLength | Invalid | ContentPolicy | Cancelled => return None,
    };
    own.max(retry_after).map(|wait| wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::{FailureKind::*, Verdict::*, *};

    #[test]
    fn the_whole_policy() {
        let left = |tries, next_target| Left { tries, next_target };
        // kind, then: tries and targets left, tries left, targets left, nothing left
        for (kind, expected) in [
            (Connect, [SameTarget, SameTarget, NextTarget, Stop]),
            (Timeout, [NextTarget, SameTarget, NextTarget, Stop]),
            (RateLimited, [NextTarget, SameTarget, NextTarget, Stop]),
            (Overloaded, [NextTarget, SameTarget, NextTarget, Stop]),
            (Server, [SameTarget, SameTarget, NextTarget, Stop]),
            (BadReply, [SameTarget, SameTarget, NextTarget, Stop]),
            (Truncated, [SameTarget, SameTarget, NextTarget, Stop]),
            (Auth, [NextTarget, Stop, NextTarget, Stop]),
            (Permission, [NextTarget, Stop, NextTarget, Stop]),
            (Quota, [NextTarget, Stop, NextTarget, Stop]),
            (ModelNotFound, [NextTarget, Stop, NextTarget, Stop]),
            (ContextLength, [NextTarget, Stop, NextTarget, Stop]),
            (Invalid, [Stop, Stop, Stop, Stop]),
            (ContentPolicy, [Stop, Stop, Stop, Stop]),
            (Cancelled, [Stop, Stop, Stop, Stop]),
        ] {
            let got = [left(1, true), left(1, false), left(0, true), left(0, false)].map(|left| verdict(kind, left));
            assert_eq!(got, expected, "{kind}");
        }
    }

    #[test]
    fn every_kind_has_its_word() {
        for kind in FailureKind::ALL {
            assert_eq!(FailureKind::parse(kind.as_str()), Some(kind));
        }
    }

    #[test]
    fn a_provider_that_asks_for_too_much_patience_is_not_waited_for() {
        assert_eq!(backoff(1, Some(Duration::from_secs(2)), 0.0), Some(Duration::from_secs(2)));
        assert_eq!(backoff(1, Some(Duration::from_secs(60)), 0.0), None);
        assert_eq!(backoff(1, None, 0.0), Some(Duration::from_millis(200)));
        assert!(backoff(40, None, 1.0).is_some_and(|wait| wait <= Duration::from_secs(12)));
    }

    #[test]
    fn one_hiccup_cools_nothing_and_a_refusal_at_once() {
        assert_eq!(cooldown(Server, 1, None), None);
        assert_eq!(cooldown(Server, 3, None), Some(Duration::from_secs(5)));
        assert_eq!(cooldown(RateLimited, 1, Some(Duration::from_secs(30))), Some(Duration::from_secs(30)));
        assert_eq!(cooldown(Overloaded, 1, Some(Duration::from_secs(7))), Some(Duration::from_secs(7)));
        assert_eq!(cooldown(Auth, 1, None), Some(Duration::from_secs(60)));
        assert_eq!(cooldown(Invalid, 9, Some(Duration::from_secs(30))), None);
    }
}

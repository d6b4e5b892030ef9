//! Which targets to try, in which order, and why not the others.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ModelId, ProviderId},
    route::Capability,
};

/// A target as `plan` sees it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The model that would serve.
    pub model: &'a ModelId,
    /// Who serves it.
    pub provider: &'a ProviderId,
    /// What of the request's needs it is known not to have.
    pub lacks: Option<Capability>,
    /// How many tokens it takes, if the request is known to be longer.
    pub too_short: Option<u64>,
    /// Is its provider switched on and its credential readable?
    pub usable: bool,
    /// How long it is still to be left alone.
    pub cooling: Option<Duration>,
}

/// Why a target was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum SkipReason {
    /// It can not take what the request holds.
    Lacks {
        /// What it lacks.
        capability: Capability,
    },
    /// The request is longer than it can take.
    ContextLength {
        /// How many tokens it takes.
        tokens: u64,
    },
    /// Its provider is switched off or its credential can not be read.
    Disabled,
    /// It failed lately.
    Cooling {
        /// Until it is tried again.
        seconds: u64,
    },
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lacks { capability } => write!(f, "does not support {}", capability.as_str()),
            Self::ContextLength { tokens } => write!(f, "takes {tokens} tokens at the most, and this request is longer"),
            Self::Disabled => f.write_str("is switched off"),
            Self::Cooling { seconds } => write!(f, "failed lately, next try in {seconds} s"),
        }
    }
}

/// A target passed over, for the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// The model that would have served.
    pub model: ModelId,
    /// Who would have served it.
    pub provider: ProviderId,
    /// Why it did not.
    #[serde(flatten)]
    pub reason: SkipReason,
}

/// The outcome: indexes into the candidates, in the order to try them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// What to try.
    pub targets: Vec<usize>,
    /// What not, and why.
    pub skipped: Vec<Skip>,
}

/// Orders a route's targets: the model itself, then its fallbacks. Targets that cool down are passed over as
/// long as another one is there; when all of them cool, they are tried all the same, the soonest ready first.
/// So are those that the request is too long for, when nobody else is left: no list of models is always right.
pub fn plan(candidates: &[Candidate<'_>]) -> Order {
    let mut order = Order::default();
    let (mut cooling, mut short) = (Vec::new(), Vec::new());
    for (index, candidate) in candidates.iter().enumerate() {
        let reason = match candidate {
            Candidate { lacks: Some(capability), .. } => SkipReason::Lacks { capability: *capability },
            Candidate { usable: false, .. } => SkipReason::Disabled,
            Candidate { too_short: Some(tokens), .. } => {
                short.push(index);
                SkipReason::ContextLength { tokens: *tokens }
            }
            Candidate { cooling: Some(wait), .. } => {
                cooling.push((*wait, index));
                SkipReason::Cooling { seconds: wait.as_secs().max(1) }
            }
            _ => {
                order.targets.push(index);
                continue;
            }
        };
        order.skipped.push(Skip { model: candidate.model.clone(), provider: candidate.provider.clone(), reason });
    }
    if order.targets.is_empty() {
        cooling.sort();
        order.targets = cooling.into_iter().map(|(_, index)| index).collect();
        order.skipped.retain(|skip| !matches!(skip.reason, SkipReason::Cooling { .. }));
    }
    if order.targets.is_empty() {
        order.targets = short;
        order.skipped.retain(|skip| !matches!(skip.reason, SkipReason::ContextLength { .. }));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_tried_in_order_and_every_skip_has_its_reason() {
        let (model, provider) = (ModelId::from("m"), ProviderId::from("p"));
        let able = Candidate { model: &model, provider: &provider, lacks: None, too_short: None, usable: true, cooling: None };
        let blind = Candidate { lacks: Some(Capability::Vision), ..able };
        let short = Candidate { too_short: Some(8_192), ..able };
        let off = Candidate { usable: false, ..able };
        let hot = |seconds| Candidate { cooling: Some(Duration::from_secs(seconds)), ..able };
        for (candidates, targets, reasons) in [
            (vec![able, able], vec![0, 1], vec![]),
            (vec![blind, able], vec![1], vec!["does not support vision"]),
            (vec![off, hot(9), able], vec![2], vec!["is switched off", "failed lately, next try in 9 s"]),
            (vec![hot(9), hot(2)], vec![1, 0], vec![]),
            (vec![short, able], vec![1], vec!["takes 8192 tokens at the most, and this request is longer"]),
            (vec![short, hot(9)], vec![1], vec!["takes 8192 tokens at the most, and this request is longer"]),
            (vec![short, blind], vec![0], vec!["does not support vision"]),
            (vec![blind, off], vec![], vec!["does not support vision", "is switched off"]),
        ] {
            let order = plan(&candidates);
            assert_eq!(order.targets, targets);
            assert_eq!(order.skipped.iter().map(|skip| skip.reason.to_string()).collect::<Vec<_>>(), reasons);
        }
    }
}

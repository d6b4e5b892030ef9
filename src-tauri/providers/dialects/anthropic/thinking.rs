//! How hard a model is to think, in the words of its generation: a budget of tokens, or an effort.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use turnpike_wire::openai::object::Raw;

use super::model::{Model, Thinks};
use crate::loss::Losses;

/// The least that a budget can be.
const LEAST_BUDGET: u64 = 1_024;

/// What is said about thinking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Thinking {
    Disabled,
    Enabled {
        budget_tokens: u64,
    },
    Adaptive {
        #[serde(skip_serializing_if = "Option::is_none")]
        display: Option<&'static str>,
    },
}

/// Thinking, and the effort of models that have such.
pub(super) type Wish = (Option<Thinking>, Option<&'static str>);

/// What a client says in this dialect's own words.
#[derive(Deserialize)]
struct Own {
    #[serde(rename = "type")]
    kind: String,
    budget_tokens: Option<u64>,
}

/// What to say for a client's `reasoning_effort`, or its own `thinking`. A budget stays below `max_tokens`, and is left
/// out where it is not `allowed`: whoever forces a tool or begins the answer wants that more.
pub(super) fn wish(
    model: Model,
    effort: Option<&RawValue>,
    thinking: Option<&RawValue>,
    max_tokens: u64,
    allowed: impl FnOnce() -> bool,
) -> Wish {
    let effort = effort.string();
    let own: Option<Own> = thinking.given().and_then(|json| serde_json::from_str(json).ok());
    let off = own.as_ref().map_or(effort.as_deref() == Some("none"), |own| own.kind == "disabled");
    if model.thinks() == Thinks::Never || effort.is_none() && own.is_none() {
        return (None, None);
    }
    if off {
        return (Some(Thinking::Disabled), None);
    }
    if model.thinks() == Thinks::Adaptive {
        let display = model.hides_thoughts().then_some("summarized");
        return (Some(Thinking::Adaptive { display }), effort.and_then(|word| known(model, &word)));
    }
    let budget = own.and_then(|own| own.budget_tokens).unwrap_or_else(|| budget(effort.as_deref()));
    let budget_tokens = budget.min(max_tokens / 2).max(LEAST_BUDGET);
    let fits = budget_tokens < max_tokens && allowed();
    (fits.then_some(Thinking::Enabled { budget_tokens }), None)
}

/// The client wants the model to think, and it will not.
pub(super) fn unheard(effort: Option<&RawValue>, losses: &mut Losses) {
    if effort.string().is_some_and(|effort| effort != "none") {
        losses.note("reasoning_effort", "is left out: this model does not think, or not here");
    }
}

/// The nearest effort that the model knows.
fn known(model: Model, effort: &str) -> Option<&'static str> {
    match effort {
        "minimal" | "low" => Some("low"),
        "medium" => Some("medium"),
        "xhigh" if model.hides_thoughts() => Some("xhigh"),
        "high" | "xhigh" => Some("high"),
        "max" => Some("max"),
        _ => None,
    }
}

fn budget(effort: Option<&str>) -> u64 {
    match effort {
        Some("minimal") => LEAST_BUDGET,
        Some("low") => 2_048,
        Some("high") => 16_384,
        Some("xhigh") => 24_576,
        Some("max") => 32_768,
        _ => 8_192,
    }
}

//! Tools, and whether the model has to use them. The API knows "must" and "must not", and no names: where only some may
//! be called, only these are offered.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};
use turnpike_domain::failure::Failure;

use super::schema;
use crate::{failure::refused, loss::Losses};

/// What the model is offered.
pub(super) struct Offer<'a> {
    pub(super) tools: Vec<Tool<'a>>,
    /// All of them want to be called exactly as they say, and can be: the API does it for all or for none.
    pub(super) strict: bool,
    pub(super) choice: Option<&'static str>,
}

/// A tool as it is offered.
#[derive(Serialize)]
pub(super) struct Tool<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    function: Function<'a>,
}

#[derive(Serialize)]
struct Function<'a> {
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Cow<'a, str>>,
    parameters: Cow<'a, RawValue>,
}

#[derive(Deserialize)]
struct Asked<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    function: Option<AskedFunction<'a>>,
}

#[derive(Deserialize)]
struct AskedFunction<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    description: Option<Cow<'a, str>>,
    #[serde(borrow)]
    parameters: Option<&'a RawValue>,
    strict: Option<bool>,
}

/// The client's `tools` and `tool_choice`.
pub(super) fn of<'a>(tools: Option<&'a RawValue>, choice: Option<&RawValue>, losses: &mut Losses) -> Result<Offer<'a>, Failure> {
    let unreadable = |error| refused("invalid_value", "tools", format!("The tools can not be read: {error}."));
    let asked: Vec<Asked<'a>> = tools.map_or(Ok(Vec::new()), |raw| serde_json::from_str(raw.get())).map_err(unreadable)?;
    let mut offer = Offer { tools: Vec::with_capacity(asked.len()), strict: !asked.is_empty(), choice: None };
    let mut strict = Vec::new();
    for (index, Asked { kind, function }) in asked.into_iter().enumerate() {
        let Some(function) = function.filter(|_| kind == "function") else {
            let place = format!("tools[{index}].type");
            let message = format!("This model takes functions only, and '{place}' is '{kind}'.");
            return Err(refused("unsupported_value", place, message));
        };
        offer.strict &= function.strict == Some(true) && function.parameters.is_some_and(is_enforceable);
        if function.strict == Some(true) {
            strict.push(index);
        }
        let AskedFunction { name, description, parameters, .. } = function;
        let parameters = parameters.filter(|raw| raw.get().starts_with('{')).map_or_else(nothing, Cow::Borrowed);
        offer.tools.push(Tool { kind: "function", function: Function { name, description, parameters } });
    }
    if !offer.strict {
        for index in strict {
            losses.note(&format!("tools[{index}]"), "is not held to its schema: not all of the tools can be");
        }
    }
    if let Some(choice) = choice.filter(|_| !offer.tools.is_empty()) {
        offer.choose(&serde_json::from_str(choice.get()).unwrap_or_default())?;
    }
    Ok(offer)
}

impl Offer<'_> {
    fn choose(&mut self, choice: &Value) -> Result<(), Failure> {
        self.choice = match (choice.as_str(), choice["type"].as_str()) {
            (Some("auto"), _) => None,
            (Some("none"), _) => Some("NONE"),
            (Some("required" | "any"), _) => Some("REQUIRED"),
            (None, Some("function")) => {
                self.offer_only(&[&choice["function"]["name"]])?;
                Some("REQUIRED")
            }
            (None, Some("allowed_tools")) => {
                let allowed = &choice["allowed_tools"];
                let names = allowed["tools"].as_array().into_iter().flatten().map(|tool| &tool["function"]["name"]);
                self.offer_only(&names.collect::<Vec<_>>())?;
                (allowed["mode"] == "required").then_some("REQUIRED")
            }
            _ => {
                let message = "Invalid 'tool_choice': expected 'none', 'auto', 'required', a function, or allowed functions.";
                return Err(refused("invalid_value", "tool_choice", message.to_owned()));
            }
        };
        Ok(())
    }

    fn offer_only(&mut self, names: &[&Value]) -> Result<(), Failure> {
        self.tools.retain(|tool| names.iter().any(|name| **name == *tool.function.name));
        if self.tools.is_empty() {
            let message = "'tool_choice' names no function that is in 'tools'.";
            return Err(refused("invalid_value", "tool_choice", message.to_owned()));
        }
        Ok(())
    }
}

fn is_enforceable(parameters: &RawValue) -> bool {
    serde_json::from_str(parameters.get()).is_ok_and(|schema| schema::is_enforceable(&schema))
}

fn nothing<'a>() -> Cow<'a, RawValue> {
    Cow::Owned(RawValue::from_string(r#"{"type":"object","properties":{}}"#.to_owned()).unwrap_or_default())
}

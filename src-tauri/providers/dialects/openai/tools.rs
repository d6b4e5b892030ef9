//! Tools, and which of them the model may or has to call, in the words that the vendor knows for it. Where it has none,
//! fewer tools say the same; what can not be said at all is refused: nobody would see why the model does as it likes.

use std::borrow::Cow;

use serde_json::{Value, value::RawValue};
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::chat_request::ChatRequest;

use crate::{
    failure::refused,
    loss::Losses,
    speech::quoted,
    takes::{Takes, ToolChoice},
};

/// Both as JSON; `None`: it is not sent.
#[derive(Debug, Default)]
pub(super) struct Tools<'a> {
    pub(super) tools: Option<Cow<'a, str>>,
    pub(super) choice: Option<Cow<'a, str>>,
}

/// Who has to be called.
enum Wish {
    Auto,
    None,
    Required,
    /// These, and whether one of them has to be.
    Of(Vec<String>, bool),
}

pub(super) fn adapt<'a>(takes: &Takes, request: &ChatRequest<'a>, losses: &mut Losses) -> Result<Tools<'a>, Failure> {
    let field = |name: &str| request.fields.iter().find(|(field, _)| field == name).map(|(_, raw)| *raw);
    let mut tools = Tools {
        tools: field("tools").map(|raw| Cow::Borrowed(raw.get())),
        choice: field("tool_choice").map(|raw| Cow::Borrowed(raw.get())),
    };
    if !takes.strict_tools {
        tools.relax(losses);
    }
    if let Some(raw) = field("tool_choice") {
        tools.choose(&takes.tool_choice, raw)?;
    }
    Ok(tools)
}

impl Tools<'_> {
    fn choose(&mut self, known: &ToolChoice, raw: &RawValue) -> Result<(), Failure> {
        match wish(raw)? {
            Wish::Auto => {}
            Wish::None if known.none => {}
            Wish::None => (self.tools, self.choice) = (None, None),
            Wish::Required => self.choice = Some(required(known)?),
            Wish::Of(_, _) if known.allowed => {}
            Wish::Of(names, true) if known.named && names.len() == 1 => {
                self.choice = Some(format!("{{\"type\":\"function\",\"function\":{{\"name\":{}}}}}", quoted(&names[0])).into());
            }
            Wish::Of(names, has_to) => {
                self.narrow(&names);
                self.choice = Some(if has_to { required(known)? } else { "\"auto\"".into() });
            }
        }
        Ok(())
    }

    /// Offers these only.
    fn narrow(&mut self, names: &[String]) {
        self.change(|tools| {
            tools.retain(|tool| tool["function"]["name"].as_str().is_some_and(|name| names.iter().any(|other| other == name)))
        });
    }

    /// Takes away that calls have to follow their schemas.
    fn relax(&mut self, losses: &mut Losses) {
        if self.tools.as_deref().is_some_and(|tools| tools.contains("\"strict\"")) {
            let mut strict = false;
            self.change(|tools| {
                for function in tools.iter_mut().filter_map(|tool| tool.get_mut("function")?.as_object_mut()) {
                    strict |= function.remove("strict") == Some(Value::Bool(true));
                }
            });
            if strict {
                losses.note("tools", "are not held to their schemas: this model does not take 'strict'");
            }
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        let read = self.tools.as_deref().and_then(|tools| serde_json::from_str::<Vec<Value>>(tools).ok());
        if let Some(mut tools) = read {
            change(&mut tools);
            self.tools = Some(Value::from(tools).to_string().into());
        }
    }
}

fn required<'a>(known: &ToolChoice) -> Result<Cow<'a, str>, Failure> {
    let word = known.required.map(|word| quoted(word).into());
    word.ok_or_else(|| {
        let message = "This model can not be made to call a tool: send 'auto' or 'none' as 'tool_choice'.";
        refused("unsupported_value", "tool_choice", message.to_owned())
    })
}

fn wish(raw: &RawValue) -> Result<Wish, Failure> {
    let value: Value = serde_json::from_str(raw.get()).unwrap_or_default();
    let name = |tool: &Value| tool["function"]["name"].as_str().or(tool["name"].as_str()).map(str::to_owned);
    match (value.as_str(), value["type"].as_str()) {
        (Some("auto"), _) => Ok(Wish::Auto),
        (Some("none"), _) => Ok(Wish::None),
        (Some("required" | "any"), _) => Ok(Wish::Required),
        (None, Some("function")) if name(&value).is_some() => Ok(Wish::Of(name(&value).into_iter().collect(), true)),
        (None, Some("allowed_tools")) => {
            let allowed = &value["allowed_tools"];
            let names = allowed["tools"].as_array().into_iter().flatten().filter_map(name).collect();
            Ok(Wish::Of(names, allowed["mode"] == "required"))
        }
        // Of another type, or of none: only the vendor knows whether it is one.
        _ => Ok(Wish::Auto),
    }
}

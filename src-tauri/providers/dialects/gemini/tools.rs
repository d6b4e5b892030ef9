//! Tools, and which of them the model may or has to call.

use serde_json::{Map, Value, json};
use turnpike_domain::failure::Failure;

use super::{
    refusal::{invalid, unsupported},
    schema,
};

/// The client's `tools` as declarations of functions.
pub(super) fn declarations(tools: Vec<Value>) -> Result<Value, Failure> {
    let declared: Result<Vec<Value>, Failure> =
        tools.into_iter().enumerate().map(|(index, tool)| declaration(index, tool)).collect();
    Ok(json!([{"functionDeclarations": declared?}]))
}

fn declaration(index: usize, mut tool: Value) -> Result<Value, Failure> {
    if tool["type"] != "function" {
        let message = format!("This model takes functions only, and tools[{index}] is of the type {}.", tool["type"]);
        return Err(unsupported(&format!("tools[{index}].type"), message));
    }
    let mut function = tool["function"].take();
    let mut declared = Map::new();
    for name in ["name", "description"] {
        if function[name].is_string() {
            declared.insert(name.to_owned(), function[name].take());
        }
    }
    if function["parameters"].is_object() {
        declared.insert("parametersJsonSchema".to_owned(), schema::cleaned(function["parameters"].take()));
    }
    Ok(declared.into())
}

/// The client's `tool_choice`; `None` leaves it to the model.
pub(super) fn config(choice: &Value) -> Result<Option<Value>, Failure> {
    let names = |tools: &Value| -> Vec<Value> {
        tools.as_array().into_iter().flatten().map(|tool| tool["function"]["name"].clone()).filter(Value::is_string).collect()
    };
    let config = match (choice.as_str(), choice["type"].as_str()) {
        (Some("auto"), _) => return Ok(None),
        (Some("none"), _) => json!({"mode": "NONE"}),
        (Some("required"), _) => json!({"mode": "ANY"}),
        (_, Some("function")) if choice["function"]["name"].is_string() => {
            json!({"mode": "ANY", "allowedFunctionNames": [choice["function"]["name"]]})
        }
        (_, Some("allowed_tools")) => {
            let allowed = &choice["allowed_tools"];
            // Without a duty to call one, names are only allowed in this mode.
            let mode = if allowed["mode"] == "required" { "ANY" } else { "VALIDATED" };
            json!({"mode": mode, "allowedFunctionNames": names(&allowed["tools"])})
        }
        _ => {
            let message = "Invalid 'tool_choice': expected 'none', 'auto', 'required', a function, or allowed functions.";
            return Err(invalid("tool_choice", message));
        }
    };
    Ok(Some(json!({"functionCallingConfig": config})))
}

//! JSON Schema as the API takes it: nearly all of it, but for a few words, and nothing beside a `$ref`.

use serde_json::{Map, Value, json};

/// What it refuses and what constrains no answer.
const WITHOUT: [&str; 3] = ["$schema", "$comment", "strict"];

/// Objects whose names are the client's own.
const NAMED: [&str; 3] = ["properties", "$defs", "definitions"];

/// What holds values, not schemas.
const VALUES: [&str; 4] = ["enum", "default", "example", "examples"];

/// The schema with what is refused said otherwise.
pub(super) fn cleaned(schema: Value) -> Value {
    match schema {
        Value::Object(object) => cleaned_object(object),
        Value::Array(list) => list.into_iter().map(cleaned).collect(),
        other => other,
    }
}

fn cleaned_object(mut object: Map<String, Value>) -> Value {
    if object.get("$ref").is_some_and(Value::is_string) {
        object.retain(|name, _| name.starts_with('$'));
    }
    object.retain(|name, _| !WITHOUT.contains(&name.as_str()));
    if let Some(only) = object.remove("const") {
        object.insert("enum".to_owned(), json!([only]));
    }
    // A single one is how generators hang a description on a reference.
    if object.get("allOf").and_then(Value::as_array).is_some_and(|all| all.len() == 1)
        && let Some(Value::Array(mut all)) = object.remove("allOf")
        && let Some(Value::Object(only)) = all.pop()
    {
        object.extend(only);
        return cleaned_object(object);
    }
    let inside = object.into_iter().map(|(name, value)| {
        let value = match value {
            // Names of properties are no words of the schema.
            Value::Object(members) if NAMED.contains(&name.as_str()) => {
                members.into_iter().map(|(name, schema)| (name, cleaned(schema))).collect()
            }
            value if VALUES.contains(&name.as_str()) => value,
            value => cleaned(value),
        };
        (name, value)
    });
    inside.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_api_refuses_is_said_otherwise_and_the_rest_stays() {
        for (schema, expected) in [
            (json!({"$schema": "x", "type": "object", "strict": true}), json!({"type": "object"})),
            (json!({"$ref": "#/$defs/a", "description": "x"}), json!({"$ref": "#/$defs/a"})),
            (json!({"allOf": [{"$ref": "#/$defs/a"}], "description": "x"}), json!({"$ref": "#/$defs/a"})),
            (json!({"const": "x"}), json!({"enum": ["x"]})),
            (json!({"anyOf": [{"const": 1}, {"type": "null"}]}), json!({"anyOf": [{"enum": [1]}, {"type": "null"}]})),
            (
                json!({"properties": {"const": {"const": 1}, "strict": {"type": "string"}}, "required": ["const"]}),
                json!({"properties": {"const": {"enum": [1]}, "strict": {"type": "string"}}, "required": ["const"]}),
            ),
            (json!({"enum": [{"const": 1}], "minimum": 1}), json!({"enum": [{"const": 1}], "minimum": 1})),
        ] {
            assert_eq!(cleaned(schema.clone()), expected, "{schema}");
        }
    }
}

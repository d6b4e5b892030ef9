//! JSON Schemas as far as answers can be held to them. What is left out of the rules stays in the description, where the
//! model still reads it.

use serde_json::{Map, Value};

/// Keywords that are refused.
const REFUSED: [&str; 16] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "patternProperties",
    "propertyNames",
    "contains",
    "minContains",
    "maxContains",
];

/// The schema that can be enforced, which is the given one or a little less than it.
pub(super) fn enforceable(mut schema: Value) -> Value {
    visit(&mut schema);
    schema
}

fn visit(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else { return };
    let mut said = Vec::new();
    for keyword in REFUSED {
        if let Some(value) = object.remove(keyword) {
            said.push(format!("{keyword}: {value}"));
        }
    }
    if let Some(least) = object.get("minItems").and_then(Value::as_u64).filter(|least| *least > 1) {
        object.remove("minItems");
        said.push(format!("minItems: {least}"));
    }
    if !said.is_empty() {
        describe(object, &said.join(", "));
    }
    if let Some(Value::Array(variants)) = object.remove("oneOf") {
        object.insert("anyOf".to_owned(), variants.into());
    }
    if object.get("type").is_some_and(|kind| kind == "object") || object.contains_key("properties") {
        object.insert("additionalProperties".to_owned(), false.into());
    }
    for (keyword, value) in object.iter_mut() {
        match (keyword.as_str(), value) {
            ("properties" | "$defs" | "definitions", Value::Object(named)) => named.values_mut().for_each(visit),
            ("anyOf" | "allOf", Value::Array(list)) => list.iter_mut().for_each(visit),
            ("items", inner) => visit(inner),
            _ => {}
        }
    }
}

fn describe(object: &mut Map<String, Value>, rules: &str) {
    let description = match object.get("description").and_then(Value::as_str) {
        Some(words) => format!("{words} ({rules})"),
        None => format!("({rules})"),
    };
    object.insert("description".to_owned(), description.into());
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn quirk_33_what_can_not_be_enforced_is_described() {
        let schema = json!({
            "type": "object",
            "properties": {
                "age": {"type": "integer", "minimum": 0, "description": "In years"},
                "minimum": {"type": "array", "minItems": 2, "items": {"type": "object", "properties": {}}},
            },
            "$defs": {"a": {"oneOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]}},
        });
        let expected = json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "age": {"type": "integer", "description": "In years (minimum: 0)"},
                "minimum": {
                    "type": "array", "description": "(minItems: 2)",
                    "items": {"type": "object", "properties": {}, "additionalProperties": false},
                },
            },
            "$defs": {"a": {"anyOf": [{"type": "string", "description": "(maxLength: 3)"}, {"type": "null"}]}},
        });
        assert_eq!(enforceable(schema), expected);
    }
}

//! Which schemas the API can hold a model to. It refuses a request that asks for more.

use serde_json::Value;

/// What it can not enforce.
const BEYOND: [&str; 13] = [
    "anyOf",
    "allOf",
    "oneOf",
    "not",
    "$ref",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
    "pattern",
    "uniqueItems",
];

/// Can a model be held to it? Every object in it has to require something.
pub(super) fn is_enforceable(schema: &Value) -> bool {
    let Some(object) = schema.as_object() else { return false };
    if object.keys().any(|name| BEYOND.contains(&name.as_str())) {
        return false;
    }
    let requires = object.get("required").and_then(Value::as_array).is_some_and(|names| !names.is_empty());
    let members = || object.get("properties").and_then(Value::as_object).into_iter().flat_map(|members| members.values());
    let items = object.get("items").into_iter();
    (object.get("type").is_none_or(|kind| kind != "object") || requires) && members().chain(items).all(is_enforceable)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_within_the_documented_words_is_enforceable() {
        let object = |member: Value| json!({"type": "object", "properties": {"a": member}, "required": ["a"], "additionalProperties": false});
        for (schema, enforceable) in [
            (object(json!({"type": "string", "enum": ["x"]})), true),
            (object(json!({"type": "array", "items": {"type": "integer"}})), true),
            (object(object(json!({"type": "string"}))), true),
            (object(json!({"type": "string", "minLength": 1})), false),
            (object(json!({"anyOf": [{"type": "string"}, {"type": "null"}]})), false),
            (object(json!({"type": "array", "items": {"type": "object", "properties": {}}})), false),
            (json!({"type": "object", "properties": {}}), false),
            (json!({"type": "object", "properties": {"minimum": {"type": "number"}}, "required": ["minimum"]}), true),
            (json!(true), false),
        ] {
            assert_eq!(is_enforceable(&schema), enforceable, "{schema}");
        }
    }
}

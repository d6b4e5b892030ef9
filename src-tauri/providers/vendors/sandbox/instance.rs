//! A value that fits a JSON Schema: the smallest that does.

use serde_json::{Map, Value, json};

/// Schemas may refer to themselves; deeper than this nobody looks.
const DEEPEST: usize = 12;

/// A value that fits `schema`. Of what it can not work out it makes a text.
pub(super) fn of(schema: &Value) -> Value {
    at(schema, schema, DEEPEST)
}

fn at(schema: &Value, root: &Value, depth: usize) -> Value {
    let Some(object) = schema.as_object().filter(|_| depth > 0) else { return json!(null) };
    if let Some(target) = object.get("$ref").and_then(Value::as_str) {
        return root.pointer(target.trim_start_matches('#')).map_or(json!(null), |target| at(target, root, depth - 1));
    }
    for fixed in ["const", "default"] {
        if let Some(value) = object.get(fixed) {
            return value.clone();
        }
    }
    for list in ["enum", "examples"] {
        if let Some(first) = object.get(list).and_then(Value::as_array).and_then(|values| values.first()) {
            return first.clone();
        }
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(first) = object.get(choice).and_then(Value::as_array).and_then(|schemas| schemas.first()) {
            return at(first, root, depth - 1);
        }
    }
    if let Some(parts) = object.get("allOf").and_then(Value::as_array) {
        return parts.iter().map(|part| at(part, root, depth - 1)).fold(json!({}), merged);
    }
    match kind(object) {
        "object" => of_object(object, root, depth),
        "array" => {
            let count = object.get("minItems").and_then(Value::as_u64).unwrap_or(1).clamp(1, 100);
            let item = object.get("items").map_or(json!("sandbox"), |items| at(items, root, depth - 1));
            Value::from(vec![item; usize::try_from(count).unwrap_or(1)])
        }
        "integer" => json!(number(object).ceil() as i64),
        "number" => json!(number(object)),
        "boolean" => json!(true),
        "null" => json!(null),
        _ => json!(text(object)),
    }
}

fn kind(object: &Map<String, Value>) -> &str {
    let named = |value: &'_ Value| value.as_str().map(str::to_owned);
    match object.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            let first = kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null");
            first.unwrap_or("null")
        }
        _ if object.contains_key("properties") => "object",
        _ if object.contains_key("items") => "array",
        other => other.and_then(named).map_or("string", |_| "string"),
    }
}

/// All properties that are required, or all there are if none is.
fn of_object(object: &Map<String, Value>, root: &Value, depth: usize) -> Value {
    let no_properties = Map::new();
    let properties = object.get("properties").and_then(Value::as_object).unwrap_or(&no_properties);
    let required: Vec<&str> =
        object.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let wanted = properties.iter().filter(|(name, _)| required.is_empty() || required.contains(&name.as_str()));
    let mut made: Map<String, Value> = wanted.map(|(name, schema)| (name.clone(), at(schema, root, depth - 1))).collect();
    for name in required {
        made.entry(name).or_insert_with(|| json!("sandbox"));
    }
    made.into()
}

fn number(object: &Map<String, Value>) -> f64 {
    let bound = |name: &str| object.get(name).and_then(Value::as_f64);
    let least = bound("minimum").or_else(|| Some(bound("exclusiveMinimum")? + 1.0)).unwrap_or(1.0);
    let most = bound("maximum").or_else(|| Some(bound("exclusiveMaximum")? - 1.0)).unwrap_or(f64::MAX);
    match bound("multipleOf").filter(|step| *step > 0.0) {
        Some(step) => (least / step).ceil() * step,
        None => least.min(most),
    }
}

fn text(object: &Map<String, Value>) -> String {
    let text = match object.get("format").and_then(Value::as_str) {
        Some("date") => "2026-01-31",
        Some("date-time") => "2026-01-31T12:00:00Z",
        Some("time") => "12:00:00Z",
        Some("email") => "sandbox@example.com",
        Some("uri" | "url") => "https://example.com/sandbox",
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        Some("ipv4") => "127.0.0.1",
        _ => "sandbox",
    };
    let length = |name: &str| object.get(name).and_then(Value::as_u64).and_then(|length| usize::try_from(length).ok());
    let least = length("minLength").unwrap_or(0).min(10_000);
    let padded = if text.len() < least { text.repeat(least.div_ceil(text.len())) } else { text.to_owned() };
    let most = length("maxLength").unwrap_or(usize::MAX).min(if least > 0 { least.max(text.len()) } else { usize::MAX });
    padded.chars().take(most).collect()
}

fn merged(mut into: Value, part: Value) -> Value {
    match (&mut into, part) {
        (Value::Object(all), Value::Object(more)) => {
            all.extend(more);
            into
        }
        (_, part) => part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_schema_gets_a_value_that_fits() {
        for (schema, value) in [
            (
                json!({"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer", "minimum": 3}}, "required": ["city", "days"]}),
                json!({"city": "sandbox", "days": 3}),
            ),
            (json!({"properties": {"a": {"type": "boolean"}}}), json!({"a": true})),
            (json!({"type": "object"}), json!({})),
            (json!({"enum": ["red", "green"]}), json!("red")),
            (json!({"const": 7}), json!(7)),
            (json!({"type": ["null", "number"], "maximum": 0.5}), json!(0.5)),
            (
                json!({"type": "array", "items": {"type": "string", "format": "date"}, "minItems": 2}),
                json!(["2026-01-31", "2026-01-31"]),
            ),
            (json!({"type": "string", "minLength": 10}), json!("sandboxsan")),
            (json!({"type": "string", "maxLength": 3}), json!("san")),
            (json!({"anyOf": [{"type": "null"}, {"type": "string"}]}), json!(null)),
            (
                json!({"allOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"b": {"const": 2}}}]}),
                json!({"a": 1, "b": 2}),
            ),
            (json!({"$ref": "#/$defs/x", "$defs": {"x": {"type": "integer", "multipleOf": 5}}}), json!(5)),
        ] {
            assert_eq!(of(&schema), value, "{schema}");
        }
    }

    #[test]
    fn a_schema_that_holds_itself_ends() {
        let endless = json!({"type": "object", "properties": {"child": {"$ref": "#"}}, "required": ["child"]});
        assert!(of(&endless).is_object());
    }
}

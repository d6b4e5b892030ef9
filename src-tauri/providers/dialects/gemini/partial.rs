//! Arguments that come value by value, each with the path of its place: `$.recipe.steps[2]`.

use serde_json::{Map, Value};

/// More places than any list of arguments has; a larger index is not one.
const MOST_PLACES: usize = 10_000;

/// The arguments of a call as they grow.
#[derive(Clone, Debug)]
pub(super) struct Arguments(Value);

impl Default for Arguments {
    fn default() -> Self {
        Self(Value::Object(Map::new()))
    }
}

impl Arguments {
    /// Takes in a value: a text goes on where it stopped, everything else is there at once.
    pub(super) fn take(&mut self, piece: &Value) {
        let Some(place) = piece["jsonPath"].as_str().and_then(|path| self.place(path)) else { return };
        let value = ["stringValue", "numberValue", "boolValue", "nullValue"].iter().find_map(|name| piece.get(*name));
        match (place, value) {
            (Value::String(text), Some(Value::String(more))) => text.push_str(more),
            // Null is written as a word.
            (place, Some(_)) if piece.get("nullValue").is_some() => *place = Value::Null,
            (place, Some(value)) => *place = value.clone(),
            (_, None) => {}
        }
    }

    /// As JSON.
    pub(super) fn json(&self) -> String {
        self.0.to_string()
    }

    /// The place at a path, made on the way.
    fn place(&mut self, path: &str) -> Option<&mut Value> {
        let mut place = &mut self.0;
        let mut rest = path.strip_prefix('$')?;
        while !rest.is_empty() {
            let (step, behind) = step(rest)?;
            rest = behind;
            place = match step {
                Step::Name(name) => {
                    if !place.is_object() {
                        *place = Value::Object(Map::new());
                    }
                    place.as_object_mut()?.entry(name).or_insert(Value::Null)
                }
                Step::Index(index) => {
                    if !place.is_array() {
                        *place = Value::Array(Vec::new());
                    }
                    let list = place.as_array_mut()?;
                    if list.len() <= index {
                        list.resize(index + 1, Value::Null);
                    }
                    list.get_mut(index)?
                }
            };
        }
        Some(place)
    }
}

enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

/// The first step of a path, and what is behind it.
fn step(path: &str) -> Option<(Step<'_>, &str)> {
    if let Some(inside) = path.strip_prefix('[') {
        let (inside, behind) = inside.split_once(']')?;
        let quoted = inside.trim_matches(['\'', '"']);
        let index = inside.parse().ok().filter(|index| *index < MOST_PLACES);
        return (quoted.len() < inside.len())
            .then_some((Step::Name(quoted), behind))
            .or_else(|| Some((Step::Index(index?), behind)));
    }
    let name = path.strip_prefix('.')?;
    let end = name.find(['.', '[']).unwrap_or(name.len());
    Some((Step::Name(&name[..end]), &name[end..]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_find_their_places() {
        let mut arguments = Arguments::default();
        for piece in [
            json!({"jsonPath": "$.a.b[1].c", "stringValue": "one", "willContinue": true}),
            json!({"jsonPath": "$.a.b[1].c", "stringValue": " two"}),
            json!({"jsonPath": "$['a'].n", "numberValue": 1.5}),
            json!({"jsonPath": "$.a.t", "boolValue": true}),
            json!({"jsonPath": "$.a.z", "nullValue": "NULL_VALUE"}),
            json!({"jsonPath": "$.a[99999999999]", "stringValue": "x"}),
            json!({"jsonPath": "nonsense", "stringValue": "x"}),
        ] {
            arguments.take(&piece);
        }
        assert_eq!(arguments.json(), r#"{"a":{"b":[null,{"c":"one two"}],"n":1.5,"t":true,"z":null}}"#);
        assert_eq!(Arguments::default().json(), "{}");
    }
}

//! The messages of a request, changed only where a vendor needs it: most go out as they came.

use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash, Hasher},
};

use serde_json::{Value, value::RawValue};

use crate::vendor::Vendor;

/// The messages as the vendor takes them.
pub(super) fn adapt<'a>(vendor: &Vendor, raw: &'a RawValue) -> Cow<'a, str> {
    let json = raw.get();
    let renames_role = !vendor.developer_role && json.contains("\"developer\"");
    let renames_calls = vendor.short_call_ids && json.contains("\"tool_call");
    if !renames_role && !renames_calls {
        return Cow::Borrowed(json);
    }
    let Ok(mut messages) = serde_json::from_str::<Vec<Value>>(json) else { return Cow::Borrowed(json) };
    for message in &mut messages {
        if renames_role && message.get("role").is_some_and(|role| role == "developer") {
            message["role"] = "system".into();
        }
        if renames_calls {
            let calls = message.get_mut("tool_calls").and_then(Value::as_array_mut).into_iter().flatten();
            calls.filter_map(|call| call.get_mut("id")).for_each(shorten);
            message.get_mut("tool_call_id").into_iter().for_each(shorten);
        }
    }
    Cow::Owned(Value::from(messages).to_string())
}

/// The same for a call and its result, in every turn of a conversation: it depends on the id alone.
fn shorten(id: &mut Value) {
    const LENGTH: usize = 9;
    const LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let Some(long) = id.as_str() else { return };
    if long.len() == LENGTH && long.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return;
    }
    let mut hasher = DefaultHasher::new();
    long.hash(&mut hasher);
    let mut bits = hasher.finish();
    let short: String = (0..LENGTH)
        .map(|_| {
            let letter = LETTERS[(bits % 36) as usize];
            bits /= 36;
            char::from(letter)
        })
        .collect();
    *id = short.into();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adapted(vendor: &Vendor, json: &str) -> String {
        let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
        adapt(vendor, &raw).into_owned()
    }

    #[test]
    fn developer_becomes_system_where_it_is_not_known() {
        let json = r#"[{"role":"developer","content":"be \"developer\""},{"role":"user","content":"hi"}]"#;
        assert_eq!(adapted(&Vendor { developer_role: true, ..Vendor::COMPATIBLE }, json), json);
        let system = r#"[{"role":"system","content":"be \"developer\""},{"role":"user","content":"hi"}]"#;
        assert_eq!(adapted(&Vendor::COMPATIBLE, json), system);
    }

    #[test]
    fn a_call_and_its_result_get_the_same_short_id() {
        let vendor = Vendor { short_call_ids: true, ..Vendor::COMPATIBLE };
        let json = r#"[{"role":"assistant","tool_calls":[{"id":"call_abcdefghijklmnop"},{"id":"Ab3456789"}]},{"role":"tool","tool_call_id":"call_abcdefghijklmnop","content":"1"}]"#;
        let messages: Value = serde_json::from_str(&adapted(&vendor, json)).unwrap();
        let short = messages[0]["tool_calls"][0]["id"].as_str().unwrap();
        assert!(short.len() == 9 && short.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(messages[1]["tool_call_id"], short);
        assert_eq!(messages[0]["tool_calls"][1]["id"], "Ab3456789", "one that fits stays");
    }
}

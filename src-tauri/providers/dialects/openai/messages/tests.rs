use serde_json::{Value, json};

use super::*;
use crate::{
    recall::THOUGHTS,
    registry::vendor,
    takes::{Begun, Turns},
};

/// The messages, or the field that is wrong and the words for it.
type Adapted = Result<Value, (Option<String>, String)>;

/// With the fields that are lost.
fn adapted_for(takes: &Takes, messages: &Value) -> (Adapted, Vec<String>) {
    let raw: Box<RawValue> = serde_json::from_str(&messages.to_string()).unwrap();
    let mut losses = Losses::default();
    let adapted = adapt(takes, Some("system"), &raw, &mut losses);
    let adapted = adapted.map(|json| serde_json::from_str(&json).unwrap()).map_err(|failure| (failure.param, failure.message));
    (adapted, losses.told().into_iter().map(|warning| warning.param).collect())
}

fn adapted(takes: &Takes, messages: &Value) -> Value {
    adapted_for(takes, messages).0.unwrap()
}

fn message(role: &str, content: &str) -> Value {
    json!({"role": role, "content": content})
}

fn call(id: &str) -> Value {
    json!({"id": id, "type": "function", "function": {"name": "look", "arguments": "{}"}})
}

fn calls(ids: &[&str]) -> Value {
    json!({"role": "assistant", "tool_calls": ids.iter().map(|id| call(id)).collect::<Vec<_>>()})
}

fn result(id: &str, content: &str) -> Value {
    json!({"role": "tool", "tool_call_id": id, "content": content})
}

#[test]
fn what_nobody_minds_goes_out_as_it_came() {
    let json = r#"[ {"role" : "user","content":"\u0061"},{"role":"assistant","tool_calls":[{"id":"a"}], "x":null},{"role":"tool","tool_call_id":"a","content":""} ]"#;
    let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
    let strict = Takes { pairs_results: true, result_images: false, call_ids: CallIds::AtMost(40), ..Takes::ALL };
    for takes in [Takes::ALL, strict] {
        let adapted = adapt(&takes, Some("system"), &raw, &mut Losses::default()).unwrap();
        assert!(matches!(adapted, Cow::Borrowed(same) if same == json));
    }
}

#[test]
fn quirk_25_instructions_have_the_role_that_is_known() {
    let messages = json!([message("developer", "be \"developer\""), message("user", "hi"), message("system", "now")]);
    let raw: Box<RawValue> = serde_json::from_str(&messages.to_string()).unwrap();
    for (role, first, last) in
        [(None, "developer", "system"), (Some("system"), "system", "system"), (Some("user"), "user", "user")]
    {
        let adapted = adapt(&Takes::ALL, role, &raw, &mut Losses::default()).unwrap();
        let expected = json!([message(first, "be \"developer\""), message("user", "hi"), message(last, "now")]);
        assert_eq!(serde_json::from_str::<Value>(&adapted).unwrap(), expected, "{role:?}");
    }
}

#[test]
fn quirk_26_later_instructions_are_said_by_the_user_where_the_first_message_alone_may_have_some() {
    let takes = Takes { turns: Turns { system_first: true, ..Turns::ANY }, ..Takes::ALL };
    let wrapped = |text: &str| format!("<system>\n{text}\n</system>");
    for (messages, expected) in [
        (
            json!([message("system", "a"), message("developer", "b"), message("user", "c")]),
            json!([message("system", "a\n\nb"), message("user", "c")]),
        ),
        (
            json!([
                message("user", "a"),
                message("assistant", "b"),
                message("system", "c"),
                message("system", "d"),
                message("user", "e")
            ]),
            json!([
                message("user", "a"),
                message("assistant", "b"),
                message("user", &format!("{}\n\n{}\n\ne", wrapped("c"), wrapped("d"))),
            ]),
        ),
        (
            json!([message("user", "a"), message("system", "b"), {"role": "user", "content": [{"type": "image_url", "image_url": "u"}]}]),
            json!([message("user", "a"), {"role": "user", "content": [
                {"type": "text", "text": wrapped("b")}, {"type": "image_url", "image_url": "u"}]}]),
        ),
        (json!([message("user", "a"), message("system", "b")]), json!([message("user", "a"), message("user", &wrapped("b"))])),
        (json!([message("system", "a")]), json!([message("user", "a")])),
    ] {
        assert_eq!(adapted(&takes, &messages), expected, "{messages}");
    }
}

#[test]
fn quirk_27_turns_are_taken_as_the_vendor_wants_them() {
    let [mistral, perplexity, deepseek] = ["mistral", "perplexity", "deepseek"].map(|id| &vendor(id).unwrap().takes);
    let list = json!({"role": "user", "content": [{"type": "text", "text": "b"}]});
    for (takes, messages, expected) in [
        (deepseek, json!([message("user", "a"), message("user", "b")]), json!([message("user", "a\n\nb")])),
        (
            perplexity,
            json!([message("user", "a"), list]),
            json!([{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}]),
        ),
        (
            perplexity,
            json!([message("system", "s"), message("assistant", "a"), message("user", "b")]),
            json!([message("system", "s"), message("user", "."), message("assistant", "a"), message("user", "b")]),
        ),
        (
            mistral,
            json!([message("user", "a"), message("assistant", "b")]),
            json!([message("user", "a"), {"role": "assistant", "content": "b", "prefix": true}]),
        ),
        (
            mistral,
            json!([message("user", "a"), calls(&["abcdefghi"]), result("abcdefghi", "1"), message("user", "b")]),
            json!([
                message("user", "a"),
                calls(&["abcdefghi"]),
                result("abcdefghi", "1"),
                message("assistant", "OK"),
                message("user", "b")
            ]),
        ),
    ] {
        assert_eq!(adapted(takes, &messages), expected, "{messages}");
    }
    assert_eq!(perplexity.turns.begun, Begun::Refused);
    let (refused, _) = adapted_for(perplexity, &json!([message("user", "a"), message("assistant", "b")]));
    assert_eq!(refused.unwrap_err().0.as_deref(), Some("messages"));
}

#[test]
fn quirk_28_nothing_is_said_without_a_word_in_it() {
    let takes = Takes { empty_texts: false, ..Takes::ALL };
    let part = |text: &str| json!({"type": "text", "text": text});
    let image = json!({"type": "image_url", "image_url": {"url": "u"}});
    for (messages, expected) in [
        (
            json!([message("system", ""), message("user", "a"), message("assistant", " \n\t"), message("user", "b")]),
            json!([message("user", "a"), message("user", "b")]),
        ),
        (
            json!([{"role": "user", "content": [part(""), part("a"), image, part("\n")]}]),
            json!([{"role": "user", "content": [part("a"), image]}]),
        ),
        (
            json!([message("user", "a"), {"role": "assistant", "content": "", "tool_calls": [call("x")]}, result("x", "")]),
            json!([message("user", "a"), calls(&["x"]), result("x", ".")]),
        ),
        (json!([message("user", "")]), json!([message("user", ".")])),
    ] {
        assert_eq!(adapted(&takes, &messages), expected, "{messages}");
    }
}

#[test]
fn quirk_29_a_call_and_its_result_get_the_same_id_that_is_taken() {
    let long = "call_".repeat(10);
    let messages = json!([calls(&[&long, "Ab3456789"]), result(&long, "1"), result("Ab3456789", "2")]);
    for (ids, fits) in [
        (CallIds::Letters(9), (|id| id.len() == 9 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())) as fn(&str) -> bool),
        (CallIds::AtMost(40), |id| id.len() <= 40),
    ] {
        let takes = Takes { call_ids: ids, ..Takes::ALL };
        let adapted = adapted(&takes, &messages);
        let id = adapted[0]["tool_calls"][0]["id"].as_str().unwrap();
        assert!(fits(id), "{id}");
        assert_eq!(adapted[0]["tool_calls"][0]["function"], call("")["function"]);
        assert_eq!(adapted[1]["tool_call_id"], id);
        assert_eq!(adapted[0]["tool_calls"][1]["id"], "Ab3456789", "one that fits stays");
        assert_eq!(adapted, self::adapted(&takes, &messages), "it is the same in every turn");
    }
}

#[test]
fn quirk_30_results_stand_behind_their_calls_and_none_is_missing() {
    let takes = Takes { pairs_results: true, ..Takes::ALL };
    let user = message("user", "go on");
    for (messages, expected) in [
        (
            json!([calls(&["a", "b"]), result("b", "2"), result("a", "1")]),
            json!([calls(&["a", "b"]), result("a", "1"), result("b", "2")]),
        ),
        (json!([calls(&["a"]), user, result("a", "1")]), json!([calls(&["a"]), result("a", "1"), user])),
        (
            json!([calls(&["a"]), result("a", "1"), calls(&["a"]), result("a", "2")]),
            json!([calls(&["a"]), result("a", "1"), calls(&["a"]), result("a", "2")]),
        ),
    ] {
        assert_eq!(adapted(&takes, &messages), expected, "{messages}");
    }
    for (messages, param, id) in [
        (json!([user, calls(&["a", "b"]), result("a", "1"), user]), "messages[1].tool_calls[1].id", "'b'"),
        (json!([user, calls(&["last"])]), "messages[1].tool_calls[0].id", "'last'"),
        (json!([user, result("alone", "1")]), "messages[1].tool_call_id", "'alone'"),
        (json!([result("a", "1"), calls(&["a"])]), "messages[0].tool_call_id", "'a'"),
    ] {
        let (got_param, words) = adapted_for(&takes, &messages).0.unwrap_err();
        assert_eq!(got_param.as_deref(), Some(param), "{messages}");
        assert!(words.contains(id), "{words}");
        assert_eq!(adapted(&Takes::ALL, &messages), messages, "whoever takes it gets it");
    }
}

#[test]
fn quirk_30_images_in_results_are_shown_by_the_user() {
    let takes = Takes { result_images: false, ..Takes::ALL };
    let text = |text: &str| json!({"type": "text", "text": text});
    let image = |url: &str| json!({"type": "image_url", "image_url": {"url": url}});
    let with = |id: &str, parts: Value| json!({"role": "tool", "tool_call_id": id, "content": parts});
    let messages = json!([
        calls(&["a", "b", "c"]),
        with("a", json!([text("one"), image("u1")])),
        with("b", json!([image("u2")])),
        with("c", json!([text("three")])),
        message("user", "well?"),
    ]);
    let expected = json!([
        calls(&["a", "b", "c"]),
        with("a", json!([text("one")])),
        result("b", "The result is in the message behind this one."),
        with("c", json!([text("three")])),
        {"role": "user", "content": [
            text("This is from the result of 'a':"), image("u1"), text("This is from the result of 'b':"), image("u2")]},
        message("user", "well?"),
    ]);
    assert_eq!(adapted(&takes, &messages), expected);
}

#[test]
fn quirk_32_thoughts_come_back_with_their_calls_though_the_client_dropped_them() {
    let takes = Takes { wants_thoughts: true, ..Takes::ALL };
    THOUGHTS.keep("call_remembered_by_us_1", "where was it?");
    let sent = |field: &str, text: &str| {
        let mut message = calls(&["call_remembered_by_us_1"]);
        message[field] = text.into();
        message
    };
    for (message, thoughts) in [
        (calls(&["call_remembered_by_us_1"]), json!("where was it?")),
        (calls(&["call_that_nobody_knows"]), json!("")),
        (sent("reasoning_content", "the client's"), json!("the client's")),
        (sent("reasoning", "the client's"), json!("the client's")),
        (self::message("assistant", "no call"), Value::Null),
    ] {
        let adapted = adapted(&takes, &json!([message, result("x", "1")]));
        assert_eq!(adapted[0]["reasoning_content"], thoughts, "{message}");
    }
}

#[test]
fn quirk_36_fields_of_answers_do_not_go_back_to_those_who_refuse_them() {
    let takes = Takes { message_fields: Some(&["role", "content", "tool_calls", "tool_call_id"]), ..Takes::ALL };
    let messages = json!([
        {"role": "user", "content": "a", "name": "ada"},
        {"role": "assistant", "content": "b", "refusal": null, "reasoning_content": "c", "annotations": [], "audio": null},
        {"role": "assistant", "content": null, "refusal": "no"},
    ]);
    let (adapted, lost) = adapted_for(&takes, &messages);
    assert_eq!(adapted.unwrap(), json!([message("user", "a"), message("assistant", "b"), message("assistant", "no")]));
    assert_eq!(lost, ["messages[0].name"], "of what the client says itself it is told");
}

//! Quirks 1 to 22 of the providers, each with streams in `fixtures/`. What a client sees of them is written down as a
//! transcript: `says`, `thinks`, `calls`, `ends`, and how the whole went.

use std::{fs, path::Path};

use super::*;
use crate::vendor::Vendor;

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/openai").join(name)).unwrap()
}

fn stream_of(vendor: &'static Vendor, include_usage: bool) -> ChatStream {
    vendor.chat.unwrap().stream(vendor, "ours", include_usage)
}

fn tagged() -> &'static Vendor {
    static TAGGED: Vendor = Vendor { think_tags: true, ..Vendor::COMPATIBLE };
    &TAGGED
}

fn plain() -> &'static Vendor {
    static PLAIN: Vendor = Vendor::COMPATIBLE;
    &PLAIN
}

fn run(mut stream: ChatStream, reads: &[&[u8]]) -> Vec<StreamEvent> {
    let mut events = Vec::new();
    for bytes in reads {
        stream.push(Bytes::copy_from_slice(bytes), &mut events);
    }
    stream.finish(&mut events);
    events
}

/// Frames put together, and the last event.
fn outcome(events: &[StreamEvent]) -> (String, &StreamEvent) {
    let (last, frames) = events.split_last().unwrap();
    let mut text = Vec::new();
    for event in frames {
        let StreamEvent::Frames { bytes, .. } = event else { panic!("{event:?} is not the last") };
        text.extend_from_slice(bytes);
    }
    (String::from_utf8(text).unwrap(), last)
}

fn transcript(events: &[StreamEvent]) -> Vec<String> {
    let (frames, last) = outcome(events);
    let mut lines: Vec<String> = Vec::new();
    for frame in frames.split_terminator("\n\n") {
        assert!(!frame.contains(['\n', '\r']), "a frame is one line: {frame}");
        let chunk: Value = serde_json::from_str(frame.strip_prefix("data: ").unwrap()).unwrap();
        assert_eq!((&chunk["model"], &chunk["object"]), (&"ours".into(), &"chat.completion.chunk".into()));
        for choice in chunk["choices"].as_array().unwrap() {
            for (verb, what) in told(&choice["delta"]) {
                let start = format!("{} {verb} ", choice["index"]);
                match lines.last_mut().filter(|line| line.starts_with(&start) && matches!(verb, "says" | "thinks")) {
                    Some(line) => line.push_str(&what),
                    None => lines.push(start + &what),
                }
            }
            if let Some(reason) = choice["finish_reason"].as_str() {
                let native = choice.get("native_finish_reason").map_or(String::new(), |native| format!(" ({native})"));
                lines.push(format!("{} ends {reason}{native}", choice["index"]));
            }
        }
    }
    lines.push(match last {
        StreamEvent::End(StreamEnd { usage: Some(usage), .. }) => format!("used {}+{}", usage.input, usage.output),
        StreamEvent::End(_) => "used ?".to_owned(),
        StreamEvent::Failed(failure) => format!("failed {}", failure.kind),
        StreamEvent::Frames { .. } => panic!("no end"),
    });
    lines
}

fn told(delta: &Value) -> Vec<(&'static str, String)> {
    let mut told = Vec::new();
    let opening = delta.get("role").is_some();
    if opening {
        assert_eq!((&delta["role"], &delta["content"]), (&"assistant".into(), &"".into()));
        told.push(("begins", String::new()));
    }
    let fields =
        [("reasoning_content", "thinks"), ("reasoning_details", "details"), ("content", "says"), ("function_call", "function")];
    for (field, verb) in fields {
        match &delta[field] {
            Value::Null => {}
            Value::String(text) if text.is_empty() => {}
            Value::String(text) => told.push((verb, text.clone())),
            other => told.push((verb, other.to_string())),
        }
    }
    for call in delta["tool_calls"].as_array().into_iter().flatten() {
        let (place, function) = (&call["index"], &call["function"]);
        if let Some(id) = call.get("id") {
            let id = id.as_str().unwrap();
            let shown = if id.len() == 29 { "made" } else { id };
            told.push(("calls", format!("{place} {shown} {}", function["name"].as_str().unwrap())));
        }
        match function["arguments"].as_str().unwrap() {
            "" => {}
            arguments => told.push(("argues", format!("{place} {arguments}"))),
        }
    }
    told
}

/// Every fixture, with what a client sees of it.
fn see(vendor: &'static Vendor, name: &str, expected: &[&str]) {
    let seen = transcript(&run(stream_of(vendor, false), &[&fixture(name)]));
    let expected: Vec<String> = expected.iter().map(|line| line.replace("begins", "begins ")).collect();
    assert_eq!(seen, expected, "{name}");
}

#[test]
fn quirk_1_no_cut_changes_anything() {
    see(plain(), "01_characters.sse", &["0 begins", "0 says 交通信号 🚦🚥 größer", "0 ends stop", "used 5+3"]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/openai");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let expected = run(stream_of(plain(), true), &[&bytes]);
        for cut in 1..bytes.len() {
            let got = run(stream_of(plain(), true), &[&bytes[..cut], &bytes[cut..]]);
            assert_eq!(outcome(&got), outcome(&expected), "{} cut at {cut}", path.display());
        }
    }
}

#[test]
fn quirk_2_every_framing_is_read() {
    see(plain(), "02_crlf.sse", &["0 begins", "0 says one two", "0 ends stop", "used 5+3"]);
    see(plain(), "02_cr_and_no_space.sse", &["0 begins", "0 says one", "0 ends stop", "used ?"]);
    see(plain(), "02_several_data_lines.sse", &["0 begins", "0 says one", "0 ends stop", "used ?"]);
}

#[test]
fn quirk_3_comments_are_swallowed() {
    see(plain(), "03_comments.sse", &["0 begins", "0 says one", "0 ends stop", "used ?"]);
}

#[test]
fn quirk_4_an_end_needs_a_reason_or_a_done() {
    see(plain(), "04_no_done.sse", &["0 begins", "0 says one", "0 ends stop", "used ?"]);
    see(plain(), "04_no_done_no_blank_line.sse", &["0 begins", "0 says one", "0 ends stop", "used ?"]);
    see(plain(), "04_cut_off.sse", &["0 begins", "0 says onehalf a", "failed truncated"]);
    see(plain(), "04_cut_off_inside_a_frame.sse", &["0 begins", "0 says one", "failed truncated"]);
}

#[test]
fn quirk_5_the_end_is_held_back_and_what_follows_done_is_ignored() {
    see(plain(), "05_more_after_the_end.sse", &["0 begins", "0 says one two", "0 ends stop", "used 5+3"]);
}

#[test]
fn quirk_6_an_error_inside_a_success_is_a_failure() {
    see(plain(), "06_error_beside_choices.sse", &["0 begins", "0 says one", "failed server"]);
    see(plain(), "06_error_in_choice.sse", &["0 begins", "failed server"]);
    see(plain(), "06_error_event.sse", &["0 begins", "0 says one", "failed bad_reply"]);
    see(plain(), "06_error_event_without_error.sse", &["failed overloaded"]);
    see(plain(), "06_bare_error.sse", &["failed rate_limited"]);
}

#[test]
fn quirk_7_a_body_that_is_no_stream_is_what_it_says() {
    let expected = ["0 begins", "0 says one", "0 calls 0 call_a f", "0 argues 0 {}", "0 ends tool_calls", "used 5+3"];
    see(plain(), "07_completion_instead.json", &expected);
    see(plain(), "07_error_instead.json", &["failed model_not_found"]);
    see(plain(), "07_status_inside.json", &["failed rate_limited"]);
}

#[test]
fn quirk_8_web_pages_and_nothing_are_bad_replies() {
    see(plain(), "08_web_page.html", &["failed bad_reply"]);
    see(plain(), "08_empty.txt", &["failed bad_reply"]);
    for body in ["", "upstream connect error", "data: nonsense\n\n", "{\"half\":", "[]"] {
        let events = run(stream_of(plain(), false), &[body.as_bytes()]);
        let [StreamEvent::Failed(failure)] = &events[..] else { panic!("{body}: {events:?}") };
        assert!(
            matches!(failure.kind, FailureKind::BadReply | FailureKind::Server | FailureKind::Truncated),
            "{body}: {failure:?}"
        );
    }
}

#[test]
fn quirk_9_a_frame_glued_to_half_of_another_is_saved() {
    see(plain(), "09_glued.sse", &["0 begins", "0 says one two three four", "0 ends stop", "used ?"]);
    see(plain(), "09_without_blank_lines.sse", &["0 begins", "0 says one", "0 ends stop", "used ?"]);
}

#[test]
fn quirk_10_nothing_waits_for_more_than_its_own_frame() {
    let bytes = fixture("23_as_openai_sends_it.sse");
    let mut stream = stream_of(plain(), true);
    let mut before = 0;
    for end in String::from_utf8(bytes.clone()).unwrap().match_indices("\n\n").map(|(at, _)| at + 2).take(5) {
        let mut events = Vec::new();
        stream.push(Bytes::copy_from_slice(&bytes[before..end - 1]), &mut events);
        assert_eq!(events, [], "not complete");
        stream.push(Bytes::from_static(b"\n"), &mut events);
        assert_eq!(events.len(), 1, "complete, so it goes out");
        before = end;
    }
}

#[test]
fn quirk_11_when_the_client_leaves_what_was_used_so_far_is_known() {
    let bytes = fixture("13_usage_in_every_chunk.sse");
    let mut stream = stream_of(plain(), false);
    let second = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap() + 2;
    let third = second + bytes[second..].windows(2).position(|pair| pair == b"\n\n").unwrap() + 2;
    stream.push(Bytes::copy_from_slice(&bytes[..third]), &mut Vec::new());
    assert_eq!(stream.usage(), Some(Usage { input: 5, output: 2, ..Usage::default() }));
    assert_eq!(stream.output_bytes(), 3, "and if nobody counts, the text can be");
}

#[test]
fn quirk_12_choices_may_be_empty_absent_or_null() {
    see(plain(), "12_no_choices.sse", &["0 begins", "0 says one", "0 ends stop", "used 5+3"]);
}

#[test]
fn quirk_13_usage_is_overwritten_wherever_and_however_often_it_comes() {
    for name in ["13_usage_in_every_chunk.sse", "13_usage_three_times.sse", "13_usage_in_choice.sse", "13_timings_only.sse"] {
        see(plain(), name, &["0 begins", "0 says one", "0 ends stop", "used 5+3"]);
    }
    see(plain(), "13_no_usage.sse", &["0 begins", "0 says one two", "0 ends stop", "used ?"]);
    for include_usage in [false, true] {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/openai")).unwrap() {
            let events = run(stream_of(plain(), include_usage), &[&fs::read(entry.unwrap().path()).unwrap()]);
            for frame in outcome(&events).0.split_terminator("\n\n") {
                let chunk: Value = serde_json::from_str(&frame[6..]).unwrap();
                assert_eq!(chunk.get("usage"), include_usage.then_some(&Value::Null), "{frame}");
                assert!(
                    chunk["choices"].as_array().is_some_and(|choices| !choices.is_empty() && choices[0].get("usage").is_none())
                );
            }
        }
    }
}

#[test]
fn quirk_14_the_role_comes_once_and_first() {
    see(plain(), "14_role_on_every_delta.sse", &["0 begins", "0 says one two", "0 ends stop", "used ?"]);
    see(plain(), "14_no_role.sse", &["0 begins", "0 says one two", "0 ends stop", "used ?"]);
    see(plain(), "14_nulls.sse", &["0 begins", "0 says one", "0 ends stop", "used ?"]);
    let expected = ["0 begins", "1 begins", "1 says b", "0 says a", "0 ends stop", "1 ends length", "used ?"];
    see(plain(), "14_second_answer_first.sse", &expected);
}

#[test]
fn quirk_15_calls_are_numbered_densely() {
    let two = |first, second| ["0 begins", "0 calls 0 call_a f", first, "0 calls 1 call_b g", second];
    let ended = |lines: &[&'static str]| [lines, &["0 ends tool_calls", "used ?"]].concat();
    let all_0 = two("0 argues 0 {\"a\":1}", "0 argues 1 {\"b\"");
    see(plain(), "15_all_numbered_0.sse", &ended(&[&all_0[..], &["0 argues 1 :2}"]].concat()));
    see(plain(), "15_numbered_from_1.sse", &ended(&two("0 argues 0 {}", "0 argues 1 {}")));
    let expected = [
        "0 begins",
        "0 calls 0 call_a f",
        "0 argues 0 {}",
        "0 calls 1 call_b f",
        "0 argues 1 {\"b\"",
        "0 argues 1 :2}",
        "0 argues 0  ",
    ];
    see(plain(), "15_no_numbers.sse", &ended(&expected));
    let twins = ["0 begins", "0 calls 0 made f", "0 argues 0 {\"a\":1}", "0 calls 1 made f", "0 argues 1 {\"a\":2}"];
    see(plain(), "15_twins_in_one_delta.sse", &ended(&twins));
}

#[test]
fn quirk_16_arguments_of_parallel_calls_may_take_turns() {
    let calls = ["0 begins", "0 calls 0 call_a f", "0 calls 1 call_b g"];
    let arguments = ["0 argues 0 {\"a\"", "0 argues 1 {\"b\"", "0 argues 1 :2}", "0 argues 0 :1}"];
    see(plain(), "16_interleaved.sse", &[&calls[..], &arguments[..], &["0 ends tool_calls", "used ?"]].concat());
}

#[test]
fn quirk_17_id_and_name_are_told_once() {
    let named = |id| ["0 begins", id, "0 argues 0 {\"a\"", "0 argues 0 :1}", "0 ends tool_calls", "used ?"];
    see(plain(), "17_repeated_and_blank.sse", &named("0 calls 0 call_a f"));
    see(plain(), "17_no_id.sse", &named("0 calls 0 made f"));
    let late = ["0 begins", "0 calls 0 call_a f", "0 argues 0 {\"a\":1}", "0 ends tool_calls", "used ?"];
    see(plain(), "17_name_after_arguments.sse", &late);
}

#[test]
fn quirk_17_a_made_id_is_the_same_whenever_the_stream_is_read() {
    let frames = || outcome(&run(stream_of(plain(), false), &[&fixture("17_no_id.sse")])).0;
    assert_eq!(frames(), frames());
    let id = frames().split("\"id\":\"call_").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
}

#[test]
fn quirk_18_a_call_without_arguments_gets_an_empty_object_once() {
    let calls = ["0 calls 0 call_a f", "0 calls 1 call_b g", "0 calls 2 call_c h", "0 calls 3 call_d i", "0 calls 4 call_e j"];
    let fifth = ["0 argues 4 {\"x\": ", "0 argues 4 null", "0 argues 4 }"];
    let owed = ["0 argues 0 {}", "0 argues 1 {}", "0 argues 2 {}", "0 argues 3 {}", "0 ends tool_calls", "used ?"];
    see(plain(), "18_no_arguments.sse", &[&["0 begins"][..], &calls[..], &fifth[..], &owed[..]].concat());
}

#[test]
fn quirk_19_arguments_as_an_object_become_text_unless_the_text_came() {
    let first = ["0 begins", "0 calls 0 call_a f", "0 argues 0 {\"a\":[1,\"é\"]}"];
    let second = ["0 calls 1 call_b g", "0 argues 1 {\"b\":2}", "0 ends tool_calls", "used ?"];
    see(plain(), "19_object.sse", &[&first[..], &second[..]].concat());
}

#[test]
fn quirk_20_the_reason_fits_what_was_said() {
    let call = ["0 begins", "0 calls 0 call_a f", "0 argues 0 {}", "0 ends tool_calls (\"stop\")", "used ?"];
    see(plain(), "20_stop_after_a_call.sse", &call);
    see(plain(), "20_calls_without_a_call.sse", &["0 begins", "0 says one", "0 ends stop (\"tool_calls\")", "used ?"]);
    see(plain(), "20_another_word.sse", &["0 begins", "0 says one", "0 ends stop (\"eos\")", "used ?"]);
    see(plain(), "20_blank_and_null_to_the_end.sse", &["0 begins", "0 says one", "0 ends stop", "used ?"]);
    let function = ["0 begins", "0 function {\"name\":\"f\",\"arguments\":\"\"}", "0 function {\"arguments\":\"{}\"}"];
    see(plain(), "20_function_call.sse", &[&function[..], &["0 ends function_call", "used ?"]].concat());
}

#[test]
fn quirk_21_a_call_that_was_cut_off_stays_as_it_is() {
    let expected =
        ["0 begins", "0 calls 0 call_a f", "0 argues 0 {\"text\":\"Once up", "0 calls 1 call_b g", "0 ends length", "used ?"];
    see(plain(), "21_call_cut_off.sse", &expected);
}

#[test]
fn quirk_22_thoughts_have_one_name_and_are_never_text() {
    let expected = ["0 begins", "0 thinks hm", "0 says one", "0 ends stop", "used ?"];
    see(plain(), "22_reasoning_content.sse", &expected);
    see(plain(), "22_both_names.sse", &expected);
    let details = "0 details [{\"type\":\"reasoning.text\",\"text\":\" so\",\"signature\":\"s1\"}]";
    see(plain(), "22_reasoning.sse", &["0 begins", "0 thinks hm so", details, "0 says one", "0 ends stop", "used ?"]);
    see(plain(), "22_parts.sse", &["0 begins", "0 thinks hm", "0 says one two", "0 ends stop", "used ?"]);
    see(tagged(), "22_tags.sse", &["0 begins", "0 thinks hm so", "0 says one", "0 ends stop", "used ?"]);
    see(tagged(), "22_tags_never_closed.sse", &["0 begins", "0 thinks hm </th", "0 ends length", "used ?"]);
}

#[test]
fn what_is_right_already_goes_out_as_it_came_in_one_slice() {
    let bytes = fixture("23_as_openai_sends_it.sse");
    let mut stream = plain().chat.unwrap().stream(plain(), "their-model", true);
    let read = Bytes::from(bytes.clone());
    let mut events = Vec::new();
    stream.push(read.clone(), &mut events);
    let [StreamEvent::Frames { bytes: sent, content: true }, StreamEvent::Frames { bytes: end, .. }, StreamEvent::End(_)] =
        &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!(sent.as_ptr(), read.as_ptr(), "a slice of the read, not a copy");
    assert_eq!(sent[..], bytes[..sent.len()]);
    assert!(end.ends_with(b"\n\n") && bytes[sent.len()..].starts_with(end), "the end is held back, then the same");
}

#[test]
fn an_id_and_a_time_are_made_up_where_they_are_missing_and_stay() {
    let text = b"data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"id\":null,\"created\":0,\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\ndata: [DONE]\n\n";
    let events = run(stream_of(plain(), false), &[text]);
    let (frames, last) = outcome(&events);
    let StreamEvent::End(end) = last else { panic!("{last:?}") };
    assert!(end.id.starts_with("chatcmpl-") && end.created > 1_700_000_000);
    for frame in frames.split_terminator("\n\n") {
        let chunk: Value = serde_json::from_str(&frame[6..]).unwrap();
        assert_eq!((&chunk["id"], &chunk["created"]), (&end.id.clone().into(), &end.created.into()));
    }
}

#[test]
fn content_is_announced_with_the_first_word_and_not_with_the_role() {
    let mut stream = stream_of(plain(), false);
    let mut contents = Vec::new();
    for delta in ["{\"role\":\"assistant\",\"content\":\"\"}", "{\"content\":\"\"}", "{\"content\":\"a\"}"] {
        let mut events = Vec::new();
        let frame = format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":null}}]}}\n\n");
        stream.push(Bytes::from(frame), &mut events);
        contents.extend(events.iter().map(|event| matches!(event, StreamEvent::Frames { content: true, .. })));
    }
    assert_eq!(contents, [false, false, true]);
}

#[test]
fn a_stream_where_a_completion_was_asked_for_is_put_together() {
    let decode = |name: &str| plain().chat.unwrap().decode(plain(), Bytes::from(fixture(name)), "ours");
    let reply = decode("16_interleaved.sse").unwrap();
    let body: Value = serde_json::from_slice(&reply.body).unwrap();
    let message = &body["choices"][0]["message"];
    assert_eq!(message["tool_calls"][1]["function"], serde_json::json!({"name": "g", "arguments": "{\"b\":2}"}));
    assert_eq!((&message["content"], &body["choices"][0]["finish_reason"]), (&Value::Null, &"tool_calls".into()));
    let reply = decode("22_reasoning.sse").unwrap();
    let body: Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(body["choices"][0]["message"]["reasoning_content"], "hm so");
    assert_eq!((body["choices"][0]["message"]["content"].as_str(), reply.output_bytes), (Some("one"), 8));
    assert_eq!(decode("04_cut_off.sse").unwrap_err().kind, FailureKind::Truncated);
    assert_eq!(decode("08_web_page.html").unwrap_err().kind, FailureKind::BadReply);
    assert_eq!(decode("07_error_instead.json").unwrap_err().kind, FailureKind::ModelNotFound);
}

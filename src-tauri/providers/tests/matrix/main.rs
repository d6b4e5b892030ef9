//! Each dialect by each feature: it works, or it is refused with an error that says so. A cell that works holds what of a
//! client's request has to reach the provider; the provider then answers in its own words, whole and as a stream, and the
//! client has to get the same. A row without one of the cells does not compile.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test and what it stands on fail by panicking")]

#[path = "../../../../tests/support/said/mod.rs"]
#[expect(dead_code, reason = "the black-box tests use the rest of it")]
mod said;

mod anthropic;
mod asked;
mod cohere;
mod gemini;
mod openai;

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Value, json};
use turnpike_domain::{
    failure::{Failure, FailureKind},
    usage::Usage,
};
use turnpike_providers::{StreamEvent, UpstreamCall, Vendor, vendor};
use turnpike_wire::openai::chat_request::ChatRequest;

use said::{COUNTED, Said, Writer, client::joined};

/// A dialect.
struct Row {
    /// Its folder.
    dialect: &'static str,
    stream: Cell,
    tools: Cell,
    parallel_tools: Cell,
    json_mode: Cell,
    json_schema: Cell,
    vision: Cell,
    pdf: Cell,
    audio: Cell,
    thinking: Cell,
    caching: Cell,
    refusal: Refusal,
    errors: Errors,
}

enum Cell {
    /// The provider who answers, and a part of the body that it is sent; `null` stands for what is not in it.
    Works(&'static Writer, Value),
    /// The code and the field of the error.
    Refuses(&'static Writer, &'static str, &'static str),
}

/// A model that does not want to answer.
struct Refusal {
    writer: &'static Writer,
    whole: Value,
    stream: Vec<String>,
    /// A part of the choice that the client gets.
    gets: Value,
}

/// Statuses and bodies, with what they mean, and an event that ends a stream.
struct Errors {
    writer: &'static Writer,
    answers: Vec<(u16, Value, FailureKind)>,
    in_stream: (Value, FailureKind),
}

fn rows() -> [Row; 4] {
    [openai::row(), anthropic::row(), cohere::row(), gemini::row()]
}

impl Row {
    /// What each cell is asked, and what its provider answers.
    fn cells(&self) -> [(&'static str, Value, Said, &Cell); 10] {
        let Self {
            dialect: _, stream, tools, parallel_tools, json_mode, json_schema, vision, pdf, audio, thinking, caching, ..
        } = self;
        let text = |text| Said { id: "ab01", text, ..Said::default() };
        let hello = || text("Hello, Grüße 🐈");
        let call = |city| ("weather", json!({"city": city}));
        let calls = |calls| Said { id: "ab02", calls, ..Said::default() };
        let answer = r#"{"age":7}"#;
        [
            ("stream", asked::stream(), hello(), stream),
            ("tools", asked::tools(), calls(vec![call("Oslo")]), tools),
            ("parallel tools", asked::parallel_tools(), calls(vec![call("Oslo"), call("Rome")]), parallel_tools),
            ("JSON mode", asked::json_mode(), text(answer), json_mode),
            ("json_schema", asked::json_schema(), text(answer), json_schema),
            ("vision", asked::vision(), hello(), vision),
            ("PDF", asked::pdf(), hello(), pdf),
            ("audio", asked::audio(), hello(), audio),
            ("thinking", asked::thinking(), Said { thought: "Hm, let me see.", ..hello() }, thinking),
            ("caching", asked::caching(), hello(), caching),
        ]
    }
}

#[test]
fn every_cell_works_or_refuses_with_its_error() {
    for row in rows() {
        for (feature, request, said, cell) in row.cells() {
            let what = format!("{} {feature}", row.dialect);
            match cell {
                Cell::Works(writer, sent) => {
                    let call = encode(writer, &request).unwrap_or_else(|failure| panic!("{what}: {failure:?}"));
                    let body: Value = serde_json::from_slice(&call.body).unwrap();
                    assert_eq!(missing(sent, &body), None, "{what}: {body:#}");
                    assert_eq!(call.stream, feature == "stream", "{what}");
                    let mut expected = json!({"finish_reason": said.finish_reason(), "message": said.message()});
                    expected["message"]["reasoning_content"] =
                        Some(said.thought).filter(|thought| !thought.is_empty()).map_or(Value::Null, Value::from);
                    for (choice, usage) in [
                        whole(writer, &(writer.whole)(&said)).unwrap_or_else(|failure| panic!("{what}: {failure:?}")),
                        streamed(writer, &(writer.stream)(&said)).unwrap_or_else(|failure| panic!("{what}: {failure:?}")),
                    ] {
                        assert_eq!(missing(&expected, &choice), None, "{what}: {choice:#}");
                        let counted = usage.map(|usage| (usage.input, usage.cached_input, usage.output));
                        assert_eq!(counted, Some(COUNTED), "{what}");
                    }
                }
                Cell::Refuses(writer, code, param) => {
                    let failure = encode(writer, &request).unwrap_err();
                    let got = (failure.kind, failure.code.as_deref(), failure.param.as_deref());
                    assert_eq!(got, (FailureKind::Invalid, Some(*code), Some(*param)), "{what}");
                    assert!(failure.message.len() > 20, "{what} says why: {}", failure.message);
                }
            }
        }
    }
}

#[test]
fn every_refusal_of_a_model_is_told() {
    for Row { dialect, refusal: Refusal { writer, whole: body, stream, gets }, .. } in rows() {
        for (choice, _) in [whole(writer, &body).unwrap(), streamed(writer, &stream).unwrap()] {
            assert_eq!(missing(&gets, &choice), None, "{dialect}: {choice:#}");
        }
    }
}

#[test]
fn every_error_is_what_it_means_before_and_inside_a_stream() {
    for Row { dialect, errors: Errors { writer, answers, in_stream }, .. } in rows() {
        let vendor = vendor(writer.vendor).unwrap();
        let mut kinds = BTreeSet::new();
        for (status, body, kind) in answers {
            let failure = vendor.chat.unwrap().failure(vendor, status, None, body.to_string().as_bytes());
            assert_eq!(failure.kind, kind, "{dialect}: {status} {body}");
            assert!(!failure.message.is_empty(), "{dialect}: {status} {body}");
            kinds.insert(format!("{kind:?}"));
        }
        let least = ["Auth", "ContextLength", "Invalid", "ModelNotFound", "Overloaded", "Quota", "RateLimited", "Server"];
        assert!(least.iter().all(|kind| kinds.contains(*kind)), "{dialect}: {kinds:?}");

        let (event, kind) = in_stream;
        let said = Said { id: "ab03", text: "Once upon", ..Said::default() };
        let mut frames = (writer.stream)(&said);
        let text = frames.iter().position(|frame| frame.contains("Once")).unwrap();
        frames.splice(text + 1.., [format!("data: {event}\n\n")]);
        assert_eq!(streamed(writer, &frames).unwrap_err().kind, kind, "{dialect}: {event}");
    }
}

#[test]
fn every_dialect_of_chats_has_its_row() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dialects");
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir());
    let chats =
        |folder: &fs::DirEntry| fs::read_to_string(folder.path().join("mod.rs")).unwrap().contains("impl ChatDialect for");
    let entries = entries.filter(chats);
    let folders: BTreeSet<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    assert_eq!(rows().map(|row| row.dialect.to_owned()).into_iter().collect::<BTreeSet<_>>(), folders);
}

#[test]
fn the_architecture_s_table_says_what_the_cells_say() {
    let rows = rows();
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let dialects = rows.iter().map(|row| format!("`{}`", row.dialect));
    let mut table = line([String::new()].into_iter().chain(dialects).collect()) + &"|---".repeat(rows.len() + 1) + "|\n";
    let columns: Vec<_> = rows.iter().map(Row::cells).collect();
    for at in 0..columns[0].len() {
        let cells = columns.iter().map(|cells| match cells[at].3 {
            Cell::Works(..) => "works".to_owned(),
            Cell::Refuses(_, code, _) => format!("400 `{code}`"),
        });
        table += &line([columns[0][at].0.to_owned()].into_iter().chain(cells).collect());
    }
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../ARCHITECTURE.md")).unwrap();
    assert!(page.contains(&table), "ARCHITECTURE.md does not hold:\n{table}");
}

fn known(writer: &Writer) -> &'static Vendor {
    vendor(writer.vendor).unwrap()
}

fn encode(writer: &Writer, request: &Value) -> Result<UpstreamCall, Failure> {
    let body = request.to_string();
    let request = ChatRequest::parse(body.as_bytes()).unwrap_or_else(|error| panic!("{error}: {body}"));
    known(writer).chat.unwrap().encode(known(writer), &request, writer.model)
}

/// The first choice and the usage of an answer in one piece.
fn whole(writer: &Writer, body: &Value) -> Result<(Value, Option<Usage>), Failure> {
    let reply = known(writer).chat.unwrap().decode(known(writer), body.to_string().into(), "ours")?;
    let body: Value = serde_json::from_slice(&reply.body).unwrap();
    Ok((body["choices"][0].clone(), reply.usage))
}

/// The same of a stream.
fn streamed(writer: &Writer, frames: &[String]) -> Result<(Value, Option<Usage>), Failure> {
    let mut stream = known(writer).chat.unwrap().stream(known(writer), "ours", true);
    let mut events = Vec::new();
    frames.iter().for_each(|frame| stream.push(frame.clone().into(), &mut events));
    stream.finish(&mut events);
    let (mut text, mut usage) = (String::new(), None);
    for event in events {
        match event {
            StreamEvent::Frames { bytes, .. } => text.push_str(std::str::from_utf8(&bytes).unwrap()),
            StreamEvent::Failed(failure) => return Err(failure),
            StreamEvent::End(end) => usage = end.usage,
        }
    }
    let data = text.lines().filter_map(|line| line.strip_prefix("data: ")).filter(|data| *data != "[DONE]");
    let chunks: Vec<Value> = data.map(|json| serde_json::from_str(json).unwrap()).collect();
    let reason = chunks.iter().find_map(|chunk| chunk["choices"][0]["finish_reason"].as_str());
    let choice = json!({"message": joined(&chunks), "finish_reason": reason});
    Ok((choice, usage))
}

/// The first place where something is missing or other.
fn missing(part: &Value, whole: &Value) -> Option<String> {
    match (part, whole) {
        (Value::Object(part), whole) => part.iter().find_map(|(name, part)| {
            missing(part, whole.get(name).unwrap_or(&Value::Null)).map(|place| format!("{name}/{place}"))
        }),
        (Value::Array(part), Value::Array(whole)) if part.len() == whole.len() => {
            let mut pairs = part.iter().zip(whole).enumerate();
            pairs.find_map(|(index, (part, whole))| missing(part, whole).map(|place| format!("{index}/{place}")))
        }
        (part, whole) => (part != whole).then(|| format!(" {part} instead of {whole}")),
    }
}

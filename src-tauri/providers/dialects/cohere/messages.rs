//! The messages of a conversation as the API takes them: instructions first and once, a user who goes on in one message,
//! results right behind their calls.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::object::Raw;

use crate::{
    failure::refused,
    messages::{self, Message},
    parts::{self, Content, Part, unsupported},
};

/// A message.
#[derive(Serialize)]
#[serde(tag = "role", rename_all = "lowercase")]
pub(super) enum Turn<'a> {
    System {
        content: Vec<Block<'a>>,
    },
    User {
        content: Vec<Block<'a>>,
    },
    Assistant {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        content: Vec<Block<'a>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        tool_calls: Vec<Call<'a>>,
    },
    Tool {
        tool_call_id: Cow<'a, str>,
        content: Vec<Block<'a>>,
    },
}

/// A piece of a message.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Block<'a> {
    Text { text: Cow<'a, str> },
    ImageUrl { image_url: ImageUrl<'a> },
}

#[derive(Serialize)]
pub(super) struct ImageUrl<'a> {
    url: Cow<'a, str>,
}

/// A call that the model made. What it planned before stays away: newer models refuse it.
#[derive(Serialize)]
pub(super) struct Call<'a> {
    id: Cow<'a, str>,
    #[serde(rename = "type")]
    kind: &'static str,
    function: Function<'a>,
}

#[derive(Serialize)]
struct Function<'a> {
    name: Cow<'a, str>,
    arguments: String,
}

/// What a tool gave back, until it is put behind its call.
struct Outcome<'a> {
    at: usize,
    id: Cow<'a, str>,
    content: Vec<Block<'a>>,
}

/// Reads the messages of a request.
pub(super) fn read(raw: &RawValue) -> Result<Vec<Turn<'_>>, Failure> {
    let messages = messages::read(raw)?;
    let mut outcomes = outcomes(&messages)?;
    let mut turns = Vec::with_capacity(messages.len());
    for (at, message) in messages.into_iter().enumerate() {
        let mut content = content(message.content, at)?;
        match &*message.role {
            "system" | "developer" => instruct(&mut turns, content),
            "assistant" => {
                content.extend(message.refusal.string().and_then(text));
                let calls = message.tool_calls.unwrap_or_default();
                let results = calls.iter().enumerate().map(|(index, call)| outcome(&mut outcomes, &call.id, at, index));
                let results: Vec<Outcome<'_>> = results.collect::<Result<_, _>>()?;
                let tool_calls = calls.into_iter().map(Call::from).collect();
                add(&mut turns, Turn::Assistant { content, tool_calls });
                answer(&mut turns, results);
            }
            // They went out with their calls.
            "tool" => {}
            "function" => {
                let message = "This model knows no messages of functions: send 'tool_calls' and messages of role 'tool'.";
                return Err(refused("unsupported_value", format!("messages[{at}].role"), message.to_owned()));
            }
            _ => add(&mut turns, Turn::User { content }),
        }
    }
    if let Some(orphan) = outcomes.first() {
        let message = format!("No tool call has the id '{}' that this message answers.", orphan.id);
        return Err(refused("invalid_value", format!("messages[{}].tool_call_id", orphan.at), message));
    }
    finished(turns)
}

/// Leading instructions are one message. Later ones the user says where they stand: at the front they would mean
/// something else.
fn instruct<'a>(turns: &mut Vec<Turn<'a>>, mut content: Vec<Block<'a>>) {
    match turns.as_mut_slice() {
        _ if content.is_empty() => {}
        [] => turns.push(Turn::System { content }),
        [Turn::System { content: before }] => before.append(&mut content),
        _ => {
            for block in &mut content {
                if let Block::Text { text } = block {
                    *text = Cow::Owned(format!("<system>\n{text}\n</system>"));
                }
            }
            add(turns, Turn::User { content });
        }
    }
}

/// A message goes on as long as the same one speaks; one without a word in it is refused.
fn add<'a>(turns: &mut Vec<Turn<'a>>, turn: Turn<'a>) {
    match (turns.last_mut(), turn) {
        (_, Turn::User { content }) if content.is_empty() => {}
        (_, Turn::Assistant { content, tool_calls }) if content.is_empty() && tool_calls.is_empty() => {}
        (Some(Turn::User { content }), Turn::User { content: more }) => content.extend(more),
        (Some(Turn::Assistant { content, tool_calls }), Turn::Assistant { content: more, tool_calls: calls }) => {
            content.extend(more);
            tool_calls.extend(calls);
        }
        (_, turn) => turns.push(turn),
    }
}

/// Results hold text only; what they show the user shows.
fn answer<'a>(turns: &mut Vec<Turn<'a>>, results: Vec<Outcome<'a>>) {
    let mut shown = Vec::new();
    for Outcome { id, content, .. } in results {
        let (mut content, images): (Vec<_>, Vec<_>) = content.into_iter().partition(|block| matches!(block, Block::Text { .. }));
        if content.is_empty() {
            content.push(Block::Text { text: Cow::Borrowed("") });
        }
        shown.extend(images);
        turns.push(Turn::Tool { tool_call_id: id, content });
    }
    add(turns, Turn::User { content: shown });
}

/// Somebody has to have said something, and the model has to have something to say.
fn finished(mut turns: Vec<Turn<'_>>) -> Result<Vec<Turn<'_>>, Failure> {
    if let [Turn::System { content }] = turns.as_mut_slice() {
        let content = std::mem::take(content);
        turns = vec![Turn::User { content }];
    }
    if matches!(turns.last(), Some(Turn::Assistant { .. })) {
        let message = "This model does not go on with an answer that was begun for it: the last message has to be the user's.";
        return Err(refused("unsupported_value", "messages", message.to_owned()));
    }
    Ok(turns)
}

fn outcomes<'a>(messages: &[Message<'a>]) -> Result<Vec<Outcome<'a>>, Failure> {
    let tools = messages.iter().enumerate().filter(|(_, message)| message.role == "tool");
    let read = |(at, message): (usize, &Message<'a>)| {
        let id = message.tool_call_id.clone().unwrap_or_default();
        Ok(Outcome { at, id, content: content(message.content, at)? })
    };
    tools.map(read).collect()
}

/// What came of a call.
fn outcome<'a>(outcomes: &mut Vec<Outcome<'a>>, call: &str, at: usize, index: usize) -> Result<Outcome<'a>, Failure> {
    let found = outcomes.iter().position(|outcome| outcome.at > at && outcome.id == call);
    found.map(|found| outcomes.remove(found)).ok_or_else(|| {
        let message = format!("No tool output found for the tool call '{call}'.");
        refused("invalid_value", format!("messages[{at}].tool_calls[{index}].id"), message)
    })
}

impl<'a> From<messages::Call<'a>> for Call<'a> {
    fn from(call: messages::Call<'a>) -> Self {
        let arguments = call.function.input().get().to_owned();
        Self { id: call.id, kind: "function", function: Function { name: call.function.name, arguments } }
    }
}

/// What a message holds.
fn content(raw: Option<&RawValue>, at: usize) -> Result<Vec<Block<'_>>, Failure> {
    let parts = parts::read(raw, &format!("messages[{at}].content"))?;
    parts.into_iter().filter_map(|part| block(part).transpose()).collect()
}

/// Images are sent, texts are read, and there is nothing else that the API takes.
fn block(part: Part<'_>) -> Result<Option<Block<'_>>, Failure> {
    let place = &part.place;
    let (media_type, data, name) = match part.content {
        Content::Text(words) => return Ok(text(words)),
        Content::Elsewhere { url, is_image: true, .. } => return Ok(Some(Block::ImageUrl { image_url: ImageUrl { url } })),
        Content::Elsewhere { .. } => return Err(unsupported(place, "fetches images only")),
        Content::Inside { media_type, data, name } => (media_type, data, name),
    };
    match &*media_type {
        "image/jpeg" | "image/png" | "image/webp" | "image/gif" => {
            let url = format!("data:{media_type};base64,{data}").into();
            Ok(Some(Block::ImageUrl { image_url: ImageUrl { url } }))
        }
        kind if kind.starts_with("image/") => {
            let message =
                format!("'{place}' is an image of a type that this model does not take: it takes JPEG, PNG, GIF and WebP.");
            Err(refused("invalid_image_format", place, message))
        }
        kind if kind.starts_with("audio/") => {
            let message =
                "This model does not take audio input. Transcribe it first with /v1/audio/transcriptions and pass the text.";
            Err(refused("audio_not_supported_by_model", place, message.to_owned()))
        }
        kind if kind.starts_with("text/") || kind == "application/json" => {
            let words = STANDARD.decode(&*data).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let words =
                words.ok_or_else(|| refused("invalid_file", place, format!("'{place}' has to be text as UTF-8 in base64.")))?;
            Ok(text(name.map_or(words.clone(), |name| format!("{name}:\n{words}"))))
        }
        kind => Err(unsupported(place, &format!("takes no files of the type '{kind}': send their text"))),
    }
}

/// A text; none if there is no word in it, which is refused.
fn text<'a>(text: impl Into<Cow<'a, str>>) -> Option<Block<'a>> {
    let text = text.into();
    (!text.trim().is_empty()).then_some(Block::Text { text })
}

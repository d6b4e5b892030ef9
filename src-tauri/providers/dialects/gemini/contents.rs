//! The messages of a request as turns: two roles that alternate, what the system says before them, and the results of
//! tools right behind their calls.

use std::borrow::Cow;

use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::object::Raw;

use super::{
    family::Family,
    media,
    refusal::{invalid, unsupported},
    request::{Content, FunctionCall, FunctionResponse, Outcome, Part, Role},
    signatures,
};
use crate::messages::{self, Call, Message};

/// What a tool gave back, until it is put behind its call.
struct Outcomes<'a> {
    at: usize,
    id: Cow<'a, str>,
    parts: Vec<Part<'a>>,
}

/// What the system says, and the turns.
pub(super) fn read<'a>(messages: &'a RawValue, family: Family) -> Result<(Option<Content<'a>>, Vec<Content<'a>>), Failure> {
    let messages = messages::read(messages)?;
    let mut outcomes = outcomes(&messages, family)?;
    let (mut system, mut turns) = (Vec::new(), Vec::new());
    for (at, message) in messages.into_iter().enumerate() {
        let place = format!("messages[{at}].content");
        let said = |content: Option<&'a RawValue>| media::parts(content, family, &place);
        match message.role.as_ref() {
            "system" | "developer" => system.extend(said(message.content)?),
            "user" => add(&mut turns, Role::User, said(message.content)?),
            "assistant" => {
                let mut parts = said(message.content)?;
                parts.extend(message.refusal.string().and_then(Part::text));
                if let (Some(part), Some(signature)) = (parts.last_mut(), signatures::carried(message.extra_content.as_ref())) {
                    part.thought_signature = Some(signature.into());
                }
                let (calls, results) = calls(message.tool_calls.unwrap_or_default(), at, family, &mut outcomes)?;
                parts.extend(calls);
                add(&mut turns, Role::Model, parts);
                add(&mut turns, Role::User, results);
            }
            // They went out with their calls.
            "tool" => {}
            role => return Err(unsupported(&format!("messages[{at}].role"), format!("This model knows no role '{role}'."))),
        }
    }
    if let Some(orphan) = outcomes.first() {
        let message = format!("No tool call has the id '{}' that this message answers.", orphan.id);
        return Err(invalid(&format!("messages[{}].tool_call_id", orphan.at), message));
    }
    if turns.is_empty() {
        // Somebody has to have said something.
        add(&mut turns, Role::User, std::mem::take(&mut system));
    }
    if turns.first().is_some_and(|turn| turn.role == Some(Role::Model)) {
        let parts = Part::text(".".into()).into_iter().collect();
        turns.insert(0, Content { role: Some(Role::User), parts });
    }
    Ok(((!system.is_empty()).then_some(Content { role: None, parts: system }), turns))
}

/// A turn goes on as long as the same one speaks.
fn add<'a>(turns: &mut Vec<Content<'a>>, role: Role, parts: Vec<Part<'a>>) {
    match turns.last_mut().filter(|turn| turn.role == Some(role)) {
        _ if parts.is_empty() => {}
        Some(turn) => turn.parts.extend(parts),
        None => turns.push(Content { role: Some(role), parts }),
    }
}

fn outcomes<'a>(messages: &[Message<'a>], family: Family) -> Result<Vec<Outcomes<'a>>, Failure> {
    let tools = messages.iter().enumerate().filter(|(_, message)| message.role == "tool");
    let read = |(at, message): (usize, &Message<'a>)| {
        let place = format!("messages[{at}].content");
        let parts = media::parts(message.content, family, &place)?;
        Ok(Outcomes { at, id: message.tool_call_id.clone().unwrap_or_default(), parts })
    };
    tools.map(read).collect()
}

/// The calls of a message and what came of them, in the order of the calls.
fn calls<'a>(
    calls: Vec<Call<'a>>,
    at: usize,
    family: Family,
    outcomes: &mut Vec<Outcomes<'a>>,
) -> Result<(Vec<Part<'a>>, Vec<Part<'a>>), Failure> {
    let (mut made, mut results, mut seen) = (Vec::new(), Vec::new(), Vec::new());
    for (index, call) in calls.into_iter().enumerate() {
        let Some(found) = outcomes.iter().position(|outcome| outcome.at > at && outcome.id == call.id) else {
            let message = format!("No tool output found for the tool call '{}'.", call.id);
            return Err(invalid(&format!("messages[{at}].tool_calls[{index}].id"), message));
        };
        let outcome = outcomes.remove(found);
        let signature = signatures::of(&call.id, &call.function.name, call.extra_content.as_ref());
        // Of calls that were made at once only the first is signed.
        let signature = signature.or_else(|| (index == 0 && family.wants_signatures()).then_some(signatures::UNKNOWN.into()));
        let args = call.function.input();
        made.push(Part {
            function_call: Some(FunctionCall { id: call.id.clone(), name: call.function.name.clone(), args }),
            thought_signature: signature,
            ..Part::default()
        });
        let (texts, media): (Vec<_>, Vec<_>) = outcome.parts.into_iter().partition(|part| part.text.is_some());
        let (inside, behind) = if family.sees_results() { (media, Vec::new()) } else { (Vec::new(), media) };
        let response = FunctionResponse { id: call.id, name: call.function.name, response: joined(texts), parts: inside };
        results.push(Part { function_response: Some(response), ..Part::default() });
        seen.extend(behind);
    }
    results.extend(seen);
    Ok((made, results))
}

fn joined(texts: Vec<Part<'_>>) -> Outcome<'_> {
    let mut texts: Vec<Cow<'_, str>> = texts.into_iter().filter_map(|part| part.text).collect();
    let result = if texts.len() == 1 { texts.remove(0) } else { texts.join("\n").into() };
    Outcome { result }
}

//! The messages of a conversation as turns: user and assistant one after the other, instructions before them, results of
//! tools right behind their calls.

use std::borrow::Cow;

use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::object::Raw;

use super::{
    blocks::{Block, Role, Turn},
    calls,
    model::Model,
    parts, thoughts,
};
use crate::{
    failure::refused,
    messages::{self, Message},
};

/// What a conversation is made of.
pub(super) struct Conversation<'a> {
    pub(super) system: Vec<Block<'a>>,
    pub(super) turns: Vec<Turn<'a>>,
}

/// Reads the messages of a request.
pub(super) fn read<'a>(raw: &'a RawValue, model: Model) -> Result<Conversation<'a>, Failure> {
    let messages = messages::read(raw)?;
    let mut conversation = Conversation { system: Vec::new(), turns: Vec::with_capacity(messages.len()) };
    for (index, message) in messages.into_iter().enumerate() {
        conversation.take(message, index)?;
    }
    conversation.place_instructions(model);
    conversation.merge();
    conversation.begin_and_end(model)?;
    conversation.pair_results()?;
    Ok(conversation)
}

impl<'a> Conversation<'a> {
    fn take(&mut self, message: Message<'a>, index: usize) -> Result<(), Failure> {
        let place = format!("messages[{index}].content");
        let mut content = parts::blocks(message.content, &place)?;
        let (role, mut content) = match &*message.role {
            "system" | "developer" => (Role::System, content),
            "tool" => {
                let tool_use_id = calls::fitting(message.tool_call_id.unwrap_or_default());
                let cache_control = message.cache_control;
                (Role::User, vec![Block::ToolResult { tool_use_id, content, cache_control }])
            }
            "function" => {
                let message = "This model knows no messages of functions: send 'tool_calls' and messages of role 'tool'.";
                return Err(refused("unsupported_value", format!("messages[{index}].role"), message.to_owned()));
            }
            "assistant" => {
                content.extend(message.refusal.string().map(Block::text).filter(|block| !block.is_blank()));
                let details = message.reasoning_details.map(|raw| thoughts::of_details(raw.get())).unwrap_or_default();
                (Role::Assistant, calls::said(content, details, message.tool_calls.unwrap_or_default()))
            }
            _ => (Role::User, content),
        };
        if let Some(Block::Text { cache_control: own @ None, .. }) = content.last_mut() {
            *own = message.cache_control;
        }
        match role {
            _ if content.is_empty() => {}
            Role::System if self.turns.is_empty() => self.system.extend(content),
            role => self.turns.push(Turn { role, content }),
        }
        Ok(())
    }

    /// Later instructions stay where they are: moved to the front they would mean something else, and whatever the
    /// provider remembers of the conversation would be lost. Where they may not stand, the user says them.
    fn place_instructions(&mut self, model: Model) {
        self.turns.dedup_by(|later, earlier| {
            let both = later.role == Role::System && earlier.role == Role::System;
            if both {
                earlier.content.append(&mut later.content);
            }
            both
        });
        let roles: Vec<Role> = self.turns.iter().map(|turn| turn.role).collect();
        for (at, turn) in self.turns.iter_mut().enumerate().filter(|(_, turn)| turn.role == Role::System) {
            let behind_user = at.checked_sub(1).is_some_and(|before| roles[before] == Role::User);
            let before_answer = roles.get(at + 1).is_none_or(|role| *role == Role::Assistant);
            if model.takes_system_turns() && behind_user && before_answer {
                continue;
            }
            turn.role = Role::User;
            for block in &mut turn.content {
                if let Block::Text { text, .. } = block {
                    *text = Cow::Owned(format!("<system>\n{text}\n</system>"));
                }
            }
        }
    }

    fn merge(&mut self) {
        self.turns.dedup_by(|later, earlier| {
            let same = later.role == earlier.role;
            if same {
                earlier.content.append(&mut later.content);
            }
            same
        });
    }

    /// The user speaks first. An assistant who speaks last is to go on where it stopped.
    fn begin_and_end(&mut self, model: Model) -> Result<(), Failure> {
        if self.turns.is_empty() && !self.system.is_empty() {
            self.turns.push(Turn { role: Role::User, content: std::mem::take(&mut self.system) });
        }
        if self.turns.first().is_none_or(|turn| turn.role == Role::Assistant) {
            self.turns.insert(0, Turn { role: Role::User, content: vec![Block::text(".")] });
        }
        let Some(last) = self.turns.last_mut().filter(|turn| turn.role == Role::Assistant) else { return Ok(()) };
        let Some(Block::Text { text, .. }) = last.content.last_mut() else { return Ok(()) };
        if !model.continues_answers() {
            let message =
                "This model does not go on with an answer that was begun for it: the last message has to be the user's.";
            return Err(refused("unsupported_value", "messages", message.to_owned()));
        }
        *text = Cow::Owned(text.trim_end().to_owned());
        Ok(())
    }

    /// Results come first in the turn behind their calls, in the order of the calls, and none is missing.
    fn pair_results(&mut self) -> Result<(), Failure> {
        let mut calls: Vec<String> = Vec::new();
        for turn in &mut self.turns {
            let mut results = Vec::new();
            for block in &turn.content {
                let Block::ToolResult { tool_use_id, .. } = block else { continue };
                let known = calls.iter().position(|call| *call == **tool_use_id);
                let known = known.ok_or_else(|| {
                    let message =
                        format!("The tool message for '{tool_use_id}' follows no assistant message that made this call.");
                    refused("invalid_value", "messages", message)
                })?;
                results.push(known);
            }
            missing(&calls, |at| results.contains(&at))?;
            turn.content.sort_by_key(|block| match block {
                Block::ToolResult { tool_use_id, .. } => {
                    calls.iter().position(|call| *call == **tool_use_id).unwrap_or(usize::MAX)
                }
                _ => usize::MAX,
            });
            let made = turn.content.iter().filter_map(|block| match block {
                Block::ToolUse { id, .. } => Some(id.to_string()),
                _ => None,
            });
            calls = made.collect();
        }
        missing(&calls, |_| false)
    }

    /// The names of the tools that were called.
    pub(super) fn called(&self) -> Vec<&str> {
        let blocks = self.turns.iter().flat_map(|turn| &turn.content);
        let mut names: Vec<&str> = Vec::new();
        for block in blocks {
            if let Block::ToolUse { name, .. } = block
                && !names.contains(&&**name)
            {
                names.push(name);
            }
        }
        names
    }

    /// Can a model with a budget go on thinking? Not if an answer was begun for it, and not behind calls whose thoughts
    /// are lost.
    pub(super) fn lets_think(&self) -> bool {
        let Some(last) = self.turns.iter().rev().find(|turn| turn.role == Role::Assistant) else { return true };
        let calls = last.content.iter().any(|block| matches!(block, Block::ToolUse { .. }));
        let begun = self.turns.last().is_some_and(|turn| turn.role == Role::Assistant);
        !begun && (!calls || matches!(last.content.first(), Some(Block::Thought(_))))
    }
}

fn missing(calls: &[String], answered: impl Fn(usize) -> bool) -> Result<(), Failure> {
    let Some((_, call)) = calls.iter().enumerate().find(|(at, _)| !answered(*at)) else { return Ok(()) };
    let message =
        format!("The call '{call}' has no result: each of an assistant's 'tool_calls' needs a message of role 'tool' behind it.");
    Err(refused("invalid_value", "messages", message))
}

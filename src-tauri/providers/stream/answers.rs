//! The answers of a stream as they grow, and what of each chunk goes to the client.

use serde_json::value::RawValue;
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_wire::openai::{
    choice::{Choice, Said},
    object::Raw,
};

use super::Trouble;
use crate::{
    failure,
    speech::{self, ChoiceParts, Finish, Form, Speaker, Speech, Thinking, fields, quoted},
};

/// OpenAI's own limit on `n`; a larger index is not one.
const MOST_ANSWERS: usize = 128;

#[derive(Clone, Default)]
pub(super) struct Answers {
    all: Vec<Answer>,
    thinking: Thinking,
    /// What comes is messages, not deltas.
    pub(super) whole: bool,
}

#[derive(Clone)]
struct Answer {
    speaker: Speaker,
    end: Option<End>,
}

/// The provider's word for the end, and what else the choice held with it.
#[derive(Clone)]
struct End {
    word: String,
    native: Option<String>,
    logprobs: Option<String>,
    rest: String,
}

/// What is to be sent of one choice.
pub(super) struct Part<'a> {
    pub(super) speech: Speech<'a>,
    index: usize,
    logprobs: Option<&'a str>,
    rest: String,
    /// It is not what was sent.
    pub(super) changed: bool,
    /// It is the opening that OpenAI sends: the role and an empty text.
    pub(super) opening: bool,
    /// It brought the end.
    pub(super) ends: bool,
    /// As it was sent.
    pub(super) delta: Option<&'a RawValue>,
}

impl Answers {
    pub(super) fn new(thinking: Thinking) -> Self {
        Self { thinking, ..Self::default() }
    }

    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// Text is passed on as it comes: no tags of thoughts are looked for in it, and nothing has ended.
    pub(super) fn reads_plainly(&self) -> bool {
        !self.thinking.in_tags && self.all.iter().all(|answer| answer.end.is_none())
    }

    pub(super) fn have_ended(&self) -> bool {
        self.all.iter().all(|answer| answer.end.is_some())
    }

    /// Takes in a choice; `None` if its index can not be one. Answers before it begin with it, as clients keep them in a list.
    pub(super) fn take<'a>(&mut self, choice: Choice<'a>, seed: &str) -> Result<Option<Part<'a>>, Trouble> {
        if let Some(error) = choice.error.given() {
            return Err(failure::in_band(&format!("{{\"error\":{error}}}")).into());
        }
        let index = choice.index.number().map_or(Ok(0), usize::try_from).unwrap_or(MOST_ANSWERS);
        if index >= MOST_ANSWERS {
            return Ok(None);
        }
        let is_new = index >= self.all.len();
        while self.all.len() <= index {
            self.all.push(Answer { speaker: Speaker::new(self.thinking, seed, self.all.len()), end: None });
        }
        let answer = &mut self.all[index];
        let said = if self.whole { choice.message.or(choice.delta) } else { choice.delta.or(choice.message) };
        let said: Said<'a> = said.map_or(Ok(Said::default()), |raw| serde_json::from_str(raw.get()))?;
        let role = said.role;
        let opening = is_new && is_opening(&said);
        let speech = answer.speaker.take(said, if self.whole { Form::Message } else { Form::Delta });

        let usual = choice.index.is_some_and(|raw| raw.get().parse() == Ok(index))
            && choice.delta.is_some()
            && choice.message.is_none()
            && choice.usage.is_none()
            && choice.finish_reason.is_some_and(|raw| raw.get() == "null");
        let changed = speech.changed || !usual || role.is_some() && !opening;
        let mut logprobs = choice.logprobs.map(|raw| raw.get());
        let mut rest = if changed { fields(&choice.rest) } else { String::new() };
        let word = choice.finish_reason.text().and(choice.finish_reason.string());
        let ends = word.is_some();
        if let Some(word) = word {
            if speech::finish(&word, false, false) == Finish::Broken {
                let message = format!("the provider broke off its answer (finish_reason \"{word}\")");
                return Err(Failure::new(FailureKind::Server, message).into());
            }
            answer.end = Some(End {
                word: word.into_owned(),
                native: choice.native_finish_reason.given().map(str::to_owned),
                // They belong to the text, if there is some.
                logprobs: logprobs.take_if(|_| !speech.speaks()).map(str::to_owned),
                rest: std::mem::take(&mut rest),
            });
        }
        Ok(Some(Part { speech, index, logprobs, rest, changed, opening, ends, delta: choice.delta }))
    }

    /// What is still owed before an answer ends, as choices.
    pub(super) fn owed(&mut self) -> Vec<(String, u64)> {
        let mut owed = Vec::new();
        for (index, answer) in self.all.iter_mut().enumerate() {
            let cut_off = matches!(answer.reason(), Some("length" | "content_filter"));
            let speech = answer.speaker.close(cut_off);
            if speech.speaks() {
                let bytes = speech.bytes();
                let part = Part {
                    speech,
                    index,
                    logprobs: None,
                    rest: String::new(),
                    changed: true,
                    opening: false,
                    ends: false,
                    delta: None,
                };
                owed.push((part.write(), bytes));
            }
        }
        owed
    }

    /// The last choice of every answer.
    pub(super) fn ends(&self) -> impl Iterator<Item = String> {
        self.all.iter().enumerate().map(|(index, answer)| {
            let reason = answer.reason().unwrap_or("stop");
            let end = answer.end.as_ref();
            let word = end.map(|end| quoted(&end.word)).filter(|word| *word != quoted(reason));
            let parts = ChoiceParts {
                index,
                logprobs: end.and_then(|end| end.logprobs.as_deref()),
                finish_reason: Some(reason),
                native_finish_reason: end.and_then(|end| end.native.as_deref()).or(word.as_deref()),
                rest: end.map_or("", |end| &end.rest),
            };
            let mut out = String::new();
            speech::choice(&mut out, "delta", "{}", &parts);
            out
        })
    }

    /// Why the first answer ended.
    pub(super) fn finish_reason(&self) -> Option<&'static str> {
        self.all.first()?.reason()
    }
}

impl Answer {
    fn reason(&self) -> Option<&'static str> {
        let word = self.end.as_ref().map_or("", |end| &end.word);
        match speech::finish(word, self.speaker.calls.any(), self.speaker.called_function) {
            Finish::Reason(reason) => Some(reason),
            Finish::Broken => None,
        }
    }
}

impl Part<'_> {
    /// The choice as it goes to the client.
    pub(super) fn write(&self) -> String {
        let parts = ChoiceParts { index: self.index, logprobs: self.logprobs, rest: &self.rest, ..ChoiceParts::default() };
        let mut out = String::new();
        speech::choice(&mut out, "delta", &speech::delta(&self.speech), &parts);
        out
    }
}

/// The first choice of an answer.
pub(super) fn opening(index: usize) -> String {
    let mut out = String::new();
    speech::choice(
        &mut out,
        "delta",
        "{\"role\":\"assistant\",\"content\":\"\"}",
        &ChoiceParts { index, ..ChoiceParts::default() },
    );
    out
}

fn is_opening(said: &Said<'_>) -> bool {
    let is = |raw: Option<&serde_json::value::RawValue>, json| raw.is_some_and(|raw| raw.get() == json);
    let silent = [said.reasoning_content, said.reasoning, said.refusal, said.tool_calls, said.function_call];
    is(said.role, "\"assistant\"") && is(said.content, "\"\"") && silent.into_iter().all(|raw| raw.given().is_none())
}

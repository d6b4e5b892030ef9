//! What the API says, as one of OpenAI's chunks or completions. What is left to be put right there is common to all
//! dialects: roles, numbers, made ids, ends.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use turnpike_domain::failure::Failure;

use super::{
    finish,
    partial::Arguments,
    response::{Call, Candidate, Piece, Response},
    signatures,
    usage::Counts,
};
use crate::speech;

/// What has been said so far: events depend on those before them.
#[derive(Clone, Debug, Default)]
pub(super) struct Translator {
    id: String,
    counts: Counts,
    answers: BTreeMap<usize, Answer>,
}

/// The calls of one answer.
#[derive(Clone, Debug, Default)]
struct Answer {
    calls: usize,
    open: Option<Arguments>,
}

/// A choice's `delta` or `message` in the making.
#[derive(Default)]
struct Saying {
    content: Option<String>,
    reasoning: Option<String>,
    calls: Vec<Value>,
    images: Vec<Value>,
    signature: Option<String>,
}

impl Translator {
    /// An event of a stream as a chunk.
    pub(super) fn chunk(&mut self, response: Response<'_>) -> Result<String, Failure> {
        self.translate(response, "delta")
    }

    /// A whole answer as a completion.
    pub(super) fn completion(response: Response<'_>) -> Result<String, Failure> {
        Self::default().translate(response, "message")
    }

    fn translate(&mut self, response: Response<'_>, form: &str) -> Result<String, Failure> {
        if self.id.is_empty() {
            self.id = response.response_id.map_or_else(speech::completion_id, |id| format!("chatcmpl-{id}"));
        }
        if let Some(counts) = response.usage_metadata {
            self.counts.update(counts);
        }
        let candidates = response.candidates.unwrap_or_default();
        let blocked = response.prompt_feedback.and_then(|feedback| feedback.block_reason).filter(|_| candidates.is_empty());
        let choices = match blocked {
            Some(reason) => vec![finish::blocked(form, &reason)],
            None => {
                let choices = candidates.into_iter().enumerate();
                choices.map(|(place, candidate)| self.choice(candidate, place, form)).collect::<Result<_, _>>()?
            }
        };
        let mut chunk = json!({"id": self.id, "choices": choices});
        if let Some(usage) = self.counts.as_openai() {
            chunk["usage"] = usage;
        }
        Ok(chunk.to_string())
    }

    fn choice(&mut self, candidate: Candidate<'_>, place: usize, form: &str) -> Result<Value, Failure> {
        let index = candidate.index.unwrap_or(place);
        let answer = self.answers.entry(index).or_default();
        let mut saying = Saying::default();
        for piece in candidate.content.and_then(|content| content.parts).unwrap_or_default() {
            answer.take(piece, &mut saying, &|calls| speech::call_id(&self.id, index, calls));
        }
        let (reason, native) = finish::reason(candidate.finish_reason.as_deref(), candidate.finish_message.as_deref())?;
        let mut choice = json!({"index": index, "finish_reason": reason});
        choice[form] = saying.written(form == "message");
        if let Some(native) = native {
            choice["native_finish_reason"] = native.into();
        }
        if let Some(result) = candidate.logprobs_result {
            choice["logprobs"] = logprobs(&result);
        }
        Ok(choice)
    }
}

impl Answer {
    fn take(&mut self, piece: Piece<'_>, saying: &mut Saying, make_id: &dyn Fn(usize) -> String) {
        if let Some(call) = piece.function_call {
            return self.take_call(call, piece.thought_signature, saying, make_id);
        }
        if let Some(text) = piece.text.filter(|text| !text.is_empty()) {
            let into = if piece.thought == Some(true) { &mut saying.reasoning } else { &mut saying.content };
            into.get_or_insert_default().push_str(&text);
        }
        if let Some(file) = piece.inline_data {
            let url = format!("data:{};base64,{}", file.mime_type, file.data);
            saying.images.push(json!({"type": "image_url", "image_url": {"url": url}}));
        }
        saying.signature = piece.thought_signature.or(saying.signature.take());
    }

    /// A name begins a call. What has none goes on with the last, and ends it unless it says otherwise.
    fn take_call(&mut self, call: Call<'_>, signature: Option<String>, saying: &mut Saying, make_id: &dyn Fn(usize) -> String) {
        let goes_on = call.will_continue == Some(true);
        if let Some(name) = call.name {
            saying.calls.extend(self.close());
            let id = call.id.unwrap_or_else(|| make_id(self.calls));
            let mut begun = json!({"index": self.calls, "id": id, "type": "function", "function": {"name": name}});
            if let Some(signature) = signature {
                signatures::keep(&id, &name, &signature);
                begun["extra_content"] = signatures::extra_content(&signature);
            }
            self.calls += 1;
            if goes_on || call.partial_args.is_some() {
                self.open = Some(Arguments::default());
            } else {
                begun["function"]["arguments"] = call.args.map_or("{}", |args| args.get()).into();
            }
            saying.calls.push(begun);
        }
        if let Some(open) = &mut self.open {
            call.partial_args.iter().flatten().for_each(|piece| open.take(piece));
        }
        if !goes_on {
            saying.calls.extend(self.close());
        }
    }

    /// The arguments that were collected.
    fn close(&mut self) -> Option<Value> {
        let arguments = self.open.take()?.json();
        Some(json!({"index": self.calls.saturating_sub(1), "function": {"arguments": arguments}}))
    }
}

impl Saying {
    fn written(self, whole: bool) -> Value {
        let mut said = Map::new();
        // A message without text is null only beside calls.
        let content = self.content.or_else(|| (whole && self.calls.is_empty()).then(String::new));
        if whole {
            said.insert("role".to_owned(), "assistant".into());
        }
        said.extend(content.map(|text| ("content".to_owned(), text.into())));
        said.extend(self.reasoning.map(|text| ("reasoning_content".to_owned(), text.into())));
        for (name, list) in [("tool_calls", self.calls), ("images", self.images)] {
            said.extend((!list.is_empty()).then(|| (name.to_owned(), list.into())));
        }
        said.extend(self.signature.map(|signature| ("extra_content".to_owned(), signatures::extra_content(&signature))));
        said.into()
    }
}

/// How likely its tokens were, and which others there were.
fn logprobs(result: &Value) -> Value {
    let token = |candidate: &Value| {
        let text = candidate["token"].as_str().unwrap_or_default();
        json!({"token": text, "logprob": candidate["logProbability"], "bytes": text.as_bytes()})
    };
    let others = |place: usize| -> Vec<Value> {
        let list = result["topCandidates"][place]["candidates"].as_array();
        list.into_iter().flatten().map(token).collect()
    };
    let chosen = result["chosenCandidates"].as_array().into_iter().flatten().enumerate();
    let content = chosen.map(|(place, candidate)| {
        let mut written = token(candidate);
        written["top_logprobs"] = others(place).into();
        written
    });
    json!({"content": content.collect::<Vec<_>>(), "refusal": null})
}

//! Chunks as OpenAI would have sent them. Each is looked at once; what is already right is not written again, and
//! what is wrong is replaced where it stands.

use std::ops::Range;

use turnpike_wire::{
    openai::{chat_chunk::ChatChunk, choice::Choice, object::Raw},
    splice::Splice,
};

use super::{
    StreamEnd, Trouble,
    answers::{Answers, Part, opening},
    outbox::Outbox,
    twin::Twin,
};
use crate::{
    envelope::{Envelope, around},
    speech::Thinking,
    usage::{self, Counted},
    vendor::{ReportedCost, Vendor},
};

#[derive(Clone)]
pub(super) struct Normaliser {
    reported_cost: Option<ReportedCost>,
    envelope: Envelope,
    answers: Answers,
    /// What was around the choices of the last final chunk.
    pattern: Option<(String, String)>,
    usage: String,
    timings: String,
    twin: Twin,
    /// All has been said and sent on.
    pub(super) sealed: bool,
    pub(super) output_bytes: u64,
}

impl Normaliser {
    pub(super) fn new(vendor: &Vendor, served_as: &str, include_usage: bool) -> Self {
        Self {
            reported_cost: vendor.reported_cost,
            envelope: Envelope::of_chunks(served_as, include_usage),
            answers: Answers::new(Thinking::of(vendor)),
            pattern: None,
            usage: String::new(),
            timings: String::new(),
            twin: Twin::default(),
            sealed: false,
            output_bytes: 0,
        }
    }

    /// A whole completion will come in the place of chunks.
    pub(super) fn expect_messages(&mut self) {
        self.answers.whole = true;
    }

    pub(super) fn has_begun(&self) -> bool {
        self.answers.count() > 0
    }

    pub(super) fn has_finished(&self) -> bool {
        self.answers.have_ended()
    }

    /// The last usage that was sent, or what an engine measured.
    pub(super) fn counted(&self) -> Option<Counted> {
        usage::read(self.reported_cost, &self.usage).or_else(|| usage::from_timings(&self.timings))
    }

    /// Passes on a chunk that differs from an earlier untouched one in its text only; false when it has to be read.
    pub(super) fn twin(&mut self, text: &str, range: Range<usize>, out: &mut Outbox) -> bool {
        let Some(said) = self.twin.text_of(text) else { return false };
        self.output_bytes += said.len() as u64;
        out.untouched(range, true);
        true
    }

    /// Takes in a chunk, whose text it was read from; `within` is where it lies in the read, if it can go out untouched.
    pub(super) fn chunk(
        &mut self,
        text: &str,
        chunk: &ChatChunk<'_>,
        within: Option<Range<usize>>,
        out: &mut Outbox,
    ) -> Result<(), Trouble> {
        let choices = chunk.choices()?;
        self.note_usage(chunk, &choices);
        let Some(raw_choices) = chunk.choices.filter(|_| !choices.is_empty()) else {
            // Usage without an answer is the last that comes.
            if chunk.usage.given().is_some() && self.has_begun() && self.has_finished() {
                self.seal(out);
            }
            return Ok(());
        };
        if self.sealed {
            return Ok(());
        }
        self.envelope.identify(chunk);

        let (began, count) = (self.answers.count(), choices.len());
        let mut parts = Vec::with_capacity(count);
        for choice in choices {
            parts.extend(self.answers.take(choice, &self.envelope.id)?);
        }
        let begins = self.answers.count() > began;
        let opens =
            begins && began == 0 && self.answers.count() == count && parts.iter().all(|part| part.opening && !part.changed);
        if !opens {
            parts.iter_mut().for_each(|part| part.changed |= part.opening);
        }

        let missing = self.envelope.missing(chunk);
        let splice = self.envelope.correct(text, chunk, &missing);
        let hole = splice.place(raw_choices);
        let speaks = parts.iter().any(|part| part.speech.speaks());
        self.output_bytes += parts.iter().map(|part| part.speech.bytes()).sum::<u64>();
        if begins && !opens {
            let roles = list((began..self.answers.count()).map(opening));
            out.frame(false, |put| write_around(&splice, text, &hole, &roles, put));
        }
        self.twin.forget();
        if parts.len() == count && !parts.iter().any(|part| part.changed) {
            match within {
                Some(range) if splice.is_unchanged() => {
                    if let [Part { delta: Some(delta), ends: false, .. }] = parts.as_slice()
                        && self.answers.reads_plainly()
                        && chunk.usage.given().or(chunk.timings.given()).is_none()
                    {
                        self.twin.learn(text, delta);
                    }
                    out.untouched(range, speaks);
                }
                _ => out.frame(speaks, |put| splice.pieces(put)),
            }
        } else {
            let worth_it = |part: &&Part<'_>| !part.changed || part.speech.says_something();
            let written = list(parts.iter().filter(worth_it).map(Part::write));
            if written != "[]" {
                out.frame(speaks, |put| write_around(&splice, text, &hole, &written, put));
            }
        }
        if parts.iter().any(|part| part.ends) {
            self.pattern = Some(around(&splice, text, &hole));
        }
        Ok(())
    }

    /// Overwritten, never added: some providers count up with every chunk, some say the same thing three times.
    fn note_usage(&mut self, chunk: &ChatChunk<'_>, choices: &[Choice<'_>]) {
        if let Some(json) = usage::place(chunk, choices) {
            json.clone_into(&mut self.usage);
        }
        if let Some(json) = chunk.timings.given() {
            json.clone_into(&mut self.timings);
        }
    }

    /// Sends what was held: the last pieces of calls, and the ends of all answers.
    fn seal(&mut self, out: &mut Outbox) {
        if std::mem::replace(&mut self.sealed, true) {
            return;
        }
        self.twin.forget();
        let (before, behind) = self.pattern.take().unwrap_or_else(|| self.envelope.made());
        let owed = self.answers.owed();
        self.output_bytes += owed.iter().map(|(_, bytes)| bytes).sum::<u64>();
        for choice in owed.into_iter().map(|(choice, _)| choice).chain(self.answers.ends()) {
            out.frame(true, |put| [&before, "[", &choice, "]", &behind].into_iter().for_each(put));
        }
    }

    /// The stream has ended well.
    pub(super) fn end(&mut self, out: &mut Outbox) -> StreamEnd {
        self.seal(out);
        let counted = self.counted();
        StreamEnd {
            id: serde_json::from_str(&self.envelope.id).unwrap_or_default(),
            created: self.envelope.created(),
            usage: counted.as_ref().map(|counted| counted.usage),
            cost: counted.as_ref().and_then(|counted| counted.cost),
            usage_json: counted.map(|counted| counted.json),
            finish_reason: self.answers.finish_reason().map(str::to_owned),
        }
    }
}

/// Writes a text with other choices in the place of its own.
fn write_around(splice: &Splice<'_>, text: &str, hole: &Range<usize>, choices: &str, put: &mut dyn FnMut(&str)) {
    splice.pieces_of(0..hole.start, &mut |piece| put(piece));
    put(choices);
    splice.pieces_of(hole.end..text.len(), &mut |piece| put(piece));
}

fn list(choices: impl Iterator<Item = String>) -> String {
    format!("[{}]", choices.collect::<Vec<_>>().join(","))
}

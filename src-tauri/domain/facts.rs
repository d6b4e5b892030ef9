//! What is known of a model: what it can take, how much of it, and until when it is served.

use jiff::{civil::Date, tz::TimeZone};

use crate::route::{Capability, Needs};

/// What is known of a model. What is not known is held against nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelFacts {
    /// What it can do.
    pub has: Vec<Capability>,
    /// What it can not do. What is in neither list is unknown.
    pub lacks: Vec<Capability>,
    /// Where the two lists are from: `yours`, `vendor`, or a data set's name and version.
    pub source: Option<&'static str>,
    /// The most tokens that it takes.
    pub context_length: Option<u64>,
    /// The most tokens that it makes.
    pub max_output: Option<u64>,
    /// When its vendor withdraws it, in Unix milliseconds.
    pub deprecated_at: Option<i64>,
}

impl ModelFacts {
    /// The same, of a model that can do this and nothing else. Lists that were written before there were words for PDF and
    /// reasoning, and so have neither, say nothing of them: then only what is known to be lacking is held against the model.
    #[must_use]
    pub fn with_only(self, has: Vec<Capability>, source: &'static str) -> Self {
        let newer = |capability: &Capability| matches!(capability, Capability::Pdf | Capability::Reasoning);
        let unsaid = |capability: &Capability| newer(capability) && !has.iter().any(newer);
        let lacks = |capability: &Capability| {
            if unsaid(capability) { self.lacks.contains(capability) } else { !has.contains(capability) }
        };
        let lacks = Capability::ALL.into_iter().filter(lacks).collect();
        Self { has, lacks, source: Some(source), ..self }
    }

    /// What it can do, if anything is known of that.
    pub fn capabilities(&self) -> Option<&[Capability]> {
        self.source.map(|_| self.has.as_slice())
    }

    /// What of these needs it is known not to have.
    pub fn missing(&self, needs: &Needs) -> Option<Capability> {
        needs.capabilities.iter().copied().find(|need| self.lacks.contains(need))
    }

    /// How long its context is, if that is known to be too short.
    pub fn too_short(&self, needs: &Needs) -> Option<u64> {
        self.context_length.filter(|length| *length < needs.least_tokens)
    }
}

/// The start of a day such as `2026-12-11`, in Unix milliseconds.
pub fn start_of_day(date: &str) -> Option<i64> {
    let day = date.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok()?;
    Some(day.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_is_held_against_a_model() {
        use Capability::*;
        let needs = |capabilities: &[Capability]| Needs { capabilities: capabilities.to_vec(), least_tokens: 9_000 };
        let unknown = ModelFacts::default();
        let listed = ModelFacts { has: vec![Tools], lacks: vec![AudioInput], context_length: Some(8_192), ..unknown.clone() };
        let yours = listed.clone().with_only(vec![Vision], "yours");
        let newer = listed.clone().with_only(vec![Vision, Reasoning], "yours");
        let blind = ModelFacts { lacks: vec![Pdf], ..listed.clone() }.with_only(vec![Vision], "yours");
        for (facts, need, missing, too_short) in [
            (&unknown, vec![Tools, AudioInput], None, None),
            (&listed, vec![Tools, Vision], None, Some(8_192)),
            (&listed, vec![Tools, AudioInput], Some(AudioInput), Some(8_192)),
            (&yours, vec![Vision, Tools], Some(Tools), Some(8_192)),
            (&yours, vec![], None, Some(8_192)),
            (&yours, vec![Vision, Pdf], None, Some(8_192)),
            (&newer, vec![Pdf], Some(Pdf), Some(8_192)),
            (&blind, vec![Pdf], Some(Pdf), Some(8_192)),
        ] {
            let needs = needs(&need);
            assert_eq!((facts.missing(&needs), facts.too_short(&needs)), (missing, too_short), "{facts:?} for {need:?}");
        }
        assert_eq!((unknown.capabilities(), yours.capabilities()), (None, Some([Vision].as_slice())));
    }

    #[test]
    fn a_day_begins_at_midnight_and_what_is_no_day_is_unknown() {
        assert_eq!(start_of_day("2026-12-11"), Some(1_796_947_200_000));
        assert_eq!((start_of_day("soon"), start_of_day("")), (None, None));
    }
}

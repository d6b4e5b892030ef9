//! What is known of models, from a maintained data set that is built in: `data/models.tsv`. What it does not know, nobody
//! is held to.

use std::{collections::HashMap, sync::LazyLock};

use turnpike_domain::{
    facts::{ModelFacts, start_of_day},
    route::Capability,
};

use crate::{takes::Formats, vendor::Vendor, vendors::makers::MAKERS};

static DATA: &str = include_str!("data/models.tsv");

/// The word for what is known from a vendor's own entry.
const VENDOR: &str = "vendor";

/// The data's name and version.
static SOURCE: LazyLock<&'static str> =
    LazyLock::new(|| DATA.lines().find_map(|line| line.strip_prefix("# source ")?.split(' ').next()).unwrap_or_default());

/// What follows a vendor and a model in their row. Read on the first look, which takes about a millisecond.
static ROWS: LazyLock<HashMap<(&'static str, &'static str), &'static str>> = LazyLock::new(|| {
    let rows = DATA.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let (vendor, rest) = row.split_once('\t')?;
        let (model, facts) = rest.split_once('\t')?;
        Some(((vendor, model), facts))
    })
    .collect()
});

/// What is known of the model `upstream` of a vendor. What the vendor's own entry says of all its models comes first.
pub fn of(vendor: &Vendor, upstream: &str) -> ModelFacts {
    let mut facts = listed(vendor.id, upstream).or_else(|| made_by_another(vendor, upstream)).unwrap_or_default();
    if let Some(of_all) = vendor.capabilities {
        // Which of them think differs from model to model.
        let thinks = facts.has.contains(&Capability::Reasoning).then_some(Capability::Reasoning);
        facts = facts.with_only(of_all.iter().copied().chain(thinks).collect(), VENDOR);
    }
    if vendor.takes.formats == Formats::Json && !facts.lacks.contains(&Capability::JsonSchema) {
        // Some of its models would follow a schema, but there is no way to send them one.
        facts.has.retain(|capability| *capability != Capability::JsonSchema);
        facts.lacks.push(Capability::JsonSchema);
        facts.source = facts.source.or(Some(VENDOR));
    }
    facts
}

/// A model that is served by someone else than its maker: what is true of it wherever it runs.
fn made_by_another(vendor: &Vendor, upstream: &str) -> Option<ModelFacts> {
    let served_for_others = !vendor.local && vendor.base_url.is_some();
    let (maker, name) = upstream.split_once('/').filter(|_| served_for_others)?;
    let (_, maker) = MAKERS.iter().find(|(word, _)| *word == maker)?;
    let mut facts = listed(maker, name).or_else(|| listed(maker, &name.replace('.', "-")))?;
    facts.lacks.retain(|capability| matches!(capability, Capability::Vision | Capability::AudioInput));
    facts.deprecated_at = None;
    Some(facts)
}

/// A model's row: under its name, under its plain name, or that of the model that it is a dated copy of.
fn listed(vendor: &str, upstream: &str) -> Option<ModelFacts> {
    let row = |name| ROWS.get(&(vendor, name)).map(|row| read(row));
    let plain = plain(upstream);
    row(upstream).or_else(|| row(plain)).or_else(|| {
        let undated = plain.strip_suffix("-latest").or_else(|| without_date(plain))?;
        // When one copy is withdrawn says nothing of the others.
        Some(ModelFacts { deprecated_at: None, ..row(undated)? })
    })
}

/// Without what only says where a model is listed, whose copy it is, or how it is served: `ft:gpt-4o:acme::x1`, `gpt-4o:free`.
fn plain(upstream: &str) -> &str {
    let name = upstream.strip_prefix("models/").unwrap_or(upstream);
    let name = name.strip_prefix("ft:").unwrap_or(name);
    name.split(':').next().unwrap_or(name)
}

/// Without the date at its end.
fn without_date(name: &str) -> Option<&str> {
    ["-yyyy-mm-dd", "-yyyymmdd"].into_iter().find_map(|form| {
        let (stem, date) = name.split_at_checked(name.len().checked_sub(form.len())?)?;
        let fits = |(byte, form): (u8, u8)| if form == b'-' { byte == b'-' } else { byte.is_ascii_digit() };
        date.bytes().zip(form.bytes()).all(fits).then_some(stem)
    })
}

/// Kind, context length, most output, end, what it has and what it lacks.
fn read(row: &str) -> ModelFacts {
    let mut columns = row.split('\t').skip(1);
    let mut next = || columns.next().unwrap_or_default();
    let (context_length, max_output, deprecated_at) = (next().parse().ok(), next().parse().ok(), start_of_day(next()));
    let mut capabilities = || next().split(' ').filter_map(Capability::parse).collect::<Vec<_>>();
    let (has, lacks) = (capabilities(), capabilities());
    let source = (!has.is_empty() || !lacks.is_empty()).then_some(*SOURCE);
    ModelFacts { has, lacks, source, context_length, max_output, deprecated_at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::vendor;

    fn known(id: &str, upstream: &str) -> ModelFacts {
        of(vendor(id).unwrap(), upstream)
    }

    #[test]
    fn a_listed_model_has_its_limits_its_end_and_what_it_can_and_can_not() {
        use Capability::*;
        let facts = known("openai", "gpt-4o-mini-2024-07-18");
        assert_eq!(facts.has, [Tools, Vision, JsonSchema, Pdf]);
        assert_eq!(facts.lacks, [AudioInput]);
        assert_eq!((facts.context_length, facts.max_output), (Some(128_000), Some(16_384)));
        assert_eq!(facts.deprecated_at, start_of_day("2027-01-14"));
        assert_eq!(facts.source, Some("litellm@1.109.1"));
        assert_eq!(known("openai", "gpt-4").lacks, [Vision, JsonSchema, AudioInput, Pdf]);
    }

    #[test]
    fn a_model_is_found_by_every_spelling_of_its_name() {
        for (id, listed, others) in [
            ("openai", "gpt-4o-mini", vec!["gpt-4o-mini-latest", "gpt-4o-mini-2031-01-02", "ft:gpt-4o-mini:acme::x1"]),
            ("anthropic", "claude-opus-4-8", vec!["claude-opus-4-8-20310102", "claude-opus-4-8-latest"]),
            ("gemini", "gemini-2.5-pro", vec!["models/gemini-2.5-pro"]),
            ("groq", "openai/gpt-oss-120b", vec!["openai/gpt-oss-120b:free"]),
        ] {
            let facts = known(id, listed);
            assert!(facts.context_length.is_some() && facts.has.contains(&Capability::Tools), "{listed}: {facts:?}");
            for other in others {
                assert_eq!(known(id, other), facts, "{other}");
            }
        }
    }

    #[test]
    fn a_broker_s_model_is_what_its_maker_made_but_other_rules_hold_there() {
        let at_maker = known("anthropic", "claude-sonnet-4-5");
        let brokered = known("openrouter", "anthropic/claude-sonnet-4.5");
        assert_eq!(brokered.context_length, at_maker.context_length);
        assert!(brokered.has.contains(&Capability::Pdf), "{brokered:?}");
        assert_eq!((brokered.lacks, brokered.deprecated_at), (vec![Capability::AudioInput], None));
        let schemas = known("openrouter", "deepseek/deepseek-v4-pro:nitro").lacks;
        assert_eq!(schemas, [Capability::Vision, Capability::AudioInput], "another server of it may know schemas");
    }

    #[test]
    fn what_a_vendor_says_of_all_its_models_comes_first_and_thinking_is_each_model_s_own() {
        use Capability::*;
        for (model, has) in [
            ("claude-sonnet-4-5", vec![Tools, Vision, JsonSchema, Pdf, Reasoning]),
            ("claude-of-another-day", vec![Tools, Vision, JsonSchema, Pdf]),
        ] {
            let facts = known("anthropic", model);
            assert_eq!((facts.has, facts.source), (has, Some("vendor")), "{model}");
            assert!(facts.lacks.contains(&AudioInput));
        }
    }

    #[test]
    fn a_schema_that_can_not_be_sent_can_not_be_followed() {
        for (id, model, tools) in
            [("deepseek", "deepseek-v4-pro", true), ("zai", "glm-5.3", true), ("zai", "glm-of-another-day", false)]
        {
            let facts = known(id, model);
            assert!(facts.lacks.contains(&Capability::JsonSchema) && !facts.has.contains(&Capability::JsonSchema), "{facts:?}");
            assert_eq!((facts.has.contains(&Capability::Tools), facts.source.is_some()), (tools, true), "{model}");
        }
    }

    #[test]
    fn nothing_is_known_of_other_models_and_of_what_runs_on_one_s_own_computer() {
        for (id, upstream) in [
            ("openai", "no-such-model"),
            ("openai", ""),
            ("openai", "-2024-07-18"),
            ("openrouter", "nobody/gpt-4o"),
            ("ollama", "llama3"),
            ("lmstudio", "openai/gpt-4o"),
            ("openai-compatible", "openai/gpt-4o"),
        ] {
            assert_eq!(known(id, upstream), ModelFacts::default(), "{id} {upstream}");
        }
    }

    #[test]
    fn every_row_is_read_whole() {
        let rows: Vec<Vec<&str>> =
            DATA.lines().filter(|line| !line.starts_with('#')).map(|row| row.split('\t').collect()).collect();
        assert_eq!(rows.len(), ROWS.len(), "each model is there once");
        assert!(rows.is_sorted() && rows.len() > 500);
        for row in rows {
            let [_, _, kind, context, output, end, has, lacks] = row[..] else { panic!("{row:?}") };
            assert!(turnpike_domain::route::Kind::parse(kind).is_some(), "{row:?}");
            assert!([context, output].iter().all(|limit| limit.is_empty() || limit.parse::<u64>().is_ok()), "{row:?}");
            assert!(end.is_empty() || start_of_day(end).is_some(), "{row:?}");
            assert!(
                [has, lacks].iter().all(|list| list.split(' ').all(|word| word.is_empty() || Capability::parse(word).is_some())),
                "{row:?}"
            );
        }
    }
}

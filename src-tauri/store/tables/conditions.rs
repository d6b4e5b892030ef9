//! From what is asked of the log to SQL. What users type is only ever bound, never part of the text.

use rusqlite::{ToSql, types::Value};
use turnpike_domain::{
    filter::{Pattern, Property, Quantity, Status, Term, Test},
    ids::RequestId,
};

use crate::log::Selection;

/// What `requests` has to meet, with the values of its parameters in their order.
pub(crate) struct Conditions {
    all: Vec<String>,
    values: Vec<Value>,
}

/// An id and its request's start are taken one after the other: a clock that is set between them may part them by as much.
const SLACK_MS: i64 = 60_000;

/// Refused, or broken after a good beginning: as `Request::failed`.
pub(crate) const FAILED: &str = "(status >= 400 OR error IS NOT NULL)";

impl Conditions {
    pub(crate) fn of(selection: &Selection) -> Self {
        let mut conditions = Self { all: vec!["TRUE".to_owned()], values: Vec::new() };
        conditions.between(selection.from, selection.to);
        if let Some(before) = &selection.before {
            let before = conditions.bind_id(before);
            conditions.all.push(format!("id < {before}"));
        }
        if let Some(after) = &selection.after {
            let after = conditions.bind_id(after);
            conditions.all.push(format!("id > {after}"));
        }
        if let Some(ids) = &selection.ids {
            let ids: Vec<_> = ids.iter().map(|id| conditions.bind_id(id)).collect();
            conditions.all.push(format!("id IN ({})", ids.join(", ")));
        }
        for Term { negated, test } in &selection.filter.terms {
            let condition = conditions.test(test);
            // What is NULL is unknown: then neither a condition holds nor is its opposite missed.
            conditions.all.push(format!("({condition}) IS {} TRUE", if *negated { "NOT" } else { "" }));
        }
        conditions
    }

    /// Started at `from` or later, and before `to`. Ids begin with their time, so the table is its own index for it.
    pub(crate) fn between(&mut self, from: Option<i64>, to: Option<i64>) {
        if let Some(from) = from {
            let (id, from) = (self.bind_id(&RequestId::first_of(from.saturating_sub(SLACK_MS))), self.bind(from));
            self.all.push(format!("id >= {id} AND started_at >= {from}"));
        }
        if let Some(to) = to {
            let (id, to) = (self.bind_id(&RequestId::first_of(to.saturating_add(SLACK_MS))), self.bind(to));
            self.all.push(format!("id < {id} AND started_at < {to}"));
        }
    }

    pub(crate) fn sql(&self) -> String {
        self.all.join(" AND ")
    }

    pub(crate) fn values(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(|value| value as &dyn ToSql).collect()
    }

    fn test(&mut self, test: &Test) -> String {
        match test {
            Test::Status(Status::Ok) => format!("NOT {FAILED}"),
            Test::Status(Status::Error) => FAILED.to_owned(),
            // What is under way is not in the log.
            Test::Status(Status::Running) => "FALSE".to_owned(),
            Test::Status(Status::Between(least, most)) => {
                format!("status BETWEEN {} AND {}", self.bind(i64::from(*least)), self.bind(i64::from(*most)))
            }
            Test::Model(pattern) => self.like(pattern, &["model", "model_used"]),
            Test::Provider(pattern) => self.like(pattern, &["provider"]),
            Test::Key(pattern) => format!("{} OR {}", self.like(pattern, &["key"]), self.key_named(pattern)),
            Test::Endpoint(endpoint) => format!("endpoint = {}", self.bind(endpoint.as_str().to_owned())),
            Test::Client(pattern) => self.like(pattern, &["user_agent"]),
            Test::Finish(pattern) => self.like(pattern, &["finish_reason"]),
            Test::Error(pattern) => self.like(pattern, &ERROR_TEXTS),
            Test::Body(pattern) => {
                let like = self.like(pattern, &["CAST(sent AS TEXT)", "CAST(received AS TEXT)"]);
                format!("id IN (SELECT request FROM kept.bodies WHERE {like})")
            }
            Test::Number(quantity, comparison, value) => {
                format!("{} {} {}", quantity_column(*quantity), comparison.as_str(), self.bind(*value))
            }
            Test::Is(property) => property_condition(*property).to_owned(),
            Test::Text(pattern, ids) => {
                let columns: Vec<_> = ["model", "model_used", "provider", "user_agent"].into_iter().chain(ERROR_TEXTS).collect();
                let mut any = vec![self.like(pattern, &columns), self.key_named(pattern), self.key_without_name(pattern)];
                any.push(format!("id IN (SELECT request FROM marks WHERE {})", self.like(pattern, &["note"])));
                if let Some((first, last)) = ids {
                    any.push(format!("id BETWEEN {} AND {}", self.bind_id(first), self.bind_id(last)));
                }
                any.join(" OR ")
            }
        }
    }

    fn key_named(&mut self, pattern: &Pattern) -> String {
        format!("key IN (SELECT id FROM keys WHERE {})", self.like(pattern, &["name"]))
    }

    /// Deleted keys, and the window's own, are known by their ids. The comparison comes first: it is rarely true.
    fn key_without_name(&mut self, pattern: &Pattern) -> String {
        format!("{} AND key NOT IN (SELECT id FROM keys)", self.like(pattern, &["key"]))
    }

    fn like(&mut self, pattern: &Pattern, columns: &[&str]) -> String {
        let like = self.bind(like(pattern));
        columns.iter().map(|column| format!("{column} LIKE {like} ESCAPE '\\'")).collect::<Vec<_>>().join(" OR ")
    }

    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    fn bind_id(&mut self, id: &RequestId) -> String {
        self.bind(id.0.as_bytes().to_vec())
    }
}

const ERROR_TEXTS: [&str; 2] = ["error ->> 'message'", "error ->> 'code'"];

fn quantity_column(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Credits => "credits_used",
        Quantity::FirstToken => "first_token_ms",
        Quantity::Duration => "duration_ms",
        Quantity::Tokens => "input + output",
        Quantity::Input => "input",
        Quantity::Output => "output",
        Quantity::Attempts => "attempts",
        Quantity::Depth => "fallback_depth",
    }
}

fn property_condition(property: Property) -> &'static str {
    match property {
        Property::Fallback => "fallback_depth > 0",
        Property::Stream => "stream",
        Property::Pinned => "id IN (SELECT request FROM marks WHERE pinned)",
        Property::Noted => "id IN (SELECT request FROM marks WHERE note IS NOT NULL)",
        Property::Unpriced => "credits_used IS NULL",
        Property::Cached => "cached_input > 0",
        Property::Estimated => "usage_source = 'estimated'",
        Property::Captured => "captured",
    }
}

fn like(pattern: &Pattern) -> String {
    let escaped = |piece: &str| piece.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    pattern.pieces().map(escaped).collect::<Vec<_>>().join("%")
}

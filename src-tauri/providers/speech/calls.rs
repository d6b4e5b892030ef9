//! Calls of tools. Providers number them from zero, from one, all alike or not at all, repeat their ids and names or
//! leave them out, and write arguments as text, as objects, or not. Clients expect OpenAI's one way: dense numbers,
//! id and name once, then arguments as text.

use std::borrow::Cow;

use turnpike_wire::openai::{
    choice::{Function, ToolCall},
    object::{Other, Raw},
};

use super::{Form, ids, joined, quoted};

const FUNCTION: &str = "\"function\"";

/// The calls of one answer as they grow.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    calls: Vec<Call>,
    seed: String,
    choice: usize,
}

#[derive(Clone, Debug)]
struct Call {
    /// The provider's number for it.
    number: Option<u64>,
    /// JSON; the provider's, or ours if it gave none.
    id: String,
    id_is_ours: bool,
    /// JSON; empty until the provider says it.
    name: String,
    /// The client knows id and name.
    started: bool,
    /// Arguments that came before the name, as JSON.
    early: String,
    has_arguments: bool,
    /// They came as an object, which is all of them.
    as_object: bool,
    function: bool,
}

/// What is new in one call. All texts are JSON.
#[derive(Debug)]
pub(crate) struct CallPart<'a> {
    pub(crate) place: usize,
    pub(crate) start: Option<Start>,
    pub(crate) kind: &'a str,
    pub(crate) arguments: Option<Cow<'a, str>>,
    pub(crate) rest: Vec<Other<'a>>,
}

/// Who is called.
#[derive(Debug)]
pub(crate) struct Start {
    pub(crate) id: String,
    pub(crate) name: String,
}

impl CallPart<'_> {
    /// Is it of a function, or of something else that is passed on as it is?
    pub(crate) fn is_function(&self) -> bool {
        self.kind == FUNCTION
    }
}

impl Calls {
    pub(super) fn new(seed: &str, choice: usize) -> Self {
        Self { calls: Vec::new(), seed: seed.to_owned(), choice }
    }

    /// Was any made?
    pub(crate) fn any(&self) -> bool {
        !self.calls.is_empty()
    }

    /// Takes in the `tool_calls` of a piece, and tells whether they had to be changed. `None`: there are none in it.
    pub(super) fn take<'a>(&mut self, json: &'a str, form: Form) -> Option<(Vec<CallPart<'a>>, bool)> {
        let calls: Vec<ToolCall<'a>> = serde_json::from_str(json).ok()?;
        if calls.is_empty() {
            return None;
        }
        let mut changed = false;
        let mut touched = Vec::new();
        let mut parts = Vec::with_capacity(calls.len());
        for call in calls {
            match self.take_one(call, form, &mut touched, &mut changed) {
                Some(part) => parts.push(part),
                None => changed = true,
            }
        }
        Some((parts, changed))
    }

    fn take_one<'a>(
        &mut self,
        call: ToolCall<'a>,
        form: Form,
        touched: &mut Vec<usize>,
        changed: &mut bool,
    ) -> Option<CallPart<'a>> {
        let function: Function<'a> = call.function.given().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        let mut arguments = Arguments::of(function.arguments.map(|raw| raw.get()));
        let (id, name) = (call.id.text(), function.name.text());
        let says_nothing = id.is_none() && name.is_none() && arguments.text().is_none() && call.rest.is_empty();
        let place = self.place(call.index.number(), id, name, says_nothing, touched)?;
        touched.push(place);
        let state = &mut self.calls[place];
        if state.name.is_empty() {
            state.name.push_str(name.unwrap_or_default());
        }
        let kind = call.kind.text().unwrap_or(FUNCTION);
        state.function &= kind == FUNCTION;
        if !state.has_arguments && matches!(arguments, Arguments::Text("\"null\"")) {
            arguments = Arguments::Null;
        }

        let mut text = match arguments {
            Arguments::Object(_) if state.has_arguments => None,
            _ if state.as_object => None,
            _ => arguments.text(),
        };
        state.as_object |= matches!(arguments, Arguments::Object(_));
        state.has_arguments |= text.is_some();
        *changed |= matches!(arguments, Arguments::Object(_) | Arguments::Null) || text.is_none() && arguments.text().is_some();

        let start = if state.started {
            // OpenAI's clients join what is repeated.
            *changed |= id.is_some() || call.id.given().is_some() || name.is_some() || function.name.given().is_some();
            None
        } else if state.name.is_empty() && state.function && form == Form::Delta {
            if let Some(early) = text.take() {
                state.early = joined(if state.early.is_empty() { "\"\"" } else { &state.early }, &early);
            }
            return None;
        } else {
            let early = std::mem::take(&mut state.early);
            if !early.is_empty() {
                text = Some(Cow::Owned(joined(&early, text.as_deref().unwrap_or("\"\""))));
                *changed = true;
            }
            *changed |= state.id_is_ours || call.kind.is_none() || state.function && function.arguments.is_none();
            // Only now: another place may not be told apart from an empty text.
            *changed |= form == Form::Message && text.is_none() && state.function;
            state.started = true;
            *changed |= state.name.is_empty() && state.function;
            Some(Start { id: state.id.clone(), name: name_or_empty(&state.name) })
        };
        let numbered = call.index.is_some_and(|raw| raw.get() == place.to_string());
        *changed |= form == Form::Delta && !numbered;
        if start.is_none() && text.is_none() && call.rest.is_empty() {
            return None;
        }
        Some(CallPart { place, start, kind: if state.function { FUNCTION } else { kind }, arguments: text, rest: call.rest })
    }

    /// Which call a piece belongs to; a new one if to none. `None`: it says nothing and belongs nowhere.
    fn place(
        &mut self,
        number: Option<u64>,
        id: Option<&str>,
        name: Option<&str>,
        says_nothing: bool,
        touched: &[usize],
    ) -> Option<usize> {
        let known = id.and_then(|id| self.calls.iter().position(|call| call.id == id));
        let numbered = || {
            let unnumbered = || {
                number
                    .and_then(|number| usize::try_from(number).ok())
                    .filter(|place| self.calls.get(*place).is_some_and(|call| call.number.is_none()))
            };
            self.calls.iter().rposition(|call| call.number == number).or_else(unnumbered)
        };
        let candidate = known.or_else(|| match number {
            Some(_) => numbered(),
            // Without a number a name begins a call; what has neither goes on with the last.
            None if id.is_none() && name.is_none() => self.calls.len().checked_sub(1),
            None => None,
        });
        if let Some(place) = candidate {
            let call = &self.calls[place];
            let other_id = id.is_some_and(|id| id != call.id && !call.id_is_ours);
            let other_name = name.is_some_and(|name| !call.name.is_empty() && name != call.name);
            // Providers that give every call the number 0 are told by a new id, a new name, or a second call in one piece.
            let second = name.is_some() && touched.contains(&place);
            if known.is_some() || !(other_id || id.is_none() && (other_name || second) || call.id_is_ours && other_name) {
                return Some(place);
            }
        }
        if says_nothing {
            return None;
        }
        let place = self.calls.len();
        self.calls.push(Call {
            number,
            id: id.map_or_else(|| quoted(&ids::call_id(&self.seed, self.choice, place)), str::to_owned),
            id_is_ours: id.is_none(),
            name: String::new(),
            started: false,
            early: String::new(),
            has_arguments: false,
            as_object: false,
            function: true,
        });
        Some(place)
    }

    /// What is owed at the end: names that never came, and an empty object for a call without arguments. One that
    /// was cut off stays as it is: completing it would make it look whole.
    pub(super) fn close(&mut self, truncated: bool) -> Vec<CallPart<'static>> {
        let mut owed = Vec::new();
        for (place, call) in self.calls.iter_mut().enumerate() {
            let start = (!call.started).then(|| Start { id: call.id.clone(), name: name_or_empty(&call.name) });
            let early = std::mem::take(&mut call.early);
            let arguments = if !early.is_empty() {
                Some(Cow::Owned(early))
            } else {
                (!call.has_arguments && call.function && !truncated).then_some(Cow::Borrowed("\"{}\""))
            };
            call.started = true;
            call.has_arguments |= arguments.is_some();
            if start.is_some() || arguments.is_some() {
                owed.push(CallPart { place, start, kind: FUNCTION, arguments, rest: Vec::new() });
            }
        }
        owed
    }
}

fn name_or_empty(name: &str) -> String {
    if name.is_empty() { "\"\"".to_owned() } else { name.to_owned() }
}

/// How arguments were written.
#[derive(Clone, Copy)]
enum Arguments<'a> {
    Absent,
    /// As nothing.
    Null,
    Text(&'a str),
    Object(&'a str),
}

impl<'a> Arguments<'a> {
    fn of(json: Option<&'a str>) -> Self {
        match json {
            None | Some("\"\"") => Self::Absent,
            Some("null") => Self::Null,
            Some(json) if json.starts_with('"') => Self::Text(json),
            Some(json) => Self::Object(json),
        }
    }

    /// As a JSON string that holds them.
    fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Text(json) => Some(Cow::Borrowed(json)),
            Self::Object(json) => Some(Cow::Owned(quoted(json))),
        }
    }
}

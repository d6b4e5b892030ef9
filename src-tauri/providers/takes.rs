//! What a vendor takes of a chat request, as data: those who copy OpenAI's API do not copy all of it.

/// Where a vendor differs from OpenAI's API in what it takes.
#[derive(Clone, Copy, Debug)]
pub struct Takes {
    /// Fields of a request.
    pub fields: Known,
    /// Fields of a message, where all others are refused.
    pub message_fields: Option<&'static [&'static str]>,
    /// Models that take less than the others; the first that fits counts.
    pub models: &'static [Models],
    /// What may be said about which tool has to be called.
    pub tool_choice: ToolChoice,
    /// A tool may be `strict`.
    pub strict_tools: bool,
    /// Which forms an answer may have to have.
    pub formats: Formats,
    /// The most stop sequences.
    pub stops: usize,
    /// How ids of tool calls have to be.
    pub call_ids: CallIds,
    /// How messages have to follow each other.
    pub turns: Turns,
    /// Each call has to have its result right behind it, and each result its call.
    pub pairs_results: bool,
    /// Results of tools may hold images.
    pub result_images: bool,
    /// Messages, and texts in them, may be empty.
    pub empty_texts: bool,
    /// What a model thought before it called a tool has to come back with the call.
    pub wants_thoughts: bool,
}

/// Which fields are known. The others are refused, or taken and not acted on.
#[derive(Clone, Copy, Debug)]
pub enum Known {
    /// Whatever there is.
    All,
    /// All but these.
    AllBut(&'static [&'static str]),
    /// No others.
    Only(&'static [&'static str]),
}

/// Models by their names, and what they do not take.
#[derive(Clone, Copy, Debug)]
pub struct Models {
    /// How their names begin.
    pub named: &'static [&'static str],
    /// What their names do not hold.
    pub except: &'static [&'static str],
    /// Fields that they do not take.
    pub lack: &'static [&'static str],
    /// They do take them when they are told not to think.
    pub unless_thoughtless: bool,
    /// The role in which they are instructed, if it is not the usual one.
    pub instructed_as: Option<&'static str>,
}

/// What may be said about which tool has to be called. That the model may choose is understood everywhere.
#[derive(Clone, Copy, Debug)]
pub struct ToolChoice {
    /// None may be called.
    pub none: bool,
    /// The word for: one has to be called.
    pub required: Option<&'static str>,
    /// This one has to be called.
    pub named: bool,
    /// One of these may or has to be called.
    pub allowed: bool,
}

/// Which forms an answer may have to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formats {
    /// JSON of any kind, and JSON that follows a schema.
    All,
    /// JSON of any kind.
    Json,
    /// JSON that follows a schema.
    Schema,
}

/// How ids of tool calls have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallIds {
    /// In any way.
    Any,
    /// This many letters and digits.
    Letters(usize),
    /// No longer than this.
    AtMost(usize),
}

/// How messages have to follow each other.
#[derive(Clone, Copy, Debug)]
pub struct Turns {
    /// Instructions stand before everything else, in one message.
    pub system_first: bool,
    /// The user speaks first.
    pub user_first: bool,
    /// Nobody speaks twice in a row.
    pub alternate: bool,
    /// The assistant speaks between the results of tools and the user.
    pub results_answered: bool,
    /// What becomes of an answer that was begun for the model, which is the last message then.
    pub begun: Begun,
}

/// What becomes of an answer that was begun for the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is taken.
    Taken,
    /// It is taken if it is marked as a prefix.
    Marked,
    /// It is refused.
    Refused,
}

impl Takes {
    /// As OpenAI's API, or without looking.
    pub const ALL: Self = Self {
        fields: Known::All,
        message_fields: None,
        models: &[],
        tool_choice: ToolChoice::ANY,
        strict_tools: true,
        formats: Formats::All,
        stops: 4,
        call_ids: CallIds::Any,
        turns: Turns::ANY,
        pairs_results: false,
        result_images: true,
        empty_texts: true,
        wants_thoughts: false,
    };

    /// What is special about a model.
    pub(crate) fn model(&self, upstream: &str) -> Option<&'static Models> {
        if self.models.is_empty() {
            return None;
        }
        let name = upstream.rsplit('/').next().unwrap_or(upstream).to_ascii_lowercase();
        let name = name.strip_prefix("ft:").unwrap_or(&name);
        let fits = |models: &&Models| {
            models.named.iter().any(|start| name.starts_with(start)) && !models.except.iter().any(|part| name.contains(part))
        };
        self.models.iter().find(fits)
    }
}

impl Known {
    /// Is this field taken?
    pub(crate) fn holds(self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::AllBut(others) => !others.contains(&name),
            Self::Only(names) => names.contains(&name),
        }
    }
}

impl Models {
    /// Those that take everything: the base of an entry.
    pub const ANY: Self = Self { named: &[], except: &[], lack: &[], unless_thoughtless: false, instructed_as: None };
}

impl ToolChoice {
    /// Everything but what only OpenAI knows.
    pub const ANY: Self = Self { none: true, required: Some("required"), named: true, allowed: false };
    /// Words, and no tools by their names.
    pub const WORDS: Self = Self { named: false, ..Self::ANY };
    /// Nothing but that the model may choose.
    pub const AUTO: Self = Self { none: false, required: None, named: false, allowed: false };
}

impl Turns {
    /// In any order.
    pub const ANY: Self =
        Self { system_first: false, user_first: false, alternate: false, results_answered: false, begun: Begun::Taken };

    /// Does nobody have to look at them?
    pub(crate) fn are_free(&self) -> bool {
        let Self { system_first, user_first, alternate, results_answered, begun } = *self;
        !(system_first || user_first || alternate || results_answered) && begun == Begun::Taken
    }
}

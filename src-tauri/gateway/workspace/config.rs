//! `turnpike.toml`: its words, and reading it. The file is a way in and out; the store is the truth.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use toml::Spanned;
use turnpike_domain::{
    budget::Budget,
    credits::Credits,
    key::Preset,
    price::{Rate, Rates},
    request::{Capture, Endpoint},
    route::{Capability, Kind},
};

use super::live::PerIp;

/// The whole file.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) server: Option<Server>,
    pub(crate) providers: Vec<Spanned<Provider>>,
    pub(crate) models: Vec<Spanned<Model>>,
    pub(crate) keys: Vec<Spanned<Key>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Server {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) requests_per_ip: Option<PerIp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) plan: Option<String>,
    /// Web origins that may call /v1 from a browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cors_origins: Option<Vec<String>>,
    /// Names other than loopback's by which clients may reach /v1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hosts: Option<Vec<String>>,
    /// Which bodies are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) capture: Option<Capture>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Provider {
    pub(crate) id: String,
    pub(crate) vendor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) base_url: Option<String>,
    /// Read, never written.
    #[serde(skip_serializing)]
    pub(crate) api_key: Option<secrecy::SecretString>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Model {
    pub(crate) id: String,
    pub(crate) provider: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) upstream: Option<String>,
    #[serde(default = "chat")]
    pub(crate) kind: Kind,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) fallbacks: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) capabilities: Option<Vec<Capability>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) price: Option<Price>,
}

fn chat() -> Kind {
    Kind::Chat
}

/// US dollars: per million tokens, or per what the name says.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Price {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) input: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cached_input: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cache_write: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) output: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) per_request: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) per_image: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) per_second: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) per_minute: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) per_million_characters: Option<f64>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Key {
    pub(crate) name: String,
    /// Read, never written.
    #[serde(skip_serializing)]
    pub(crate) secret: Option<secrecy::SecretString>,
    #[serde(default = "custom")]
    pub(crate) preset: Preset,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) requests_per_minute: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) models: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) endpoints: Option<Vec<Endpoint>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) budget: Option<Budget>,
}

fn custom() -> Preset {
    Preset::Custom
}

/// What is wrong with a file, and where.
#[derive(Debug)]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// Counted from one; `None` when it is about the whole file.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub reason: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path.display(), self.reason),
            None => write!(f, "{}: {}", self.path.display(), self.reason),
        }
    }
}

impl std::error::Error for ConfigError {}

/// A file with its text at hand, so that whatever is wrong can be said with its line.
pub(crate) struct Reading<'a> {
    path: &'a Path,
    text: String,
}

impl<'a> Reading<'a> {
    /// Reads the file.
    pub(crate) fn open(path: &'a Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|error| ConfigError {
            path: path.to_owned(),
            line: None,
            reason: format!("can not be read: {error}"),
        })?;
        Ok(Self { path, text })
    }

    /// What it says, as far as its form goes.
    pub(crate) fn parse(&self) -> Result<Config, ConfigError> {
        toml::from_str(&self.text).map_err(|error| {
            let reason = error.message().lines().next().unwrap_or_default().to_owned();
            self.wrong(error.span().map(|span| span.start), reason)
        })
    }

    /// The error for what stands at this byte.
    pub(crate) fn wrong(&self, at: Option<usize>, reason: String) -> ConfigError {
        let line = at.map(|at| 1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count());
        ConfigError { path: self.path.to_owned(), line, reason }
    }
}

impl Price {
    /// As exact rates; the name of the first figure that is none.
    pub(crate) fn rates(&self) -> Result<Rates, &'static str> {
        let rate = |name, dollars: Option<f64>| dollars.map(|dollars| Rate::per_million(dollars).ok_or(name)).transpose();
        let each = |name, dollars: Option<f64>| dollars.map(|dollars| Credits::from_dollars(dollars).ok_or(name)).transpose();
        Ok(Rates {
            input: rate("input", self.input)?,
            cached_input: rate("cached_input", self.cached_input)?,
            cache_write: rate("cache_write", self.cache_write)?,
            output: rate("output", self.output)?,
            per_request: each("per_request", self.per_request)?,
            per_image: each("per_image", self.per_image)?,
            per_second: each("per_second", self.per_second)?,
            per_minute: each("per_minute", self.per_minute)?,
            per_million_characters: each("per_million_characters", self.per_million_characters)?,
            ..Rates::default()
        })
    }

    /// From exact rates.
    pub(crate) fn of(rates: &Rates) -> Self {
        let rate = |rate: Option<Rate>| rate.map(Rate::dollars_per_million);
        let each = |credits: Option<Credits>| {
            credits.map(|credits| credits.micros() as f64 / turnpike_domain::credits::MICROCREDITS_PER_DOLLAR as f64)
        };
        Self {
            input: rate(rates.input),
            cached_input: rate(rates.cached_input),
            cache_write: rate(rates.cache_write),
            output: rate(rates.output),
            per_request: each(rates.per_request),
            per_image: each(rates.per_image),
            per_second: each(rates.per_second),
            per_minute: each(rates.per_minute),
            per_million_characters: each(rates.per_million_characters),
        }
    }
}

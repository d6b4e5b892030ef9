//! Pieces of `turnpike.toml` that tests put together.

/// The secret of the key that [`key`] makes.
pub(crate) const SECRET: &str = "tp-test-0123456789abcdef0123456789abcdef";

/// The secret of a second key.
pub(crate) const OTHER_SECRET: &str = "tp-other-fedcba9876543210fedcba9876543210";

/// US$100 a million prompt tokens and US$200 a million made: ten and five of them cost 0.1 + 0.1 credits.
pub(crate) const PRICE: &str = "price = { input = 100.0, output = 200.0 }";

/// More than any test spends: what a key spends is added up for keys that have a budget.
pub(crate) const AMPLE: &str = "budget = { credits = 1000000, period = \"total\" }";

/// A provider that speaks OpenAI's format at `base_url`.
pub(crate) fn provider(id: &str, base_url: &str) -> String {
    format!(
        "[[providers]]\nid = \"{id}\"\nvendor = \"openai-compatible\"\nbase_url = \"{base_url}\"\napi_key = \"sk-upstream-{id}\"\n\n"
    )
}

/// A chat model; `fields` are further lines.
pub(crate) fn chat_model(id: &str, provider: &str, fields: &str) -> String {
    format!("[[models]]\nid = \"{id}\"\nprovider = \"{provider}\"\nupstream = \"{id}-upstream\"\nkind = \"chat\"\n{fields}\n\n")
}

/// An embedding model; `fields` are further lines.
pub(crate) fn embedding_model(id: &str, provider: &str, fields: &str) -> String {
    format!("[[models]]\nid = \"{id}\"\nprovider = \"{provider}\"\nkind = \"embedding\"\n{fields}\n\n")
}

/// The key `ci`; `fields` are further lines.
pub(crate) fn key(fields: &str) -> String {
    named_key("ci", SECRET, fields)
}

/// A key of that name and secret, without a limit of its own; `fields` are further lines.
pub(crate) fn named_key(name: &str, secret: &str, fields: &str) -> String {
    format!("[[keys]]\nname = \"{name}\"\nsecret = \"{secret}\"\npreset = \"custom\"\n{fields}\n\n")
}

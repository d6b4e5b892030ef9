//! How those who serve other companies' models name the makers: `google/gemini-2.5-pro`.

/// The maker in such a name, and the vendor that it is.
pub(crate) const MAKERS: [(&str, &str); 9] = [
    ("openai", "openai"),
    ("anthropic", "anthropic"),
    ("google", "gemini"),
    ("mistralai", "mistral"),
    ("deepseek", "deepseek"),
    ("x-ai", "xai"),
    ("moonshotai", "moonshot"),
    ("z-ai", "zai"),
    ("cohere", "cohere"),
];

//! Where calls to providers go.

use std::{collections::HashMap, sync::Arc};

use arc_swap::ArcSwap;
use turnpike_domain::failure::{Failure, FailureKind};

/// Where a call goes.
pub(super) struct Place {
    pub(super) url: url::Url,
    /// It is the provider's own origin: its credential may go there too.
    pub(super) ours: bool,
}

/// Addresses that were asked for before. Parsing them costs more than looking them up.
#[derive(Default)]
pub(super) struct Addresses(ArcSwap<HashMap<String, url::Url>>);

/// More of them than there are models and providers; every job has some of its own, and is asked for no more one day.
const MOST_REMEMBERED: usize = 256;

impl Addresses {
    /// Where a path leads, or a whole address that the provider named.
    pub(super) fn place(&self, base_url: &str, path: &str) -> Result<Place, Failure> {
        if path.starts_with('/') {
            return Ok(Place { url: self.address(base_url, path)?, ours: true });
        }
        let wrong = |_| Failure::new(FailureKind::BadReply, "the provider named an address that is none");
        let url: url::Url = path.parse().map_err(wrong)?;
        Ok(Place { ours: url.origin() == self.address(base_url, "")?.origin(), url })
    }

    /// Where a path leads.
    pub(super) fn address(&self, base_url: &str, path: &str) -> Result<url::Url, Failure> {
        let text = joined(base_url, path);
        let known = self.0.load();
        if let Some(url) = known.get(&text) {
            return Ok(url.clone());
        }
        let wrong = |_| Failure::new(FailureKind::Connect, "the provider's base URL is not a web address");
        let url: url::Url = text.parse().map_err(wrong)?;
        let mut more = if known.len() < MOST_REMEMBERED { HashMap::clone(&known) } else { HashMap::new() };
        more.insert(text, url.clone());
        self.0.store(Arc::new(more));
        Ok(url)
    }
}

/// A base address and a path. Users give some bases with a version, and some without: then the path's counts.
fn joined(base_url: &str, path: &str) -> String {
    let is_version = |segment: &str| segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let versioned = base_url.rsplit('/').next().is_some_and(is_version);
    let behind = path.strip_prefix('/').and_then(|path| path.split_once('/')).filter(|(first, _)| versioned && is_version(first));
    behind.map_or_else(|| format!("{base_url}{path}"), |(_, rest)| format!("{base_url}/{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_in_the_address_once() {
        for (base_url, path, address) in [
            ("http://x/v1", "/chat/completions", "http://x/v1/chat/completions"),
            ("http://x/v1", "/models", "http://x/v1/models"),
            ("http://x", "/v1/messages", "http://x/v1/messages"),
            ("http://x/v1", "/v1/messages", "http://x/v1/messages"),
            ("http://x/api/v1", "/v1/models?limit=9", "http://x/api/v1/models?limit=9"),
            ("http://x/v1alpha", "/v1beta/models/a:b?c=d", "http://x/v1alpha/models/a:b?c=d"),
            ("http://x/vendor", "/v1/messages", "http://x/vendor/v1/messages"),
        ] {
            assert_eq!(joined(base_url, path), address);
        }
    }

    #[test]
    fn no_more_is_remembered_than_is_bounded_however_many_jobs_are_looked_at() {
        let addresses = Addresses::default();
        for job in 0..1_000 {
            let url = addresses.address("http://x/v1", &format!("/videos/{job}")).unwrap();
            assert_eq!(url.path(), format!("/v1/videos/{job}"));
            assert!(addresses.0.load().len() <= MOST_REMEMBERED);
        }
    }

    #[test]
    fn another_version_stands_beside_the_one_of_the_base_address() {
        for base_url in ["https://api.example.com/v1", "https://api.example.com"] {
            let place = Addresses::default().place(base_url, "/../v2/query/1").unwrap();
            assert_eq!((place.url.as_str(), place.ours), ("https://api.example.com/v2/query/1", true), "{base_url}");
        }
    }

    #[test]
    fn quirk_40_a_credential_goes_to_its_provider_alone() {
        let addresses = Addresses::default();
        for (named, ours) in [
            ("/v1/predictions", true),
            ("https://api.example.com/v1/predictions/1", true),
            ("https://API.example.com:443/other", true),
            ("http://api.example.com/v1", false),
            ("https://api.example.com:8443/v1", false),
            ("https://cdn.example.com/out.png", false),
            ("https://api.example.com.evil.test/v1", false),
            ("https://api.example.com@evil.test/v1", false),
        ] {
            assert_eq!(addresses.place("https://api.example.com/v1", named).unwrap().ours, ours, "{named}");
        }
        assert!(addresses.place("https://api.example.com/v1", "no address").is_err());
    }
}

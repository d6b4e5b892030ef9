//! Which names and pages may reach a listener. A web page of a stranger can make a browser send requests to
//! 127.0.0.1: by its own name that it points here (DNS rebinding shows in Host), or directly (Origin names the
//! page). Both are compared whole, never by their beginning.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, Uri, header, uri::Authority};

use super::error::ApiError;

/// What a listener lets through.
pub(crate) struct Guard {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// The most bytes of headers.
    pub(crate) most_header_bytes: usize,
}

impl Guard {
    /// Lets a request through, or says why not.
    pub(crate) fn check(&self, uri: &Uri, headers: &HeaderMap, hosts: &[String], origins: &[String]) -> Result<(), ApiError> {
        let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        if size > self.most_header_bytes {
            return Err(ApiError::headers_too_large(self.most_header_bytes));
        }
        let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
        let host = host.or_else(|| uri.authority().map(Authority::as_str)).unwrap_or_default();
        if !self.knows(host, hosts) {
            let message = format!(
                "This server does not answer to the name '{}'. Use its address, or add the name in Turnpike's settings.",
                host.chars().take(128).collect::<String>()
            );
            return Err(ApiError::not_allowed("host_not_allowed", message));
        }
        let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
        let origin = origin.to_str().unwrap_or_default();
        if origin_allowed(origin, origins) || self.is_own(origin, host) {
            return Ok(());
        }
        let message = format!(
            "Pages of '{}' may not use this server. Allow the origin in Turnpike's settings.",
            origin.chars().take(128).collect::<String>()
        );
        Err(ApiError::not_allowed("origin_not_allowed", message))
    }

    /// Loopback's names, the address itself when it is open to the network, and what the user added.
    fn knows(&self, host: &str, hosts: &[String]) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        if authority.as_str().contains('@') {
            return false;
        }
        let name = authority.host().trim_start_matches('[').trim_end_matches(']');
        if hosts.iter().any(|known| known.eq_ignore_ascii_case(name) || known.eq_ignore_ascii_case(host)) {
            return true;
        }
        match name.parse::<IpAddr>() {
            Ok(address) => address.is_loopback() || !self.address.ip().is_loopback(),
            Err(_) => name.eq_ignore_ascii_case("localhost"),
        }
    }

    /// A page that this listener itself served.
    fn is_own(&self, origin: &str, host: &str) -> bool {
        let port = self.address.port();
        origin
            .strip_prefix("http://")
            .is_some_and(|own| own == host && own.parse::<Authority>().is_ok_and(|own| own.port_u16().unwrap_or(80) == port))
    }
}

/// Exactly one of the allowed origins?
pub(crate) fn origin_allowed(origin: &str, origins: &[String]) -> bool {
    origins.iter().any(|allowed| allowed == origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(host: &str, origin: Option<&str>) -> bool {
        let guard = Guard { address: "127.0.0.1:4180".parse().unwrap(), most_header_bytes: 1_000 };
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        origin.map(|origin| headers.insert(header::ORIGIN, origin.parse().unwrap()));
        guard
            .check(&Uri::from_static("/v1/models"), &headers, &["box.lan".to_owned()], &["https://app.example".to_owned()])
            .is_ok()
    }

    #[test]
    fn only_loopback_s_own_names_and_those_the_user_added_are_answered() {
        for host in ["127.0.0.1:4180", "localhost:4180", "LOCALHOST", "[::1]:4180", "127.0.0.2", "box.lan:4180"] {
            assert!(check(host, None), "{host}");
        }
        for host in
            ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:4180", "192.168.0.7:4180", "x@localhost", ""]
        {
            assert!(!check(host, None), "{host}");
        }
    }

    #[test]
    fn only_pages_of_ours_and_those_the_user_allowed_get_in() {
        for (origin, allowed) in [
            ("https://app.example", true),
            ("http://127.0.0.1:4180", true),
            ("https://app.example.evil.example", false),
            ("http://app.example", false),
            ("null", false),
            ("http://127.0.0.1:9999", false),
        ] {
            assert_eq!(check("127.0.0.1:4180", Some(origin)), allowed, "{origin}");
        }
    }
}

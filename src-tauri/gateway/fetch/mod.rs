//! Files on the web that a client points to. Owns what may be reached: only the public web, whatever a name or a redirect
//! says, within bounds of size and time; and says of the rest no more than that.

mod address;
mod media;
mod web;

use std::{sync::OnceLock, time::Duration};

use reqwest::{Client, Response, Url, header, redirect::Policy};

pub use self::web::Web;

/// Fetches files, with nothing of ours or of the client's in the request.
pub(crate) struct Fetcher {
    web: Web,
    /// Made when it is first needed: most gateways never fetch anything.
    client: OnceLock<Option<Client>>,
}

/// How much of it, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Of one file.
    pub(crate) bytes: usize,
    /// For all of it, redirects included.
    pub(crate) patience: Duration,
}

/// A file.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) bytes: Vec<u8>,
    /// By its own first bytes.
    pub(crate) media_type: &'static str,
}

/// Why there is no file, in words that continue "the address".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FetchError {
    /// It would not be fetched wherever it led.
    #[error("has to be an https URL, without a user and without a port of its own")]
    Url,
    /// It leads inside, or nowhere.
    #[error("does not lead to a public web server")]
    NotPublic,
    /// A public server does not answer, or not to the end.
    #[error("leads to a server that can not be reached")]
    Unreachable,
    /// A public server refuses.
    #[error("leads to a server that answers {0}")]
    Status(u16),
    /// Round and round.
    #[error("redirects more than {MOST_REDIRECTS} times")]
    Redirects,
    /// More than the limit.
    #[error("leads to a file of more than {0} bytes")]
    TooLarge(usize),
    /// Longer than the limit.
    #[error("does not give the file within {} s", .0.as_secs_f32())]
    TooSlow(Duration),
    /// By its bytes or by what its server says of it.
    #[error("leads to something else than a PNG, JPEG, GIF or WebP image or a PDF")]
    Media,
}

const MOST_REDIRECTS: usize = 3;

impl Fetcher {
    pub(crate) fn new(web: Web) -> Self {
        Self { web, client: OnceLock::new() }
    }

    /// The file at an address.
    pub(crate) async fn get(&self, url: &str, limits: Limits) -> Result<Fetched, FetchError> {
        let fetching = async { read(self.follow(url).await?, limits.bytes).await };
        tokio::time::timeout(limits.patience, fetching).await.unwrap_or(Err(FetchError::TooSlow(limits.patience)))
    }

    /// What is at an address, to be read by whoever asks: as much of it, and for as long, as he likes.
    pub(crate) async fn open(&self, url: &str) -> Result<Response, FetchError> {
        self.follow(url).await
    }

    /// Goes where redirects lead, each checked as if the client had asked for it.
    async fn follow(&self, url: &str) -> Result<Response, FetchError> {
        let client = self.client.get_or_init(|| client(&self.web).ok()).as_ref().ok_or(FetchError::Unreachable)?;
        let mut url: Url = url.parse().map_err(|_| FetchError::Url)?;
        for _ in 0..=MOST_REDIRECTS {
            check(&url)?;
            let response = client.get(self.dialled(&url)).send().await.map_err(|error| unreached(&error))?;
            let status = response.status();
            let location = response.headers().get(header::LOCATION).filter(|_| status.is_redirection());
            match location.and_then(|location| location.to_str().ok()) {
                Some(location) => url = url.join(location).map_err(|_| FetchError::Url)?,
                None if status.is_success() => return Ok(response),
                None => return Err(FetchError::Status(status.as_u16())),
            }
        }
        Err(FetchError::Redirects)
    }

    fn dialled(&self, url: &Url) -> Url {
        let mut url = url.clone();
        if !self.web.has_tls() {
            let _ = url.set_scheme("http");
        }
        url
    }
}

fn client(web: &Web) -> reqwest::Result<Client> {
    Client::builder()
        // A proxy would look names up by itself, and reach for us what we do not.
        .no_proxy()
        .https_only(web.has_tls())
        .redirect(Policy::none())
        .dns_resolver(web.clone())
        // The next fetch looks up and checks anew.
        .pool_max_idle_per_host(0)
        // A small file must not become a large one on the way.
        .no_gzip()
        .user_agent(concat!("turnpike/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// What can be said without looking the name up. An address in the place of a name is connected to as it is.
fn check(url: &Url) -> Result<(), FetchError> {
    let user = !url.username().is_empty() || url.password().is_some();
    let host = url.host_str().filter(|_| url.scheme() == "https" && url.port().is_none() && !user).ok_or(FetchError::Url)?;
    match host.trim_matches(['[', ']']).parse() {
        Ok(address) if !address::is_public(address) => Err(FetchError::NotPublic),
        _ => Ok(()),
    }
}

/// The resolver's own word, where it has refused.
fn unreached(error: &reqwest::Error) -> FetchError {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if let Some(refused) = error.downcast_ref::<FetchError>() {
            return *refused;
        }
        cause = error.source();
    }
    FetchError::Unreachable
}

async fn read(mut response: Response, most: usize) -> Result<Fetched, FetchError> {
    let too_large = FetchError::TooLarge(most);
    if response.content_length().is_some_and(|length| length > most as u64) {
        return Err(too_large);
    }
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|_| FetchError::Unreachable)? {
        if bytes.len() + piece.len() > most {
            return Err(too_large);
        }
        bytes.extend_from_slice(&piece);
    }
    let declared = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = media::media_type(&bytes, declared).ok_or(FetchError::Media)?;
    Ok(Fetched { bytes, media_type })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirk_37_an_address_is_checked_before_its_name_is_looked_up() {
        use FetchError::{NotPublic, Url as Wrong};
        for (url, checked) in [
            ("https://pictures.example/cat.png?size=1#top", Ok(())),
            ("HTTPS://pictures.example:443/", Ok(())),
            ("https://93.184.216.34/cat.png", Ok(())),
            ("https://[2606:4700:4700::1111]/cat.png", Ok(())),
            ("http://pictures.example/cat.png", Err(Wrong)),
            ("https://pictures.example:8443/cat.png", Err(Wrong)),
            ("https://pictures.example:22/", Err(Wrong)),
            ("https://ada@pictures.example/", Err(Wrong)),
            ("https://:pass@pictures.example/", Err(Wrong)),
            ("ftp://pictures.example/cat.png", Err(Wrong)),
            ("file:///etc/passwd", Err(Wrong)),
            ("gopher://pictures.example/", Err(Wrong)),
            ("https://127.0.0.1/", Err(NotPublic)),
            ("https://127.1/", Err(NotPublic)),
            ("https://2130706433/", Err(NotPublic)),
            ("https://0x7f.0.0.1/", Err(NotPublic)),
            ("https://0177.0.0.1/", Err(NotPublic)),
            ("https://0/", Err(NotPublic)),
            ("https://１２７.0.0.1/", Err(NotPublic)),
            ("https://127.0.0.1./", Err(NotPublic)),
            ("https://169.254.169.254/latest/meta-data/", Err(NotPublic)),
            ("https://[::1]/", Err(NotPublic)),
            ("https://[::ffff:10.0.0.1]/", Err(NotPublic)),
            ("https://[fd00:ec2::254]/", Err(NotPublic)),
        ] {
            assert_eq!(check(&url.parse().unwrap()), checked, "{url}");
        }
    }
}

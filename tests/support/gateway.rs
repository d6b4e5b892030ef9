//! A gateway in the test's own process, on free ports, with a data directory that goes away.

use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use turnpike_gateway::{Gateway as Library, Listen, Running, Settings};

use super::{Answer, Client, Upstream, answer::micros, eventually, toml};

/// A running gateway and what a test needs to talk to it.
pub(crate) struct Gateway {
    /// The public surface, called with the key `ci` of the configuration.
    pub v1: Client,
    /// The window's surface, called with its token.
    pub(crate) admin: Client,
    running: Running,
    directory: TempDir,
}

impl Gateway {
    /// Started with this `turnpike.toml`.
    pub(crate) async fn start(config: &str) -> Self {
        Self::start_with(config, |_| {}).await
    }

    /// The same, with other bounds or another patience than a user has.
    pub(crate) async fn start_with(config: &str, adjust: impl FnOnce(&mut Settings)) -> Self {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("turnpike.toml"), config).unwrap();
        let running = open(&directory, adjust).await;
        Self::around(running, directory)
    }

    /// In front of one upstream: models `chat` and `embed`, priced, and a key without limits.
    pub(crate) async fn before(upstream: &Upstream) -> Self {
        Self::start(&config(&upstream.base_url())).await
    }

    /// The same, waiting for nobody's bytes longer than a moment.
    pub(crate) async fn impatient(upstream: &Upstream) -> Self {
        let short = Duration::from_millis(150);
        Self::start_with(&config(&upstream.base_url()), |settings| {
            let patience = &mut settings.patience;
            (patience.first_byte, patience.first_byte_local, patience.whole, patience.idle) = (short, short, short, short);
        })
        .await
    }

    /// Only the sandbox and the key.
    pub(crate) async fn sandbox() -> Self {
        Self::start(&toml::key("")).await
    }

    /// On the data directory of one that was stopped, with its configuration.
    pub(crate) async fn open(directory: TempDir) -> Self {
        let running = open(&directory, |_| {}).await;
        Self::around(running, directory)
    }

    /// Stops and starts again on the same data directory, with the same configuration.
    pub(crate) async fn restart(self) -> Self {
        Self::open(self.stop().await).await
    }

    /// The same, but it listens where its settings say.
    pub(crate) async fn restart_where_stored(self) -> Self {
        self.restart_with(|settings| settings.listen = Listen::Stored).await
    }

    /// The same, started in another way.
    pub(crate) async fn restart_with(self, adjust: impl FnOnce(&mut Settings)) -> Self {
        let Self { running, directory, .. } = self;
        running.stop().await;
        let running = open(&directory, adjust).await;
        Self::around(running, directory)
    }

    /// What a shell around it holds.
    pub(crate) fn running(&self) -> &Running {
        &self.running
    }

    /// Address and port of the public surface.
    pub(crate) fn address(&self) -> std::net::SocketAddr {
        self.running.api()
    }

    /// Address and port of the window's surface.
    pub(crate) fn admin_address(&self) -> std::net::SocketAddr {
        self.running.admin
    }

    /// The record of an answered request, once it is booked.
    pub(crate) async fn record(&self, id: &str) -> Value {
        self.record_of(&self.v1, id).await
    }

    /// The same, read with another key.
    pub(crate) async fn record_of(&self, client: &Client, id: &str) -> Value {
        eventually(&format!("request {id} is booked"), async || {
            let answer = client.get(&format!("/requests/{id}")).await;
            (answer.status == 200).then(|| answer.json()).filter(|record| record["state"] != "running")
        })
        .await
    }

    /// The record as the window sees it: skips, bill and bodies too.
    pub(crate) async fn detail(&self, id: &str) -> Value {
        eventually(&format!("the window shows request {id}"), async || {
            let answer = self.admin.get(&format!("/requests/{id}")).await;
            (answer.status == 200).then(|| answer.json()).filter(|record| record["state"] != "running")
        })
        .await
    }

    /// All keys, as the window lists them.
    pub(crate) async fn keys(&self) -> Vec<Value> {
        self.admin.get("/keys").await.ok().json()["data"].as_array().unwrap().clone()
    }

    /// The key of that name.
    pub(crate) async fn key(&self, name: &str) -> Value {
        self.keys().await.into_iter().find(|key| key["name"] == name).unwrap_or_else(|| panic!("no key {name}"))
    }

    /// Changes fields of a key.
    pub(crate) async fn change_key(&self, name: &str, fields: Value) -> Value {
        let id = self.key(name).await["id"].as_str().unwrap().to_owned();
        self.admin.patch(&format!("/keys/{id}"), fields).await.ok().json()
    }

    /// A new key's secret.
    pub(crate) async fn new_key(&self, fields: Value) -> (Value, String) {
        let mut body = json!({"name": "made", "preset": "custom"});
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let answer = self.admin.post("/keys", body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let made = answer.json();
        (made["key"].clone(), made["secret"].as_str().unwrap().to_owned())
    }

    /// Fails the test unless every hold has been settled or released.
    pub(crate) async fn nothing_is_held(&self) {
        eventually("nothing is held", async || {
            self.keys().await.iter().all(|key| micros(key["held"].as_str().unwrap()) == 0).then_some(())
        })
        .await;
    }

    /// Everything that has to be true after any request, good or bad: it is booked and nothing is held.
    pub(crate) async fn booked(&self, answer: &Answer) -> Value {
        let record = self.record(&answer.id()).await;
        self.nothing_is_held().await;
        record
    }

    /// Stops it and gives its data directory.
    pub(crate) async fn stop(self) -> TempDir {
        self.running.stop().await;
        self.directory
    }

    fn around(running: Running, directory: TempDir) -> Self {
        let v1 = Client::new(&running.base_url(), Some(toml::SECRET));
        let admin = Client::new(&format!("http://{}/admin", running.admin), Some(&running.admin_token));
        Self { v1, admin, running, directory }
    }
}

/// The configuration of [`Gateway::before`].
pub(crate) fn config(base_url: &str) -> String {
    [
        toml::provider("local", base_url),
        toml::chat_model("chat", "local", toml::PRICE),
        toml::embedding_model("embed", "local", "price = { input = 100.0 }"),
        toml::key(toml::AMPLE),
    ]
    .concat()
}

async fn open(directory: &TempDir, adjust: impl FnOnce(&mut Settings)) -> Running {
    let mut settings = Settings::new(directory.path().join("data"));
    settings.listen = Listen::Fixed("127.0.0.1:0".parse().unwrap());
    settings.admin_listen = "127.0.0.1:0".parse().unwrap();
    settings.config = Some(directory.path().join("turnpike.toml"));
    adjust(&mut settings);
    Library::start(settings).await.unwrap_or_else(|error| panic!("the gateway starts: {error}"))
}

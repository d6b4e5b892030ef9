//! HTTP in and out: the only room that knows axum. A handler parses, calls one room, renders.

pub(crate) mod addresses;
pub(crate) mod admin;
pub(crate) mod caller;
pub(crate) mod content;
pub(crate) mod door;
pub(crate) mod entrance;
pub(crate) mod error;
pub(crate) mod filled;
pub(crate) mod form;
pub(crate) mod guard;
pub(crate) mod paging;
pub(crate) mod passing;
mod refusal;
pub(crate) mod reply;
pub(crate) mod router;
pub(crate) mod sse;
mod unread;
pub(crate) mod upload;
pub(crate) mod v1;

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Instant};

use axum::extract::FromRef;
use turnpike_store::Store;

use self::{admin::window::Window, door::Door};
use crate::{
    controls::Controls, discovery::Discovery, events::Events, files::Files, handouts::Handouts, jobs::Jobs,
    ledger::recorder::Recorder, listening::Listening, pause::Pause, prices::Prices, relay::Relay, workspace::Workspace,
};

/// The handles that handlers take their pick from.
#[derive(Clone, FromRef)]
pub(crate) struct App {
    pub(crate) door: Door,
    pub(crate) relay: Relay,
    pub(crate) workspace: Workspace,
    pub(crate) recorder: Recorder,
    pub(crate) events: Events,
    pub(crate) files: Files,
    pub(crate) handouts: Handouts,
    pub(crate) jobs: Jobs,
    pub(crate) store: Store,
    pub(crate) window: Window,
    pub(crate) discovery: Discovery,
    pub(crate) serving: Arc<Serving>,
    pub(crate) listening: Listening,
    pub(crate) pause: Pause,
    pub(crate) controls: Controls,
    pub(crate) prices: Prices,
}

/// What does not change while serving.
pub(crate) struct Serving {
    pub(crate) started: Instant,
    pub(crate) admin: SocketAddr,
    pub(crate) data_dir: PathBuf,
}

/// The address of the peer, put beside each request by the listener.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

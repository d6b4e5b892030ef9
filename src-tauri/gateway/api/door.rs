//! The way in for every call to /v1: a record is opened, the caller identified, the body read within bounds,
//! the route found, the credits held. And the way out: [`super::reply`].

use std::sync::Arc;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, header, request::Parts},
};
use bytes::Bytes;
use http_body_util::BodyExt;
use turnpike_domain::{extent::Extent, key::Key, request::Endpoint, route::Kind};

use super::{
    addresses::Addresses,
    caller::{Acting, Caller, Counts},
    error::ApiError,
    filled::Filled,
    form::Source,
};
use crate::{
    ledger::recorder::Recorder,
    pause::Pause,
    relay::{meter::Meter, simulate::Simulate},
    settings::{Bounds, Patience},
    workspace::{Workspace, route::Route, snapshot::Snapshot},
};

/// What a client sent where both are taken.
pub(crate) enum Sent {
    /// A JSON body.
    Json(Bytes),
    /// A form.
    Form(Filled),
}

/// The handle that lets requests in.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) workspace: Workspace,
    pub(crate) recorder: Recorder,
    pub(crate) addresses: Arc<Addresses>,
    pub(crate) bounds: Bounds,
    pub(crate) patience: Patience,
    pub(crate) pause: Pause,
}

impl Door {
    /// Opens a request's record; whatever happens from here on, it is written once.
    pub(crate) fn open(&self, endpoint: Endpoint, request: Request) -> (Meter, Parts, Body) {
        let (parts, body) = request.into_parts();
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let user_agent = user_agent.map(|text| text.chars().take(200).collect());
        let mut meter = Meter::open(self.recorder.clone(), self.recorder.place(), endpoint, user_agent);
        if let Some(simulate) = parts.extensions.get::<Simulate>() {
            meter.simulate(*simulate);
        }
        (meter, parts, body)
    }

    /// Identifies the caller and reads the JSON body.
    pub(crate) async fn admit(
        &self,
        meter: &mut Meter,
        endpoint: Endpoint,
        parts: &Parts,
        body: Body,
    ) -> Result<(Caller, Bytes), ApiError> {
        let caller = self.enter(meter, endpoint, parts)?;
        let body = self.read(&parts.headers, body).await?;
        if let Some(capturing) = meter.capturing() {
            capturing.request(&parts.headers, &body);
        }
        Ok((caller, body))
    }

    /// Identifies the caller and reads the body, which may be a form.
    pub(crate) async fn admit_form(
        &self,
        meter: &mut Meter,
        endpoint: Endpoint,
        parts: &Parts,
        body: Body,
    ) -> Result<(Caller, Sent), ApiError> {
        if !is_form(&parts.headers) {
            let (caller, body) = self.admit(meter, endpoint, parts, body).await?;
            return Ok((caller, Sent::Json(body)));
        }
        let caller = self.enter(meter, endpoint, parts)?;
        let source = Source::new(body, self.patience.client);
        let filled = match Filled::read(&parts.headers, source.clone(), self.bounds.body).await {
            Ok(filled) => filled,
            Err(error) => {
                source.drain().await;
                return Err(error);
            }
        };
        if let Some(capturing) = meter.capturing() {
            capturing.request(&parts.headers, &filled.json(&[]).into());
        }
        Ok((caller, Sent::Form(filled)))
    }

    /// Identifies the caller and counts the request.
    fn enter(&self, meter: &mut Meter, endpoint: Endpoint, parts: &Parts) -> Result<Caller, ApiError> {
        self.open_to_clients()?;
        if !meter.has_place() {
            return Err(ApiError::busy());
        }
        let mut caller = Caller::identify(&self.workspace.current(), &self.addresses, parts)?;
        meter.caller(&caller.entry, self.workspace.current().live.capture);
        caller.admit(&self.addresses, endpoint, Counts::Once)?;
        meter.counted(caller.standing);
        if parts.extensions.get::<Acting>().is_none() {
            self.recorder.note_client();
        }
        Ok(caller)
    }

    /// Identifies the caller and lets it in.
    pub(crate) fn caller(&self, parts: &Parts, endpoint: Endpoint, counts: Counts) -> Result<Caller, ApiError> {
        self.open_to_clients()?;
        let mut caller = Caller::identify(&self.workspace.current(), &self.addresses, parts)?;
        caller.admit(&self.addresses, endpoint, counts)?;
        Ok(caller)
    }

    /// The route to a model of this kind, if this key may take it.
    pub(crate) fn route(&self, caller: &Caller, model: &str, kind: Kind) -> Result<Arc<Route>, ApiError> {
        let route = permitted(&self.workspace.current(), &caller.entry.key, model)?;
        if route.model.kind != kind {
            let message = format!("`{model}` is a model for {}, not for {}.", route.model.kind.as_str(), kind.as_str());
            return Err(ApiError::invalid("model", message));
        }
        Ok(route)
    }

    /// Holds what the request can cost at the most. Over its budget, it has not counted anywhere.
    pub(crate) fn hold(&self, meter: &mut Meter, caller: &Caller, route: &Arc<Route>, extent: Extent) -> Result<(), ApiError> {
        meter.hold(route, extent).map_err(|over| {
            caller.uncount(&self.addresses);
            if !over.in_flight {
                self.recorder.over_budget(&caller.entry.key.id);
            }
            ApiError::over_budget(&over, route.worst_case(&extent))
        })
    }

    /// Paused, nobody is: before anything of theirs is read, counted or held.
    fn open_to_clients(&self) -> Result<(), ApiError> {
        if self.pause.is_on() { Err(ApiError::paused()) } else { Ok(()) }
    }

    /// Reads a JSON body of at most so many bytes.
    async fn read(&self, headers: &HeaderMap, body: Body) -> Result<Bytes, ApiError> {
        if !is_json(headers) {
            return Err(ApiError::media_type("application/json"));
        }
        let read = self.read_bounded(body);
        tokio::time::timeout(self.patience.client, read).await.map_err(|_| ApiError::body_lost())?
    }

    async fn read_bounded(&self, mut body: Body) -> Result<Bytes, ApiError> {
        let mut first = Bytes::new();
        let mut rest: Vec<u8> = Vec::new();
        let mut length = 0_usize;
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| ApiError::body_lost())?.into_data() else { continue };
            length = length.saturating_add(data.len());
            if length > self.bounds.body {
                // Read on without keeping it: a client that is still sending would not see the answer.
                if length > self.bounds.body.saturating_mul(8) {
                    break;
                }
                (first, rest) = (Bytes::new(), Vec::new());
            } else if first.is_empty() && rest.is_empty() {
                first = data;
            } else {
                if rest.is_empty() {
                    rest = std::mem::take(&mut first).into();
                }
                rest.extend_from_slice(&data);
            }
        }
        match length {
            length if length > self.bounds.body => Err(ApiError::too_large(self.bounds.body)),
            _ if rest.is_empty() => Ok(first),
            _ => Ok(rest.into()),
        }
    }
}

/// Does the client want an error where a model does not take all that it asks for?
pub(crate) fn heed_strictness(meter: &mut Meter, parts: &Parts) -> Result<(), ApiError> {
    const STRICT: &str = "x-turnpike-strict";
    match parts.headers.get(STRICT).map(|value| value.as_bytes()) {
        Some(b"true") => meter.be_strict(),
        None | Some(b"false") => {}
        Some(_) => return Err(ApiError::invalid(STRICT, format!("Invalid '{STRICT}': expected 'true' or 'false'."))),
    }
    Ok(())
}

/// The route to a model, if this key may take it.
pub(crate) fn permitted(snapshot: &Snapshot, key: &Key, model: &str) -> Result<Arc<Route>, ApiError> {
    let route = snapshot.routes.get(model).cloned().ok_or_else(|| ApiError::model_not_found(model))?;
    if !key.allows_model(&route.model.id) {
        let message =
            format!("The key '{}' may not use the model `{model}`. Allow it in Turnpike's window, under Keys.", key.name);
        return Err(ApiError::not_allowed("model_not_allowed", message));
    }
    Ok(route)
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.get(..10).is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/"))
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return true };
    let kind = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json") || kind.to_ascii_lowercase().ends_with("+json")
}

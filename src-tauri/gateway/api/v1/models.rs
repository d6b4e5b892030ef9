//! `GET /v1/models` and `GET /v1/models/{id}`: what this key may call.

use axum::{
    Json,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use turnpike_domain::{facts::ModelFacts, ids::ModelId, request::Endpoint, route::Capability};

use crate::{
    api::{
        caller::{Caller, Counts},
        door::Door,
        error::ApiError,
        reply,
    },
    workspace::route::Route,
};

/// OpenAI's shape, and what more we know.
#[derive(Serialize)]
struct Model<'a> {
    id: &'a ModelId,
    object: &'static str,
    created: i64,
    owned_by: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    capabilities: Option<&'a [Capability]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_length: Option<u64>,
}

#[derive(Serialize)]
struct List<'a> {
    object: &'static str,
    data: Vec<Model<'a>>,
}

pub(crate) async fn list(State(door): State<Door>, request: Request) -> Response {
    reply::free(all(&door, request))
}

pub(crate) async fn retrieve(State(door): State<Door>, Path(id): Path<String>, request: Request) -> Response {
    reply::free(one(&door, &id, request))
}

fn all(door: &Door, request: Request) -> Result<Response, ApiError> {
    let caller = identify(door, request)?;
    let snapshot = door.workspace.current();
    let mut routes: Vec<_> = snapshot.routes.values().filter(|route| visible(&caller, route)).collect();
    routes.sort_by(|a, b| a.model.id.cmp(&b.model.id));
    Ok(Json(List { object: "list", data: routes.into_iter().map(|route| model(route)).collect() }).into_response())
}

fn one(door: &Door, id: &str, request: Request) -> Result<Response, ApiError> {
    let caller = identify(door, request)?;
    let snapshot = door.workspace.current();
    let found = snapshot.routes.get(id).filter(|route| visible(&caller, route));
    let route = found.ok_or_else(|| ApiError::model_not_found(id).about("model"))?;
    Ok(Json(model(route)).into_response())
}

fn identify(door: &Door, request: Request) -> Result<Caller, ApiError> {
    let (parts, _) = request.into_parts();
    door.caller(&parts, Endpoint::Models, Counts::Never)
}

fn visible(caller: &Caller, route: &Route) -> bool {
    caller.entry.key.allows_model(&route.model.id)
}

fn model(route: &Route) -> Model<'_> {
    let facts = route.targets.first().map(|target| &target.facts);
    Model {
        id: &route.model.id,
        object: "model",
        created: route.model.created_at / 1_000,
        owned_by: route.model.provider.as_str(),
        kind: route.model.kind.as_str(),
        capabilities: facts.and_then(ModelFacts::capabilities),
        context_length: facts.and_then(|facts| facts.context_length),
    }
}

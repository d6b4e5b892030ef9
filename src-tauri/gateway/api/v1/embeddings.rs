//! `POST /v1/embeddings`

use axum::{
    body::Body,
    extract::{Request, State},
    http::request::Parts,
    response::Response,
};
use bytes::Bytes;
use turnpike_domain::{extent::Extent, request::Endpoint, route::Kind};
use turnpike_wire::openai::embeddings_request::EmbeddingsRequest;

use crate::{
    api::{door::Door, error::ApiError, reply},
    relay::{Relay, attempt::Embeddings, meter::Meter},
};

pub(crate) async fn create(State(door): State<Door>, State(relay): State<Relay>, request: Request) -> Response {
    let (mut meter, parts, body) = door.open(Endpoint::Embeddings, request);
    match answer(&door, &relay, &mut meter, &parts, body).await {
        Ok(body) => reply::whole(meter, body),
        Err(error) => reply::refuse(meter, error),
    }
}

async fn answer(door: &Door, relay: &Relay, meter: &mut Meter, parts: &Parts, body: Body) -> Result<Bytes, ApiError> {
    let (caller, body) = door.admit(meter, Endpoint::Embeddings, parts, body).await?;
    let request = EmbeddingsRequest::parse(&body)?;
    meter.asked(&request.model, false);
    let route = door.route(&caller, &request.model, Kind::Embedding)?;
    door.hold(meter, &caller, &route, Extent::tokens(request.input_bytes, 0))?;
    let stop = meter.stop();
    let reply =
        stop.unless(relay.serve(Embeddings(&request), &route, meter)).await.map_err(|refusal| ApiError::from(&refusal))?;
    Ok(reply.body)
}

//! The floor: the least that a gateway can do. One key compared, another put in its place, everything else passed on
//! as it comes. No body is read, kept or counted.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header, uri},
    response::{IntoResponse, Response},
    serve::ListenerExt,
};
use clap::Parser;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tokio::net::TcpListener;

#[derive(Parser)]
struct Arguments {
    /// host:port of the provider
    #[arg(long)]
    upstream: uri::Authority,
    /// The only key that it takes
    #[arg(long)]
    key: String,
}

struct Floor {
    client: Client<HttpConnector, Body>,
    upstream: uri::Authority,
    key: HeaderValue,
    upstream_key: HeaderValue,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { upstream, key } = Arguments::parse();
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let floor = Floor {
        client: Client::builder(TokioExecutor::new()).build(connector),
        upstream,
        key: format!("Bearer {key}").parse()?,
        upstream_key: HeaderValue::from_static("Bearer sk-upstream"),
    };
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("{}", listener.local_addr()?.port());
    let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
    axum::serve(listener, Router::new().fallback(pass).with_state(Arc::new(floor))).await?;
    Ok(())
}

async fn pass(State(floor): State<Arc<Floor>>, mut request: Request) -> Response {
    if request.headers().get(header::AUTHORIZATION) != Some(&floor.key) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let mut parts = std::mem::take(request.uri_mut()).into_parts();
    (parts.scheme, parts.authority) = (Some(uri::Scheme::HTTP), Some(floor.upstream.clone()));
    let Ok(target) = uri::Uri::from_parts(parts) else { return StatusCode::BAD_REQUEST.into_response() };
    *request.uri_mut() = target;
    let headers = request.headers_mut();
    headers.remove(header::HOST);
    headers.remove(header::CONNECTION);
    headers.insert(header::AUTHORIZATION, floor.upstream_key.clone());
    match floor.client.request(request).await {
        Ok(response) => response.map(Body::new),
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}

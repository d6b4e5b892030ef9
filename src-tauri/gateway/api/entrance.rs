//! What stands before a router: the guard, and for pages of other origins the answers that browsers ask for.

use std::net::SocketAddr;

use axum::{Router, body::Body, extract::Request, http::header, response::Response};
use hyper::body::Incoming;
use tower::{Layer, ServiceExt, util::BoxCloneSyncService};

use super::{Peer, guard::Guard, reply, router, unread};
use crate::workspace::Workspace;

/// The way into one listener.
pub(crate) struct Entrance {
    guard: Guard,
    workspace: Workspace,
    /// Origins that may come in whatever the settings say; `None`: those of the settings.
    origins: Option<Vec<String>>,
    router: Router,
    cross_origin: BoxCloneSyncService<Request, Response, std::convert::Infallible>,
}

impl Entrance {
    pub(crate) fn new(guard: Guard, workspace: Workspace, origins: Option<Vec<String>>, router: Router) -> Self {
        let cross_origin = BoxCloneSyncService::new(router::cross_origin().layer(router.clone()));
        Self { guard, workspace, origins, router, cross_origin }
    }

    /// Answers a request.
    pub(crate) async fn enter(&self, request: http::Request<Incoming>, peer: SocketAddr) -> Response {
        let (parts, body) = request.into_parts();
        let (body, read) = unread::note(body);
        let mut request = Request::from_parts(parts, Body::new(body));
        request.extensions_mut().insert(Peer(peer));
        let mut response = self.answer(request).await;
        read.tell(&mut response);
        response
    }

    async fn answer(&self, request: Request) -> Response {
        let checked = {
            let snapshot = self.workspace.current();
            let origins = self.origins.as_ref().unwrap_or(&snapshot.live.cors_origins);
            self.guard.check(request.uri(), request.headers(), &snapshot.live.hosts, origins)
        };
        if let Err(error) = checked {
            return reply::free(Err(error));
        }
        // The common case, a program and not a page, takes the short way.
        if !request.headers().contains_key(header::ORIGIN) {
            return self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        }
        let mut response = self.cross_origin.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        // What a browser asks before the call itself is answered here, without the router.
        reply::stamp_id(response.headers_mut());
        response
    }
}

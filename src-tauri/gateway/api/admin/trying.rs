//! `/admin/try/v1/*`: the window calls the public endpoints through here, as a key whose secret it does not have.
//! The same handlers run, so limits and budgets are really exercised.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::window::Window;
use crate::{
    api::{caller::Acting, error::ApiError},
    relay::simulate::Simulate,
    workspace::Workspace,
};

/// Names the key to call as; without it, the window's own.
const KEY: &str = "x-turnpike-key";

/// Names the trouble that the route's first target is to have. Clients of /v1 have no say in this.
const SIMULATE: &str = "x-turnpike-simulate";

/// Puts the key beside the request, where the door looks for it.
pub(crate) async fn act_as(
    State(window): State<Window>,
    State(workspace): State<Workspace>,
    mut request: Request,
    next: Next,
) -> Response {
    let named = request.headers().get(KEY).map(|value| value.to_str().unwrap_or_default());
    let entry = match named {
        None => Some(window.entry()),
        Some(id) => workspace.current().keys.get(id).cloned(),
    };
    let Some(entry) = entry else { return ApiError::not_found("There is no such key.").about(KEY).into_response() };
    if entry.key.disabled {
        return ApiError::key_off("is switched off").into_response();
    }
    if let Some(word) = request.headers().get(SIMULATE) {
        let Some(simulate) = word.to_str().ok().and_then(Simulate::parse) else {
            let known = Simulate::ALL.map(Simulate::as_str).join(", ");
            return ApiError::invalid(SIMULATE, format!("Give one of {known}.")).into_response();
        };
        request.extensions_mut().insert(simulate);
    }
    request.extensions_mut().insert(Acting(entry));
    next.run(request).await
}

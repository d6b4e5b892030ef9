//! `GET /admin/vendors`: whom a provider can be an account at.

use axum::Json;
use serde::Serialize;
use turnpike_providers::{Auth, Vendor};
use utoipa::ToSchema;

/// All vendors but the sandbox, which is always there.
#[derive(Serialize, ToSchema)]
pub(crate) struct Vendors {
    data: Vec<VendorView>,
}

/// A company or an engine.
#[derive(Serialize, ToSchema)]
pub(crate) struct VendorView {
    id: &'static str,
    label: &'static str,
    /// Where it answers; `null`: the provider has to say.
    base_url: Option<&'static str>,
    /// `required`, `optional` or `none`.
    credential: &'static str,
    /// How its keys begin, as far as that is known; several vendors' may begin alike.
    key_prefix: Option<&'static str>,
    /// It runs on the user's own machine or network.
    local: bool,
}

#[utoipa::path(get, operation_id = "list_vendors", path = "/vendors", responses((status = 200, body = Vendors)))]
pub(crate) async fn list() -> Json<Vendors> {
    let known = turnpike_providers::vendors().iter().filter(|vendor| vendor.answer.is_none());
    Json(Vendors { data: known.map(|vendor| view(vendor)).collect() })
}

fn view(vendor: &Vendor) -> VendorView {
    let credential = match vendor.auth {
        Auth::None => "none",
        Auth::OptionalBearer => "optional",
        Auth::Bearer | Auth::Header(_) | Auth::Scheme(_) => "required",
    };
    VendorView {
        id: vendor.id,
        label: vendor.label,
        base_url: vendor.base_url,
        credential,
        key_prefix: vendor.key_prefix,
        local: vendor.local,
    }
}

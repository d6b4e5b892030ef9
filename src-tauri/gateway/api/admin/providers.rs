//! `/admin/providers`: accounts and engines. Credentials come in, and never go out again.

use std::time::Instant;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use turnpike_domain::{ids::ProviderId, route::Provider};
use turnpike_providers::Vendor;
use turnpike_store::{CredentialChange, StoreError};
use utoipa::ToSchema;

use super::input::{Input, given};
use crate::{
    api::error::ApiError,
    clock,
    discovery::Discovery,
    events::{Event, Events},
    relay::Relay,
    workspace::{Workspace, apply::is_web_address, route::Upstream, snapshot::Snapshot},
};

/// All providers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Providers {
    data: Vec<ProviderView>,
}

/// An upstream account or engine. Its credential is never shown.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProviderView {
    id: String,
    vendor: &'static str,
    label: &'static str,
    base_url: String,
    has_credential: bool,
    /// False while the key for credentials is locked away.
    credential_readable: bool,
    disabled: bool,
    /// How many models it serves.
    models: usize,
    cooling: Vec<Cooling>,
}

/// A target that is left alone for a while.
#[derive(Serialize, ToSchema)]
pub(crate) struct Cooling {
    model: String,
    seconds: u64,
    last_error: Option<String>,
}

/// What to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProvider {
    id: String,
    vendor: String,
    base_url: Option<String>,
    #[schema(value_type = Option<String>)]
    api_key: Option<SecretString>,
    /// An environment variable that discovery listed, in place of `api_key`.
    credential_from: Option<String>,
}

/// What to change. A field that is left out stays as it is, one that is null is cleared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProviderFields {
    #[serde(default, deserialize_with = "given")]
    base_url: Option<Option<String>>,
    #[schema(value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    api_key: Option<Option<SecretString>>,
    disabled: Option<bool>,
}

/// What a provider answered when asked for its models. Nothing was spent.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tested {
    ok: bool,
    milliseconds: u64,
    models: Vec<String>,
    /// What went wrong, in words.
    error: Option<String>,
}

#[utoipa::path(get, operation_id = "list_providers", path = "/providers", responses((status = 200, body = Providers)))]
pub(crate) async fn list(State(workspace): State<Workspace>) -> Json<Providers> {
    let snapshot = workspace.current();
    Json(Providers { data: snapshot.providers.iter().map(|provider| view(provider, &snapshot)).collect() })
}

#[utoipa::path(post, operation_id = "create_provider", path = "/providers", request_body = NewProvider, responses((status = 201, body = ProviderView), (status = 400)))]
pub(crate) async fn create(
    State(workspace): State<Workspace>,
    State(events): State<Events>,
    State(discovery): State<Discovery>,
    Input(new): Input<NewProvider>,
) -> Result<(StatusCode, Json<ProviderView>), ApiError> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    if new.id.is_empty() || new.id.len() > 64 || !new.id.chars().all(plain) {
        return Err(ApiError::invalid("id", "A provider's id has 1 to 64 letters, digits, '.', '-' and '_'."));
    }
    if new.id == "health" {
        return Err(ApiError::invalid("id", "'health' is an address of this API: choose another id."));
    }
    let id = ProviderId::from(new.id);
    if workspace.current().providers.iter().any(|provider| provider.id == id) {
        return Err(ApiError::invalid("id", format!("There is a provider '{id}' already.")));
    }
    let vendor = vendor(&new.vendor)?;
    check_address(vendor, new.base_url.as_deref())?;
    let secret = match &new.credential_from {
        None => new.api_key,
        Some(_) if new.api_key.is_some() => {
            return Err(ApiError::invalid("credential_from", "Give one of api_key and credential_from."));
        }
        Some(variable) => Some(discovery.variable(variable).ok_or_else(|| no_variable(variable))?),
    };
    let credential = credential(&workspace, &id, secret.map(Some))?;
    let provider =
        Provider { id: id.clone(), vendor: new.vendor, base_url: new.base_url, disabled: false, created_at: clock::now() };
    workspace.change(move |store| store.put_provider(&provider, credential)).await?;
    events.publish(|| Event::Models);
    Ok((StatusCode::CREATED, find(&workspace, &id)?))
}

#[utoipa::path(patch, operation_id = "change_provider", path = "/providers/{id}", params(("id" = String, Path)), request_body = ProviderFields, responses((status = 200, body = ProviderView), (status = 400), (status = 404)))]
pub(crate) async fn change(
    State(workspace): State<Workspace>,
    State(events): State<Events>,
    Path(id): Path<ProviderId>,
    Input(fields): Input<ProviderFields>,
) -> Result<Json<ProviderView>, ApiError> {
    let known = workspace.current().providers.iter().find(|provider| provider.id == id).map(|provider| provider.vendor);
    let vendor = known.filter(|vendor| vendor.answer.is_none()).ok_or_else(no_provider)?;
    if let Some(base_url) = &fields.base_url {
        check_address(vendor, base_url.as_deref())?;
    }
    let credential = credential(&workspace, &id, fields.api_key)?;
    let (base_url, disabled, of) = (fields.base_url, fields.disabled, id.clone());
    let operation = move |store: &turnpike_store::Store| {
        let stored = store.providers()?.into_iter().find(|stored| stored.provider.id == of);
        let mut provider = stored.ok_or(StoreError::NoProvider(of))?.provider;
        provider.base_url = base_url.unwrap_or(provider.base_url);
        provider.disabled = disabled.unwrap_or(provider.disabled);
        store.put_provider(&provider, credential)
    };
    workspace.change(operation).await?;
    events.publish(|| Event::Models);
    find(&workspace, &id)
}

#[utoipa::path(delete, operation_id = "delete_provider", path = "/providers/{id}", params(("id" = String, Path)), responses((status = 204), (status = 400), (status = 404)))]
pub(crate) async fn delete(
    State(workspace): State<Workspace>,
    State(events): State<Events>,
    Path(id): Path<ProviderId>,
) -> Result<StatusCode, ApiError> {
    workspace.change(move |store| store.delete_provider(&id)).await?;
    events.publish(|| Event::Models);
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, operation_id = "test_provider", path = "/providers/{id}/test", params(("id" = String, Path)), responses((status = 200, body = Tested), (status = 404)))]
pub(crate) async fn test(
    State(workspace): State<Workspace>,
    State(relay): State<Relay>,
    Path(id): Path<ProviderId>,
) -> Result<Json<Tested>, ApiError> {
    let found = workspace.current().providers.iter().find(|provider| provider.id == id).cloned();
    let provider = found.filter(|provider| provider.vendor.answer.is_none()).ok_or_else(no_provider)?;
    let started = Instant::now();
    let answer = relay.models_of(&provider).await;
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(Json(match answer {
        Ok(models) => Tested { ok: true, milliseconds, models, error: None },
        Err(failure) => Tested { ok: false, milliseconds, models: Vec::new(), error: Some(failure.message) },
    }))
}

fn vendor(id: &str) -> Result<&'static Vendor, ApiError> {
    let known = turnpike_providers::vendor(id).filter(|vendor| vendor.answer.is_none());
    known.ok_or_else(|| ApiError::invalid("vendor", format!("There is no vendor '{id}' to have an account at.")))
}

fn check_address(vendor: &Vendor, base_url: Option<&str>) -> Result<(), ApiError> {
    match base_url {
        Some(url) if !is_web_address(url) => Err(ApiError::invalid("base_url", "Give an http or https address.")),
        None if vendor.base_url.is_none() => {
            Err(ApiError::invalid("base_url", "This vendor has no address of its own: give one."))
        }
        _ => Ok(()),
    }
}

/// What happens to the credential: nothing when none was given, cleared when it is null or empty.
fn credential(workspace: &Workspace, id: &ProviderId, given: Option<Option<SecretString>>) -> Result<CredentialChange, ApiError> {
    let Some(secret) = given else { return Ok(CredentialChange::Keep) };
    let Some(secret) = secret.filter(|secret| !secret.expose_secret().trim().is_empty()) else {
        return Ok(CredentialChange::Clear);
    };
    let sealed = workspace.credentials().seal(id, &secret.expose_secret().trim().into());
    let unreadable = "The key that seals credentials can not be read now: unlock the system keychain, then try again.";
    sealed.map(CredentialChange::Set).ok_or_else(|| ApiError::invalid("api_key", unreadable))
}

fn find(workspace: &Workspace, id: &ProviderId) -> Result<Json<ProviderView>, ApiError> {
    let snapshot = workspace.current();
    let found = snapshot.providers.iter().find(|provider| provider.id == *id);
    found.map(|provider| Json(view(provider, &snapshot))).ok_or_else(no_provider)
}

fn no_variable(variable: &str) -> ApiError {
    let message = format!("The environment variable '{variable}' is not set, or none that holds a provider's key.");
    ApiError::invalid("credential_from", message)
}

fn no_provider() -> ApiError {
    ApiError::not_found("There is no such provider.").about("id")
}

fn view(provider: &Upstream, snapshot: &Snapshot) -> ProviderView {
    let now = Instant::now();
    let own =
        || snapshot.routes.values().filter_map(|route| route.targets.first()).filter(|target| target.provider.id == provider.id);
    let cooling = own().filter_map(|target| {
        let wait = target.health.cooling(now)?;
        let last_error = target.health.last_failure().map(|(kind, message)| format!("{kind}: {message}"));
        Some(Cooling { model: target.model.to_string(), seconds: wait.as_secs().max(1), last_error })
    });
    ProviderView {
        id: provider.id.to_string(),
        vendor: provider.vendor.id,
        label: provider.vendor.label,
        base_url: provider.base_url.clone(),
        has_credential: provider.has_credential,
        credential_readable: !provider.has_credential || provider.authorization.is_some(),
        disabled: provider.disabled,
        models: own().count(),
        cooling: cooling.collect(),
    }
}

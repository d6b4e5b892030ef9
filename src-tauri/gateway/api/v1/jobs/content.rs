//! `GET /v1/videos/generations/{id}/content`, and the same of music: the bytes of what a job has made.

use std::collections::HashMap;

use axum::{extract::Query, response::Response};
use turnpike_domain::ids::FileId;

use super::{Named, view::kept};
use crate::api::{content::serve, error::ApiError, reply};

pub(crate) async fn content(named: Named) -> Response {
    reply::free(send(named).await)
}

async fn send(Named { handles, job, parts }: Named) -> Result<Response, ApiError> {
    let Query(asked) = Query::<HashMap<String, String>>::try_from_uri(&parts.uri)
        .map_err(|rejection| ApiError::invalid("query", rejection.body_text()))?;
    if let Some(variant) = asked.get("variant").filter(|variant| *variant != "video") {
        let variant: String = variant.chars().take(32).collect();
        return Err(ApiError::invalid("variant", format!("There is no variant '{variant}' of this job, only 'video'.")));
    }
    let index = asked.get("index").map_or(Ok(0), |index| index.parse::<usize>());
    let wrong = |_| ApiError::invalid("index", "Invalid 'index': expected a number.");
    let file = kept(&job).get(index.map_err(wrong)?).copied();
    let file: FileId = file.ok_or_else(|| {
        let state = job.state.as_str();
        ApiError::not_found(format!("This job has no such content: it is {state}.")).about("id")
    })?;
    let gone = || ApiError::not_found("The file of this job was deleted.").about("id");
    let file = handles.files.find(file).await?.ok_or_else(gone)?;
    serve(&handles.files, &file, &parts.headers).await
}

//! Which page of a list is asked for, as OpenAI's lists are: behind which one, in which order, how many.

use std::collections::HashMap;

use axum::{extract::Query, http::Uri};
use turnpike_wire::openai::error::InvalidRequest;

use super::error::ApiError;

/// What a query asks for.
pub(crate) struct Paging {
    asked: HashMap<String, String>,
    /// The oldest first.
    pub(crate) ascending: bool,
    /// At the most so many.
    pub(crate) limit: u32,
}

impl Paging {
    /// Reads a query. Who does not say how many gets the `usual` number; nobody gets more than `most`.
    pub(crate) fn read(uri: &Uri, usual: u32, most: u32) -> Result<Self, ApiError> {
        let Query(asked) = Query::<HashMap<String, String>>::try_from_uri(uri)
            .map_err(|rejection| ApiError::invalid("query", rejection.body_text()))?;
        let mut paging = Self { asked, ascending: false, limit: usual };
        paging.ascending = match paging.get("order") {
            None | Some("desc") => false,
            Some("asc") => true,
            Some(_) => return Err(ApiError::invalid("order", "Invalid 'order'. Supported values are: 'asc', 'desc'.")),
        };
        paging.limit = paging.get("limit").map_or(Ok(usual), |text| limit(text, most))?;
        Ok(paging)
    }

    /// A field that says something.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.asked.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

fn limit(text: &str, most: u32) -> Result<u32, InvalidRequest> {
    let wrong =
        |code, expected: &str| InvalidRequest::field(code, "limit".to_owned(), format!("Invalid 'limit': expected {expected}."));
    match text.parse::<i64>() {
        Err(_) => Err(wrong("invalid_type", "an integer")),
        Ok(number) if number < 1 => Err(wrong("integer_below_min_value", "a value of at least 1")),
        Ok(number) if number > i64::from(most) => Err(wrong("integer_above_max_value", &format!("a value of at most {most}"))),
        Ok(number) => Ok(u32::try_from(number).unwrap_or(most)),
    }
}

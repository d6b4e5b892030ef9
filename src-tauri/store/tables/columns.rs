//! Between columns and the domain's types. Columns are read by name: a table that grows a column breaks nobody.

use rusqlite::{Error, Row, types::Type};
use serde::{Serialize, de::DeserializeOwned};
use turnpike_domain::{credits::Credits, ids::RequestId};
use uuid::Uuid;

/// A column that holds one of the words of a domain type.
pub(crate) fn word<T>(row: &Row<'_>, column: &str, parse: fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    word_or_none(row, column, parse)?.ok_or_else(|| unreadable(column, "nothing".to_owned()))
}

/// The same, where the column may be null.
pub(crate) fn word_or_none<T>(row: &Row<'_>, column: &str, parse: fn(&str) -> Option<T>) -> rusqlite::Result<Option<T>> {
    let Some(text) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    parse(&text).map(Some).ok_or_else(|| unreadable(column, text))
}

/// A column that holds JSON, or null.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    let Some(text) = row.get::<_, Option<String>>(column)? else { return Ok(None) };
    serde_json::from_str(&text).map(Some).map_err(|error| unreadable(column, error.to_string()))
}

/// What [`json`] reads.
pub(crate) fn to_json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| Error::ToSqlConversionFailure(error.into()))
}

/// The same, null when there is nothing: most requests have no warnings, and a null takes no room.
pub(crate) fn to_json_unless_empty<T: Serialize>(values: &[T]) -> rusqlite::Result<Option<String>> {
    if values.is_empty() { Ok(None) } else { to_json(&values).map(Some) }
}

/// An id that is a text.
pub(crate) fn text<T: From<String>>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    row.get::<_, String>(column).map(T::from)
}

/// The same, where the column may be null.
pub(crate) fn text_or_none<T: From<String>>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    Ok(row.get::<_, Option<String>>(column)?.map(T::from))
}

/// A request's id.
pub(crate) fn request_id(row: &Row<'_>, column: &str) -> rusqlite::Result<RequestId> {
    row.get(column).map(|bytes| RequestId(Uuid::from_bytes(bytes)))
}

/// An amount, null when it is unknown.
pub(crate) fn credits(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Credits>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Credits::from_micros))
}

/// A count that was kept with [`to_signed`].
pub(crate) fn unsigned(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)?.max(0).unsigned_abs())
}

/// The same, where the column may be null.
pub(crate) fn unsigned_or_none(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(|count| count.max(0).unsigned_abs()))
}

/// SQLite's integers are signed. A provider's nonsense count must not make a whole batch unwritable.
pub(crate) fn to_signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn unreadable(column: &str, found: String) -> Error {
    Error::FromSqlConversionFailure(0, Type::Text, format!("column {column} holds {found}").into())
}

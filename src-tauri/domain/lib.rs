//! The nouns and rules of Turnpike. No IO, no async, no wire formats: time, ids and randomness come in
//! as arguments, so every rule here is a table test away from proof.

pub mod attempt;
pub mod budget;
pub mod credits;
pub mod dry_run;
pub mod extent;
pub mod facts;
pub mod failure;
pub mod figures;
pub mod file;
pub mod filter;
pub mod health;
pub mod ids;
pub mod job;
pub mod key;
pub mod plan;
pub mod price;
pub mod rate;
pub mod request;
pub mod route;
pub mod usage;

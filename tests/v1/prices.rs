//! Prices that are newer than the program: fetched when the owner wants it, and never at the cost of a call.

use std::time::Duration;

use serde_json::{Value, json};
use turnpike_gateway::Settings;
use turnpike_providers::{catalogue::WELL_KNOWN, vendors};

use crate::support::{Gate, Gateway, Reply, Upstream, eventually, toml};

const MODEL: &str = "gpt-4o-mini";

/// The shortest list that can be one, with this price for input.
fn list(dollars: f64) -> Value {
    let price =
        |model: &str| json!({"id": model, "match": {"equals": model}, "prices": {"input_mtok": dollars, "output_mtok": dollars}});
    let mut ids: Vec<_> =
        vendors().iter().filter_map(|vendor| vendor.catalogue).chain(WELL_KNOWN.iter().map(|(id, _)| *id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let models = |id: &str| {
        let known = WELL_KNOWN.iter().filter(|(vendor, model)| *vendor == id && *model != MODEL).map(|(_, model)| *model);
        known.chain([MODEL]).map(price).collect::<Vec<_>>()
    };
    ids.iter().map(|id| json!({"id": id, "name": id, "api_pattern": id, "models": models(id)})).collect()
}

fn not_modified() -> Reply {
    Reply { status: Some(304), headers: Vec::new(), parts: Vec::new(), complete: true }
}

/// In front of `provider`, with a model that only a price list knows the price of.
async fn gateway(provider: &Upstream, lists: &Upstream, adjust: impl FnOnce(&mut Settings)) -> Gateway {
    let config = format!(
        "{}[[providers]]\nid = \"up\"\nvendor = \"openai\"\nbase_url = \"{}\"\napi_key = \"x\"\n[[models]]\nid = \"{MODEL}\"\nprovider = \"up\"\n",
        toml::key(""),
        provider.base_url()
    );
    let url = format!("{}/prices.json", lists.base_url());
    Gateway::start_with(&config, |settings| {
        settings.price_list.url = url;
        adjust(settings);
    })
    .await
}

async fn shown(gateway: &Gateway) -> Value {
    gateway.admin.get("/prices").await.ok().json()
}

async fn switch(gateway: &Gateway, on: bool) {
    gateway.admin.patch("/settings", json!({"refresh_prices": on})).await.ok();
}

/// What a chat costs, of 10 tokens in and 5 out, and whose price that is.
async fn charged(gateway: &Gateway) -> (String, String) {
    let answer = gateway.v1.chat(MODEL).await.ok();
    let source = gateway.booked(&answer).await["price_source"].as_str().unwrap().to_owned();
    (answer.header("x-credits-used").unwrap().to_owned(), source)
}

const BUILT_IN: &str = "genai-prices@0.2.1";

#[tokio::test]
async fn nothing_is_fetched_unless_it_is_wanted() {
    let (provider, lists) = (Upstream::start().await, Upstream::always(Reply::json(200, list(1.0))).await);
    let gateway = gateway(&provider, &lists, |settings| settings.price_list.every = Duration::from_millis(5)).await;
    // 10 * 15 + 5 * 60 millionths of a credit.
    assert_eq!(charged(&gateway).await, ("0.000450".to_owned(), BUILT_IN.to_owned()));
    let prices = shown(&gateway).await;
    assert_eq!((&prices["source"], &prices["tried_at"], &prices["trouble"]), (&json!(BUILT_IN), &Value::Null, &Value::Null));
    assert_eq!(lists.hits(), 0);
}

#[tokio::test]
async fn a_newer_list_prices_what_comes_after_it_outlives_a_restart_and_goes_with_the_wish() {
    let (provider, lists) =
        (Upstream::start().await, Upstream::always(Reply::json(200, list(1.0)).header("etag", "\"one\"")).await);
    let url = format!("{}/prices.json", lists.base_url());
    let gateway = gateway(&provider, &lists, |_| {}).await;
    switch(&gateway, true).await;
    let newer = eventually("the list is taken", async || {
        let prices = shown(&gateway).await;
        (prices["source"] != BUILT_IN).then_some(prices)
    })
    .await;
    let source = newer["source"].as_str().unwrap().to_owned();
    assert!(source.starts_with("genai-prices@20") && newer["checked_at"].is_i64(), "{newer}");
    // 15 * 100 millionths.
    assert_eq!(charged(&gateway).await, ("0.001500".to_owned(), source.clone()));
    assert_eq!(lists.hits(), 1);
    let gateway = gateway.restart_with(|settings| settings.price_list.url = url).await;
    eventually("the kept list is taken", async || (shown(&gateway).await["source"] == source).then_some(())).await;
    assert_eq!(charged(&gateway).await.0, "0.001500");
    assert_eq!(lists.hits(), 1, "once a day is enough");
    switch(&gateway, false).await;
    eventually("the built-in list holds again", async || (shown(&gateway).await["source"] == BUILT_IN).then_some(())).await;
    assert_eq!(charged(&gateway).await.0, "0.000450");
}

#[tokio::test]
async fn what_is_known_already_is_not_sent_again() {
    let (provider, lists) = (Upstream::start().await, Upstream::always(not_modified()).await);
    lists.reply(Reply::json(200, list(1.0)).header("etag", "\"one\""));
    let gateway = gateway(&provider, &lists, |settings| settings.price_list.every = Duration::from_millis(20)).await;
    switch(&gateway, true).await;
    lists.reached(3).await;
    let asked: Vec<_> = lists.received().iter().map(|request| request.headers.get("if-none-match").cloned()).collect();
    assert_eq!(asked[..3], [None, Some("\"one\"".to_owned()), Some("\"one\"".to_owned())]);
    let prices = shown(&gateway).await;
    assert_eq!((prices["trouble"].clone(), prices["source"] != BUILT_IN), (Value::Null, true), "{prices}");
    assert_eq!(charged(&gateway).await.0, "0.001500");
}

#[tokio::test]
async fn whatever_comes_instead_of_a_list_changes_no_price_and_fails_no_call() {
    let mut short = list(1.0);
    short.as_array_mut().unwrap().pop();
    let oversize = Reply::json(200, json!([{"id": "x".repeat(9 << 20)}]));
    for (reply, trouble) in [
        (Reply::html(200), "it is no price list"),
        (Reply::json(200, json!([])), "it lacks"),
        (Reply::json(200, short), "it lacks"),
        (Reply::json(200, list(0.0)), "it lacks"),
        (Reply::html(503), "HTTP 503"),
        (oversize, "larger than"),
        (Reply::hang_up(), "broke"),
        (Reply::json(200, list(1.0)).after(&Gate::new()), "did not come within"),
    ] {
        let (provider, lists) = (Upstream::start().await, Upstream::always(reply).await);
        let gateway = gateway(&provider, &lists, |settings| settings.price_list.patience = Duration::from_millis(900)).await;
        switch(&gateway, true).await;
        assert_eq!(charged(&gateway).await, ("0.000450".to_owned(), BUILT_IN.to_owned()), "a call waits for no list");
        let prices = eventually(trouble, async || {
            let prices = shown(&gateway).await;
            prices["trouble"].is_string().then_some(prices)
        })
        .await;
        assert!(prices["trouble"].as_str().unwrap().contains(trouble), "{prices}");
        assert_eq!((&prices["source"], &prices["checked_at"]), (&json!(BUILT_IN), &Value::Null));
        assert_eq!(charged(&gateway).await, ("0.000450".to_owned(), BUILT_IN.to_owned()));
    }
}

//! The window's view of the log: filtered, paged, counted, marked, deleted and taken along as a file.

use serde_json::{Value, json};

use crate::support::{Gate, Gateway, Reply, Upstream, eventually};

/// The ids of the chats that a query lists, newest first.
async fn listed(gateway: &Gateway, query: &[(&str, &str)]) -> Vec<String> {
    let page = gateway.admin.ask("/requests", query).await.ok().json();
    page["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// Ids of five booked chats, newest first; the second newest asked for a model that is not there.
async fn five(gateway: &Gateway) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 0..5 {
        let answer = if number == 3 { gateway.v1.chat("nobody").await } else { gateway.v1.chat("chat").await };
        gateway.record(&answer.id()).await;
        ids.insert(0, answer.id());
    }
    ids
}

#[tokio::test]
async fn it_lists_newest_first_and_pages_and_filters() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let ids = five(&gateway).await;
    let pick = |indices: &[usize]| indices.iter().map(|index| ids[*index].clone()).collect::<Vec<_>>();
    assert_eq!(listed(&gateway, &[]).await, ids);
    for (filter, expected) in [
        ("status:error", pick(&[1])),
        ("status:4xx", pick(&[1])),
        ("status:ok", pick(&[0, 2, 3, 4])),
        ("-status:ok", pick(&[1])),
        ("model:CH*", pick(&[0, 2, 3, 4])),
        ("provider:local", pick(&[0, 2, 3, 4])),
        ("key:ci", ids.clone()),
        ("key:other", pick(&[])),
        ("error:\"does not exist\"", pick(&[1])),
        ("model_not_found", pick(&[1])),
        ("is:fallback", pick(&[])),
        ("credits>0.1 tokens=15", pick(&[0, 2, 3, 4])),
        ("attempts<1", pick(&[1])),
        (ids[2].as_str(), pick(&[2])),
        ("status:running", pick(&[])),
    ] {
        assert_eq!(listed(&gateway, &[("filter", filter)]).await, expected, "{filter}");
    }
    let page = gateway.admin.ask("/requests", &[("limit", "2"), ("filter", "status:ok")]).await.ok().json();
    assert_eq!(page["next"], json!(ids[2]));
    assert_eq!(listed(&gateway, &[("limit", "2"), ("filter", "status:ok"), ("before", &ids[2])]).await, pick(&[3, 4]));
    assert_eq!(listed(&gateway, &[("after", &ids[2])]).await, pick(&[0, 1]));
    let start = gateway.detail(&ids[2]).await["started_at"].as_i64().unwrap().to_string();
    assert!(listed(&gateway, &[("to", &start)]).await.iter().all(|id| *id < ids[2]), "up to then, without it");
    assert!(listed(&gateway, &[("from", &start)]).await.contains(&ids[2]), "from then on");
}

#[tokio::test]
async fn what_is_asked_wrongly_is_answered_with_what_could_be_asked() {
    let gateway = Gateway::sandbox().await;
    for (path, query, param, says) in [
        ("/requests", [("filter", "a status:abc")], "filter", "`status:abc` at character 3: give ok, error, running"),
        ("/requests/volume", [("filter", "error:\"open")], "filter", "not closed"),
        ("/requests/export", [("format", "xml")], "query", "csv"),
        ("/requests", [("before", "nonsense")], "query", "before"),
        ("/overview", [("from", "99999999999999")], "from", "before `to`"),
    ] {
        let answer = gateway.admin.ask(path, &query).await;
        assert_eq!((answer.status, answer.param().as_deref()), (400, Some(param)), "{path} {query:?}: {}", answer.text());
        assert!(answer.text().replace("\\\"", "\"").contains(says), "{path} {query:?}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_request_under_way_comes_first_where_the_filter_fits_it() {
    let gate = Gate::new();
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream).await;
    let ended = gateway.v1.chat("chat").await.ok().id();
    gateway.record(&ended).await;
    upstream.reply(Reply::chat("late").after(&gate));
    let call = tokio::spawn({
        let client = gateway.v1.clone();
        async move { client.chat("chat").await.ok().id() }
    });
    upstream.reached(2).await;
    let running = listed(&gateway, &[("filter", "status:running")]).await;
    assert_eq!(running.len(), 1);
    assert_eq!(listed(&gateway, &[]).await, [running[0].clone(), ended.clone()]);
    for (filter, expected) in [("model:chat key:ci", 2), ("status:ok", 1), ("model:other", 0), ("-status:running", 1)] {
        assert_eq!(listed(&gateway, &[("filter", filter)]).await.len(), expected, "{filter}");
    }
    assert_eq!(listed(&gateway, &[("before", &running[0])]).await, std::slice::from_ref(&ended), "on the first page only");
    let path = format!("/requests/{}", running[0]);
    for answer in [gateway.admin.patch(&path, json!({"pinned": true})).await, gateway.admin.delete(&path).await] {
        assert_eq!(answer.status, 400, "it is not over: {}", answer.text());
    }
    gate.open();
    assert_eq!(call.await.unwrap(), running[0]);
}

#[tokio::test]
async fn the_volume_counts_what_the_list_shows() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    five(&gateway).await;
    for (filter, matched, failed) in [("", 5, 1), ("status:error", 1, 1), ("status:ok", 4, 0), ("model:none", 0, 0)] {
        let volume = gateway.admin.ask("/requests/volume", &[("filter", filter), ("buckets", "7")]).await.ok().json();
        assert_eq!((&volume["matched"], &volume["total"]), (&json!(matched), &json!(5)), "{filter}");
        let buckets = volume["buckets"].as_array().unwrap();
        let sum = |field: &str| buckets.iter().map(|bucket| bucket[field].as_u64().unwrap()).sum::<u64>();
        assert_eq!((buckets.len(), sum("requests"), sum("failed")), (7, matched, failed), "{filter}");
        assert_eq!(buckets[0]["at"], volume["from"]);
        let (from, to) = (volume["from"].as_i64().unwrap(), volume["to"].as_i64().unwrap());
        assert!(from + 7 * volume["bucket_ms"].as_i64().unwrap() >= to, "the buckets reach the end: {volume}");
    }
}

#[tokio::test]
async fn marks_are_kept_shown_and_told() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let id = gateway.v1.chat("chat").await.ok().id();
    assert_eq!(gateway.detail(&id).await["pinned"], false);
    let mut events = gateway.admin.open("/events").await;
    let path = format!("/requests/{id}");
    let row = gateway.admin.patch(&path, json!({"pinned": true, "note": " ask Ada "})).await.ok().json();
    assert_eq!((&row["pinned"], &row["note"], &row["id"]), (&json!(true), &json!("ask Ada"), &json!(id)));
    let told = events.until("event: request.changed").await;
    assert_eq!(serde_json::from_str::<Value>(told.split_once("data: ").unwrap().1).unwrap(), row);
    let row = gateway.admin.patch(&path, json!({"pinned": false})).await.ok().json();
    assert_eq!((&row["pinned"], &row["note"]), (&json!(false), &json!("ask Ada")), "what is not named stays");
    for filter in ["is:noted", "ada", "-is:pinned"] {
        assert_eq!(listed(&gateway, &[("filter", filter)]).await, std::slice::from_ref(&id), "{filter}");
    }
    let gateway = gateway.restart().await;
    assert_eq!(gateway.detail(&id).await["note"], "ask Ada");
    assert_eq!(gateway.admin.patch(&path, json!({"note": null})).await.ok().json()["note"], Value::Null);
    for (path, fields, status) in [
        (path.as_str(), json!({"note": "x".repeat(2_001)}), 400),
        (path.as_str(), json!({"colour": "red"}), 400),
        ("/requests/nonsense", json!({"pinned": true}), 404),
        ("/requests/0199ab00-1111-7222-8333-444444444444", json!({"pinned": true}), 404),
    ] {
        assert_eq!(gateway.admin.patch(path, fields).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn what_is_deleted_is_gone_and_its_money_is_not() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let ids = five(&gateway).await;
    let spent = eventually("it is all settled", async || {
        let key = gateway.key("ci").await;
        (key["spent"] == "0.800000").then_some(key["spent"].clone())
    })
    .await;
    let mut events = gateway.admin.open("/events").await;
    assert_eq!(gateway.admin.delete(&format!("/requests/{}", ids[0])).await.status, 204);
    let told = events.until("event: requests.deleted").await;
    assert_eq!(serde_json::from_str::<Value>(told.split_once("data: ").unwrap().1).unwrap(), json!({"ids": [ids[0]]}));
    assert_eq!(gateway.admin.delete(&format!("/requests/{}", ids[0])).await.status, 404);
    assert_eq!(gateway.admin.get(&format!("/requests/{}", ids[0])).await.status, 404);
    let answer = gateway.admin.post("/requests/delete", json!({"ids": [ids[0], ids[1], ids[2]]})).await.ok().json();
    assert_eq!(answer, json!({"deleted": 2}));
    assert_eq!(listed(&gateway, &[]).await, ids[3..]);
    let many: Vec<_> = (0..1_001).map(|_| &ids[3]).collect();
    for wrong in [json!({"ids": many}), json!({"ids": ["nonsense"]}), json!({})] {
        assert_eq!(gateway.admin.post("/requests/delete", wrong).await.status, 400);
    }
    let gateway = gateway.restart().await;
    assert_eq!(gateway.key("ci").await["spent"], spent);
    assert_eq!(listed(&gateway, &[]).await.len(), 2);
}

#[tokio::test]
async fn kept_bodies_can_be_searched() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let without = gateway.v1.chat("chat").await.ok().id();
    gateway.record(&without).await;
    gateway.admin.patch("/settings", json!({"capture": "all"})).await.ok();
    let with = gateway.v1.chat("chat").await.ok().id();
    assert_eq!(gateway.detail(&with).await["captured"], true);
    for (filter, expected) in [
        ("body:\"SAY hello\"", vec![with.clone()]),
        ("is:captured", vec![with.clone()]),
        ("body:nothing-like-it", vec![]),
        ("-is:captured", vec![without.clone()]),
    ] {
        assert_eq!(listed(&gateway, &[("filter", filter)]).await, expected, "{filter}");
    }
}

#[tokio::test]
async fn requests_leave_as_a_file_with_the_fields_of_their_rows() {
    let gateway = Gateway::before(&Upstream::start().await).await;
    let ids = five(&gateway).await;
    let note = "=1+1, \"quoted\"";
    gateway.admin.patch(&format!("/requests/{}", ids[0]), json!({"note": note})).await.ok();
    let answer = gateway.admin.ask("/requests/export", &[("format", "jsonl")]).await.ok();
    assert!(answer.header("content-disposition").unwrap().starts_with("attachment; filename=\"turnpike-requests.jsonl\""));
    let lines: Vec<Value> = answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let page = gateway.admin.get("/requests").await.ok().json();
    assert_eq!(Value::Array(lines), page["data"], "the same rows, newest first");
    let answer = gateway.admin.ask("/requests/export", &[("format", "csv"), ("filter", "status:ok")]).await.ok();
    let text = answer.text();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 5, "{text}");
    let row = &page["data"][0].as_object().unwrap();
    for (name, value) in row.iter() {
        let heading = if value.is_object() { format!("{name}.") } else { name.clone() };
        assert!(lines[0].split(',').any(|column| column == heading || column.starts_with(&format!("{name}."))), "{name}");
    }
    assert!(lines[1].starts_with(&ids[0]) && lines[1].contains("\"'=1+1, \"\"quoted\"\"\""), "no formula: {}", lines[1]);
    let some = format!("{},{}", ids[1], ids[4]);
    let answer = gateway.admin.ask("/requests/export", &[("format", "csv"), ("ids", &some)]).await.ok();
    let first: Vec<String> = answer.text().lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect();
    assert_eq!(first, [ids[1].clone(), ids[4].clone()]);
    let nothing = gateway.admin.ask("/requests/export", &[("format", "csv"), ("filter", "model:none")]).await.ok();
    assert_eq!(nothing.text().lines().count(), 1, "the heading alone");
}

//! The window's look at the files of all keys.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    files::{PNG, id, two_keys},
    support::Form,
};

fn names(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|file| file["filename"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_window_sees_the_files_of_all_keys_sorted_and_sifted() {
    let (gateway, other) = two_keys().await;
    gateway.v1.upload("b.txt", b"four").await.ok();
    other.upload("a.png", PNG).await.ok();
    other.upload("c.txt", b"four").await.ok();
    let look = async |query: &str| gateway.admin.get(&format!("/files?{query}")).await.ok().json();
    let other_key = gateway.key("other").await["id"].as_str().unwrap().to_owned();
    for (query, expected) in [
        ("", vec!["c.txt", "a.png", "b.txt"]),
        ("ascending=true", vec!["b.txt", "a.png", "c.txt"]),
        ("order=filename&ascending=true", vec!["a.png", "b.txt", "c.txt"]),
        ("order=bytes", vec!["a.png", "c.txt", "b.txt"]),
        ("kind=image", vec!["a.png"]),
        (&format!("key={other_key}"), vec!["c.txt", "a.png"]),
        ("text=B.", vec!["b.txt"]),
        ("purpose=batch", vec![]),
    ] {
        assert_eq!(names(&look(query).await), expected, "{query}");
    }
    let page = look("limit=2").await;
    assert_eq!(names(&page), ["c.txt", "a.png"]);
    assert_eq!(names(&look(&format!("limit=2&after={}", page["next"].as_str().unwrap())).await), ["b.txt"]);
    assert_eq!(page["storage"], json!({"files": 3, "used_bytes": 4 + PNG.len(), "limit_bytes": 50u64 << 30}));
    let row = &page["data"][1];
    assert_eq!((&row["kind"], &row["media_type"], &row["key_name"]), (&json!("image"), &json!("image/png"), &json!("other")));
    for query in ["kind=nonsense", "after=nonsense", "purpose=nonsense", "order=nonsense"] {
        assert_eq!(gateway.admin.get(&format!("/files?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn the_window_uploads_looks_at_and_deletes_files_of_any_key() {
    let (gateway, other) = two_keys().await;
    let form = || Form::default().file("file", "from the window.png", PNG).field("purpose", "vision");
    let own = id(&gateway.admin.post_form("/files", form()).await.ok());
    assert_eq!(gateway.v1.get(&format!("/files/{own}")).await.status, 404, "the window's own");
    let key = gateway.key("other").await["id"].as_str().unwrap().to_owned();
    let given = id(&gateway.admin.post_form(&format!("/files?key={key}"), form()).await.ok());
    other.get(&format!("/files/{given}")).await.ok();
    assert_eq!(gateway.admin.post_form("/files?key=nobody", form()).await.status, 404);
    let request = gateway.v1.chat("sandbox-chat").await.ok().id();
    let made = gateway.admin.post_form(&format!("/files?made_by={request}"), form()).await.ok().json();
    assert_eq!(made["made_by"], *request);
    gateway.admin.post_form("/files?made_by=nobody", form()).await.refused(400, "invalid_request_error", Some("invalid_value"));
    let part = gateway.admin.request(Method::GET, &format!("/files/{given}/content")).header("range", "bytes=1-3");
    let part = gateway.admin.send(part).await;
    assert_eq!((part.status, part.body.as_slice()), (206, b"PNG".as_slice()));
    let file = gateway.admin.get(&format!("/files/{given}")).await.ok().json();
    assert_eq!((&file["made_by"], &file["used_by"], &file["uses"]), (&Value::Null, &json!([]), &json!(0)));
    assert_eq!(gateway.admin.delete(&format!("/files/{given}")).await.status, 204);
    assert_eq!(other.get(&format!("/files/{given}")).await.status, 404);
    assert_eq!(gateway.admin.delete(&format!("/files/{given}")).await.status, 404);
}

#[tokio::test]
async fn the_window_is_told_when_files_come_and_go() {
    let (gateway, _) = two_keys().await;
    let mut events = gateway.admin.open("/events").await;
    let uploaded = id(&gateway.v1.upload("a.txt", b"a").await.ok());
    events.until("files.changed").await;
    gateway.v1.delete(&format!("/files/{uploaded}")).await.ok();
    events.until("files.changed").await;
}

#[tokio::test]
async fn the_playground_may_name_the_files_of_any_key() {
    let (gateway, other) = two_keys().await;
    let theirs = id(&other.upload("notes.txt", b"a note").await.ok());
    let parts = json!([{"type": "file", "file": {"file_id": theirs}}]);
    let body = json!({"model": "sandbox-chat", "messages": [{"role": "user", "content": parts}]});
    gateway.admin.post("/try/v1/chat/completions", body.clone()).await.ok();
    assert_eq!(gateway.v1.post("/chat/completions", body).await.status, 404);
}

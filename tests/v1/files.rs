//! The Files API: what goes in comes out, byte for byte, to its owner only, and within the limit.

use reqwest::Method;
use serde_json::json;

use crate::{
    file_storage::on_disk,
    support::{Answer, Client, Form, Gateway, schema, toml},
};

pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

pub(crate) async fn two_keys() -> (Gateway, Client) {
    let gateway = Gateway::start(&(toml::key("") + &toml::named_key("other", toml::OTHER_SECRET, ""))).await;
    let other = gateway.v1.with_secret(Some(toml::OTHER_SECRET));
    (gateway, other)
}

pub(crate) fn id(answer: &Answer) -> String {
    answer.json()["id"].as_str().unwrap().to_owned()
}

pub(crate) fn used(answer: &Answer) -> u64 {
    answer.header("x-storage-used-bytes").unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_sent_and_goes_when_it_is_deleted() {
    let gateway = Gateway::sandbox().await;
    let content: Vec<u8> = (0..300_000u32).flat_map(u32::to_le_bytes).collect();
    let uploaded = gateway.v1.upload("numbers.bin", &content).await.ok();
    let file = uploaded.json();
    schema::check("OpenAIFile", &file);
    assert_eq!(
        (&file["bytes"], &file["filename"], &file["purpose"]),
        (&json!(content.len()), &json!("numbers.bin"), &json!("user_data"))
    );
    assert_eq!((uploaded.header("x-credits-used"), used(&uploaded)), (Some("0.000000"), content.len() as u64));
    assert_eq!(uploaded.header("x-storage-limit-bytes"), Some((50u64 << 30).to_string().as_str()));
    let path = format!("/files/{}", id(&uploaded));
    assert_eq!(gateway.v1.get(&path).await.ok().json(), file);
    let read = gateway.v1.get(&format!("{path}/content")).await.ok();
    assert!(read.body == content, "every byte");
    assert_eq!(read.header("content-length"), Some(content.len().to_string().as_str()));
    assert_eq!(used(&read), content.len() as u64);
    let deleted = gateway.v1.delete(&path).await.ok();
    schema::check("DeleteFileResponse", &deleted.json());
    assert_eq!(deleted.json(), json!({"id": file["id"], "object": "file", "deleted": true}));
    assert_eq!(used(&deleted), 0);
    for gone in [gateway.v1.get(&path).await, gateway.v1.get(&format!("{path}/content")).await, gateway.v1.delete(&path).await] {
        assert_eq!((gone.status, used(&gone)), (404, 0), "{}", gone.text());
        gone.well_formed_error();
    }
    assert_eq!(on_disk(&gateway.stop().await.path().join("data")), (vec![], 0));
}

#[tokio::test]
async fn a_key_sees_its_own_files_only() {
    let (gateway, other) = two_keys().await;
    let mine = id(&gateway.v1.upload("mine.txt", b"mine").await.ok());
    for answer in [
        other.get(&format!("/files/{mine}")).await,
        other.get(&format!("/files/{mine}/content")).await,
        other.delete(&format!("/files/{mine}")).await,
        other.get("/files/file-00000000000070008000000000000000").await,
        other.get("/files/nonsense").await,
    ] {
        assert_eq!(answer.status, 404, "{}", answer.text());
        answer.well_formed_error();
    }
    assert_eq!(other.get("/files").await.ok().json()["data"], json!([]));
    assert_eq!(gateway.v1.get(&format!("/files/{mine}/content")).await.ok().body, b"mine");
}

#[tokio::test]
async fn a_key_that_is_kept_to_other_endpoints_has_no_files() {
    let gateway = Gateway::start(&toml::key("endpoints = [\"chat\"]")).await;
    for answer in [gateway.v1.get("/files").await, gateway.v1.upload("a.txt", b"a").await] {
        assert_eq!((answer.status, answer.code().as_deref()), (403, Some("endpoint_not_allowed")), "{}", answer.text());
        assert_eq!(used(&answer), 0);
    }
    assert_eq!(gateway.v1.with_secret(None).get("/files").await.status, 401);
}

#[tokio::test]
async fn the_list_goes_on_where_the_page_before_ended_even_behind_a_deleted_file() {
    let gateway = Gateway::sandbox().await;
    let empty = gateway.v1.get("/files").await.ok().json();
    schema::check("ListFilesResponse", &empty);
    assert_eq!(empty, json!({"object": "list", "data": [], "first_id": null, "last_id": null, "has_more": false}));
    let mut ids = Vec::new();
    for number in 0..7 {
        let purpose = if number % 2 == 0 { "batch" } else { "vision" };
        let form = Form::default().field("purpose", purpose).file("file", &format!("{number}.txt"), &[number; 3]);
        ids.push(id(&gateway.v1.post_form("/files", form).await.ok()));
    }
    let walk = async |query: &str, delete: bool| {
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = gateway.v1.get(&format!("/files?limit=2{query}{after}")).await.ok().json();
            schema::check("ListFilesResponse", &page);
            let data: Vec<String> =
                page["data"].as_array().unwrap().iter().map(|file| file["id"].as_str().unwrap().to_owned()).collect();
            assert_eq!(
                (page["first_id"].as_str(), page["last_id"].as_str()),
                (data.first().map(String::as_str), data.last().map(String::as_str))
            );
            for id in data.iter().filter(|_| delete) {
                gateway.v1.delete(&format!("/files/{id}")).await.ok();
            }
            after = data.last().map(|id| format!("&after={id}")).unwrap_or_default();
            seen.extend(data);
            if page["has_more"] == false {
                return seen;
            }
        }
    };
    let newest_first: Vec<String> = ids.iter().rev().cloned().collect();
    assert_eq!(walk("", false).await, newest_first);
    assert_eq!(walk("&order=asc", false).await, ids);
    let vision: Vec<String> = newest_first.iter().enumerate().filter(|(at, _)| at % 2 == 1).map(|(_, id)| id.clone()).collect();
    assert_eq!(walk("&purpose=vision", false).await, vision);
    assert_eq!(walk("", true).await, newest_first, "while they are deleted");
    assert_eq!(gateway.v1.get("/files").await.ok().json()["data"], json!([]));
}

#[tokio::test]
async fn a_query_that_means_nothing_is_refused_with_its_field() {
    let gateway = Gateway::sandbox().await;
    for (query, param) in [
        ("limit=0", "limit"),
        ("limit=10001", "limit"),
        ("limit=x", "limit"),
        ("order=newest", "order"),
        ("purpose=nonsense", "purpose"),
        ("after=nonsense", "after"),
    ] {
        let answer = gateway.v1.get(&format!("/files?{query}")).await;
        assert_eq!((answer.status, answer.param().as_deref()), (400, Some(param)), "{query}: {}", answer.text());
    }
}

#[tokio::test]
async fn one_range_is_sent_alone_and_bytes_that_are_known_not_again() {
    let gateway = Gateway::sandbox().await;
    let path = format!("/files/{}/content", id(&gateway.v1.upload("digits.txt", b"0123456789").await.ok()));
    let ask = async |name: &str, value: &str| gateway.v1.send(gateway.v1.request(Method::GET, &path).header(name, value)).await;
    for (range, status, body, content_range) in [
        ("bytes=0-3", 206, "0123", Some("bytes 0-3/10")),
        ("bytes=7-", 206, "789", Some("bytes 7-9/10")),
        ("bytes=-2", 206, "89", Some("bytes 8-9/10")),
        ("bytes=0-1,4-5", 200, "0123456789", None),
    ] {
        let answer = ask("range", range).await;
        assert_eq!(
            (answer.status, answer.text().as_str(), answer.header("content-range")),
            (status, body, content_range),
            "{range}"
        );
        assert_eq!(answer.header("content-length"), Some(body.len().to_string().as_str()));
    }
    let outside = ask("range", "bytes=10-").await;
    assert_eq!((outside.status, outside.header("content-range")), (416, Some("bytes */10")));
    outside.well_formed_error();
    let tag = gateway.v1.get(&path).await.ok().header("etag").unwrap().to_owned();
    let known = ask("if-none-match", &tag).await;
    assert_eq!((known.status, known.body.len(), known.header("etag")), (304, 0, Some(tag.as_str())));
    assert_eq!(ask("if-none-match", "\"another\"").await.status, 200);
    let head = gateway.v1.send(gateway.v1.request(Method::HEAD, &path)).await;
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, Some("10"), 0));
}

#[tokio::test]
async fn no_browser_runs_what_a_file_holds_whatever_it_is_called() {
    let gateway = Gateway::sandbox().await;
    for (filename, content, content_type) in [
        ("cat.png", b"<html><script>alert(1)</script>".as_slice(), "text/plain; charset=utf-8"),
        ("cat.svg", b"<svg onload=alert(1)>", "text/plain; charset=utf-8"),
        ("page.html", PNG, "image/png"),
        ("a.png", b"PK\x03\x04\x14\0\0\0\x08\0", "application/zip"),
        ("a.gif", b"GIF89a=1;alert(1)//", "text/plain; charset=utf-8"),
        ("a", b"{\"a\": 1}", "application/json"),
        ("empty", b"", "text/plain; charset=utf-8"),
    ] {
        let path = format!("/files/{}/content", id(&gateway.v1.upload(filename, content).await.ok()));
        let answer = gateway.v1.get(&path).await.ok();
        assert_eq!((answer.header("content-type"), answer.body.as_slice()), (Some(content_type), content), "{filename}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(answer.header("content-disposition").unwrap().starts_with("attachment; filename=\""), "{filename}");
    }
}

#[tokio::test]
async fn a_name_is_shown_and_never_a_path() {
    let gateway = Gateway::sandbox().await;
    let long = "n".repeat(300) + ".txt";
    for (sent, kept, saved) in [
        (
            "a \"quoted\" name.txt",
            "a \"quoted\" name.txt",
            "attachment; filename=\"a _quoted_ name.txt\"; filename*=UTF-8''a%20%22quoted%22%20name.txt",
        ),
        ("../../../etc/passwd", "passwd", "attachment; filename=\"passwd\""),
        ("..\\..\\boot.ini", "boot.ini", "attachment; filename=\"boot.ini\""),
        ("..", "file", "attachment; filename=\"file\""),
        ("", "file", "attachment; filename=\"file\""),
        ("photo\u{202e}gpj.exe", "photogpj.exe", "attachment; filename=\"photogpj.exe\""),
        ("名前.txt", "名前.txt", "attachment; filename=\"__.txt\"; filename*=UTF-8''%E5%90%8D%E5%89%8D.txt"),
        (&long, &("n".repeat(251) + ".txt"), &format!("attachment; filename=\"{}.txt\"", "n".repeat(251))),
    ] {
        let uploaded = gateway.v1.upload(sent, sent.as_bytes()).await.ok();
        assert_eq!(uploaded.json()["filename"], kept, "{sent}");
        let read = gateway.v1.get(&format!("/files/{}/content", id(&uploaded))).await.ok();
        assert_eq!((read.header("content-disposition"), read.body.as_slice()), (Some(saved), sent.as_bytes()));
    }
    let zero = Form::default()
        .part("content-disposition: form-data; name=\"file\"; filename*=UTF-8''a%00b%0D%0Ac.txt", b"zero")
        .field("purpose", "user_data");
    assert_eq!(gateway.v1.post_form("/files", zero).await.ok().json()["filename"], "abc.txt");
}

#[tokio::test]
async fn a_form_that_is_wrong_is_refused_clearly_and_leaves_nothing_behind() {
    let gateway = Gateway::sandbox().await;
    let file = || Form::default().file("file", "a.txt", b"content");
    for (form, param, what) in [
        (file(), Some("purpose"), "no purpose"),
        (file().field("purpose", "fun"), Some("purpose"), "a purpose of its own"),
        (Form::default().field("purpose", "batch"), Some("file"), "no file"),
        (Form::default().field("purpose", "batch").field("file", "text"), Some("file"), "a text for a file"),
        (file().file("file", "b.txt", b"more").field("purpose", "batch"), Some("file"), "two files"),
        (file().field("purpose", &"x".repeat(2_000)), Some("purpose"), "a long purpose"),
        (file().field("purpose", "batch").field("expires_after[seconds]", "60"), Some("expires_after[seconds]"), "a short life"),
        (file().field("purpose", "batch").field("expires_after[seconds]", "3600"), Some("expires_after[anchor]"), "no anchor"),
        (
            file().field("purpose", "batch").field("expires_after[anchor]", "created_at"),
            Some("expires_after[seconds]"),
            "no seconds",
        ),
        (
            file().field("purpose", "batch").field("expires_after[anchor]", "now").field("expires_after[seconds]", "3600"),
            Some("expires_after[anchor]"),
            "another anchor",
        ),
        (file().field("purpose", "batch").truncated(), None, "no end"),
        (Form::default().truncated(), None, "nothing"),
        (file().part("content-disposition: form-data; name=\"a\0b\"", b""), Some("body"), "a zero in a head"),
        (Form::default().part(&"x".repeat(3 << 20), b""), None, "a head of megabytes"),
    ] {
        let answer = gateway.v1.post_form("/files", form).await;
        assert_eq!((answer.status, answer.param().as_deref()), (400, param), "{what}: {}", answer.text());
        assert_eq!(used(&answer), 0, "{what}");
        answer.well_formed_error();
    }
    let json = gateway.v1.post("/files", json!({"purpose": "batch"})).await;
    assert_eq!(json.status, 415, "{}", json.text());
    let unknown = file().field("purpose", "batch").file("extra", "x", &vec![0; 3 << 20]);
    gateway.v1.post_form("/files", unknown).await.ok();
    assert_eq!(gateway.v1.get("/files").await.ok().json()["data"].as_array().unwrap().len(), 1);
    let (contents, arriving) = on_disk(&gateway.stop().await.path().join("data"));
    assert_eq!((contents.len(), arriving), (1, 0));
}

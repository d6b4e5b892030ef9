//! Where files are kept: within the limit, once each, through crashes, and at no cost of memory.

use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::{Value, json};
use turnpike_domain::file::Purpose;
use turnpike_store::Store;

use crate::{
    files::{PNG, id, two_keys, used},
    support::{Answer, Form, Gateway, eventually, process::Server, raw, schema, toml},
};

/// A gateway whose files may have so many bytes.
async fn with_room_for(bytes: u64) -> Gateway {
    Gateway::start_with(&toml::key(""), |settings| settings.bounds.storage = bytes).await
}

/// Contents on the disk, and what is still arriving.
pub(crate) fn on_disk(data: &Path) -> (Vec<PathBuf>, usize) {
    let files = |folder: PathBuf| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (incoming, shelves): (Vec<_>, Vec<_>) = files(data.join("files")).partition(|path| path.ends_with("incoming"));
    (shelves.into_iter().flat_map(files).collect(), incoming.into_iter().flat_map(files).count())
}

#[tokio::test]
async fn over_the_limit_is_413_and_takes_no_room() {
    let gateway = with_room_for(100_000).await;
    gateway.v1.upload("first", &[1; 60_000]).await.ok();
    let path = "/files";
    let form = Form::default().file("file", "second", &[2; 60_000]).field("purpose", "user_data");
    let told = gateway.v1.post_form(path, form.clone()).await;
    let chunked = reqwest::Body::wrap_stream(futures_util::stream::iter(
        form.clone().body().chunks(7_000).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect::<Vec<_>>(),
    ));
    let untold = gateway.v1.request(Method::POST, path).header("content-type", form.content_type()).body(chunked);
    let vast = gateway.v1.upload("vast", &vec![3; 5 << 20]).await;
    for answer in [told, gateway.v1.send(untold).await, vast] {
        assert_eq!((answer.status, answer.code().as_deref()), (413, Some("storage_limit_exceeded")), "{}", answer.text());
        assert_eq!((used(&answer), answer.header("x-storage-limit-bytes")), (60_000, Some("100000")));
        answer.well_formed_error();
    }
    assert_eq!(used(&gateway.v1.upload("fits", &[4; 40_000]).await.ok()), 100_000);
    assert_eq!(gateway.v1.upload("one more", b"x").await.status, 413);
    let (contents, arriving) = on_disk(&gateway.stop().await.path().join("data"));
    assert_eq!((contents.len(), arriving), (2, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn uploads_that_race_never_exceed_the_limit_together() {
    let gateway = with_room_for(1_000_000).await;
    let racing = (0..30u8).map(|number| {
        let client = gateway.v1.clone();
        tokio::spawn(async move { client.upload("racing", &vec![number; 99_000]).await.status })
    });
    let mut kept = 0;
    for upload in racing.collect::<Vec<_>>() {
        match upload.await.unwrap() {
            200 => kept += 1,
            status => assert_eq!(status, 413),
        }
    }
    let listed = gateway.v1.get("/files").await.ok();
    assert!((1..=10).contains(&kept), "{kept} kept");
    assert_eq!((listed.json()["data"].as_array().unwrap().len(), used(&listed)), (kept, kept as u64 * 99_000));
}

#[tokio::test]
async fn the_same_bytes_are_kept_once_until_the_last_file_that_has_them_goes() {
    let (gateway, other) = two_keys().await;
    let first = id(&gateway.v1.upload("first.txt", b"the same").await.ok());
    let second = other.upload("second.txt", b"the same").await.ok();
    assert_eq!(used(&second), 8);
    assert_eq!(used(&gateway.v1.delete(&format!("/files/{first}")).await.ok()), 8);
    let path = format!("/files/{}", id(&second));
    assert_eq!(other.get(&format!("{path}/content")).await.ok().body, b"the same");
    assert_eq!(used(&other.delete(&path).await.ok()), 0);
    assert_eq!(on_disk(&gateway.stop().await.path().join("data")), (vec![], 0));
}

#[tokio::test]
async fn a_file_lives_as_long_as_its_owner_or_its_purpose_says() {
    let gateway = Gateway::sandbox().await;
    let form = |purpose| Form::default().file("file", "a", b"a").field("purpose", purpose);
    let lifetime = |answer: &Answer| {
        let file = answer.json();
        schema::check("OpenAIFile", &file);
        file["expires_at"].as_i64().map(|at| at - file["created_at"].as_i64().unwrap())
    };
    assert_eq!(lifetime(&gateway.v1.post_form("/files", form("user_data")).await.ok()), None);
    assert_eq!(lifetime(&gateway.v1.post_form("/files", form("batch")).await.ok()), Some(30 * 86_400));
    let wished = form("batch").field("expires_after[anchor]", "created_at").field("expires_after[seconds]", "3600");
    assert_eq!(lifetime(&gateway.v1.post_form("/files", wished).await.ok()), Some(3_600));
}

#[tokio::test]
async fn an_expired_file_is_not_there() {
    let gateway = Gateway::sandbox().await;
    let uploaded = id(&gateway.v1.upload("a.txt", b"content").await.ok());
    let directory = gateway.stop().await;
    // The shortest life that can be asked for is an hour: its record is made an hour older instead.
    {
        let store = Store::open(&directory.path().join("data"), |_| {}).unwrap();
        let mut file = store.remove_file(&uploaded.parse().unwrap()).unwrap().unwrap().file;
        (file.expires_at, file.purpose) = (Some(file.created_at), Purpose::Batch);
        store.insert_file(&file).unwrap();
    }
    let gateway = Gateway::open(directory).await;
    for path in [format!("/files/{uploaded}"), format!("/files/{uploaded}/content")] {
        assert_eq!(gateway.v1.get(&path).await.status, 404);
    }
    assert_eq!(gateway.v1.get("/files").await.ok().json()["data"], json!([]));
}

#[tokio::test]
async fn a_start_removes_contents_that_belong_to_no_file() {
    let gateway = Gateway::sandbox().await;
    let kept = id(&gateway.v1.upload("a.txt", b"content").await.ok());
    let directory = gateway.stop().await;
    let files = directory.path().join("data/files");
    let orphan = files.join("ab").join("c".repeat(62));
    std::fs::create_dir_all(orphan.parent().unwrap()).unwrap();
    std::fs::write(&orphan, "left by a crash").unwrap();
    std::fs::write(files.join("incoming/half"), "half arrived").unwrap();
    let gateway = Gateway::open(directory).await;
    eventually("the orphan is gone", async || (!orphan.exists()).then_some(())).await;
    assert!(!files.join("incoming/half").exists());
    let read = gateway.v1.get(&format!("/files/{kept}/content")).await.ok();
    assert_eq!((read.text().as_str(), used(&read)), ("content", 7));
}

#[tokio::test]
async fn a_kill_in_the_middle_of_an_upload_leaves_no_file_no_record_and_no_room_taken() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("turnpike.toml"), toml::key("")).unwrap();
    let server = Server::start(directory.path()).await;
    let kept = server.v1.upload("kept.txt", b"kept").await.ok();
    let (first, rest) = tokio::sync::mpsc::channel::<Result<Vec<u8>, std::io::Error>>(1);
    let form = Form::default().file("file", "half.bin", &vec![7; 1 << 20]).truncated();
    let request = server.v1.request(Method::POST, "/files").header("content-type", form.content_type());
    let body = reqwest::Body::wrap_stream(futures_util::stream::unfold(rest, async |mut rest| Some((rest.recv().await?, rest))));
    let upload = tokio::spawn(request.body(body).send());
    first.send(Ok(form.body())).await.unwrap();
    let data = directory.path().join("data");
    let arriving = || {
        std::fs::read_dir(data.join("files/incoming")).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum::<u64>()
    };
    eventually("half of it is on the disk", async || (arriving() > 500_000).then_some(())).await;
    server.kill();
    assert!(upload.await.unwrap().is_err());
    drop(first);

    let server = Server::start(directory.path()).await;
    let listed = server.v1.get("/files").await.ok();
    assert_eq!((listed.json()["data"].as_array().unwrap().len(), used(&listed)), (1, 4));
    assert_eq!(server.v1.get(&format!("/files/{}/content", id(&kept))).await.ok().text(), "kept");
    let (contents, arriving) = on_disk(&data);
    assert_eq!((contents.len(), arriving), (1, 0));
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_nothing_behind() {
    let gateway = Gateway::sandbox().await;
    let (host, secret, form) = (gateway.address(), toml::SECRET, Form::default().file("file", "a", &[1; 9_000]));
    let head = format!(
        "POST /v1/files HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {secret}\r\ncontent-type: {}\r\ncontent-length: 100000\r\n\r\n",
        form.content_type()
    );
    raw::send_and_leave(host, &[head.into_bytes(), form.truncated().body()].concat()).await;
    let directory = gateway.stop().await;
    assert_eq!(on_disk(&directory.path().join("data")), (vec![], 0));
}

#[tokio::test]
async fn a_clean_restart_keeps_every_file() {
    let gateway = Gateway::sandbox().await;
    let uploaded = gateway.v1.upload("a.png", PNG).await.ok();
    let gateway = gateway.restart().await;
    let read = gateway.v1.get(&format!("/files/{}/content", id(&uploaded))).await.ok();
    assert_eq!((read.body.as_slice(), used(&read)), (PNG, PNG.len() as u64));
    let again: Value = gateway.v1.get(&format!("/files/{}", id(&uploaded))).await.ok().json();
    assert_eq!(again, uploaded.json());
}

/// What the process holds in memory, in bytes.
#[cfg(target_os = "linux")]
pub(crate) fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() << 10
}

#[cfg(target_os = "linux")]
async fn upload_of(megabytes: u64) {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("turnpike.toml"), toml::key("")).unwrap();
    let server = Server::start(directory.path()).await;
    server.v1.upload("small", &vec![1; 1 << 20]).await.ok();
    let before = resident(server.pid());
    let form = Form::default().file("file", "large", b"");
    let (head, end) = {
        let whole = form.clone().field("purpose", "user_data").body();
        let head = form.clone().truncated().body().len() - 2;
        (whole[..head].to_vec(), whole[head..].to_vec())
    };
    let piece = bytes::Bytes::from(vec![9u8; 1 << 20]);
    let pieces = std::iter::once(head.into())
        .chain((0..megabytes).map(move |_| piece.clone()))
        .chain(std::iter::once(end.into()))
        .map(Ok::<bytes::Bytes, std::io::Error>);
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(pieces));
    let request = server.v1.request(Method::POST, "/files").header("content-type", form.content_type()).body(body);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let file: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(file["bytes"].as_u64(), Some(megabytes << 20));
    let grown = resident(server.pid()) - before;
    assert!(grown < 20 << 20, "the server grew by {grown} bytes");
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_upload_costs_no_memory() {
    upload_of(128).await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "writes two gibibytes: cargo test -p turnpike-gateway --test v1 two_gibibytes -- --ignored"]
async fn an_upload_of_two_gibibytes_costs_no_memory() {
    upload_of(2_048).await;
}

//! A client that sends bytes which no library would send, and sees every byte that comes back.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::within;

/// Sends `bytes` and reads until the other side closes.
pub(crate) async fn exchange(address: SocketAddr, bytes: &[u8]) -> String {
    let mut socket = TcpStream::connect(address).await.unwrap();
    // The answer may come, and the door be shut, before all of it is written.
    let written = socket.write_all(bytes).await;
    drop(written);
    read_to_close(socket).await
}

/// Sends `bytes` and hangs up without waiting for an answer.
pub(crate) async fn send_and_leave(address: SocketAddr, bytes: &[u8]) {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(bytes).await.unwrap();
}

/// Sends `head`, then zeros until the other side answers, and gives the answer.
pub(crate) async fn flood(address: SocketAddr, head: &str) -> String {
    let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
    write.write_all(head.as_bytes()).await.unwrap();
    let pour = tokio::spawn(async move {
        let chunk = [b"100000\r\n".as_slice(), &vec![b' '; 1 << 20], b"\r\n"].concat();
        while write.write_all(&chunk).await.is_ok() {}
    });
    let mut answer = Vec::new();
    let end = within("an answer to a flood", read.read_to_end(&mut answer)).await;
    drop(end);
    pour.abort();
    String::from_utf8_lossy(&answer).into_owned()
}

async fn read_to_close(mut socket: TcpStream) -> String {
    let mut answer = Vec::new();
    let end = within("the end of the answer", socket.read_to_end(&mut answer)).await;
    drop(end);
    String::from_utf8_lossy(&answer).into_owned()
}

/// The head of a POST to /v1/chat/completions; `extra` are whole header lines, each with its line end.
pub(crate) fn chat_head(address: SocketAddr, secret: &str, extra: &str) -> String {
    format!(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {secret}\r\ncontent-type: application/json\r\n\
         connection: close\r\n{extra}\r\n"
    )
}

//! Who has the port that we want, and which one is free instead.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use serde::Serialize;

/// As long as a program on this computer may take to say what it is.
const PATIENCE: Duration = Duration::from_millis(300);
/// How far from the usual port a free one is looked for.
const NEAR: u16 = 9;
/// More than `/healthz` ever says.
const MOST: u64 = 4 << 10;

/// Where another program listens, as far as the system tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Taken {
    address: SocketAddr,
    process: Option<String>,
    pid: Option<u32>,
    /// It is another Turnpike.
    turnpike: bool,
    next_free: Option<SocketAddr>,
}

/// Looks into a port that could not be had. Blocks for a moment.
pub(crate) fn taken(address: SocketAddr) -> Taken {
    let holder = holder(address);
    Taken {
        address,
        process: holder.as_ref().map(|holder| holder.process.clone()),
        pid: holder.map(|holder| holder.pid),
        turnpike: is_turnpike(address),
        next_free: next_free(address),
    }
}

struct Holder {
    process: String,
    pid: u32,
}

fn next_free(address: SocketAddr) -> Option<SocketAddr> {
    (1..=NEAR)
        .filter_map(|step| address.port().checked_add(step))
        .map(|port| SocketAddr::new(address.ip(), port))
        .find(|address| TcpListener::bind(address).is_ok())
}

fn is_turnpike(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        write!(stream, "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.take(MOST).read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200") && answer.contains(r#""app":"turnpike""#))
}

/// The process that listens there, when it is one that we may look at.
#[cfg(target_os = "linux")]
fn holder(address: SocketAddr) -> Option<Holder> {
    let table = if address.is_ipv4() { "/proc/net/tcp" } else { "/proc/net/tcp6" };
    let sockets = listening(&std::fs::read_to_string(table).ok()?, address.port());
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()).find_map(|pid| {
        let open = std::fs::read_dir(format!("/proc/{pid}/fd")).ok()?.flatten();
        let links = open.filter_map(|handle| std::fs::read_link(handle.path()).ok());
        let mut named = links.filter_map(|link| Some(link.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned()));
        named.any(|socket| sockets.contains(&socket)).then_some(())?;
        let process = std::fs::read_to_string(format!("/proc/{pid}/comm")).ok()?.trim_end().to_owned();
        Some(Holder { process, pid })
    })
}

/// The inodes of the sockets that listen on `port`, from the kernel's table of connections.
#[cfg(target_os = "linux")]
fn listening(table: &str, port: u16) -> Vec<String> {
    const LISTEN: &str = "0A";
    let rows = table.lines().skip(1).map(|row| row.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| row.get(3) == Some(&LISTEN))
        .filter(|row| row.get(1).and_then(|local| local.rsplit_once(':')).is_some_and(|(_, hex)| hex == format!("{port:04X}")))
        .filter_map(|row| row.get(9).map(|inode| (*inode).to_owned()))
        .collect()
}

/// Not told here.
#[cfg(not(target_os = "linux"))]
fn holder(_: SocketAddr) -> Option<Holder> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_process_that_listens_is_named() {
        let here = TcpListener::bind("127.0.0.1:0").unwrap();
        let taken = taken(here.local_addr().unwrap());
        assert_eq!(taken.pid, Some(std::process::id()));
        assert!(taken.process.is_some_and(|name| name.starts_with("turnpike")), "as the system calls this test");
        assert!(!taken.turnpike, "it answers nothing");
    }

    #[test]
    fn another_turnpike_is_known_by_what_it_says_of_itself() {
        let cases = [
            ("HTTP/1.1 200 OK\r\n\r\n{\"status\":\"ok\",\"app\":\"turnpike\",\"version\":\"9.9.9\"}", true),
            ("HTTP/1.1 200 OK\r\n\r\n{\"status\":\"ok\"}", false),
            ("HTTP/1.1 404 Not Found\r\n\r\n{\"app\":\"turnpike\"}", false),
            ("SSH-2.0-OpenSSH_9.2\r\n", false),
        ];
        for (says, expected) in cases {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let address = listener.local_addr().unwrap();
            let speaking = std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let _request = stream.read(&mut [0; 1024]).unwrap();
                stream.write_all(says.as_bytes()).unwrap();
            });
            assert_eq!(is_turnpike(address), expected, "{says}");
            speaking.join().unwrap();
        }
    }

    #[test]
    fn the_next_free_port_is_near_and_free() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        if let Some(free) = next_free(address) {
            assert!((1..=NEAR).contains(&(free.port() - address.port())), "{free} is not near {address}");
            assert!(TcpListener::bind(free).is_ok(), "{free} is not free");
        }
        let last = SocketAddr::new(address.ip(), u16::MAX);
        assert_eq!(next_free(last), None, "there is no port after the last");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn only_sockets_that_listen_on_the_port_are_read_from_the_table() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
                     0: 0100007F:1054 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 0 111 1 0 100 0 0 10 0\n\
                     1: 0100007F:1054 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000 0 222 1 0 20 4 30 10 -1\n\
                     2: 0100007F:1055 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 0 333 1 0 100 0 0 10 0\n\
                     3: short\n";
        assert_eq!(listening(table, 0x1054), ["111"]);
    }
}

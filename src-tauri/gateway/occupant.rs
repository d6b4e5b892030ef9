//! Who listens on a port, where the system says so: on Linux, of programs of the same user.

use std::{fs, path::Path};

/// The program's name and process id.
pub fn occupant(port: u16) -> Option<String> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
    let sockets: Vec<String> = tables.into_iter().flat_map(|table| listening(table, port)).collect();
    fs::read_dir("/proc").ok()?.flatten().find_map(|process| {
        let id: u32 = process.file_name().to_str()?.parse().ok()?;
        sockets.iter().find(|socket| holds(&process.path(), socket))?;
        let name = fs::read_to_string(process.path().join("comm")).ok()?;
        Some(format!("{}, process {id}", name.trim()))
    })
}

/// The sockets that listen on this port, as links to them are written.
fn listening(table: &str, port: u16) -> Vec<String> {
    const LISTEN: &str = "0A";
    let text = fs::read_to_string(table).unwrap_or_default();
    let socket = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (_, local_port) = fields.get(1)?.rsplit_once(':')?;
        let here = u16::from_str_radix(local_port, 16) == Ok(port) && *fields.get(3)? == LISTEN;
        here.then(|| Some(format!("socket:[{}]", fields.get(9)?)))?
    };
    text.lines().filter_map(socket).collect()
}

fn holds(process: &Path, socket: &str) -> bool {
    let Ok(files) = fs::read_dir(process.join("fd")) else { return false };
    files.flatten().any(|file| fs::read_link(file.path()).is_ok_and(|link| link.as_os_str() == socket))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_program_on_a_port_is_named() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        let named = occupant(port).unwrap();
        assert!(named.ends_with(&format!(", process {}", std::process::id())), "{named}");
        drop(taken);
        assert_eq!(occupant(0), None);
    }
}

//! The real `turnpike-server`, as a process: for what only a process can show.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
};

use serde_json::Value;

use super::{Client, toml, within};

/// A running server.
pub(crate) struct Server {
    child: Owned,
    /// The line that it printed when it was ready.
    pub(crate) ready: Value,
    /// The public surface, called with the key `ci`.
    pub v1: Client,
    /// The window's surface.
    pub(crate) admin: Client,
    rest_of_stdout: BufReader<std::process::ChildStdout>,
}

impl Server {
    /// Starts it on free ports with `turnpike.toml` and `data` in `directory`; comes back when it says that it is ready.
    pub(crate) async fn start(directory: &Path) -> Self {
        Self::start_with(directory, &[]).await
    }

    /// The same with further arguments.
    pub(crate) async fn start_with(directory: &Path, arguments: &[&str]) -> Self {
        let mut child = command(directory, &["--listen", "127.0.0.1:0", "--config", "turnpike.toml"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(directory.join("server.log")).unwrap())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let read = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            stdout.read_line(&mut line).unwrap();
            (line, stdout)
        });
        let (line, rest_of_stdout) = within("the server says that it is ready", read).await.unwrap();
        let log = || std::fs::read_to_string(directory.join("server.log")).unwrap_or_default();
        let ready: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("one line of JSON, not {line:?}; {}", log()));
        let token = std::fs::read_to_string(directory.join("data/admin-token")).unwrap();
        let v1 = Client::new(ready["api"].as_str().unwrap(), Some(toml::SECRET));
        let admin = Client::new(ready["admin"].as_str().unwrap(), Some(token.trim()));
        Self { child: Owned(child), ready, v1, admin, rest_of_stdout }
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.0.id()
    }

    /// The signal that no process can catch.
    pub(crate) fn kill(mut self) {
        self.child.0.kill().unwrap();
        self.child.0.wait().unwrap();
    }

    /// Asks it to stop.
    pub(crate) fn terminate(&self) {
        let pid = self.child.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Waits for its end; gives how it ended and whatever else it printed on stdout.
    pub(crate) async fn ended(mut self) -> (ExitStatus, String) {
        let wait = tokio::task::spawn_blocking(move || {
            let mut printed = String::new();
            self.rest_of_stdout.read_to_string(&mut printed).unwrap();
            (self.child.0.wait().unwrap(), printed)
        });
        within("the server ends", wait).await.unwrap()
    }
}

/// A process that ends with the test, however that ends.
struct Owned(Child);

impl Drop for Owned {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// `turnpike-server` with its data directory in `directory`, run from there.
pub(crate) fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_turnpike-server"));
    command.current_dir(directory).env_remove("TURNPIKE_ADMIN_TOKEN").args(arguments).args(["--data-dir", "data"]);
    command
}

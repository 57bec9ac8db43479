//! A reader of one page: writes its files and types its commands, in an empty folder outside of this repository.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::blocks::{self, Block};
use crate::ports::Ports;
use crate::process::Process;

/// Commands that serve: they go on until the page ends, or another one takes their port.
const SERVERS: [&str; 2] = ["doorway serve", "wasmtime serve"];

/// The port where they serve by default.
const PORT: u16 = 8080;

pub(crate) struct Reader<'a> {
    /// The page, as messages name it.
    page: &'a str,
    // They end before their folder does.
    servers: Vec<Server>,
    home: TempDir,
    /// The current folder.
    folder: PathBuf,
    ports: Ports,
}

struct Server {
    port: u16,
    line: usize,
    text: String,
    process: Process,
}

/// Reads a page, and returns how many commands it has.
///
/// # Errors
///
/// The page, the line, the command and what it wrote.
pub(crate) fn read(page: &str, text: &str, wasmtime: &Path) -> Result<usize, String> {
    let blocks = blocks::of_page(text).map_err(|(line, why)| format!("{page}:{line}: {why}"))?;
    if !blocks.iter().any(|block| matches!(block, Block::Commands(_))) {
        return Ok(0);
    }
    let mut reader = Reader::new(page, wasmtime);
    let mut count = 0;
    for block in &blocks {
        match block {
            Block::Commands(commands) => {
                for command in commands {
                    reader.run(command)?;
                    count += 1;
                }
            }
            Block::File { path, text, is_added } => reader.write(path, text, *is_added),
        }
    }
    Ok(count)
}

impl<'a> Reader<'a> {
    fn new(page: &'a str, wasmtime: &Path) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("folder");
        for folder in [".cargo", "bin", "folder"] {
            fs::create_dir(home.path().join(folder)).unwrap();
        }
        // The crates of this checkout, as if they were published, and no network.
        let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("sdk");
        let config =
            format!("[patch.crates-io]\ndoorway.path = {sdk:?}\n\n[net]\noffline = true\n");
        fs::write(home.path().join(".cargo/config.toml"), config).unwrap();
        symlink(env!("CARGO_BIN_EXE_doorway"), home.path().join("bin/doorway")).unwrap();
        symlink(wasmtime, home.path().join("bin/wasmtime")).unwrap();
        Self { page, home, folder, ports: Ports::default(), servers: Vec::new() }
    }

    /// Writes a file that the page tells to write.
    fn write(&mut self, path: &str, text: &str, is_added: bool) {
        let path = self.folder.join(path);
        let mut text = self.ports.replace(text);
        if is_added {
            text.insert_str(0, &(fs::read_to_string(&path).unwrap_or_default() + "\n"));
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&mut self, command: &blocks::Command) -> Result<(), String> {
        self.prepare();
        let ran = match SERVERS.iter().find(|server| command.text.starts_with(*server)) {
            Some(server) => self.serve(command, server),
            None => self.type_in(command),
        };
        ran.map_err(|why| {
            let place = format!("{}:{}: `{}`", self.page, command.line, command.text);
            let wrote = self.servers.iter_mut().map(|server| {
                let Server { line, text, process, .. } = server;
                format!("`{text}` in line {line} wrote:\n{}", process.shown())
            });
            format!("{place}: {}\n{}", why.trim_end(), wrote.collect::<String>())
        })
    }

    /// Gives a crate the versions of this repository, which are downloaded, and a target folder in which
    /// dependencies are built.
    fn prepare(&self) {
        if !self.folder.join("Cargo.toml").exists() {
            return;
        }
        let (lock, target) = (self.folder.join("Cargo.lock"), self.folder.join("target"));
        if !lock.exists() {
            let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
            fs::copy(ours, lock).unwrap();
        }
        if !target.exists() {
            let doorway = Path::new(env!("CARGO_BIN_EXE_doorway"));
            let shared = doorway.parent().unwrap().with_file_name("cli-tests");
            fs::create_dir_all(&shared).unwrap();
            symlink(shared, target).unwrap();
        }
    }

    /// Starts a server, and waits until it says where it listens.
    fn serve(&mut self, command: &blocks::Command, server: &str) -> Result<(), String> {
        let port = self.ports.free(PORT);
        let options = &command.text[server.len()..];
        let text = match options.contains("--addr") {
            true => self.ports.replace(&command.text),
            false => format!("{server} --addr 127.0.0.1:{port}{options}"),
        };
        let is_there = |text: &str, port: u16| text.contains(&format!(":{port}"));
        self.servers.retain(|server| !is_there(&text, server.port));
        let process = Process::start(self.shell(&format!("exec {text}")))?;
        let (line, text) = (command.line, command.text.clone());
        self.servers.push(Server { port, line, text, process });
        match self.servers.last_mut() {
            Some(server) => server.process.wait_for(&format!(":{port}")),
            None => Ok(()),
        }
    }

    /// Runs any other command to its end.
    fn type_in(&mut self, command: &blocks::Command) -> Result<(), String> {
        let text = self.ports.replace(&command.text);
        let end = self.home.path().join("end");
        let ended =
            Process::start(self.shell(&format!("set -e\n{text}\npwd >{end:?}")))?.finish()?;
        if !ended.status.success() {
            return Err(format!("{}\n{}", ended.status, ended.shown));
        }
        self.folder = fs::read_to_string(end).map_err(|error| error.to_string())?.trim_end().into();
        let mut lines = ended.stdout.iter();
        let mut printed = command.printed.iter();
        match printed.find(|expected| !lines.any(|line| is_like(line, expected))) {
            Some(missing) => Err(format!("it does not print `{missing}`, but:\n{}", ended.shown)),
            None => Ok(()),
        }
    }

    fn shell(&self, script: &str) -> Command {
        let mut shell = Command::new("bash");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let bin = self.home.path().join("bin");
        let path = std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&path)));
        shell.args(["-c", script]).current_dir(&self.folder).env("PATH", path.unwrap());
        // The crate's own target folder is a link.
        shell.env_remove("CARGO_TARGET_DIR");
        shell
    }
}

/// Whether a line is the expected one, in which `…` stands for any text.
fn is_like(line: &str, expected: &str) -> bool {
    let mut parts = expected.split('…');
    let Some(mut rest) = parts.next().and_then(|start| line.strip_prefix(start)) else {
        return false;
    };
    let mut end = None;
    for part in parts {
        if let Some(part) = end.replace(part) {
            let Some((_, after)) = rest.split_once(part) else { return false };
            rest = after;
        }
    }
    end.map_or(rest.is_empty(), |end| rest.ends_with(end))
}

#[test]
fn an_ellipsis_stands_for_any_text() {
    for expected in ["a-b-c", "…", "a…c", "…b…", "a-…-c", "a-b-c…"] {
        assert!(is_like("a-b-c", expected), "{expected}");
    }
    for expected in ["a", "b…", "…b", "a…d…c", "a-b-c-…"] {
        assert!(!is_like("a-b-c", expected), "{expected}");
    }
}

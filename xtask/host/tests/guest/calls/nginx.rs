//! nginx, a server of the real world: one process for all tests.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::thread;

use tempfile::TempDir;

/// Ends the server when nobody is left to hold its stdin: that is when the tests' process is gone,
/// however it went, and takes what it has written with it. The server listens at what its stdout
/// is, which `NGINX` tells it.
const UNTIL_STDIN_ENDS: &str = r#"home=$1; shift
NGINX='3;' "$@" 3>&1 </dev/null >/dev/null & exec >/dev/null 2>&1
cat; kill -TERM $!; wait; rm -rf "$home""#;

const CONFIG: &str = include_str!("nginx/nginx.conf");

/// How many fields of 4,000 bytes its largest head has.
const LARGE_FIELDS: usize = 16;

struct Nginx {
    origins: [String; 2],
    /// It lives as long as this one's stdin.
    _process: Child,
}

/// Its two origins, which are two names of one.
pub(super) fn origins() -> &'static [String; 2] {
    static NGINX: LazyLock<Nginx> = LazyLock::new(start);
    &NGINX.origins
}

fn start() -> Nginx {
    // The port is taken before nginx starts, so nobody else gets it, and who connects waits.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let home = TempDir::with_prefix("doorway-nginx-").unwrap().keep();
    prepare(&home, port).unwrap_or_else(|error| panic!("{}: {error}", home.display()));
    let mut child = Command::new("sh")
        .args(["-c", UNTIL_STDIN_ENDS, "sh"])
        .arg(&home)
        .arg(program())
        .args(["-e", "stderr", "-p"])
        .arg(&home)
        .arg("-c")
        .arg(home.join("nginx.conf"))
        .stdin(Stdio::piped())
        .stdout(OwnedFd::from(listener))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start sh: {error}"));
    let stderr = child.stderr.take().unwrap();
    let lines = BufReader::new(stderr).lines().map_while(Result::ok);
    // Its output is read so that it never blocks, and shown without notices.
    let lines = lines.filter(|line| !line.contains("[notice]"));
    thread::spawn(move || lines.for_each(|line| eprintln!("nginx: {line}")));
    let origins = ["127.0.0.1", "localhost"].map(|host| format!("http://{host}:{port}"));
    Nginx { origins, _process: child }
}

/// Writes what it serves.
fn prepare(home: &Path, port: u16) -> std::io::Result<()> {
    let large = (0..LARGE_FIELDS).map(|nth| {
        let value = "v".repeat(4000);
        format!("add_header x-large-{nth} {value};\n")
    });
    let config = CONFIG
        .replace("LARGE", &large.collect::<String>())
        .replace("HOME", &home.display().to_string())
        .replace("PORT", &port.to_string());
    // Started by root, it reads as nobody.
    fs::set_permissions(home, fs::Permissions::from_mode(0o755))?;
    fs::write(home.join("nginx.conf"), config)?;
    let files = home.join("files");
    fs::create_dir_all(files.join("folder"))?;
    let planets: String = (0..4000).map(|nth| format!("planet {nth:08}\n")).collect();
    fs::write(files.join("planets.txt"), planets)?;
    fs::write(files.join("folder/index.html"), "a folder\n")?;
    for name in ["chunked.html", "trailers.html"] {
        fs::write(files.join(name), "put together for <!--#echo var=\"REQUEST_METHOD\" -->\n")?;
    }
    Ok(())
}

/// `cargo xtask test` names the one it found.
fn program() -> PathBuf {
    let named = env::var_os("NGINX_PROGRAM").map(PathBuf::from);
    let debians = PathBuf::from("/usr/sbin/nginx");
    let program = named.unwrap_or(debians);
    assert!(
        program.is_file(),
        "there is no nginx at {}: install it (on Debian by `apt-get install nginx`), or set the \
         environment variable NGINX_PROGRAM to its path",
        program.display()
    );
    program
}

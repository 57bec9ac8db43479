//! A Redis that is reached over TLS.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::deployment::{component, free_ports};
use crate::load::ask;

/// A certificate of 127.0.0.1, which is its own authority.
const REQUEST: &str = "[req]
distinguished_name = name
x509_extensions = extensions
prompt = no
[name]
CN = Redis of a test
[extensions]
subjectAltName = IP:127.0.0.1
basicConstraints = critical, CA:FALSE
";

/// A process that ends with this.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// Makes `cert.pem` and `key.pem`.
fn certificate(folder: &Path) {
    fs::write(folder.join("request"), REQUEST).unwrap();
    let mut command = Command::new("openssl");
    command.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ]);
    command.args(["-days", "2", "-config", "request", "-keyout", "key.pem", "-out", "cert.pem"]);
    let status = command.current_dir(folder).stderr(Stdio::null()).status();
    let status = status.expect("openssl is needed: `apt-get install openssl` on Debian");
    assert!(status.success(), "{status}");
}

/// A Redis that listens for TLS only.
fn redis(folder: &Path, port: u16) -> Running {
    let program = env::var_os("REDIS_SERVER").unwrap_or_else(|| "redis-server".into());
    let mut command = Command::new(program);
    command.args(["--port", "0", "--tls-port", &port.to_string(), "--bind", "127.0.0.1"]);
    command.args(["--tls-cert-file", "cert.pem", "--tls-key-file", "key.pem", "--save", ""]);
    command.args(["--tls-ca-cert-file", "cert.pem", "--tls-auth-clients", "no"]);
    command.current_dir(folder).stdout(Stdio::null());
    let mut redis = Running(command.spawn().unwrap());
    let began = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let ended = redis.0.try_wait().unwrap();
        assert!(ended.is_none(), "redis-server has ended; was it built with TLS?");
        assert!(began.elapsed() < Duration::from_secs(30), "redis-server does not listen");
        thread::sleep(Duration::from_millis(10));
    }
    redis
}

/// A host that takes these for authorities, its port, and what it says on stderr until it is ready.
fn host(url: &str, authorities: &Path) -> (Running, u16, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorway"));
    command.arg("serve").arg(component()).args(["--addr", "127.0.0.1:0", "--keyvalue", url]);
    command.env("SSL_CERT_FILE", authorities).env_remove("SSL_CERT_DIR");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut host = Running(command.spawn().unwrap());
    let mut line = String::new();
    let stdout = host.0.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut line).unwrap();
    let port = line.trim_end().rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    let mut said = String::new();
    let mut stderr = BufReader::new(host.0.stderr.take().unwrap());
    while !said.contains("Keeping data in ") && stderr.read_line(&mut said).unwrap() > 0 {}
    // It goes on to write there.
    thread::spawn(move || stderr.read_to_end(&mut Vec::new()));
    (host, port.unwrap_or_else(|| panic!("it says {line:?} and {said:?}")), said)
}

#[test]
fn a_redis_with_tls_is_a_store_for_those_that_know_its_authority() {
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    certificate(folder.path());
    certificate(other.path());
    let redis_port = free_ports()[0];
    let _redis = redis(folder.path(), redis_port);

    let url = format!("rediss://127.0.0.1:{redis_port}/1");
    let (_host, port, said) = host(&url, &folder.path().join("cert.pem"));
    assert_eq!(said, format!("Keeping data in Redis at 127.0.0.1:{redis_port}\n"));
    let made = ask(port, None, "POST", "/todos", r#"{"title":"over TLS"}"#);
    assert_eq!(made.status, 201);
    let listed = ask(port, None, "GET", "/todos", "");
    assert!(listed.json().to_string().contains("over TLS"), "{listed:?}");

    // Redis has a certificate of nobody whom this host knows.
    let (_host, port, said) = host(&url, &other.path().join("cert.pem"));
    assert!(said.starts_with("warning: ") && said.contains("certificate"), "{said}");
    assert_eq!(ask(port, None, "GET", "/todos", "").status, 503);

    // One without TLS gets no answer.
    let (_host, port, said) = host(&url.replace("rediss", "redis"), &other.path().join("cert.pem"));
    assert!(said.starts_with("warning: "), "{said}");
    assert_eq!(ask(port, None, "GET", "/todos", "").status, 503);
}

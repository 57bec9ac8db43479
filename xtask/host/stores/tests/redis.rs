//! A list of keys while Redis is started again.

use std::env;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use doorway_stores::{Redis, Store};

/// More keys than are in a page.
const KEYS: usize = 3000;

/// Redis with its data in a folder, which is killed when this is dropped.
struct Server(Child);

impl Server {
    fn start(port: u16, folder: &Path) -> Self {
        let program = env::var_os("REDIS_SERVER").unwrap_or_else(|| "redis-server".into());
        let mut command = Command::new(program);
        command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--dir"]);
        command.arg(folder).args(["--appendonly", "yes", "--appendfsync", "always"]);
        let server = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
        let server =
            Self(server.expect("`apt-get install redis-server`, or name one in REDIS_SERVER"));
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            thread::yield_now();
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn a_list_does_not_go_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let server = Server::start(port, folder.path());
    let store = Redis::at(&format!("redis://127.0.0.1:{port}")).unwrap();
    let keys = |from| (from..from + 1000).map(|key| (format!("key-{key}"), Vec::new())).collect();
    for from in (0..KEYS).step_by(1000) {
        store.set_many("bucket", keys(from)).await.unwrap();
    }
    let (_, cursor) = store.keys("bucket", None).await.unwrap();
    assert!(store.keys("bucket", cursor).await.is_ok());

    drop(server);
    let _server = Server::start(port, folder.path());
    // The connection of before is gone, which an operation may have to find out.
    while store.get("bucket", "key-1").await.is_err() {}
    let error = store.keys("bucket", cursor).await.unwrap_err().to_string();
    assert!(error.ends_with("list them from the start"), "{error}");

    let (mut listed, mut cursor) = store.keys("bucket", None).await.unwrap();
    while cursor.is_some() {
        let (more, next) = store.keys("bucket", cursor).await.unwrap();
        listed.extend(more);
        cursor = next;
    }
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(listed.len(), KEYS);
}

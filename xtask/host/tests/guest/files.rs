//! Files and sockets of std on a host that has them: all work with feature `fs`, and without it
//! none that would leave a file half written.

use crate::guests::{FILES, FILES_GIVEN};
use crate::{count, ends_well};
use doorway_host::linker::{self, World};
use doorway_host::testing::{Guest, TestServer};
use doorway_host::{Options, Server};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// As `wasmtime serve -S cli --dir` does, on one instance; in the folder there is a note.
async fn start(guest: Guest) -> (TestServer, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("note.txt"), "kept").unwrap();
    let options = Options {
        world: World::Cli,
        folder: Some(folder.path().to_owned()),
        env: vec![("HOME".to_owned(), "/home".to_owned())],
        reuse: 1_000,
        max_concurrent: 1,
        ..Options::default()
    };
    (guest.start_with(options).await, folder)
}

/// Names and sizes.
fn listed(folder: &Path) -> BTreeMap<String, u64> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len()))
        .collect()
}

const NOT_FOUND: &str = "NotFound: No such file or directory (os error 44)\n";
const UNSUPPORTED: &str = "Unsupported: Not supported (os error 58)\n";

#[tokio::test]
async fn without_the_feature_no_file_is_opened_and_the_log_tells_why_once() {
    let (server, folder) = start(FILES).await;
    for path in [
        "/write",
        "/read",
        "/relative",
        "/append",
        "/create-new",
        "/vectored",
        "/seek",
        "/large",
        "/copy",
        "/rename",
        "/create-dir",
        "/read-dir",
        "/metadata",
        "/remove",
        "/canonicalize",
        "/current-dir/set",
    ] {
        assert_eq!(server.get(path).await.text(), NOT_FOUND, "{path}");
    }
    for path in ["/current-dir", "/absolute"] {
        assert_eq!(server.get(path).await.text(), UNSUPPORTED, "{path}");
    }
    assert_eq!(server.get("/exists").await.text(), "false\n");

    assert_eq!(fs::read_to_string(folder.path().join("note.txt")).unwrap(), "kept");
    assert_eq!(listed(folder.path()), BTreeMap::from([("note.txt".to_owned(), 4)]));
    let log = ends_well(server).await;
    let line = "guest: doorway: std has no files: the world `wasi:http/proxy` has none; enable \
                doorway's feature `fs`";
    assert_eq!(count(&log, line), 1, "{}", log.join("\n"));
    assert_eq!(count(&log, "guest: "), 1, "{}", log.join("\n"));
}

#[tokio::test]
async fn with_the_feature_files_are_those_of_the_host() {
    let (server, folder) = start(FILES_GIVEN).await;
    for (path, expected) in [
        ("/exists", "true\n"),
        ("/metadata", "4\n"),
        ("/read", "\"kept\"\n"),
        ("/relative", "\"kept\"\n"),
        ("/canonicalize", "\"/note.txt\"\n"),
        ("/append", "\"kept one two\"\n"),
        ("/write", "()\n"),
        ("/read", "\"written\"\n"),
        ("/create-new", "3\n"),
        ("/create-new", "AlreadyExists: File exists (os error 20)\n"),
        ("/vectored", "\"one, two, three\"\n"),
        ("/seek", "\"012abc67\"\n"),
        ("/large", "()\n"),
        ("/copy", "7\n"),
        ("/rename", "()\n"),
        ("/create-dir", "()\n"),
        ("/current-dir", "\"/\"\n"),
        ("/absolute", "\"/note.txt\"\n"),
        ("/remove", "()\n"),
        (
            "/read-dir",
            "[\"folder\", \"large.bin\", \"new.txt\", \"note.txt\", \"seek.txt\", \
             \"vectored.txt\"]\n",
        ),
        ("/current-dir/set", "\"/folder\"\n"),
    ] {
        assert_eq!(server.get(path).await.text(), expected, "{path}");
    }
    let expected = [
        ("large.bin", 1 << 20),
        ("new.txt", 3),
        ("note.txt", 7),
        ("seek.txt", 8),
        ("vectored.txt", 15),
    ];
    let expected = expected.map(|(name, size)| (name.to_owned(), size));
    assert_eq!(listed(folder.path()), BTreeMap::from(expected));
    assert_eq!(fs::read_to_string(folder.path().join("note.txt")).unwrap(), "written");
    let log = ends_well(server).await;
    assert_eq!(count(&log, "guest: "), 0, "{}", log.join("\n"));
}

#[tokio::test]
async fn sockets_and_the_console_need_no_feature() {
    for guest in [FILES, FILES_GIVEN] {
        let (server, _folder) = start(guest).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let path = format!("/tcp?{}", listener.local_addr().unwrap());
        let answering = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut said = String::new();
            stream.read_to_string(&mut said).await.unwrap();
            stream.write_all(said.to_uppercase().as_bytes()).await.unwrap();
        };
        let (answer, ()) = futures_util::future::join(server.get(&path), answering).await;
        assert_eq!(answer.text(), "\"PING\"\n");

        for (path, expected) in
            [("/console", "()\n"), ("/terminal", "false false\n"), ("/stdin", "\"\"\n")]
        {
            assert_eq!(server.get(path).await.text(), expected, "{path}");
        }
        let log = ends_well(server).await;
        assert_eq!(count(&log, "guest: on std"), 2, "{}", log.join("\n"));
    }
}

#[tokio::test]
async fn variables_are_those_of_the_host_with_feature_env() {
    for (guest, expected) in
        [(FILES, "Other: environment variable not found\n"), (FILES_GIVEN, "\"/home\"\n")]
    {
        let (server, _folder) = start(guest).await;
        assert_eq!(server.get("/var").await.text(), expected);
    }
}

#[tokio::test]
async fn no_component_asks_for_more_than_it_uses() {
    let imports = |guest: Guest| linker::imports(&guest.component()).collect::<Vec<_>>();
    let has = |imports: &[String], name: &str| imports.iter().any(|import| import.contains(name));
    let without = imports(FILES);
    for name in ["wasi:filesystem/preopens", "wasi:cli/environment", "wasi:cli/exit"] {
        assert!(!has(&without, name), "{name} in {without:?}");
    }
    let with = imports(FILES_GIVEN);
    for name in ["wasi:cli/terminal", "wasi:cli/exit"] {
        assert!(!has(&with, name), "{name} in {with:?}");
    }
    // A host of the proxy world alone says so at the start.
    for guest in [FILES, FILES_GIVEN] {
        let refused = Server::start(&guest.component(), Options::default()).await.unwrap_err();
        assert!(refused.to_string().contains("wasi:filesystem/types"), "{refused}");
    }
}

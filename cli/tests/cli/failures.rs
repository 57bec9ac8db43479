//! Failures of the first hour: each is one line of what is wrong and one of how to fix it.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use crate::support::{doorway, folder, shown, target};

/// The two lines of a command that fails.
#[track_caller]
pub(crate) fn failure(command: &mut Command) -> (String, String) {
    let output = command.output().unwrap();
    let text = shown(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    let mut lines = text.lines().skip_while(|line| !line.starts_with("error: ")).map(str::to_owned);
    let (what, help) = (lines.next(), lines.next());
    assert_eq!(lines.next(), None, "{text}");
    match (what, help) {
        (Some(what), Some(help)) if help.starts_with("help: ") => (what, help),
        _ => panic!("not two lines:\n{text}"),
    }
}

#[track_caller]
fn assert_fails(command: &mut Command, what: &str, help: &str) {
    let failure = failure(command);
    assert_eq!(failure, (format!("error: {what}"), format!("help: {help}")));
}

/// A crate that cargo can read, with this manifest.
fn crate_in(folder: &Path, manifest: &str) {
    fs::create_dir(folder.join("src")).unwrap();
    fs::write(folder.join("src/lib.rs"), "").unwrap();
    let package = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    fs::write(folder.join("Cargo.toml"), format!("{package}{manifest}")).unwrap();
}

const CDYLIB: &str = "[lib]\ncrate-type = [\"cdylib\"]\n";

#[test]
fn a_mistyped_template() {
    assert_fails(
        &mut doorway(folder().path(), &["new", "my-app", "--template", "gatway"]),
        "there is no template `gatway`",
        "did you mean `gateway`? There are: hello, api, site, gateway, middleware, own-wit",
    );
}

#[test]
fn a_folder_that_exists() {
    let folder = folder();
    fs::create_dir(folder.path().join("my-app")).unwrap();
    assert_fails(
        &mut doorway(folder.path(), &["new", "my-app"]),
        "my-app exists",
        "choose another name, or remove it",
    );
}

#[test]
fn a_name_that_no_crate_can_have() {
    assert_fails(
        &mut doorway(folder().path(), &["new", "my app"]),
        "`my app` cannot be the name of a crate",
        "take letters, digits, `-` and `_`, beginning with a letter: `doorway new my-app`",
    );
}

#[test]
fn a_folder_without_a_crate() {
    let folder = folder();
    for command in ["build", "serve", "inspect"] {
        let (what, help) = failure(&mut doorway(folder.path(), &[command]));
        assert_eq!(what, "error: there is no Cargo.toml in . or above it");
        assert!(help.contains("doorway new my-app"), "{help}");
    }
}

#[test]
fn a_crate_that_is_no_cdylib() {
    let folder = folder();
    crate_in(folder.path(), "");
    assert_fails(
        &mut doorway(folder.path(), &["build"]),
        "app is no component: its library is not a `cdylib`",
        "add to its Cargo.toml: [lib] crate-type = [\"cdylib\"], with the app in src/lib.rs",
    );
}

#[test]
fn a_port_in_use() {
    let hello = target().join("components/hello.wasm");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    assert_fails(
        &mut doorway(Path::new("."), &["serve", hello.to_str().unwrap(), "--addr", &addr]),
        &format!("cannot listen on {addr}: address already in use"),
        "choose another address: --addr 127.0.0.1:0 takes a free port",
    );
}

#[test]
fn an_app_of_another_world() {
    let files = target().join("components/files.wasm");
    let (what, help) = failure(&mut doorway(Path::new("."), &["serve", files.to_str().unwrap()]));
    assert!(what.contains("not in the wasi:http/proxy world: "), "{what}");
    assert!(what.contains("wasi:filesystem/types"), "{what}");
    assert!(help.contains("wasmtime serve -S cli"), "{help}");
}

#[test]
fn a_middleware_alone() {
    let middleware = target().join("components/auth-chain.p3.wasm");
    let command = &mut doorway(Path::new("."), &["serve", middleware.to_str().unwrap()]);
    let (what, help) = failure(command);
    assert!(what.contains("wasi:http/handler@0.3"), "{what}");
    assert!(help.contains("`doorway compose`"), "{help}");
}

#[test]
fn a_file_that_is_no_component() {
    let folder = folder();
    fs::write(folder.path().join("app.wasm"), b"\0asm\x01\0\0\0").unwrap();
    for command in ["serve", "inspect"] {
        let (what, help) = failure(&mut doorway(folder.path(), &[command, "app.wasm"]));
        assert!(what.starts_with("error: app.wasm") && what.contains("not a component"), "{what}");
        assert!(help.contains("`doorway build`"), "{help}");
    }
}

#[test]
fn a_component_that_exports_nothing() {
    let folder = folder();
    fs::write(folder.path().join("app.wasm"), b"\0asm\x0d\0\x01\0").unwrap();
    let (what, help) = failure(&mut doorway(folder.path(), &["serve", "app.wasm"]));
    assert!(what.starts_with("error: the component cannot be served: "), "{what}");
    assert!(help.contains("#[http_handler]"), "{help}");
}

#[test]
fn a_file_that_is_not_there() {
    assert_fails(
        &mut doorway(folder().path(), &["serve", "app.wasm"]),
        "there is no file app.wasm",
        "`doorway build` puts a crate's components into target/components",
    );
}

#[test]
fn watching_a_file() {
    let hello = target().join("components/hello.wasm");
    assert_fails(
        &mut doorway(Path::new("."), &["serve", "--watch", hello.to_str().unwrap()]),
        "--watch builds a crate again, and a component's file is not built",
        "name the folder of the crate",
    );
}

#[test]
fn a_package_that_is_not_there() {
    let folder = folder();
    crate_in(folder.path(), CDYLIB);
    assert_fails(
        &mut doorway(folder.path(), &["build", "--package", "apps"]),
        "there is no package `apps`",
        "did you mean `app`? There are: app",
    );
}

#[test]
fn no_cargo_component() {
    let folder = folder();
    crate_in(folder.path(), CDYLIB);
    let mut command = doorway(folder.path(), &["build", "--cargo-component"]);
    command.env("CARGO_HOME", folder.path()).env("PATH", "/nowhere");
    assert_fails(
        &mut command,
        "cargo has no command `component`",
        "install it by `cargo install --locked cargo-component@0.21.1`, or build without --cargo-component",
    );
}

/// A compiler without the target, and no rustup to add it.
#[cfg(unix)]
#[test]
fn no_target() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder();
    crate_in(folder.path(), CDYLIB);
    let rustc = folder.path().join("rustc");
    fs::write(&rustc, "#!/bin/sh\necho /nowhere\n").unwrap();
    fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = doorway(folder.path(), &["build"]);
    command.env("RUSTC", &rustc).env("PATH", "/nowhere");
    let (what, help) = failure(&mut command);
    assert!(
        what.starts_with("error: there is no Rust standard library for wasm32-wasip2"),
        "{what}"
    );
    assert!(help.starts_with("help: run `rustup target add wasm32-wasip2` while online"), "{help}");
}

#[test]
fn no_network() {
    let folder = folder();
    crate_in(folder.path(), &format!("{CDYLIB}[dependencies]\nhttp = \"1\"\n"));
    let mut command = doorway(folder.path(), &["build"]);
    // An empty home has no crates, and nobody listens at that port.
    let proxy = "http://127.0.0.1:9";
    command.env("CARGO_HOME", folder.path()).env("CARGO_NET_RETRY", "0");
    command.env("CARGO_HTTP_PROXY", proxy).env("HTTPS_PROXY", proxy).env("https_proxy", proxy);
    let output = command.output().unwrap();
    let text = shown(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.ends_with(
            "error: cargo could not download crates that this one depends on\nhelp: connect to the internet once, or \
             set the proxy that leads there in HTTPS_PROXY; later builds need no network\n"
        ),
        "{text}"
    );
}

//! Each template under another name, outside of this repository: it builds both ways, its tests pass, and it answers.

use std::fs;
use std::path::{Path, PathBuf};

use doorway_cli::new::TEMPLATES;

use crate::support::{Served, alone, command, doorway, folder, new, run};

/// Instantiates a template, builds it by cargo and by `cargo component`, and runs its tests.
fn instantiate(folder: &Path, template: &str) -> PathBuf {
    let app = new(folder, &format!("my-{template}"), template);
    run(command("cargo", &app).args(["test", "--quiet"]));
    run(command("cargo", &app).args(["build", "--target", "wasm32-wasip2"]));
    run(command("cargo", &app).args(["fmt", "--check"]));
    if template != "middleware" {
        // Its adapter is one of WASI 0.2.
        let table = run(doorway(&app, &["build", "--cargo-component", "--profile", "dev"])
            .env("PATH", path_with_cargo_component()));
        assert!(table.contains("wasm32-wasip1"), "{table}");
    }
    for file in [".gitignore", ".github/workflows/ci.yml", "README.md"] {
        let text = fs::read_to_string(app.join(file)).unwrap();
        assert!(!text.contains(['{', '}']) || file == "README.md", "{file}: {text}");
    }
    app
}

fn path_with_cargo_component() -> std::ffi::OsString {
    let program = std::env::var_os("CARGO_COMPONENT").unwrap_or_else(|| {
        panic!(
            "CARGO_COMPONENT is not set: run `cargo xtask test`, which installs cargo-component {}",
            doorway_cli::toolchain::CARGO_COMPONENT
        )
    });
    let folder = Path::new(&program).parent().unwrap().to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&path))).unwrap()
}

#[test]
fn hello() {
    let _alone = alone();
    let folder = folder();
    let app = instantiate(folder.path(), "hello");
    let served = Served::start(&app, &["--profile", "dev"]);
    assert_eq!(served.ask("GET", "/", ""), (200, "Hello, world!".to_owned()));
    served.stop();
    // As it is released: both versions, with the linker's option.
    let table = run(&mut doorway(&app, &["build"]));
    assert!(table.contains("my-hello.wasm ") && table.contains("my-hello.p3.wasm "), "{table}");
    let inspected = run(&mut doorway(&app, &["inspect"]));
    assert!(inspected.contains("wasi:http/types@0.2"), "{inspected}");
    assert!(inspected.contains("  doorway\n"), "{inspected}");
}

#[test]
fn api() {
    let _alone = alone();
    let folder = folder();
    let app = instantiate(folder.path(), "api");
    let served = Served::start(&app, &["--profile", "dev"]);
    let (status, body) = served.ask("POST", "/todos", r#"{"title":"Feed the cat"}"#);
    assert_eq!(status, 201, "{body}");
    let (status, body) = served.ask("POST", "/todos", r#"{"title":""}"#);
    assert_eq!(status, 422, "{body}");
    assert_eq!(served.ask("GET", "/docs", "").0, 200);
}

#[test]
fn site() {
    let _alone = alone();
    let folder = folder();
    let app = instantiate(folder.path(), "site");
    let served = Served::start(&app, &["--profile", "dev"]);
    let (status, body) = served.ask("GET", "/", "");
    assert!(status == 200 && body.contains("<h1"), "{body}");
    assert_eq!(served.ask("POST", "/book", "name=&email=ada").0, 422);
    assert_eq!(served.ask("GET", "/nothing", "").0, 404);
}

#[test]
fn gateway() {
    let _alone = alone();
    let folder = folder();
    let hello = new(folder.path(), "upstream", "hello");
    let upstream = Served::start(&hello, &["--profile", "dev"]);
    let app = instantiate(folder.path(), "gateway");
    let variable = format!("UPSTREAMS=hello=http://{}", upstream.addr);
    let served = Served::start(&app, &["--profile", "dev", "--env", &variable]);
    assert_eq!(served.ask("GET", "/hello/x", ""), (200, "Hello, world!".to_owned()));
    assert_eq!(served.ask("GET", "/", ""), (200, r#"["hello"]"#.to_owned()));
}

#[test]
fn middleware() {
    let _alone = alone();
    let folder = folder();
    let app = instantiate(folder.path(), "middleware");
    new(folder.path(), "behind", "hello");
    let compose = ["compose", ".", "../behind", "--profile", "dev", "-o", "all.wasm"];
    run(&mut doorway(&app, &compose));
    let served = Served::start(&app, &["all.wasm"]);
    assert_eq!(served.ask("GET", "/", "").0, 401);
    let (status, body) = served.ask("GET", "/?", "");
    assert_eq!(status, 401, "{body}");
}

#[test]
fn own_wit() {
    let _alone = alone();
    let folder = folder();
    let app = instantiate(folder.path(), "own-wit");
    for wasi in ["0.2", "0.3"] {
        let args = ["--profile", "dev", "--wasi", wasi, "--env", "GREETING=Ahoy"];
        let served = Served::start(&app, &args);
        let (status, body) = served.ask("GET", "/", "");
        assert!(status == 200 && body.starts_with("Ahoy! It is "), "{body}");
    }
}

/// One for each template: a new one needs a test here.
#[test]
fn every_template_has_a_test() {
    let source = include_str!("templates.rs");
    for template in &TEMPLATES {
        let name = template.name.replace('-', "_");
        assert!(source.contains(&format!("\nfn {name}() {{")), "{name}");
    }
}

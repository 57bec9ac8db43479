//! `doorway build --warm`: what is ready at a first request, what is not frozen, and what is refused.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failures::failure;
use crate::support::{Served, alone, doorway, folder, run};

/// An app of which each feature does what cannot be done at build time.
const MANIFEST: &str = r#"[package]
name = "app"
version = "0.1.0"
edition = "2024"

[lib]
crate-type = ["cdylib"]

[dependencies]
doorway = { path = "SDK", features = ["config", "cookies", "env", "keyvalue"] }

[package.metadata.doorway]
imports = ["wasi:cli/environment"]

[features]
configuration = []
environment = []
keyvalue = []
panics = []
random = []
request = []
spawns = []
time = []
"#;

const APP: &str = r#"
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{LazyLock, OnceLock};

use doorway::extract::Path;
use doorway::extract::cookie::{Cookie, Key, PrivateCookieJar};
use doorway::http::StatusCode;
use doorway::middleware::TraceContextLayer;
use doorway::trace::TraceContext;
use doorway::{Router, http_handler, routing::get};

static PREPARED: OnceLock<&str> = OnceLock::new();

static MOONS: LazyLock<HashMap<&str, u32>> =
    LazyLock::new(|| HashMap::from([("Mars", 2), ("Earth", 1)]));

async fn moons(Path(planet): Path<String>) -> Result<String, StatusCode> {
    MOONS.get(&*planet).map(u32::to_string).ok_or(StatusCode::NOT_FOUND)
}

async fn sealed() -> String {
    let jar = PrivateCookieJar::new(Key::from(&[7; 64])).add(Cookie::new("name", "value"));
    doorway::IntoResponse::into_response(jar).headers()["set-cookie"].to_str().unwrap().to_owned()
}

#[http_handler]
fn app() -> Router {
    doorway::warm(|| {
        PREPARED.set("when it was built").unwrap();
        LazyLock::force(&MOONS);
    });
    #[cfg(feature = "configuration")]
    let _ = doorway::config::Config::new().get::<String>("name");
    #[cfg(feature = "environment")]
    let _ = std::env::var("NAME");
    #[cfg(feature = "keyvalue")]
    poll(doorway::keyvalue::Store::open("name"));
    #[cfg(feature = "panics")]
    panic!("there is no such planet");
    #[cfg(feature = "random")]
    Key::generate();
    #[cfg(feature = "request")]
    poll(doorway::client::get("http://127.0.0.1").send());
    #[cfg(feature = "spawns")]
    doorway::task::spawn(async {});
    #[cfg(feature = "time")]
    let _ = std::time::SystemTime::now();
    Router::new()
        .route("/prepared", get(|| async { *PREPARED.get_or_init(|| "when it was asked") }))
        .route("/moons/{planet}", get(moons))
        .route("/seed", get(|| async { RandomState::new().hash_one(0).to_string() }))
        .route("/key", get(|| async { format!("{:?}", Key::generate().master()) }))
        .route("/nonce", get(sealed))
        .route("/trace", get(|trace: TraceContext| async move { trace.to_string() }))
        .layer(TraceContextLayer::new())
}

#[allow(dead_code)]
fn poll(future: impl IntoFuture) {
    let waker = std::task::Waker::noop();
    let _ = std::pin::pin!(future.into_future()).poll(&mut std::task::Context::from_waker(waker));
}
"#;

fn app_in(folder: &Path) -> PathBuf {
    let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sdk");
    let app = folder.join("app");
    fs::create_dir_all(app.join("src")).unwrap();
    fs::write(app.join("Cargo.toml"), MANIFEST.replace("SDK", sdk.to_str().unwrap())).unwrap();
    fs::write(app.join("src/lib.rs"), APP).unwrap();
    fs::copy(sdk.join("../Cargo.lock"), app.join("Cargo.lock")).unwrap();
    app
}

#[test]
fn a_warm_app_is_ready_and_draws_at_its_first_request_what_must_differ() {
    let _alone = alone();
    let folder = folder();
    let app = app_in(folder.path());
    for (wasi, profile) in [("0.2", "dev"), ("0.3", "dev"), ("0.2", "release")] {
        let served = Served::start(&app, &["--wasi", wasi, "--profile", profile, "--warm"]);
        let get = |path: &str| {
            let (status, body) = served.ask("GET", path, "");
            assert_eq!(status, 200, "{path}: {body}");
            body
        };
        assert_eq!(get("/prepared"), "when it was built", "{wasi}, {profile}");
        assert_eq!(get("/moons/Mars"), "2");
        // Each request has an instance of its own.
        for path in ["/seed", "/key", "/nonce", "/trace"] {
            assert_ne!(get(path), get(path), "{path}: {wasi}, {profile}");
        }
    }
    let cold = Served::start(&app, &["--wasi", "0.2", "--profile", "dev"]);
    assert_eq!(cold.ask("GET", "/prepared", ""), (200, "when it was asked".to_owned()));
}

/// Each feature, what its failure says, and the end of the way out.
const REFUSED: [(&str, &str); 7] = [
    (
        "configuration",
        "the app calls wasi:config/store#get while it is warmed: it would know the configuration of the build only",
    ),
    (
        "environment",
        "the app calls wasi:cli/environment#get-environment while it is warmed: it would know the variables of the build only",
    ),
    (
        "keyvalue",
        "the app calls wasi:keyvalue/store#open while it is warmed: there is no store at build time",
    ),
    (
        "random",
        "the app calls wasi:random/random#get-random-bytes while it is warmed: all instances would have the same random numbers",
    ),
    (
        "request",
        "the app calls wasi:http/types#[constructor]fields while it is warmed: no request is sent at build time",
    ),
    ("spawns", "the app panicked while it was warmed"),
    (
        "time",
        "the app calls wasi:clocks/wall-clock#now while it is warmed: it would know the time of the build only",
    ),
];

#[test]
fn calls_of_the_host_are_refused_while_warming() {
    let _alone = alone();
    let folder = folder();
    let app = app_in(folder.path());
    for (feature, expected) in REFUSED {
        for wasi in ["0.2", "0.3"] {
            let args = ["build", "--warm", "--profile", "dev", "--wasi", wasi, "-F", feature];
            let (what, help) = failure(&mut doorway(&app, &args));
            let file = if wasi == "0.2" { "app.wasm" } else { "app.p3.wasm" };
            assert_eq!(what, format!("error: {file}: {expected}"), "{feature}");
            assert!(help.starts_with("help: ") && help.len() > 20, "{help}");
        }
    }
}

#[test]
fn a_panic_is_shown_with_its_message() {
    let _alone = alone();
    let folder = folder();
    let app = app_in(folder.path());
    for wasi in ["0.2", "0.3"] {
        let args = ["build", "--warm", "--profile", "dev", "--wasi", wasi, "-F", "panics"];
        let output = doorway(&app, &args).output().unwrap();
        let text = crate::support::shown(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains("there is no such planet"), "{text}");
        assert!(text.contains("the app panicked while it was warmed"), "{text}");
    }
}

#[test]
fn a_handler_without_an_app_has_nothing_to_be_warmed() {
    let _alone = alone();
    let folder = folder();
    let app = app_in(folder.path());
    let handler = "#[doorway::http_handler]\nasync fn hello() -> &'static str { \"Hello\" }\n";
    fs::write(app.join("src/lib.rs"), handler).unwrap();
    let args = ["build", "--warm", "--profile", "dev", "--wasi", "0.2"];
    let (what, help) = failure(&mut doorway(&app, &args));
    assert!(what.ends_with("there is no app to be warmed: the handler is an `async fn`"), "{what}");
    assert!(help.contains("write a plain `fn`"), "{help}");
}

#[test]
fn warm_components_are_composed_as_others_are() {
    let _alone = alone();
    let folder = folder();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let part = |name: &str| examples.join(name).to_str().unwrap().to_owned();
    let chain = folder.path().join("chain.wasm").to_str().unwrap().to_owned();
    let (auth, api) = (part("auth-chain"), part("json-api"));
    run(&mut doorway(
        folder.path(),
        &["compose", &auth, &api, "--warm", "--profile", "dev", "--output", &chain],
    ));
    let served = Served::start(folder.path(), &[&chain]);
    assert_eq!(served.ask("GET", "/todos", "").0, 401);
}

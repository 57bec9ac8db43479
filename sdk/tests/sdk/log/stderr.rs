//! `Logger` where it is installed: what comes out on stderr. The program under test is this one
//! again, as there is one logger a process.

use doorway::extract::rejection::{FormRejection, JsonRejection};
use doorway::log::{LevelFilter, Logger};
use doorway::middleware::{AccessLogLayer, TraceContextLayer};
use doorway::routing::{get, post};
use doorway::testing::TestClient;
use doorway::{Form, Json, Router, client};
use serde_json::Value;

use crate::support::program;

/// Runs one of the programs below, and gives the lines it wrote to stderr.
fn run(name: &str) -> Vec<String> {
    let output = program::run(module_path!(), name);
    assert!(output.status.success(), "{output:?}");
    program::stderr(output).lines().map(str::to_owned).collect()
}

async fn handler() -> &'static str {
    log::info!("one\ntwo");
    log::debug!("three");
    log::trace!("four");
    "Hello!"
}

fn app() -> TestClient {
    let app = Router::new()
        .route("/{name}", get(handler))
        .layer(AccessLogLayer::new())
        .layer(TraceContextLayer::new());
    TestClient::new(app)
}

#[test]
#[ignore = "run by another test"]
fn text() {
    Logger::text().install();
    // The first stays.
    Logger::json().level(LevelFilter::Off).install();
    app().get("/x").send().text();
    log::logger().flush();
}

#[test]
fn lines_of_text() {
    let lines = run("text");
    let [one, access] = &lines[..] else { panic!("{lines:?}") };
    let (_, one) = one.split_once(' ').unwrap();
    let (message, trace) = one.split_once(" trace_id=").unwrap();
    assert_eq!(message, r"INFO sdk::log::stderr: one\ntwo");
    let (_, access) = access.split_once(' ').unwrap();
    assert!(access.starts_with("INFO doorway::access: GET /x 200 6B "), "{access}");
    let end = format!("ms route=/{{name}} trace_id={trace}");
    assert!(access.ends_with(&end), "{access}");
}

#[test]
#[ignore = "run by another test"]
fn json() {
    Logger::json().without_time().level(LevelFilter::Debug).install();
    app().get("/x?y").send().text();
}

#[test]
fn lines_of_json() {
    let lines = run("json");
    let objects: Vec<Value> =
        lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [one, three, access] = &objects[..] else { panic!("{lines:?}") };
    assert_eq!((&one["message"], &one["level"]), (&"one\ntwo".into(), &"INFO".into()));
    assert_eq!((&three["message"], &three["level"]), (&"three".into(), &"DEBUG".into()));
    for (member, expected) in [
        ("level", Value::from("INFO")),
        ("target", "doorway::access".into()),
        ("method", "GET".into()),
        ("path", "/x".into()),
        ("status", 200.into()),
        ("bytes", 6.into()),
        ("route", "/{name}".into()),
        ("trace_id", one["trace_id"].clone()),
        ("span_id", three["span_id"].clone()),
        ("message", Value::Null),
        ("aborted", Value::Null),
    ] {
        assert_eq!(access[member], expected, "{member} of {access}");
    }
    assert!(access["duration_ms"].is_f64());
}

#[test]
#[ignore = "run by another test"]
fn quiet() {
    Logger::text().level(LevelFilter::Warn).install();
    assert_eq!(app().get("/x").send().text(), "Hello!");
}

#[test]
fn the_access_log_keeps_to_the_level() {
    assert_eq!(run("quiet"), Vec::<String>::new());
}

/// Lets errors through to the log: of JSON that is not what was wanted, and of text with more lines.
#[test]
#[ignore = "run by another test"]
fn errors() {
    #[derive(serde::Deserialize)]
    struct Login {
        #[serde(rename = "token")]
        _token: u32,
    }
    async fn upstream() -> Result<(), client::Error> {
        let response = client::get("https://api.test/login?key=s3cret").send().await?;
        response.json::<Login>().await.map(drop)
    }
    async fn through(body: String) -> Result<(), doorway::Error> {
        serde_json::from_str::<Login>(&body).map(drop).map_err(doorway::Error::other)
    }
    async fn rejected(body: Result<Json<Login>, JsonRejection>) -> Result<(), doorway::Error> {
        body.map(drop).map_err(doorway::Error::other)
    }
    async fn form(form: Result<Form<Login>, FormRejection>) -> Result<(), doorway::Error> {
        form.map(drop).map_err(doorway::Error::other)
    }
    async fn lines() -> Result<(), doorway::Error> {
        Err(doorway::Error::other("one\r\ndoorway: two\u{1b}[2J"))
    }
    const LOGIN: &str = r#"{"token":"s3cret"}"#;
    let app = Router::new()
        .route("/upstream", get(upstream))
        .route("/through", post(through))
        .route("/rejected", post(rejected))
        .route("/form", post(form))
        .route("/lines", get(lines));
    let client =
        TestClient::new(app).upstream("https://api.test", |_: doorway::Request| async { LOGIN });
    assert_eq!(client.get("/upstream").send().status(), 502);
    assert_eq!(client.post("/through").body(LOGIN).send().status(), 500);
    let json = client.post("/rejected").header("content-type", "application/json");
    assert_eq!(json.body(LOGIN).send().status(), 500);
    let form = client.post("/form").header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(form.body("token=s3cret").send().status(), 500);
    assert_eq!(client.get("/lines").send().status(), 500);
    let unbuilt = client::Client::builder().base_url("api.test?key=s3cret").build();
    let unbuilt = TestClient::new(unbuilt.map(|client| Router::new().with_state(client)));
    assert_eq!(unbuilt.get("/").send().status(), 500);
}

#[test]
fn errors_tell_no_value_and_stay_on_their_line() {
    assert_eq!(
        run("errors"),
        [
            "doorway: answered 502: the response of `https://api.test/login?…` is not the expected \
             JSON, at line 1 column 17: invalid type, expected u32 at line 1 column 17",
            "doorway: answered 500: unexpected JSON at line 1 column 17",
            "doorway: answered 500: the JSON does not have the expected form: invalid type, expected u32 \
             at line 1 column 17: unexpected JSON at line 1 column 17",
            "doorway: answered 500: the form is invalid: `token`: cannot parse it \
             to a `u32`: `token`: cannot parse it to a `u32`",
            "doorway: answered 500: one  doorway: two [2J",
            "doorway: answered 500: the app could not be built: the URL `api.test?…` is relative, \
             without a base: begin it with `https://`, or set `ClientBuilder::base_url`",
        ]
    );
}

//! The requests to each program, and its answers: the same as with axum, except that URIs are
//! absolute, as hosts report the authority, and that doorway's rejections are problem documents.

/// A request with its fields and content, and the status, fields and content of its answer. `problem`
/// is such a document.
pub struct Row {
    pub request: &'static str,
    pub fields: &'static [(&'static str, &'static str)],
    pub content: &'static str,
    pub answer: &'static str,
}

const fn row(
    request: &'static str,
    fields: &'static [(&'static str, &'static str)],
    content: &'static str,
    answer: &'static str,
) -> Row {
    Row { request, fields, content, answer }
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];
const FORM: &[(&str, &str)] = &[("content-type", "application/x-www-form-urlencoded")];

pub const TODOS: &[Row] = &[
    row("GET /todos", &[], "", "200 []"),
    row(
        "POST /todos",
        JSON,
        r#"{"text":"walk"}"#,
        r#"201 location=/todos/1 {"id":1,"text":"walk","completed":false}"#,
    ),
    row(
        "POST /todos",
        JSON,
        r#"{"text":"run"}"#,
        r#"201 location=/todos/2 {"id":2,"text":"run","completed":false}"#,
    ),
    row("POST /todos", &[], r#"{"text":"run"}"#, "415 problem"),
    row("POST /todos", JSON, r#"{"text":"#, "400 problem"),
    row("POST /todos", JSON, r#"{"txt":"run"}"#, "422 problem"),
    row(
        "PATCH /todos/2",
        JSON,
        r#"{"completed":true}"#,
        r#"200 {"id":2,"text":"run","completed":true}"#,
    ),
    row("PATCH /todos/3", JSON, "{}", "404"),
    row("GET /todos?offset=1", &[], "", r#"200 [{"id":2,"text":"run","completed":true}]"#),
    row("GET /todos?limit=1", &[], "", r#"200 [{"id":1,"text":"walk","completed":false}]"#),
    row("GET /todos?limit=x", &[], "", "400 problem"),
    row("GET /todos/1", &[], "", r#"200 {"id":1,"text":"walk","completed":false}"#),
    row("GET /todos/one", &[], "", "400 problem"),
    row("DELETE /todos/1", &[], "", "204"),
    row("DELETE /todos/1", &[], "", "404"),
    row("HEAD /todos/2", &[], "", "200"),
    row("PUT /todos", &[], "", "405 problem"),
    row("GET /", &[], "", "404 problem"),
];

pub const ERRORS: &[Row] = &[
    row("POST /users", JSON, r#"{"name":"Ford"}"#, r#"200 {"id":1,"name":"Ford","created_at":42}"#),
    row("POST /users", JSON, r#"{"name":"Ford"}"#, r#"409 {"message":"Ford is taken"}"#),
    row("POST /users", JSON, r#"{"name":"Zaphod"}"#, r#"500 {"message":"Something went wrong"}"#),
    row("GET /users/1", &[], "", r#"200 {"id":1,"name":"Ford","created_at":42}"#),
    row("GET /users/2", &[], "", "404"),
    row("GET /teapot", &[], "", "400"),
    row("GET /teapot", &[("x-drink", "tea")], "", "200 tea"),
    row("GET /teapot", &[("x-drink", "coffee")], "", "418 x-brews=tea no coffee"),
];

pub const EXTRACTORS: &[Row] = &[
    row("GET /agent", &[("user-agent", "towel/42")], "", "200 towel/42"),
    row("GET /agent", &[], "", "400 `User-Agent` header is missing"),
    row("GET /v1/foo", &[], "", "200 V1"),
    row("GET /v2/foo", &[], "", "200 V2"),
    row("GET /v3/foo", &[], "", "404 unknown version"),
    row("GET /me", &[("authorization", "Bearer sesame")], "", "200 Arthur"),
    row("GET /me", &[("authorization", "Bearer rye")], "", r#"403 {"error":"unknown token"}"#),
    row("GET /me", &[], "", r#"401 {"error":"missing credentials"}"#),
    row("GET /maybe", &[("authorization", "Bearer sesame")], "", "200 Arthur of 1"),
    row("GET /maybe", &[("authorization", "Bearer rye")], "", r#"403 {"error":"unknown token"}"#),
    row("GET /maybe", &[], "", "200 nobody"),
    row("POST /either", JSON, r#"{"foo":"bar"}"#, r#"200 {"foo":"bar"}"#),
    row("POST /either", FORM, "foo=b%20r", r#"200 {"foo":"b r"}"#),
    row("POST /either", JSON, r#"{"foo":1}"#, "422 problem"),
    row("POST /either", FORM, "oof=bar", "422 problem"),
    row("POST /either", &[], "foo=bar", "415"),
    row(
        "POST /signed",
        &[("content-type", "application/json"), ("user-agent", "a"), ("x-signature", "s3cret13")],
        r#"{"foo":"bar"}"#,
        "200 bar",
    ),
    row("POST /signed", &[("user-agent", "a")], r#"{"foo":"bar"}"#, "401 a cannot sign"),
    row("POST /signed", &[], "", "400 `User-Agent` header is missing"),
    row("GET /context?q=7&r", &[("user-agent", "a")], "", r#"200 Some("a") Some("7")"#),
    row("GET /context", &[], "", "200 None None"),
];

const ADMIN: &[(&str, &str)] = &[("authorization", "Ford-sesame")];

pub const NESTED: &[Row] = &[
    row("GET /", &[], "", "200 x-version=1 x-route=/ <h1>Hello, World!</h1>"),
    row("GET /old", &[], "", "308 location=/ x-version=1 x-route=/old"),
    row("GET /nowhere", &[], "", "404 x-version=1 x-route=none nothing on example"),
    row(
        "GET /api/admin/whoami",
        ADMIN,
        "",
        "200 x-version=1 x-route=/api/admin/whoami Ford of example",
    ),
    row("GET /api/admin/whoami", &[], "", "401 x-version=1 x-route=/api/admin/whoami"),
    row(
        "GET /api/admin/whoami",
        &[("authorization", "open")],
        "",
        "403 x-version=1 x-route=/api/admin/whoami",
    ),
    row(
        "DELETE /api/admin/users/7",
        ADMIN,
        "",
        "202 x-version=1 x-route=/api/admin/users/{id} Ford removes 7",
    ),
    row("GET /api/admin/users/7", &[], "", "401 x-version=1 x-route=/api/admin/users/{id}"),
    row(
        "GET /api/admin/nothing",
        &[],
        "",
        "404 x-version=1 x-route=none no api for http://test.local/admin/nothing",
    ),
    row("POST /api/echo", &[], "hello", "200 x-version=1 x-route=/api/echo HELLO!"),
    row(
        "PUT /api/uri?a=b",
        &[],
        "",
        "200 x-version=1 x-route=/api/uri PUT http://test.local/uri?a=b of http://test.local/api/uri?a=b",
    ),
    row(
        "GET /api/red/members",
        &[],
        "",
        "200 x-version=1 x-route=/api/{team}/members members of red after 12",
    ),
    row(
        "GET /api/red/projects",
        &[],
        "",
        "200 x-version=1 x-route=/api/{team}/projects projects of red",
    ),
    row(
        "GET /api/red/projects/7",
        &[],
        "",
        "200 x-version=1 x-route=/api/{team}/projects/{project} 7 of red",
    ),
    row(
        "POST /api/red/projects/7",
        &[],
        "",
        "405 x-version=1 x-route=/api/{team}/projects/{project} read only",
    ),
    row(
        "GET /api/nothing",
        &[],
        "",
        "404 x-version=1 x-route=none no api for http://test.local/nothing",
    ),
    row("GET /api", &[], "", "404 x-version=1 x-route=none no api for http://test.local/"),
    row("GET /forbidden", &[], "", "403 x-route=none"),
];

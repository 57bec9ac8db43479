use std::io::Error;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum_extra::response::file_stream::FileStream;
use axum_extra::response::multiple::{MultipartForm, Part};
use axum_extra::response::{Attachment, Css, ErasedJson, InternalServerError, JavaScript, Wasm};
use futures_util::stream;
use serde::Serialize;

async fn named() -> Attachment<&'static str> {
    Attachment::new("a,b").filename("evil\"; filename*=UTF-8''x\\.csv").content_type("text/csv")
}

async fn bytes() -> Attachment<Vec<u8>> {
    Attachment::new(vec![b'a', b'b'])
}

async fn created() -> impl IntoResponse {
    (StatusCode::CREATED, Attachment::new((StatusCode::ACCEPTED, "x")).filename("a b"))
}

async fn invalid() -> Attachment<&'static str> {
    Attachment::new("a,b").filename("a\nb").content_type("a\nb")
}

fn chunks() -> impl stream::Stream<Item = Result<&'static str, Error>> {
    stream::iter([Ok("Mercury,"), Ok("Venus,"), Ok("Earth")])
}

async fn file() -> FileStream<impl stream::Stream<Item = Result<&'static str, Error>>> {
    FileStream::new(chunks()).file_name("a\"b\\c.csv").content_size(19)
}

async fn plain_file() -> impl IntoResponse {
    FileStream::new(chunks())
}

async fn range() -> Response {
    FileStream::new(stream::iter([Ok::<_, Error>("Venus")])).into_range_response(8, 12, 19)
}

async fn failed() -> Result<&'static str, InternalServerError<Error>> {
    let result = std::fs::read_to_string("/no such file").map(|_| "read");
    result.map_err(InternalServerError)
}

#[derive(Serialize)]
struct Planet<'a> {
    name: &'a str,
    moons: Vec<u32>,
}

async fn erased() -> ErasedJson {
    let name = "Earth".to_owned();
    ErasedJson::new(Planet { name: &name, moons: vec![1, 2] })
}

async fn pretty() -> ErasedJson {
    ErasedJson::pretty(&Planet { name: "\"Mars\"", moons: vec![] })
}

async fn literal() -> ErasedJson {
    let (name, moons) = ("Mars".to_owned(), vec!["Phobos", "Deimos"]);
    axum_extra::json!({
        "zuerst": name,
        "again": { "moons": moons, "none": null, "list": [1, true, "x", { "a": 1.5 }], },
        "number": 1 + 2,
    })
}

async fn no_json() -> ErasedJson {
    ErasedJson::new(std::collections::HashMap::from([(vec![1], 2)]))
}

pub(super) async fn form() -> MultipartForm {
    let parts = vec![
        Part::text("part1".to_owned(), "basictext"),
        Part::file("part2", "file.txt", b"hi mom".to_vec()),
        Part::raw_part("part3", "text/plain", b"rawpart".to_vec(), None).unwrap(),
        Part::raw_part("part4", "image/png", b"\r\n".to_vec(), Some("a.png")).unwrap(),
    ];
    MultipartForm::with_parts(parts)
}

pub(super) fn app() -> Router {
    Router::new()
        .route("/named", get(named))
        .route("/bytes", get(bytes))
        .route("/created", get(created))
        .route("/invalid", get(invalid))
        .route("/file", get(file))
        .route("/plain-file", get(plain_file))
        .route("/range", get(range))
        .route("/failed", get(failed))
        .route("/erased", get(erased))
        .route("/pretty", get(pretty))
        .route("/literal", get(literal))
        .route("/no-json", get(no_json))
        .route("/script", get(|| async { JavaScript("alert()") }))
        .route("/style", get(|| async { Css("a {}".to_owned()) }))
        .route("/wasm", get(|| async { (StatusCode::CREATED, Wasm::from(b"\0asm".to_vec())) }))
        .route("/typed", get(|| async { Css(JavaScript("style")) }))
}

pub(super) fn form_app() -> Router {
    Router::new().route("/", get(form))
}

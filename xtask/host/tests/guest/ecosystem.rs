//! Crates that many axum apps use, each in a component of its own: `docs/ecosystem.md` promises them.

use std::io::Write;

use bytes::Bytes;
use doorway_host::Options;
use doorway_host::testing::{Answer, TestServer};
use flate2::Compression;
use flate2::write::GzEncoder;
use http::Request;
use http_body_util::{Empty, Full};
use serde_json::{Value, json};

use crate::{count, ends_well, post};
use apps::*;

/// One constant for each component. One that no test mentions does not compile.
#[deny(dead_code)]
mod apps {
    include!(concat!(env!("OUT_DIR"), "/ecosystem.rs"));
}

fn post_json(path: &str, body: &Value) -> Request<Full<Bytes>> {
    let request = Request::post(path).header("content-type", "application/json");
    request.body(Full::from(body.to_string())).unwrap()
}

fn parsed(answer: &Answer) -> Value {
    serde_json::from_str(answer.text()).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
}

async fn text(server: &TestServer, path: &str) -> String {
    let answer = server.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {answer:?}");
    answer.text().to_owned()
}

/// The answer to JSON, and then the end of the server.
async fn answer_to_json(server: TestServer, path: &str, body: &Value) -> Answer {
    let answer = server.request(post_json(path, body)).await;
    ends_well(server).await;
    answer
}

#[tokio::test]
async fn templates_are_pages() {
    for (app, expected) in [
        (ASKAMA, "<h1>Hello, FORD &#60;P&#62;!</h1><p>Trillian</p><p>Ford &#38; Arthur</p>"),
        (
            MAUD,
            "<!DOCTYPE html><h1>Hello, Ford &lt;P&gt;!</h1><p class=\"guest\">Trillian</p>\
             <p class=\"guest\">Ford &amp; Arthur</p>",
        ),
        (MINIJINJA, "<h1>Hello, Ford &lt;P&gt;!</h1><i>0</i><i>1</i><i>2</i>"),
        (TERA, "<h1>Hello, FORD &lt;P&gt;!</h1><i>0</i><i>1</i><i>2</i>"),
        (HANDLEBARS, "<h1>Hello, Ford &lt;P&gt;!</h1><p>Ford</p><p>Arthur</p>"),
    ] {
        let server = app.start().await;
        let answer = server.get("/Ford%20%3CP%3E").await;
        assert_eq!((answer.status, answer.text()), (200, expected), "{app:?}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        ends_well(server).await;
    }
}

#[tokio::test]
async fn input_is_validated() {
    for app in [VALIDATOR, GARDE] {
        let guest = json!({ "name": "Ford", "email": "ford@example.com", "age": 42 });
        let answer = answer_to_json(app.start().await, "/guests", &guest).await;
        let expected = "Ford, 42, is invited at ford@example.com";
        assert_eq!((answer.status, answer.text()), (200, expected), "{app:?}");

        let nobody = json!({ "name": "F", "email": "ford", "age": 121 });
        let answer = answer_to_json(app.start().await, "/guests", &nobody).await;
        assert_eq!(answer.status, 422, "{app:?}");
        for field in ["name", "email", "age"] {
            assert!(answer.text().contains(field), "{app:?}: {field} in {}", answer.text());
        }
    }
}

#[tokio::test]
async fn openapi_documents_are_those_of_the_routes() {
    for app in [UTOIPA, UTOIPA_AXUM] {
        let server = app.start().await;
        let api = parsed(&server.get("/openapi.json").await);
        let response = &api["paths"]["/books/{isbn}"]["get"]["responses"]["200"];
        let schema = &response["content"]["application/json"]["schema"];
        assert_eq!(schema["$ref"], "#/components/schemas/Book", "{api}");
        assert_eq!(api["components"]["schemas"]["Book"]["properties"]["isbn"]["type"], "string");
        let book = text(&server, "/books/1").await;
        assert_eq!(book, r#"{"isbn":"1","copies":3}"#);
        ends_well(server).await;
    }
    let server = AIDE.start().await;
    let api = parsed(&server.get("/openapi.json").await);
    assert_eq!(api["info"]["title"], "Books");
    let order = &api["paths"]["/orders"]["post"]["requestBody"]["content"]["application/json"];
    assert_eq!(order["schema"]["$ref"], "#/components/schemas/Order", "{api}");
    let answer = answer_to_json(server, "/orders", &json!({ "isbn": "1", "copies": 2 })).await;
    assert_eq!((answer.status, answer.text()), (200, r#"{"isbn":"1","cents":1598}"#));
}

#[tokio::test]
async fn swagger_ui_is_a_part_of_the_component() {
    let server = UTOIPA_AXUM.start().await;
    let page = server.get("/swagger-ui/").await;
    assert_eq!(page.header("content-type"), "text/html");
    assert!(page.text().contains("swagger-ui-bundle.js"), "{}", page.text());
    let script = server.get("/swagger-ui/swagger-ui-bundle.js").await;
    assert!(script.status == 200 && script.body.len() > 1_000_000, "{}", script.body.len());
    let setup = text(&server, "/swagger-ui/swagger-initializer.js").await;
    assert!(setup.contains("/openapi.json"), "{setup}");
    ends_well(server).await;
}

#[tokio::test]
async fn graphql_is_answered() {
    let query = json!({
        "query": "query($isbn: String!) { title(isbn: $isbn) other: title(isbn: \"1\") }",
        "variables": { "isbn": "9780141439587" },
    });
    let answer = answer_to_json(ASYNC_GRAPHQL.start().await, "/graphql", &query).await;
    assert_eq!(parsed(&answer), json!({ "data": { "title": "Emma", "other": null } }));

    let server = ASYNC_GRAPHQL_AXUM.start().await;
    assert!(text(&server, "/").await.contains("GraphiQL"));
    let answer = server.request(post_json("/", &json!({ "query": "{ copies }" }))).await;
    assert_eq!(parsed(&answer), json!({ "data": { "copies": 3 } }));
    let orders = "mutation { few: order(copies: 2) }";
    let answer = server.request(post_json("/", &json!({ "query": orders }))).await;
    assert_eq!(parsed(&answer), json!({ "data": { "few": 1598 } }));
    let orders = "mutation { many: order(copies: 2147483647) }";
    let answer = answer_to_json(server, "/", &json!({ "query": orders })).await;
    assert_eq!(parsed(&answer)["errors"][0]["message"], "that is too many copies");
}

/// Signed by openssl, for `ford`, until 2100.
const TOKEN_OF_OTHERS: &str = "\
    eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJmb3JkIiwiZXhwIjo0MTAyNDQ0ODAwfQ.\
    T3Tq4GRYfU1KoOMVoEP6uJoswbMq9srieRKPin1kZ2N5i3HLodvaVXq1rYf9aC68rX-TmDjy7K8reSZGHKQZWsLytY\
    2m1o7Az-wTH_6yjXEy_TizA-sc0Rw8Ak4rZMOdVhncBzgS9GM48kSobjFP2yLNB4Vix5DvLfv7RsK0dKB9VQOODin_\
    xoehzrBb928a4ZuSHlgg84NK60lTxSKf8LLoXIyCo-zE9G5fmOHgLdUie5TzkAoxslcIiZwT0M6Vlqc8KU_yFPp7Sg\
    yyKbSjckivcZhqbIckOplWZZux9bewR71zx_0qeL3PwNX1MJfd_pzmMY3iSx2XxU7QyrBQjw";

#[tokio::test]
async fn tokens_are_signed_and_checked() {
    let server = JSONWEBTOKEN.start().await;
    let token = text(&server, "/token").await;
    for (path, token) in [("/subject", token.as_str()), ("/subject-of-others", TOKEN_OF_OTHERS)] {
        let answer = server.request(post(path, token.to_owned())).await;
        assert_eq!((answer.status, answer.text()), (200, "ford"), "{path}");
        let (content, signature) = token.rsplit_once('.').unwrap();
        let forged = format!("{content}.AAAA{}", &signature[4..]);
        let answer = server.request(post(path, forged)).await;
        assert_eq!((answer.status, answer.text()), (401, "InvalidSignature"), "{path}");
    }
    ends_well(server).await;

    let server = JWT_SIMPLE.start().await;
    assert_eq!(text(&server, "/subject").await, "ford");
    assert_eq!(server.get("/forged").await.status, 401);
    ends_well(server).await;
}

#[tokio::test]
async fn randomness_is_that_of_the_host() {
    let server = UUID.start().await;
    let id = parsed(&server.request(post("/orders", "")).await);
    let other = parsed(&server.request(post("/orders", "")).await);
    assert_ne!(id, other);
    let id = id.as_str().unwrap();
    let expected = format!("{} is of version 4", id.replace('-', ""));
    assert_eq!(text(&server, &format!("/orders/{id}")).await, expected);
    assert_eq!(server.get("/orders/1").await.status, 400);
    ends_well(server).await;

    let server = RAND.start().await;
    let dice: Vec<u8> = serde_json::from_str(&text(&server, "/dice").await).unwrap();
    assert!((1..=6).all(|number| dice.contains(&number)), "{dice:?}");
    assert_ne!(text(&server, "/dice").await, text(&server, "/dice").await);
    assert_eq!(text(&server, "/shuffled/42").await, text(&server, "/shuffled/42").await);
    ends_well(server).await;
}

#[tokio::test]
async fn digests_and_passwords_are_right() {
    let server = SHA2.start().await;
    let answer = server.request(post("/digest", "abc")).await;
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(answer.text(), expected);
    ends_well(server).await;

    let server = ARGON2.start().await;
    let hash = server.request(post("/hash", "towel")).await;
    assert!(hash.text().starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{}", hash.text());
    for (password, status) in [("towel", 200), ("tower", 401)] {
        let login = json!({ "password": password, "hash": hash.text() });
        assert_eq!(server.request(post_json("/login", &login)).await.status, status, "{password}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn text_is_searched() {
    let server = REGEX.start().await;
    let content = "from 1978-03-08 to 1978-04-12";
    let answer = server.request(post("/dates", content)).await;
    assert_eq!(answer.text(), r#"["1978-03-08","1978-04-12"]"#);
    let answer = server.request(post("/german", content)).await;
    assert_eq!(answer.text(), "from 08.03.1978 to 12.04.1978");
    ends_well(server).await;
}

#[tokio::test]
async fn clocks_and_calendars_work() {
    for (app, expected) in
        [(CHRONO, "Thursday, 29 February 2024, week 9"), (TIME, "Thursday, 2024-02-29, week 9")]
    {
        let server = app.start().await;
        let now = text(&server, "/now").await;
        let year: u32 = now.trim_start_matches('"')[..4].parse().unwrap();
        assert!(
            year >= 2025 && now.contains('T') && now.trim_end_matches('"').ends_with('Z'),
            "{now}"
        );
        assert_eq!(text(&server, "/after/2024-02-27/2").await, expected);
        let answer = server.get("/after/2024-02-30/2").await;
        assert_eq!(answer.status, 400, "{app:?}");
        ends_well(server).await;
    }
    let server = CHRONO.start().await;
    assert_eq!(text(&server, "/offset").await, "+00:00");
    ends_well(server).await;
}

#[tokio::test]
async fn lines_of_tracing_are_in_the_log() {
    let server = TRACING_SUBSCRIBER.start().await;
    assert_eq!(text(&server, "/3").await, "3 cups of tea");
    let log = ends_well(server).await;
    for line in ["WARN tea{", "that is a lot of tea limit=2", "INFO tea{", "tea is served"] {
        assert_eq!(count(&log, line), 1, "{line}: {}", log.join("\n"));
    }
    assert_eq!(count(&log, "nobody sees this"), 0, "{}", log.join("\n"));
}

#[tokio::test]
async fn a_session_is_kept_by_its_cookie() {
    let options = Options { reuse: 100, max_concurrent: 1, ..Options::default() };
    let server = TOWER_SESSIONS.start_with(options).await;
    let first = server.get("/").await;
    assert_eq!((first.status, first.text()), (200, "1"), "{first:?}");
    let (cookie, attributes) = first.header("set-cookie").split_once(';').unwrap();
    assert!(cookie.starts_with("id=") && attributes.contains("Max-Age=600"), "{attributes}");
    let with_cookie = |request: http::request::Builder| {
        request.header("cookie", cookie).body(Empty::<Bytes>::new()).unwrap()
    };
    assert_eq!(server.request(with_cookie(Request::get("/"))).await.text(), "2");
    assert_eq!(server.get("/").await.text(), "1");
    assert_eq!(server.request(with_cookie(Request::post("/logout"))).await.status, 204);
    assert_eq!(server.request(with_cookie(Request::get("/"))).await.text(), "1");
    ends_well(server).await;
}

#[tokio::test]
async fn htmx_gets_a_part_of_the_page() {
    let server = AXUM_HTMX.start().await;
    let page = "<!doctype html><main><h1>the page</h1></main>";
    assert_eq!(text(&server, "/").await, page);
    assert_eq!(server.get("/parts").await.status, 303);
    let of_htmx = |path: &str| {
        let request = Request::get(path).header("hx-request", "true").header("hx-target", "list");
        request.body(Empty::<Bytes>::new()).unwrap()
    };
    let part = server.request(of_htmx("/")).await;
    assert_eq!((part.text(), part.header("hx-push-url")), ("<h1>list</h1>", "/pushed"));
    assert_eq!(server.request(of_htmx("/parts")).await.text(), "a part");
    ends_well(server).await;
}

#[tokio::test]
async fn layers_of_tower_http_are_around_handlers() {
    let server = TOWER_HTTP.start().await;
    for coding in ["gzip", "deflate", "br"] {
        let request = Request::get("/long").header("accept-encoding", coding);
        let request = request.header("origin", "https://example.com").header("x-trace", "42");
        let answer = server.request(request.body(Empty::<Bytes>::new()).unwrap()).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, coding));
        assert!(answer.complete && answer.body.len() < 100, "{coding}: {}", answer.body.len());
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-trace"), "42");
        assert_eq!(answer.header("x-request-id").len(), 36);
    }
    assert_eq!(text(&server, "/long").await.len(), 4_000);
    assert_eq!(server.get("/teapot").await.status, 418);

    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(b"dont panic").unwrap();
    let request = Request::post("/shout").header("content-encoding", "gzip");
    let request = request.body(Full::<Bytes>::from(gzip.finish().unwrap())).unwrap();
    assert_eq!(server.request(request).await.text(), "DONT PANIC");
    assert_eq!(server.request(post("/shout", vec![b'a'; 1_001])).await.status, 413);
    let of_others = Request::post("/shout").header("sec-fetch-site", "cross-site");
    let answer = server.request(of_others.body(Empty::<Bytes>::new()).unwrap()).await;
    assert_eq!(answer.status, 403);
    for (accept, status) in [("application/json", 200), ("text/html", 406)] {
        let request = Request::post("/json").header("accept", accept);
        let answer = server.request(request.body(Empty::<Bytes>::new()).unwrap()).await;
        assert_eq!(answer.status, status, "{accept}");
    }
    ends_well(server).await;
}

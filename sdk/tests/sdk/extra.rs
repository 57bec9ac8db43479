//! axum-extra's parts natively: programs that are compiled twice, for axum with axum-extra and for
//! doorway, and that answer alike.

use doorway::Router;
use doorway::http::{HeaderMap, Request};
use doorway::testing::{TestClient, block_on};
use tower::ServiceExt;

mod bodies;
#[cfg(all(feature = "json", feature = "macros", feature = "query"))]
mod derives;
mod extractors;
mod responses;
mod routing;

/// Compiles a program for both. It imports from `axum` and `axum_extra`; `Parts` is a request's head.
macro_rules! programs {
    ($file:literal) => {
        #[allow(dead_code, unused_imports, clippy::type_complexity)]
        mod ours {
            use doorway as axum;
            use doorway as axum_extra;
            use doorway::request::Parts;

            fn service() -> impl doorway::Service {
                |_: doorway::Request| async { "service" }
            }

            include!($file);
        }

        #[allow(dead_code, unused_imports, clippy::type_complexity)]
        mod theirs {
            use axum::http::request::Parts;

            fn service() -> axum::routing::MethodRouter<(), std::convert::Infallible> {
                axum::routing::any(|| async { "service" })
            }

            include!($file);
        }
    };
}
use programs;

/// A request: a line such as `GET /`, header fields, content.
type Asked<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

/// An answer: the status, the fields that are compared, the content.
type Answer = (u16, Vec<String>, String);

/// Asks both apps the same. Answers with a problem have the status in common.
#[track_caller]
fn alike(ours: Router, theirs: axum::Router, asked: &[Asked<'_>]) -> Vec<Answer> {
    let client = TestClient::new(ours);
    let mut answers = Vec::new();
    for (line, fields, content) in asked {
        let (method, path) = line.split_once(' ').unwrap();
        let build = || {
            fields
                .iter()
                .fold(Request::builder().method(method).uri(path), |request, (name, value)| {
                    request.header(*name, *value)
                })
        };
        let request = build().body(doorway::Body::from(content.to_string())).unwrap();
        let answer = client.execute(request);
        let is_problem = answer.header("content-type") == Some("application/problem+json");
        let mut our_answer = (answer.status().as_u16(), compared(answer.headers()), answer.text());
        if is_problem {
            our_answer.1.clear();
        }

        let request = build().body(axum::body::Body::from(content.to_string())).unwrap();
        let their_answer = their_answer(theirs.clone(), request);
        if is_problem {
            assert_eq!(
                our_answer.0, their_answer.0,
                "{line}: {} / {}",
                our_answer.2, their_answer.2
            );
        } else {
            assert_eq!(our_answer, their_answer, "{line}");
        }
        answers.push(our_answer);
    }
    answers
}

fn their_answer(app: axum::Router, request: Request<axum::body::Body>) -> Answer {
    let (parts, body) = block_on(app.oneshot(request)).unwrap().into_parts();
    let body = block_on(axum::body::to_bytes(body, usize::MAX)).unwrap();
    let text = String::from_utf8(body.to_vec()).unwrap();
    (parts.status.as_u16(), compared(&parts.headers), text)
}

/// The answer of an app of axum's to a request such as `GET /`.
fn theirs_of(app: axum::Router, line: &str) -> Answer {
    let (method, path) = line.split_once(' ').unwrap();
    let request = Request::builder().method(method).uri(path);
    their_answer(app, request.body(axum::body::Body::empty()).unwrap())
}

fn compared(headers: &HeaderMap) -> Vec<String> {
    let names = ["content-disposition", "content-range", "content-type", "location"];
    let values =
        names.iter().flat_map(|name| headers.get_all(*name).iter().map(move |v| (name, v)));
    values.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect()
}

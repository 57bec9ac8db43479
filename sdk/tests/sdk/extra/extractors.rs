//! Extractors of extractors, and handlers in turn.

use super::{Answer, alike, programs};

programs!("programs/extractors.rs");

#[track_caller]
fn asked(asked: &[super::Asked<'_>]) -> Vec<Answer> {
    alike(ours::app(), theirs::app(), asked)
}

fn texts(answers: Vec<Answer>) -> Vec<String> {
    answers.into_iter().map(|(status, _, text)| format!("{status} {text}")).collect()
}

const FORM: &[(&str, &str)] = &[("content-type", "application/x-www-form-urlencoded")];
const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

#[test]
fn rejections_are_replaced() {
    let answers = asked(&[
        ("POST /with-rejection/1", FORM, "n=2&tag=a&tag=b"),
        ("POST /with-rejection/1", FORM, "n=x"),
        ("POST /with-rejection/x", FORM, "n=x"),
        ("GET /with-rejection/1?n=x", &[], ""),
        ("POST /with-rejection/1", &[], "n=2"),
    ]);
    let expected = [
        r#"200 1 Params { n: 2, tag: ["a", "b"] }"#,
        "418 form 422",
        "418 path",
        "418 form 400",
        "418 form 415",
    ];
    assert_eq!(texts(answers), expected);
}

#[test]
fn a_cached_value_is_extracted_once() {
    let answers = asked(&[
        ("GET /cached", &[("x-session", "7")], ""),
        ("GET /cached", &[], ""),
        ("GET /cached", &[("x-session", "x")], ""),
    ]);
    let expected = [
        "200 user 7 Ok(Cached(Session(7))) 1",
        "200 401 Unauthorized Err(401) 2",
        "200 403 Forbidden Err(403) 2",
    ];
    assert_eq!(texts(answers), expected);
}

#[test]
fn a_cached_value_need_not_be_send() {
    use std::rc::Rc;

    use doorway::extract::{Cached, FromRequestParts};
    use doorway::request::Parts;
    use doorway::routing::get;
    use doorway::testing::TestClient;

    #[derive(Clone)]
    struct Shared(Rc<()>);

    impl<S> FromRequestParts<S> for Shared {
        type Rejection = std::convert::Infallible;

        async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
            Ok(Self(Rc::default()))
        }
    }

    async fn same(one: Cached<Shared>, other: Cached<Shared>) -> String {
        Rc::ptr_eq(&one.0.0, &other.0.0).to_string()
    }

    let app = doorway::Router::new().route("/", get(same));
    assert_eq!(TestClient::new(app).get("/").send().text(), "true");
}

#[test]
fn optional_extractors_have_names() {
    let answers = asked(&[
        ("GET /optional-path", &[], ""),
        ("GET /optional-path/3", &[], ""),
        ("GET /optional-path/x", &[], ""),
        ("GET /optional-query", &[], ""),
        ("GET /optional-query?n=1&tag=a&tag=b", &[], ""),
        ("GET /optional-query?", &[], ""),
        ("GET /optional-query?n=x", &[], ""),
        ("GET /query?n=1", &[], ""),
        ("GET /query", &[], ""),
    ]);
    let texts = texts(answers);
    assert_eq!(texts[..2], ["200 None", "200 Some(3)"]);
    assert_eq!(texts[3..5], ["200 None", r#"200 Some(Params { n: 1, tag: ["a", "b"] })"#]);
    assert_eq!(texts[8], "409 ");
}

#[test]
fn json_is_borrowed_from() {
    let answers = asked(&[
        ("POST /json", JSON, r#"{"text":"plain","from":"a"}"#),
        ("POST /json", JSON, r#"{"text":"esc\u0061ped"}"#),
        ("POST /json", JSON, r#"{"text":"plain","from":"\n"}"#),
        ("POST /json", JSON, r#"{"from":"a"}"#),
        ("POST /json", JSON, "{"),
        ("POST /json", &[("content-type", "application/geo+json; a=b")], r#"{"text":"a"}"#),
        ("POST /json", &[("content-type", "text/json")], r#"{"text":"a"}"#),
        ("POST /json", &[], r#"{"text":"a"}"#),
    ]);
    let texts = texts(answers);
    let expected = [
        r#"200 plain true Some("a")"#,
        "200 escaped false None",
        "422 data",
        "422 data",
        "400 syntax",
        "200 a true None",
    ];
    assert_eq!(texts[..6], expected);
}

#[test]
fn hosts_and_schemes_are_those_of_the_first_proxy() {
    let answers = asked(&[
        ("GET /hosts", &[("host", "example.com:8080")], ""),
        ("GET /hosts", &[("host", "a.example"), ("x-forwarded-host", "b.example")], ""),
        (
            "GET /hosts",
            &[
                ("forwarded", "by=x; HOST=\"c.example\";proto=https, host=d.example"),
                ("x-forwarded-host", "b.example"),
            ],
            "",
        ),
        ("GET /schemes", &[("x-forwarded-proto", "https")], ""),
        ("GET /schemes", &[("forwarded", "host=x;proto=ftp"), ("x-forwarded-proto", "https")], ""),
    ]);
    let expected =
        ["200 example.com:8080", "200 b.example", "200 c.example", "200 https", "200 ftp"];
    assert_eq!(texts(answers), expected);
}

#[test]
fn the_first_of_several_that_fits_is_taken() {
    let answers = asked(&[
        ("GET /either/3", &[], ""),
        ("GET /either/true", &[], ""),
        ("GET /either/404", &[], ""),
        ("GET /either/x", &[], ""),
        ("GET /eight/255", &[], ""),
        ("GET /eight/false", &[], ""),
        ("GET /eight/256", &[], ""),
        ("GET /eight/70000", &[], ""),
        ("GET /eight/-70000", &[], ""),
        ("GET /eight/x", &[], ""),
    ]);
    let texts = texts(answers);
    assert_eq!(texts[..3], ["200 3", "200 b", "404 "]);
    assert!(texts[3].starts_with("400 "));
    assert_eq!(texts[4..], ["200 u8", "200 bool", "200 u16", "200 ", "200 i32", "202 "]);
}

#[test]
fn a_tuple_of_extractors_is_one() {
    let answers = asked(&[
        ("POST /tuples/1", &[("x-a", "b")], "body"),
        ("GET /tuples/2", &[], ""),
        ("GET /tuples/x", &[], ""),
    ]);
    let texts = texts(answers);
    assert_eq!(
        texts[..2],
        ["200 POST /tuples/1 1 true b\"body\"", "200 GET /tuples/2 2 false b\"\""]
    );
}

#[test]
fn handlers_answer_in_turn() {
    let answers = asked(&[
        ("GET /or/1", &[], ""),
        ("GET /or/x?n=2", &[], ""),
        ("GET /or/x", &[], "body"),
        ("POST /or/1", &[], ""),
        ("POST /or/x", &[], ""),
        ("GET /or-state/1", &[], ""),
        ("GET /or-state/x", &[], "body"),
        ("POST /into/1", &[], "body"),
        ("POST /into/x", &[], "body"),
    ]);
    let texts = texts(answers);
    let expected = ["200 one 1", "200 two 2", "202 three x body", "200 one 1", "200 closure"];
    assert_eq!(texts[..5], expected);
    assert_eq!(texts[7], "200 POST 1 body");
}

#[cfg(feature = "tower")]
#[test]
fn either_of_two_layers_is_one() {
    use doorway::either::Either;
    use doorway::http::StatusCode;
    use doorway::routing::get;
    use doorway::testing::TestClient;
    use tower::layer::util::Identity;
    use tower_http::set_status::SetStatusLayer;

    let status = |layer: Option<SetStatusLayer>| {
        let layer = layer.map_or(Either::E2(Identity::new()), Either::E1);
        let app = doorway::Router::new().route("/", get(async || "tea")).layer(layer);
        TestClient::new(app).get("/").send().status()
    };
    assert_eq!(status(Some(SetStatusLayer::new(StatusCode::IM_A_TEAPOT))), 418);
    assert_eq!(status(None), 200);
}

//! Three APIs asked at once, each of which another instance of the example is.

use doorway_host::Options;
use doorway_host::testing::{TestServer, Upstream};

use crate::ends_well;
use crate::guests::FETCH;

async fn serve(apis: &str) -> TestServer {
    let env = vec![("APIS".to_owned(), apis.to_owned())];
    FETCH.start_with(Options { env, ..Options::default() }).await
}

#[tokio::test]
async fn the_answer_has_the_results_in_time() {
    let apis = FETCH.start().await;
    let server = serve(&apis.url("")).await;
    let answer = server.get("/?patience=500").await;
    let expected = concat!(
        r#"{"weather":{"sky":"clear","celsius":21},"#,
        r#""news":["The bridge is open again","Cats elect a mayor"],"#,
        r#""trains":null,"missing":[{"api":"trains","why":"too slow"}]}"#
    );
    assert_eq!((answer.status, answer.text()), (200, expected));
    let answer = server.get("/?patience=soon").await;
    assert_eq!((answer.status, answer.header("content-type")), (400, "application/problem+json"));
    ends_well(server).await;
    ends_well(apis).await;
}

#[tokio::test]
async fn apis_that_are_gone_are_a_502() {
    let server = serve(&Upstream::refusing().await.url("")).await;
    let answer = server.get("/").await;
    assert_eq!(answer.status, 502);
    assert_eq!(answer.text().matches(r#""why":"unreachable""#).count(), 3, "{}", answer.text());
    ends_well(server).await;
}

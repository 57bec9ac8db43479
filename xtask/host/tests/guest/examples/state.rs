//! State in the store of the host, and a configured upstream.

use std::sync::Arc;

use bytes::Bytes;
use doorway_host::Options;
use doorway_host::stores::{File, Limited};
use doorway_host::testing::{TestServer, Upstream};
use http::{Request, Response, StatusCode};
use http_body_util::{Empty, Full};

use crate::ends_well;
use crate::guests::STATE;

async fn serve(env: &[(&str, &str)]) -> TestServer {
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    STATE.start_with(Options { env, ..Options::default() }).await
}

#[tokio::test]
async fn visits_are_counted_by_instances_of_one_request() {
    let server = serve(&[("PLACE", "the test")]).await;
    for visit in 1..=5 {
        let welcome = format!("Welcome to the test! You are visit {visit}.\n");
        assert_eq!(server.get("/").await.text(), welcome);
    }
    ends_well(server).await;
}

#[tokio::test]
async fn visits_outlive_the_server() {
    let folder = tempfile::tempdir().unwrap();
    for visits in 0..3 {
        let keyvalue = Some(Limited::new(Arc::new(File::in_folder(folder.path()))));
        let server = STATE.start_with(Options { keyvalue, ..Options::default() }).await;
        assert_eq!(server.get("/visits").await.text(), format!("{visits}\n"));
        assert_eq!(server.get("/").await.status, 200);
        ends_well(server).await;
    }
}

#[tokio::test]
async fn the_count_can_start_again() {
    let server = serve(&[]).await;
    let welcome = "Welcome to the lighthouse! You are visit 1.\n";
    assert_eq!(server.get("/").await.text(), welcome);
    assert_eq!(server.get("/visits").await.text(), "1\n");
    let delete = Request::delete("/visits").body(Empty::<Bytes>::new()).unwrap();
    assert_eq!(server.request(delete).await.status, 204);
    assert_eq!(server.get("/visits").await.text(), "0\n");
    ends_well(server).await;
}

#[tokio::test]
async fn the_greeter_is_at_the_url_of_the_environment() {
    let upstream = Upstream::new(async |request: Request<_>| {
        let told = format!("Ahoy, you asked for {}!\n", request.uri());
        Response::new(Full::new(Bytes::from(told)))
    })
    .await;
    let server = serve(&[("GREETER", &upstream.url(""))]).await;
    let answer = server.get("/greeting").await;
    let expected = "The greeter says: Ahoy, you asked for /!\n";
    assert_eq!((answer.status, answer.text()), (200, expected));
    ends_well(server).await;
}

#[tokio::test]
async fn a_greeter_that_does_not_greet_is_a_502() {
    let upstream = Upstream::new(async |_| {
        let mut response = Response::new(Full::<Bytes>::default());
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        response
    })
    .await;
    let server = serve(&[("GREETER", &upstream.url(""))]).await;
    let answer = server.get("/greeting").await;
    assert_eq!((answer.status, answer.header("content-type")), (502, "application/problem+json"));
    assert!(answer.text().contains(r#""greeter_status":503"#), "{}", answer.text());
    ends_well(server).await;

    let server = serve(&[("GREETER", &Upstream::refusing().await.url(""))]).await;
    let answer = server.get("/greeting").await;
    assert_eq!((answer.status, answer.text()), (502, ""));
    server.log().wait_for("the connection was refused").await;
    ends_well(server).await;
}

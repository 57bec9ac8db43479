use std::cell::RefCell;
use std::rc::Rc;

use doorway::http::StatusCode;
use doorway::keyvalue::ErrorKind;
use doorway::testing::TestClient;
use doorway::{ErrorCode, Request};

use super::{Config, with_config};

const GREETER: &str = "http://greeter.test:8081";

fn client() -> TestClient {
    let config = Config { place: "the test".to_owned(), greeter: format!("{GREETER}/") };
    TestClient::new(with_config(config))
}

#[test]
fn visits_are_counted() {
    let client = client();
    for visit in 1..=3 {
        let welcome = format!("Welcome to the test! You are visit {visit}.\n");
        assert_eq!(client.get("/").send().text(), welcome);
    }
    assert_eq!(client.get("/visits").send().text(), "3\n");
    // Those that come at the same time count, too.
    client.send_all((0..20).map(|_| client.get("/")).collect::<Vec<_>>());
    assert_eq!(client.get("/visits").send().text(), "23\n");
}

#[test]
fn a_store_that_is_away_is_a_503() {
    let away = client().keyvalue_error(|_| Some(ErrorKind::Unavailable));
    for request in [away.get("/"), away.get("/visits"), away.delete("/visits")] {
        assert_eq!(request.send().status(), 503);
    }
}

#[test]
fn the_count_can_start_again() {
    let client = client();
    client.get("/").send();
    assert_eq!(client.delete("/visits").send().status(), 204);
    assert_eq!(client.get("/visits").send().text(), "0\n");
}

#[test]
fn the_greeter_is_at_the_configured_url() {
    let asked = Rc::new(RefCell::new(Vec::new()));
    let log = asked.clone();
    let greeter = move |request: Request| {
        log.borrow_mut().push(format!("{} {}", request.method(), request.uri()));
        async { "Ahoy!\n" }
    };
    let client = client().upstream(GREETER, greeter);
    assert_eq!(client.get("/greeting").send().text(), "The greeter says: Ahoy!\n");
    assert_eq!(*asked.borrow(), ["GET http://greeter.test:8081/"]);
}

#[test]
fn a_greeter_that_does_not_greet_is_a_problem() {
    let broken = client().upstream(GREETER, async |_: Request| StatusCode::SERVICE_UNAVAILABLE);
    let response = broken.get("/greeting").send();
    assert_eq!(response.status(), 502);
    assert_eq!(
        response.text(),
        r#"{"title":"Bad Gateway","status":502,"detail":"the greeter does not answer","greeter_status":503}"#
    );

    // Details go to the log only.
    let gone = client().upstream_error(GREETER, ErrorCode::ConnectionRefused);
    let response = gone.get("/greeting").send();
    assert_eq!((response.status().as_u16(), response.text()), (502, String::new()));

    let talkative = client().upstream(GREETER, async |_: Request| "Ahoy! ".repeat(1000));
    assert_eq!(talkative.get("/greeting").send().status(), 502);
}

//! The configuration by the host.

use std::net::IpAddr;

use doorway::config::{Config, Error, ErrorKind};
use doorway::testing::TestClient;
use doorway::{IntoResponse, Request, Router, routing::get};

fn client() -> TestClient {
    TestClient::new(|_: Request| async {})
        .config("greeting", "Servus, Erde")
        .config("port", 8080)
        .config("peer", "192.0.2.1")
        .config("token", "s3cret")
        .config("empty", "")
}

#[test]
fn values_are_parsed_as_their_types() {
    let test = client().block_on(async {
        let config = Config::new();
        assert_eq!(config.get::<String>("greeting")?.as_deref(), Some("Servus, Erde"));
        assert_eq!(config.get("port")?, Some(8080_u16));
        assert_eq!(config.require::<IpAddr>("peer")?, IpAddr::from([192, 0, 2, 1]));
        assert_eq!(config.get::<String>("empty")?.as_deref(), Some(""));
        assert_eq!(config.get::<u16>("nothing")?, None);
        Ok::<(), Error>(())
    });
    test.unwrap();
}

#[test]
fn all_values_are_listed() {
    let mut all = client().block_on(async { Config::new().get_all() }).unwrap();
    all.sort_unstable();
    let names: Vec<_> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["empty", "greeting", "peer", "port", "token"]);
    assert_eq!(all[3].1, "8080");
}

#[test]
fn a_missing_value_is_named() {
    let error = client().block_on(async { Config::new().require::<u16>("api_port") }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Missing);
    assert_eq!(error.to_string(), "there is no configuration `api_port`: set it at the host");
    assert_eq!(error.into_response().status(), 500);
}

#[test]
fn an_invalid_value_is_named_without_its_content() {
    let error = client().block_on(async { Config::new().get::<u16>("token") }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidValue);
    assert_eq!(error.to_string(), "the configuration `token` is no `u16`: correct it at the host");
    assert!(!format!("{error:?}").contains("s3cret"));
}

#[test]
fn the_last_of_two_values_counts_and_clones_keep_theirs() {
    async fn port(config: Config) -> Result<String, Error> {
        Ok(config.get::<u16>("port")?.unwrap_or(80).to_string())
    }

    let client = TestClient::new(Router::new().route("/", get(port)));
    let other = client.clone().config("port", 1).config("port", 2);
    assert_eq!(client.get("/").send().text(), "80");
    assert_eq!(other.get("/").send().text(), "2");
}

#[test]
fn nothing_of_an_error_reaches_the_client() {
    async fn port(config: Config) -> Result<String, Error> {
        Ok(config.require::<u16>("token")?.to_string())
    }

    let response = TestClient::for_handler(port).config("token", "s3cret").get("/").send();
    assert_eq!(response.status(), 500);
    assert_eq!(response.text(), "");
}

#[cfg(feature = "keyvalue")]
#[test]
fn the_configuration_names_the_default_bucket() {
    use doorway::keyvalue::Store;

    let client = client().keyvalue("todos", "key", &1);
    let read = async || Store::open_default().await?.get::<u8>("key").await;
    assert_eq!(client.block_on(read()).unwrap(), None);
    let client = client.config("keyvalue_bucket", "todos");
    assert_eq!(client.block_on(read()).unwrap(), Some(1));
}

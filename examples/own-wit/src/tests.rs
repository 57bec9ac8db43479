//! The app, with stand-ins for the host's functions.

use doorway::testing::TestClient;

use crate::{app, environment};

#[test]
fn the_greeting_has_the_hosts_variable_and_time() {
    let answer = TestClient::new(app()).get("/").send();
    assert_eq!(answer.text(), "Good morning! It is 01:46:40 UTC.\n");
}

#[test]
fn an_unset_variable_is_none() {
    assert_eq!(environment::variable("GREET"), None);
}

//! Imports of the app's own, in other versions than doorway's.

use doorway_host::Options;

use crate::ends_well;
use crate::guests::OWN_WIT;

#[tokio::test]
async fn both_ways_of_bindings_work_beside_doorways() {
    let env = vec![("GREETING".to_owned(), "Ahoy".to_owned())];
    let server = OWN_WIT.start_with(Options { env, ..Options::default() }).await;
    let answer = server.get("/").await;
    assert_eq!(answer.status, 200);
    assert!(answer.text().starts_with("Ahoy! It is "), "{}", answer.text());
    ends_well(server).await;
}

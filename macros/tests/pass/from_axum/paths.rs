#![deny(warnings)]

use doorway::{Router, routing::get, vpath};

const USER: &str = vpath!("/users/{id}");

fn main() {
    let _: Router = Router::new()
        .route(vpath!("/"), get("root"))
        .route(USER, get("user"))
        .route(vpath!("/files/{*rest}"), get("file"))
        .route(vpath!("/pages/{name}.html"), get("page"))
        .route(vpath!("/{{braces}}/a:b*c"), get("braces"));
    assert_eq!(USER, "/users/{id}");
}

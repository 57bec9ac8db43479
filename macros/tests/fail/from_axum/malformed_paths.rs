use doorway::vpath;

const EMPTY: &str = vpath!("");
const NO_SLASH: &str = vpath!("users");
const OF_AXUM_07: &str = vpath!("/users/:id");
const REST_OF_AXUM_07: &str = vpath!("/files/*rest");
const ONE_BRACE: &str = vpath!("/users/{id");
const NO_NAME: &str = vpath!("/users/{}");
const TWO_IN_A_SEGMENT: &str = vpath!("/users/{first}-{last}");
const REST_NOT_LAST: &str = vpath!("/files/{*rest}/edit");
const QUERY: &str = vpath!("/users?page=2");

fn main() {}

use doorway::extract::FromRef;

#[derive(FromRef)]
struct Generic<T> {
    _inner: T,
}

#[derive(FromRef)]
enum Enum {}

struct Database;

#[derive(FromRef)]
struct NotClone {
    _database: Database,
}

#[derive(FromRef)]
struct SameType {
    _name: String,
    _password: String,
}

fn main() {}

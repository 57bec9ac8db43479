//! Components of crates that many axum apps use: one file each in `examples/`.

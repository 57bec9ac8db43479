//! Compiles the command again when a template gets another file.

fn main() {
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=wit");
}

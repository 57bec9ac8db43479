//! Makes the released component some 8 % smaller.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    // The linker refuses it together with debug information, and so with `strip = "none"`.
    if is("CARGO_CFG_TARGET_FAMILY", "wasm") && is("PROFILE", "release") && is("DEBUG", "false") {
        println!("cargo::rustc-link-arg-cdylib=--compress-relocations");
    }
}

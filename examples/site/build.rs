//! Makes the secret of the cookies' key: the environment variable `COOKIE_SECRET` of the build, or
//! else random bytes.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=COOKIE_SECRET");
    let secret = match env::var("COOKIE_SECRET") {
        Ok(secret) if secret.len() < 32 => {
            return Err("COOKIE_SECRET is too short: it needs 32 bytes or more".into());
        }
        Ok(secret) => secret.into_bytes(),
        Err(_) => random()?.to_vec(),
    };
    fs::write(Path::new(&env::var("OUT_DIR")?).join("cookie-secret"), secret)?;
    compress_relocations();
    Ok(())
}

/// Makes the released component some 8 % smaller.
fn compress_relocations() {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    // The linker refuses it together with debug information, and so with `strip = "none"`.
    if is("CARGO_CFG_TARGET_FAMILY", "wasm") && is("PROFILE", "release") && is("DEBUG", "false") {
        println!("cargo::rustc-link-arg-cdylib=--compress-relocations");
    }
}

fn random() -> Result<[u8; 32], getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

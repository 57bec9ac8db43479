//! Writes a megabyte of JSON, the same each time.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

const BYTES: usize = 1_000_000;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut json = String::from("[");
    for id in 0.. {
        if json.len() >= BYTES {
            break;
        }
        let mass = f64::from(id) * 1.7 + 0.25;
        let _ = write!(
            json,
            r#"{{"id":{id},"name":"Planet {id}","mass":{mass},"moons":["a{id}","b{id}"],"inhabited":{}}},"#,
            id % 3 == 0
        );
    }
    json.push_str(r#"{"id":-1,"name":"Hello, world!","mass":1.0,"moons":[],"inhabited":true}]"#);
    let folder = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&folder).join("planets.json"), json).expect("the folder is cargo's");
}

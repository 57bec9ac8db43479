use serde_json::{Value, json};

use super::*;

/// The message of cargo about a target that it has built, or has found built.
fn artifact(package: &str, target: &str, kind: &str, fresh: bool, files: &[&str]) -> Value {
    json!({
        "reason": "compiler-artifact",
        "package_id": package,
        "manifest_path": "/a/Cargo.toml",
        "target": {
            "kind": [kind],
            "crate_types": [kind],
            "name": target,
            "src_path": "/a/src/lib.rs",
            "edition": "2024",
            "doc": true,
            "doctest": false,
            "test": true,
        },
        "profile": {
            "opt_level": "s",
            "debuginfo": 0,
            "debug_assertions": false,
            "overflow_checks": false,
            "test": false,
        },
        "features": [],
        "filenames": files,
        "executable": null,
        "fresh": fresh,
    })
}

fn built(messages: &[Value]) -> Built {
    let text: String = messages.iter().map(|message| format!("{message}\n")).collect();
    Built::read(text.as_bytes()).unwrap()
}

#[test]
fn a_package_counts_once_and_only_if_it_is_compiled() {
    let serde = "registry+https://github.com/rust-lang/crates.io-index#serde@1.0.229";
    let built = built(&[
        artifact(serde, "build-script-build", "custom-build", false, &["/t/build-script-build"]),
        json!({ "reason": "build-script-executed", "package_id": serde, "linked_libs": [], "linked_paths": [],
                "cfgs": [], "env": [], "out_dir": "/t" }),
        artifact(serde, "serde", "lib", false, &["/t/libserde.rlib"]),
        artifact("path+file:///bytes#1.0.0", "bytes", "lib", true, &["/t/libbytes.rlib"]),
        artifact("path+file:///hello#0.0.0", "hello", "cdylib", false, &["/t/hello.wasm"]),
        json!({ "reason": "build-finished", "success": true }),
    ]);
    assert_eq!(built.crates(), 2);
}

#[test]
fn a_component_is_found_by_its_target() {
    let built = built(&[
        artifact("path+file:///a#0.0.0", "a", "cdylib", false, &["/t/a.wasm"]),
        artifact("path+file:///a#0.0.0", "contract", "example", true, &["/t/contract.wasm"]),
    ]);
    assert_eq!(built.wasm("contract").unwrap(), Path::new("/t/contract.wasm"));
    assert_eq!(built.wasm("hello").unwrap_err().to_string(), "cargo built no hello.wasm");
}

#[test]
fn the_first_error_is_kept() {
    let said = "   Compiling a v0.1.0\nwarning: unused\n\nerror[E0433]: cannot find `b`  \n --> src/lib.rs:6:1\n\n\
                error: could not compile `a` (lib) due to 1 previous error\n";
    let kept = "error[E0433]: cannot find `b`\n --> src/lib.rs:6:1\n\n\
                error: could not compile `a` (lib) due to 1 previous error";
    assert_eq!(error_lines(said), kept);
}

#[test]
fn a_long_error_is_cut() {
    let long: String = (0..40).map(|line| format!("error {line}\n")).collect();
    let kept = error_lines(&long);
    assert_eq!(kept.lines().count(), ERROR_LINES + 1);
    assert!(kept.starts_with("error 0\n") && kept.ends_with("error 11\n…"), "{kept}");
}

#[test]
fn without_an_error_the_last_lines_are_kept() {
    let said: String = (0..40).map(|line| format!("line {line}\n")).collect();
    let kept = error_lines(&said);
    assert!(kept.starts_with("line 28\n") && kept.ends_with("\nline 39"), "{kept}");
    assert_eq!(error_lines(""), "");
}

#[test]
fn a_build_that_fails_says_why() {
    let workspace = Workspace::load().unwrap();
    let build = Standalone::new(&workspace, "wstd").cargo(&["build", "--no-such-option"]);
    let error = run(build, false).unwrap_err().to_string();
    assert!(
        error.starts_with(
            "`cargo build --no-such-option` failed (exit status: 1):\nerror: unexpected argument"
        ),
        "{error}"
    );
}

/// cargo builds a crate inside a workspace's folder only if it declares that it is not a member.
#[test]
fn no_crate_is_a_member_of_the_workspace() {
    let workspace = Workspace::load().unwrap();
    let crates = standalone(&workspace).unwrap();
    assert!(!crates.is_empty());
    for found in &crates {
        let manifest = found.manifest();
        let text = fs::read_to_string(&manifest).unwrap();
        assert!(text.lines().any(|line| line == "[workspace]"), "{}", manifest.display());
        let mut members = workspace.packages().into_iter();
        assert!(members.all(|package| package.manifest_path != manifest));
    }
}

/// A crate outside of the workspace does not take its profile, so each has a copy.
#[test]
fn every_crate_has_the_release_profile() {
    let workspace = Workspace::load().unwrap();
    let profile = |manifest: &Path| {
        let text = fs::read_to_string(manifest).unwrap();
        let (_, profile) = text.split_once("[profile.release]\n").unwrap();
        profile.lines().take_while(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let expected = profile(&workspace.path("Cargo.toml"));
    assert_eq!(expected.len(), 5);
    for found in standalone(&workspace).unwrap() {
        assert_eq!(profile(&found.manifest()), expected, "{}", found.manifest().display());
    }
}

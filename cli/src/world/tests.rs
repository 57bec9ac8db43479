use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::{LiftLowerAbi, ManglingAndAbi};

use super::*;
use crate::failure::report;

const HANDLER_EXPORT: &str = "export wasi:http/incoming-handler@0.2.0;";

fn proxy() -> World {
    World::load(Wasi::P2).unwrap()
}

/// A component whose world has these lines, over the WIT of `wit/p2` and `more` packages.
fn component_of(lines: &str, more: &[&str]) -> Vec<u8> {
    let mut resolve = proxy().resolve;
    for package in more {
        resolve.push_str("more.wit", package).unwrap();
    }
    let package =
        resolve.push_str("app.wit", &format!("package test:app; world app {{ {lines} }}")).unwrap();
    let world = resolve.select_world(&[package], Some("app")).unwrap();
    let mut module =
        wit_component::dummy_module(&resolve, world, ManglingAndAbi::Legacy(LiftLowerAbi::Sync));
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
        .unwrap();
    let mut encoder = ComponentEncoder::default();
    encoder.merge_imports_based_on_semver(false).module(&module).unwrap().encode().unwrap()
}

fn component(lines: &str) -> Vec<u8> {
    component_of(lines, &[])
}

fn declared(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn error(component: &[u8], names: &[&str]) -> String {
    report(&proxy().check(component, &declared(names)).unwrap_err())
}

#[test]
fn the_proxy_world_fits_itself() {
    let component = component("include wasi:http/proxy@0.2.0;");
    assert_eq!(proxy().check(&component, &[]).unwrap(), "wasi:http/proxy@0.2.0");
}

#[test]
fn an_import_outside_is_named_with_its_likely_cause() {
    let component = component(&format!("import wasi:cli/environment@0.2.0; {HANDLER_EXPORT}"));
    let error = error(&component, &[]);
    assert!(error.contains("imports wasi:cli/environment@0.2.0"), "{error}");
    assert!(error.contains("std::env"), "{error}");
    assert!(error.contains(r#"imports = ["wasi:cli/environment"]"#), "{error}");
}

#[test]
fn a_declared_import_fits_and_shows_in_the_world() {
    let component = component(&format!("import wasi:cli/environment@0.2.0; {HANDLER_EXPORT}"));
    let world = proxy().check(&component, &declared(&["wasi:cli/environment"])).unwrap();
    assert_eq!(world, "wasi:http/proxy@0.2.0 + wasi:cli/environment");
}

#[test]
fn an_interface_of_the_components_own_can_be_declared() {
    let own = "package test:mine@1.0.0; interface store { use wasi:io/poll@0.2.0.{pollable}; wait: func() -> pollable; }";
    let component =
        component_of(&format!("import test:mine/store@1.0.0; {HANDLER_EXPORT}"), &[own]);
    assert!(
        error(&component, &[])
            .contains("imports test:mine/store@1.0.0, likely by WIT of the crate's own")
    );
    let world = proxy().check(&component, &declared(&["test:mine/store"])).unwrap();
    assert_eq!(world, "wasi:http/proxy@0.2.0 + test:mine/store");
}

#[test]
fn stores_and_configuration_name_the_feature_that_imports_them() {
    let store = |name: &str| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit");
        std::fs::read_to_string(root.join(format!("{name}/deps/{name}/store.wit"))).unwrap()
    };
    for (name, version) in [("keyvalue", "0.2.0-draft"), ("config", "0.2.0-rc.1")] {
        let wit = format!("package wasi:{name}@{version}; {}", store(name));
        let lines = format!("import wasi:{name}/store@{version}; {HANDLER_EXPORT}");
        let component = component_of(&lines, &[&wit]);
        let error = error(&component, &[]);
        assert!(error.contains(&format!("feature `{name}` of doorway")), "{error}");
        let interface = format!("wasi:{name}/store");
        let world = proxy().check(&component, &declared(&[&interface])).unwrap();
        assert_eq!(world, format!("wasi:http/proxy@0.2.0 + {interface}"));
    }
}

#[test]
fn a_declaration_covers_nothing_else() {
    let component = component(&format!(
        "import wasi:cli/environment@0.2.0; import wasi:cli/exit@0.2.0; {HANDLER_EXPORT}"
    ));
    let error = error(&component, &["wasi:cli/environment"]);
    assert!(
        error.contains("imports wasi:cli/exit@0.2.0")
            && !error.contains("imports wasi:cli/environment"),
        "{error}"
    );
}

#[test]
fn a_declared_import_has_to_be_imported() {
    let error = error(&component(HANDLER_EXPORT), &["wasi:cli/environment"]);
    assert!(error.contains("does not import wasi:cli/environment"), "{error}");
}

#[test]
fn imports_of_the_world_need_not_be_declared() {
    let component = component(&format!("import wasi:cli/stderr@0.2.0; {HANDLER_EXPORT}"));
    assert!(error(&component, &["wasi:cli/stderr"]).contains("which the world has anyway"));
}

#[test]
fn another_version_of_the_worlds_can_be_declared() {
    let newer = "package wasi:random@0.2.12; interface random { get-random-u64: func() -> u64; }";
    let imports = "import wasi:random/random@0.2.0; import wasi:random/random@0.2.12;";
    let component = component_of(&format!("{imports} {HANDLER_EXPORT}"), &[newer]);
    let error = error(&component, &[]);
    assert!(
        error.contains("other versions than the world has: wasi:random/random@0.2.12"),
        "{error}"
    );
    let world = proxy().check(&component, &declared(&["wasi:random/random"])).unwrap();
    assert_eq!(world, "wasi:http/proxy@0.2.0 + wasi:random/random");
}

#[test]
fn another_patch_version_is_outside_and_the_link_argument_is_named() {
    let newer = "package wasi:clocks@0.2.6;
        interface monotonic-clock { type instant = u64; now: func() -> instant; }";
    let component = component_of(
        &format!("import wasi:clocks/monotonic-clock@0.2.6; {HANDLER_EXPORT}"),
        &[newer],
    );
    let error = error(&component, &[]);
    assert!(
        error.contains("other versions than the world has: wasi:clocks/monotonic-clock@0.2.6")
            && error.contains("--invert wasip2"),
        "{error}"
    );
    assert!(error.contains("merge-imports-based-on-semver=false"), "{error}");
}

#[test]
fn a_component_without_a_handler_fails() {
    assert!(error(&component("import wasi:cli/stderr@0.2.0;"), &[]).contains("#[http_handler]"));
}

#[test]
fn a_core_module_is_not_a_component() {
    let error = error(b"\0asm\x01\0\0\0", &[]);
    assert!(error.contains("is not a component"), "{error}");
}

#[test]
fn patch_versions_of_an_adapter_do_not_count() {
    let newer = "package wasi:clocks@0.2.6;
        interface monotonic-clock { type instant = u64; now: func() -> instant; }";
    let lines = format!("import wasi:clocks/monotonic-clock@0.2.6; {HANDLER_EXPORT}");
    proxy().check_interfaces(&component_of(&lines, &[newer]), &[]).unwrap();
}

#[test]
fn interfaces_outside_count_with_an_adapter_too() {
    let outside = component(&format!("import wasi:cli/environment@0.2.0; {HANDLER_EXPORT}"));
    let error = proxy().check_interfaces(&outside, &[]).unwrap_err().to_string();
    assert!(error.ends_with("has not in any version: wasi:cli/environment@0.2.0"), "{error}");
    proxy().check_interfaces(&outside, &declared(&["wasi:cli/environment"])).unwrap();
}

#[test]
fn compatible_versions_fit_where_they_are_allowed() {
    let newer = "package wasi:clocks@0.2.6;
        interface monotonic-clock { type instant = u64; now: func() -> instant; }";
    let lines = format!("import wasi:clocks/monotonic-clock@0.2.6; {HANDLER_EXPORT}");
    let proxy = proxy().with_compatible_versions();
    let world = proxy.check(&component_of(&lines, &[newer]), &[]).unwrap();
    assert_eq!(world, "wasi:http/proxy@0.2.0, with imports up to 0.2.6");

    let lines = format!("import wasi:cli/environment@0.2.0; {lines}");
    let error = report(&proxy.check(&component_of(&lines, &[newer]), &[]).unwrap_err());
    assert!(
        error.contains("imports wasi:cli/environment@0.2.0") && !error.contains("0.2.6"),
        "{error}"
    );
}

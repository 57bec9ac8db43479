use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::{LiftLowerAbi, ManglingAndAbi, Resolve};

use super::*;
use crate::failure::report;

const SERVICE: &str = "include wasi:http/service@0.3.0;";
const MIDDLEWARE: &str = "include wasi:http/middleware@0.3.0;";

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A component whose world has these lines, over the WIT of `wit/p3`, with other numbers if that is another version,
/// and `more`.
fn component_of(version: &str, lines: &str, more: &str) -> Vec<u8> {
    let mut resolve = Resolve::default();
    // In the order of what depends on what.
    for package in ["clocks", "random", "filesystem", "sockets", "cli", "http"] {
        let file = format!("wit/p3/deps/{package}.wit");
        let wit = fs::read_to_string(root().join(&file)).unwrap();
        resolve.push_str(&file, &wit.replace("0.3.0", version)).unwrap();
    }
    if !more.is_empty() {
        resolve.push_str("more.wit", more).unwrap();
    }
    encoded(resolve, lines)
}

fn encoded(mut resolve: Resolve, lines: &str) -> Vec<u8> {
    let package =
        resolve.push_str("app.wit", &format!("package test:app; world app {{ {lines} }}")).unwrap();
    let world = resolve.select_world(&[package], Some("app")).unwrap();
    let abi = ManglingAndAbi::Legacy(LiftLowerAbi::AsyncCallback);
    let mut module = wit_component::dummy_module(&resolve, world, abi);
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
        .unwrap();
    let mut encoder = ComponentEncoder::default();
    encoder.merge_imports_based_on_semver(false).module(&module).unwrap().encode().unwrap()
}

fn component(lines: &str) -> Vec<u8> {
    component_of("0.3.0", lines, "")
}

fn joined(parts: &[(&str, Vec<u8>)]) -> Result<(Chain, String)> {
    let links = parts.iter().map(|(name, bytes)| Link::read(name, bytes.clone()));
    let chain = chain::join(&links.collect::<Result<Vec<_>>>()?)?;
    let world = world(&chain)?;
    Ok((chain, world))
}

fn error(parts: &[(&str, Vec<u8>)]) -> String {
    let error = report(&joined(parts).map(|(_, world)| world).unwrap_err());
    error.trim_start_matches("error: ").to_owned()
}

#[test]
fn a_middleware_in_front_of_a_service_is_a_service() {
    let (chain, world) =
        joined(&[("a", component(MIDDLEWARE)), ("b", component(SERVICE))]).unwrap();
    assert!(!chain.is_open);
    assert_eq!(world, "wasi:http/service@0.3.0");
}

#[test]
fn three_are_joined_and_a_chain_is_a_part_of_another() {
    let middleware = component(MIDDLEWARE);
    let (inner, _) = joined(&[("b", component(MIDDLEWARE)), ("c", component(SERVICE))]).unwrap();
    let (_, world) = joined(&[("a", middleware.clone()), ("b+c", inner.bytes)]).unwrap();
    assert_eq!(world, "wasi:http/service@0.3.0");

    let once = joined(&[("a", middleware.clone()), ("c", component(SERVICE))]).unwrap().0;
    let twice =
        joined(&[("a", middleware.clone()), ("a", middleware.clone()), ("c", component(SERVICE))]);
    let (twice, world) = twice.unwrap();
    assert_eq!(world, "wasi:http/service@0.3.0");
    // Its code is there once.
    assert!(twice.bytes.len() < once.bytes.len() + middleware.len() / 2);
}

#[test]
fn middlewares_alone_are_a_middleware() {
    let (chain, world) =
        joined(&[("a", component(MIDDLEWARE)), ("b", component(MIDDLEWARE))]).unwrap();
    assert!(chain.is_open);
    assert_eq!(world, "wasi:http/middleware@0.3.0");

    let (_, world) = joined(&[("a+b", chain.bytes), ("c", component(SERVICE))]).unwrap();
    assert_eq!(world, "wasi:http/service@0.3.0");
}

#[test]
fn compatible_versions_become_the_newest() {
    let of = |version: &str, world: &str| {
        component_of(version, &format!("include wasi:http/{world}@{version};"), "")
    };
    let (_, world) =
        joined(&[("a", component(MIDDLEWARE)), ("b", of("0.3.1", "service"))]).unwrap();
    assert!(world.starts_with("wasi:http/service@0.3.0 + "), "{world}");
    assert!(world.contains(" wasi:http/types@0.3.1"), "{world}");
    let (_, world) =
        joined(&[("a", of("0.3.1", "middleware")), ("b", component(SERVICE))]).unwrap();
    assert!(world.contains(" wasi:http/types@0.3.1"), "{world}");
    let parts = [
        ("a", of("0.3.1", "middleware")),
        ("b", of("0.3.0", "middleware")),
        ("c", of("0.3.2", "service")),
    ];
    let (_, world) = joined(&parts).unwrap();
    assert!(world.contains(" wasi:http/types@0.3.2"), "{world}");
    assert!(!world.contains("0.3.1"), "{world}");
}

#[test]
fn imports_beyond_the_world_are_named() {
    let environment = format!("{MIDDLEWARE} import wasi:cli/environment@0.3.0;");
    let (_, world) = joined(&[("a", component(&environment)), ("b", component(SERVICE))]).unwrap();
    assert_eq!(world, "wasi:http/service@0.3.0 + wasi:cli/environment");
}

#[test]
fn one_is_no_chain() {
    let enough = |parts: &[&str]| {
        chain::enough(&parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>())
    };
    assert!(enough(&["a", "b"]).is_ok());
    assert!(enough(&["a"]).unwrap_err().to_string().starts_with("a alone is no chain"));
    assert!(enough(&[]).unwrap_err().to_string().starts_with("name the components"));
}

#[test]
fn a_service_can_only_be_the_last() {
    let error = error(&[("a", component(SERVICE)), ("b", component(SERVICE))]);
    assert_eq!(
        error,
        "a imports no wasi:http/handler: it is a service, and can only be the last; here b stands behind it"
    );
}

#[test]
fn a_component_of_0_2_gets_advice_for_0_3() {
    let mut resolve = Resolve::default();
    resolve.push_dir(root().join("wit/p2")).unwrap();
    let old = encoded(resolve, "include wasi:http/proxy@0.2.0;");
    let error = error(&[("a", component(MIDDLEWARE)), ("old", old)]);
    assert!(error.starts_with("old: is a component of WASI 0.2"), "{error}");
    assert!(error.contains("wasi:http/incoming-handler@0.2.0"), "{error}");
    assert!(error.contains("--wasi 0.3"), "{error}");
}

#[test]
fn a_file_without_a_component_is_named() {
    let not = "a: is not a component\nhelp: build it by `doorway build`, or by cargo with `--target wasm32-wasip2`";
    assert_eq!(error(&[("a", b"\0asm\x01\0\0\0".to_vec())]), not);
    assert_eq!(error(&[("a", b"hello".to_vec())]), not);
    assert_eq!(error(&[("a", Vec::new())]), not);
    let mut cut = component(SERVICE);
    cut.truncate(cut.len() / 2);
    assert!(error(&[("a", cut)]).starts_with("a: is not a valid component: "));
    let other = component("import wasi:cli/stderr@0.3.0;");
    assert!(error(&[("a", other)]).starts_with("a: exports no wasi:http/handler@0.3.0"));
}

#[test]
fn versions_that_do_not_fit_are_named() {
    let draft = "0.3.0-rc-2026-03-15";
    let service = component_of(draft, &format!("include wasi:http/service@{draft};"), "");
    assert_eq!(
        error(&[("a", component(MIDDLEWARE)), ("b", service)]),
        format!(
            "b: exports wasi:http/handler@{draft}, which wasi:http/handler@0.3.0 does not fit: build it against that"
        )
    );
    let next = "package wasi:http@0.4.0; interface handler { handle: async func(); }";
    let both = "import wasi:http/handler@0.4.0; export wasi:http/handler@0.3.0;";
    assert_eq!(
        error(&[("a", component_of("0.3.0", both, next)), ("b", component(SERVICE))]),
        "a: imports wasi:http/handler@0.4.0, which wasi:http/handler@0.3.0 does not fit: build it against that"
    );
}

#[test]
fn an_import_with_two_meanings_is_named_with_those_who_import_it() {
    let with = |lines: &str, result: &str| {
        let store =
            format!("package test:store@1.0.0; interface kv {{ get: func() -> {result}; }}");
        component_of("0.3.0", &format!("{lines} import test:store/kv@1.0.0;"), &store)
    };
    let parts = [("a", with(MIDDLEWARE, "string")), ("b", with(SERVICE, "u32"))];
    let error = error(&parts);
    assert!(error.starts_with("a and b both import test:store/kv@1.0.0, but each with"), "{error}");

    let parts = [("a", with(MIDDLEWARE, "string")), ("b", with(SERVICE, "string"))];
    assert_eq!(joined(&parts).unwrap().1, "wasi:http/service@0.3.0 + test:store/kv");
}

#[test]
fn a_handler_with_other_types_is_named() {
    let mut resolve = Resolve::default();
    let mine = "package wasi:http@0.3.0; interface handler { handle: async func() -> string; }";
    resolve.push_str("mine.wit", mine).unwrap();
    let service = encoded(resolve, "export wasi:http/handler@0.3.0;");
    let error = error(&[("a", component(MIDDLEWARE)), ("b", service)]);
    let start = "a imports wasi:http/handler@0.3.0, but the wasi:http/handler@0.3.0 that b exports has other types: ";
    assert!(error.starts_with(start), "{error}");
}

#[test]
fn the_file_is_named_by_its_parts() {
    let parts = ["logger.wasm", "some/where/cache.p3.wasm", "hello.wasm"].map(PathBuf::from);
    assert_eq!(Wasi::P3.file(&name(&parts)), "logger+cache+hello.p3.wasm");
}

//! The form of the manifest for Spin in `docs/deploying.md`, by the reference of Spin 3: there is no Spin to run it.

use std::path::Path;

use toml_edit::{DocumentMut, Item};

/// The manifest, and the page that it is in.
fn page() -> (DocumentMut, String) {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/deploying.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once("`spin.toml`:\n\n```toml\n").expect("it is under its name");
    let (manifest, _) = rest.split_once("```").unwrap();
    (manifest.parse().unwrap(), page.clone())
}

fn names(table: &Item) -> Vec<&str> {
    table.as_table_like().unwrap().iter().map(|(name, _)| name).collect()
}

#[test]
fn tables_have_the_fields_of_the_reference() {
    let (manifest, _) = page();
    assert_eq!(
        names(manifest.as_item()),
        ["spin_manifest_version", "application", "trigger", "component"]
    );
    assert_eq!(manifest["spin_manifest_version"].as_integer(), Some(2));
    assert_eq!(names(&manifest["application"]), ["name", "version"]);
    let component = &manifest["component"]["my-app"];
    let fields = ["source", "allowed_outbound_hosts", "environment", "build"];
    assert_eq!(names(component), fields);
    assert_eq!(names(&component["build"]), ["command", "watch"]);
    // Each host has a scheme, and variables are texts.
    let hosts = component["allowed_outbound_hosts"].as_array().unwrap();
    assert!(hosts.iter().all(|host| host.as_str().is_some_and(|host| host.contains("://"))));
    let variables = component["environment"].as_table_like().unwrap();
    assert!(variables.iter().all(|(_, value)| value.is_str()));
}

#[test]
fn the_trigger_leads_every_path_to_the_component() {
    let (manifest, _) = page();
    let triggers = manifest["trigger"]["http"].as_array_of_tables().unwrap();
    assert_eq!(triggers.len(), 1);
    let trigger = triggers.get(0).unwrap();
    assert_eq!(trigger["route"].as_str(), Some("/..."));
    let component = trigger["component"].as_str().unwrap();
    assert_eq!(names(&manifest["component"]), [component]);
}

#[test]
fn the_component_is_the_file_that_the_page_builds() {
    let (manifest, page) = page();
    let component = &manifest["component"]["my-app"];
    let command = component["build"]["command"].as_str().unwrap();
    assert!(page.contains(&format!("\n{command}\n```")), "{command}");
    let source = component["source"].as_str().unwrap();
    assert!(page.contains(&format!("\nwasmtime serve {source}\n")), "{source}");
}

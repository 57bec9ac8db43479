//! The form of the manifests in `examples/deploy/kubernetes`: what belongs together has the same names, labels and ports.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// How long `doorway serve` lets requests finish, in seconds.
const GRACE: i64 = 10;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/deploy/kubernetes"))
}

/// All objects, by kind and name.
fn objects() -> BTreeMap<(String, String), Value> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let objects: Vec<Value> = serde_saphyr::from_multiple(&fs::read_to_string(&file).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for object in objects {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let key = (text(&object["kind"]), text(&object["metadata"]["name"]));
            assert_ne!(key.1, "", "{}: {object}", file.display());
            assert!(found.insert(key, object).is_none(), "{}: twice", file.display());
        }
    }
    found
}

fn object(kind: &str, name: &str) -> Value {
    let mut objects = objects();
    objects
        .remove(&(kind.to_owned(), name.to_owned()))
        .unwrap_or_else(|| panic!("no {kind} {name}"))
}

/// Whether all labels of a selector are among those.
fn selects(selector: &Value, labels: &Value) -> bool {
    let selector = selector.as_object().unwrap();
    !selector.is_empty() && selector.iter().all(|(name, value)| labels[name] == *value)
}

fn container(workload: &Value) -> &Value {
    let containers = workload["spec"]["template"]["spec"]["containers"].as_array().unwrap();
    assert_eq!(containers.len(), 1);
    &containers[0]
}

fn has_port(container: &Value, name: &Value) -> bool {
    container["ports"].as_array().unwrap().iter().any(|port| port["name"] == *name)
}

#[test]
fn kinds_have_the_versions_that_clusters_serve() {
    let versions = [
        ("Deployment", "apps/v1"),
        ("StatefulSet", "apps/v1"),
        ("Service", "v1"),
        ("Secret", "v1"),
        ("HorizontalPodAutoscaler", "autoscaling/v2"),
        ("PodDisruptionBudget", "policy/v1"),
    ];
    let objects = objects();
    assert_eq!(objects.len(), 7);
    for ((kind, name), object) in &objects {
        let version = versions.iter().find(|(known, _)| known == kind).map(|(_, version)| *version);
        assert_eq!(object["apiVersion"].as_str(), version, "{kind} {name}");
        assert!(object["metadata"]["namespace"].is_null(), "{kind} {name}");
    }
}

#[test]
fn selectors_match_the_labels_of_pods() {
    for (kind, name) in [("Deployment", "todos"), ("StatefulSet", "todos-redis")] {
        let workload = object(kind, name);
        let labels = &workload["spec"]["template"]["metadata"]["labels"];
        assert!(selects(&workload["spec"]["selector"]["matchLabels"], labels), "{name}");
        assert!(selects(&object("Service", name)["spec"]["selector"], labels), "{name}");
    }
    let app = object("Deployment", "todos");
    let pod = &app["spec"]["template"];
    let labels = &pod["metadata"]["labels"];
    let budget = object("PodDisruptionBudget", "todos");
    assert!(selects(&budget["spec"]["selector"]["matchLabels"], labels));
    for constraint in pod["spec"]["topologySpreadConstraints"].as_array().unwrap() {
        assert!(selects(&constraint["labelSelector"]["matchLabels"], labels));
    }
    // The hosts are no stores.
    assert!(!selects(&object("Service", "todos-redis")["spec"]["selector"], labels));
}

#[test]
fn ports_of_services_and_probes_are_those_of_containers() {
    for (kind, name) in [("Deployment", "todos"), ("StatefulSet", "todos-redis")] {
        let workload = object(kind, name);
        let container = container(&workload);
        for port in object("Service", name)["spec"]["ports"].as_array().unwrap() {
            assert!(has_port(container, &port["targetPort"]), "{name}: {port}");
        }
        let probes = ["startupProbe", "readinessProbe", "livenessProbe"];
        let probes: Vec<_> =
            probes.into_iter().filter(|probe| !container[probe].is_null()).collect();
        assert!(probes.ends_with(&["readinessProbe", "livenessProbe"]), "{name}: {probes:?}");
        for probe in probes {
            let probe = &container[probe];
            let action = if probe["httpGet"].is_null() { "tcpSocket" } else { "httpGet" };
            assert!(has_port(container, &probe[action]["port"]), "{name}: {probe}");
        }
    }
}

#[test]
fn the_image_listens_where_the_pod_says() {
    let containerfile = fs::read_to_string(folder().join("Containerfile")).unwrap();
    let app = object("Deployment", "todos");
    let port = container(&app)["ports"][0]["containerPort"].as_i64().unwrap();
    assert!(containerfile.contains(&format!("\nEXPOSE {port}\n")));
    assert!(containerfile.contains(&format!(r#""--addr", "0.0.0.0:{port}"]"#)));
    // The store that the URL needs.
    assert!(containerfile.contains("--path cli --features redis"));
}

#[test]
#[cfg(feature = "serve")]
fn the_options_are_those_of_the_command() {
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_doorway"))
        .args(["serve", "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let app = object("Deployment", "todos");
    let args = container(&app)["args"].as_array().unwrap();
    let options = args.iter().filter_map(Value::as_str).filter(|arg| arg.starts_with("--"));
    for option in options.chain(["--addr"]) {
        assert!(help.contains(&format!("{option} <")), "{option} is not in:\n{help}");
    }
}

#[test]
fn the_store_is_where_the_secret_says() {
    let app = object("Deployment", "todos");
    let container = container(&app);
    let variable = &container["env"][0];
    let placeholder = format!("$({})", variable["name"].as_str().unwrap());
    let args = container["args"].as_array().unwrap();
    assert!(args.iter().any(|arg| arg.as_str() == Some(&placeholder)));
    let reference = &variable["valueFrom"]["secretKeyRef"];
    let secret = object("Secret", reference["name"].as_str().unwrap());
    let url = secret["stringData"][reference["key"].as_str().unwrap()].as_str().unwrap();
    let service = object("Service", "todos-redis");
    let (name, port) = (&service["metadata"]["name"], &service["spec"]["ports"][0]["port"]);
    assert_eq!(url, format!("redis://{}:{port}", name.as_str().unwrap()));
    assert_eq!(object("StatefulSet", "todos-redis")["spec"]["serviceName"], *name);
}

#[test]
fn an_update_and_a_drained_machine_leave_hosts_that_serve() {
    let app = object("Deployment", "todos");
    assert_eq!(app["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"], 0);
    let scaler = object("HorizontalPodAutoscaler", "todos");
    let target = &scaler["spec"]["scaleTargetRef"];
    for (name, value) in [("apiVersion", &app["apiVersion"]), ("kind", &app["kind"])] {
        assert_eq!(target[name], *value);
    }
    assert_eq!(target["name"], app["metadata"]["name"]);
    let number = |value: &Value| value.as_i64().unwrap();
    let (least, most) = (&scaler["spec"]["minReplicas"], &scaler["spec"]["maxReplicas"]);
    assert!(number(least) < number(most));
    let stay = number(&object("PodDisruptionBudget", "todos")["spec"]["minAvailable"]);
    assert!((1..number(least)).contains(&stay), "a machine could never be drained");
    // The autoscaler measures a share of the request, so there has to be one.
    assert!(container(&app)["resources"]["requests"]["cpu"].is_string());
    let pause = number(&container(&app)["lifecycle"]["preStop"]["sleep"]["seconds"]);
    let patience = number(&app["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]);
    assert!(pause + GRACE < patience, "it would be killed with requests under way");
}

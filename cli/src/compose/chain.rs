//! Joining: each component is given the next one's handler, and what else they import becomes one import.

use std::collections::HashMap;

use anyhow::{Context, Error, Result, anyhow, bail};
use wac_graph::types::Package;
use wac_graph::{CompositionGraph, EncodeError, EncodeOptions, NodeId, PackageId};

use super::link::{self, Link};

/// Components that are one.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) bytes: Vec<u8>,
    /// Whether the last of them still imports a handler.
    pub(super) is_open: bool,
}

/// Whether there are enough of them for a chain.
pub(super) fn enough(parts: &[String]) -> Result<()> {
    match parts {
        [] => bail!(
            "name the components to join: middlewares first, in the order that a request meets them, the \
                     service last"
        ),
        [only] => bail!("{only} alone is no chain: name what stands behind it, too"),
        _ => Ok(()),
    }
}

/// The first one's handler is exported, each other one is given to the one in front of it.
pub(super) fn join(links: &[Link<'_>]) -> Result<Chain> {
    let mut graph = CompositionGraph::new();
    let nodes = instances(&mut graph, links)?;
    let [front, ..] = links else { bail!("there is nothing to join") };
    for (pair, node) in links.windows(2).zip(nodes.windows(2)) {
        let ([link, next], [node, next_node]) = (pair, node) else { continue };
        let Some(import) = &link.import else {
            bail!(
                "{} imports no wasi:http/handler: it is a service, and can only be the last; here {} stands behind it",
                link.name,
                next.name
            );
        };
        let handler = graph.alias_instance_export(*next_node, &next.export)?;
        graph.set_instantiation_argument(*node, import, handler).map_err(|error| {
            Error::from(error).context(format!(
                "{} imports {import}, but the {} that {} exports has other types",
                link.name, next.export, next.name
            ))
        })?;
    }
    let handler = graph.alias_instance_export(nodes[0], &front.export)?;
    graph.export(handler, front.export.as_str())?;

    let options = EncodeOptions { validate: false, ..EncodeOptions::default() };
    let bytes = graph.encode(options).map_err(|error| explained(error, links, &nodes))?;
    link::validate(&bytes).context("what came of joining them")?;
    Ok(Chain { bytes, is_open: links.last().is_some_and(|last| last.import.is_some()) })
}

/// An instance for each of them; the code of one that is there twice is there once.
fn instances(graph: &mut CompositionGraph, links: &[Link<'_>]) -> Result<Vec<NodeId>> {
    let mut packages: HashMap<&[u8], PackageId> = HashMap::new();
    let mut nodes = Vec::new();
    for link in links {
        let package = match packages.get(link.bytes.as_slice()) {
            Some(package) => *package,
            None => {
                // Only within the graph, where it has to be unique.
                let name = format!("link-{}", packages.len());
                let bytes = link.bytes.as_slice();
                let package = Package::from_bytes(&name, None, bytes, graph.types_mut())
                    .with_context(|| link.name.to_owned())?;
                let package = graph.register_package(package)?;
                packages.insert(bytes, package);
                package
            }
        };
        nodes.push(graph.instantiate(package));
    }
    Ok(nodes)
}

/// With the names of the components in the place of the graph's numbers.
fn explained(error: EncodeError, links: &[Link<'_>], nodes: &[NodeId]) -> Error {
    let name = |wanted| {
        let found = nodes.iter().position(|node| *node == wanted);
        found.map_or("one of them", |index| links[index].name)
    };
    match error {
        EncodeError::ImportTypeMergeConflict { import, first, second, source } => {
            source.context(format!(
                "{} and {} both import {import}, but each with other types, so it cannot become one import: build both \
                 against the same WIT",
                name(first), name(second)
            ))
        }
        error => anyhow!(error).context("cannot join them"),
    }
}

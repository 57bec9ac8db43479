//! The probes of one host, in order of the components that they need.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use crate::hosts::{Host, Running, Wasi};
use crate::matrix::Matrix;
use crate::probe::{NO, NOT_ASKED, Probe};
use crate::probes;
use crate::served::{Component, Served};

/// Asks a host some of all probes, and keeps its answers. `patience` multiplies their time limits.
pub(crate) async fn run(
    host: Host,
    versions: Vec<Wasi>,
    components: PathBuf,
    patience: u32,
    is_asked: impl Fn(&Probe, Wasi) -> bool,
) -> Result<Matrix> {
    let mut found = Matrix::default();
    found.set_version(host, host.version().await?);
    for &wasi in versions.iter().filter(|wasi| host.versions().contains(wasi)) {
        let begin = Instant::now();
        let name = format!("{} {}", host.command(), wasi.name());
        let mut running: Option<(&str, Running, Served)> = None;
        for probe in probes::ALL.iter().filter(|probe| is_asked(probe, wasi)) {
            let mut set = |cell: &str| found.set(probe.title, host, wasi, cell.to_owned());
            if probe.only.is_some_and(|only| only != wasi) {
                set(NOT_ASKED);
                continue;
            }
            let is_served =
                |(guest, host, _): &mut (&str, Running, _)| *guest == probe.guest && host.runs();
            if !running.as_mut().is_some_and(is_served) {
                // The last one ends before the next begins.
                drop(running.take());
                let file = components.join(wasi.file(probe.guest));
                match (Component { host, file }).start().await {
                    Ok((host, served)) => running = Some((probe.guest, host, served)),
                    Err(error) => {
                        println!(
                            "{name}: no: {}: {} is not served: {error:#}",
                            probe.title, probe.guest
                        );
                        set(NO);
                        continue;
                    }
                }
            }
            let Some((_, _, served)) = &running else { continue };
            let served = served.clone();
            let (cell, reason) = probe.ask(served, patience).await;
            match reason {
                None if cell == crate::probe::YES => {}
                None => println!("{name}: {cell}: {}", probe.title),
                Some(error) => {
                    println!("{name}: {cell}: {}: {error:#}", probe.title);
                    // Its next answers may be wrong because of this.
                    running = None;
                }
            }
            set(&cell);
        }
        println!("{name}: {} s", begin.elapsed().as_secs());
    }
    Ok(found)
}

//! `cargo xtask hosts`: sends the same requests to every host, and writes or checks the matrix of `docs/hosts.md`.

mod hosts;
mod matrix;
mod notes;
mod page;
mod probe;
mod probes;
mod process;
mod rows;
mod served;
mod suite;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Parser;

use crate::hosts::{Host, Wasi};
use crate::matrix::Matrix;
use crate::probe::Probe;

#[derive(Parser)]
#[command(bin_name = "cargo xtask hosts")]
struct Options {
    /// The hosts; without one all
    hosts: Vec<Host>,
    /// The version of WASI; without it both
    #[arg(long, value_name = "VERSION")]
    wasi: Option<Wasi>,
    /// Compare with the page, which stays as it is; fail where a cell differs
    #[arg(long)]
    check: bool,
    /// Only probes whose title has this text; the page stays as it is
    #[arg(long, value_name = "TEXT", conflicts_with = "check")]
    only: Option<String>,
    /// The folder of the components
    #[arg(long)]
    components: PathBuf,
    /// The page with the matrix
    #[arg(long)]
    page: PathBuf,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    let hosts = if options.hosts.is_empty() { &Host::ALL[..] } else { &options.hosts };
    let wasi = options.wasi.as_ref().map_or(&Wasi::ALL[..], std::slice::from_ref);
    let text = fs::read_to_string(&options.page)
        .with_context(|| format!("cannot read {}", options.page.display()))?;
    let written = page::read(&text)?;

    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let only = options.only.clone().unwrap_or_default();
    // A client that panics is a probe that fails, which has a line of its own.
    std::panic::set_hook(Box::new(|_| {}));
    let mut found = Matrix::default();
    // All at once: most probes wait.
    let runs: Vec<_> = hosts
        .iter()
        .map(|&host| {
            let (components, only) = (options.components.clone(), only.clone());
            let is_asked = move |probe: &Probe, _| probe.title.contains(&only);
            runtime.spawn(suite::run(host, wasi.to_vec(), components, 1, is_asked))
        })
        .collect();
    for run in runs {
        found.take(runtime.block_on(run)??);
    }
    print!("{found}");
    if options.only.is_some() {
        return Ok(());
    }
    if options.check {
        for &host in hosts {
            let again = runtime.block_on(ask_again(host, options, &found, &written))?;
            found.take(again);
        }
        let differs = found.differences(&written);
        if !differs.is_empty() {
            bail!(
                "docs/hosts.md says something else:\n  {}\nhelp: if that is meant to be, run `cargo xtask hosts` with \
                 these hosts, which writes the page, and explain the cells in xtask/hosts/src/notes.rs",
                differs.join("\n  ")
            );
        }
        println!("docs/hosts.md says the same");
    } else {
        let mut all = written;
        all.take(found);
        fs::write(&options.page, page::with(&text, &all)?)
            .with_context(|| format!("cannot write {}", options.page.display()))?;
        for cell in notes::missing(&all) {
            println!("without a note: {cell}");
        }
    }
    Ok(())
}

/// How much longer the second answer of a cell may take.
const PATIENCE: u32 = 4;

/// Asks once more, with no other host beside it, where a host's answers are others than those of the page: a busy machine may
/// exceed the time limits of a few seconds that probes have.
async fn ask_again(
    host: Host,
    options: &Options,
    found: &Matrix,
    written: &Matrix,
) -> Result<Matrix> {
    let cells = found.others_than(written).filter(|cell| cell.host == host);
    let cells: Vec<_> = cells.map(|cell| (cell.title.clone(), cell.wasi)).collect();
    if cells.is_empty() {
        return Ok(Matrix::default());
    }
    println!("`{}` is asked {} of its cells once more, alone", host.command(), cells.len());
    let is_asked = move |probe: &Probe, wasi| {
        cells.iter().any(|(title, version)| title == probe.title && *version == wasi)
    };
    suite::run(host, Wasi::ALL.to_vec(), options.components.clone(), PATIENCE, is_asked).await
}

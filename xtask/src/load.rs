//! `cargo xtask load`: requests a second and latencies of one host, of several, and of each store, side by side in one run.

mod process;
mod programs;
mod report;
mod servers;
mod wrk;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use clap::builder::RangedU64ValueParser;

use crate::workspace::Workspace;
use programs::Programs;
use report::Row;
use servers::{Server, Servers};
use wrk::{HOST, Request, Wrk};

/// How long a server is asked before anything counts, in seconds.
const WARM_UP: u64 = 1;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Args)]
#[command(
    after_help = "It needs wrk, and leaves out what needs a program that is missing: nginx, redis-server, \
nats-server, wash."
)]
pub(crate) struct Load {
    /// How often all take their turn
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = RangedU64ValueParser::<usize>::new().range(1..100))]
    rounds: usize,
    /// How long a turn is
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..600))]
    seconds: u64,
    /// How many requests are under way at a time
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..4096))]
    connections: u16,
}

/// One measurement of a server.
struct Cell {
    name: String,
    request: Request,
    turns: Vec<wrk::Turn>,
}

/// Starts all servers, measures them, and prints the tables.
pub(crate) fn run(workspace: &Workspace, options: &Load) -> Result<()> {
    let Load { rounds, seconds, connections } = *options;
    let programs = Programs::prepare(workspace)?;
    let folder = workspace.target("load");
    match fs::remove_dir_all(&folder) {
        Err(error) if folder.exists() => return Err(error).context("cannot remove the last run"),
        _ => fs::create_dir_all(&folder)?,
    }
    let machine = report::machine();
    let mut servers = Servers::new(workspace, &programs, &folder);
    let (hello, json_api) = (servers.of_hello(), servers.of_json_api());
    let wrk = Wrk::new(programs.wrk.clone(), &folder, connections)?;

    let mut cells: Vec<_> = hello.iter().map(|server| cell(server, "GET", "/")).collect();
    for server in &json_api {
        let todo = create(server).with_context(|| server.name.clone())?;
        cells.extend([cell(server, "GET", &todo), cell(server, "POST", "/todos")]);
    }
    measure(&wrk, &mut cells, rounds, seconds)?;

    println!(
        "{machine}. {connections} connections of wrk; it, the servers and the stores share the cores. Medians of {rounds} \
         rounds, in each of which all take their turn of {seconds} s.\n"
    );
    let mut cells = cells.into_iter().map(|cell| cell.turns);
    let mut rows = |servers: Vec<Server>, count| -> Vec<Row> {
        let row =
            |server: Server| Row { name: server.name, cells: cells.by_ref().take(count).collect() };
        servers.into_iter().map(row).collect()
    };
    println!("{}", report::table("hello by", &["requests"], &rows(hello, 1)));
    println!("{}", report::table("json-api by", &["GET", "POST"], &rows(json_api, 2)));
    for left_out in &servers.left_out {
        println!("Left out: {left_out}");
    }
    Ok(())
}

fn cell(server: &Server, method: &'static str, path: &str) -> Cell {
    let Server { name, addr } = server;
    let request = Request { method, url: format!("http://{addr}{path}") };
    Cell { name: format!("{method} {name}"), request, turns: Vec::new() }
}

/// All take their turns, in every second round the other way round.
fn measure(wrk: &Wrk, cells: &mut [Cell], rounds: usize, seconds: u64) -> Result<()> {
    for cell in &*cells {
        eprintln!("warming up {}", cell.name);
        wrk.turn(&cell.request, WARM_UP).with_context(|| cell.name.clone())?;
    }
    for round in 0..rounds {
        eprintln!("round {} of {rounds}", round + 1);
        let mut order: Vec<_> = (0..cells.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for at in order {
            let cell = &mut cells[at];
            let turn = wrk.turn(&cell.request, seconds).with_context(|| cell.name.clone())?;
            eprintln!("  {:>8.0} {:>8.2} {}", turn.requests_a_second, turn.p99, cell.name);
            cell.turns.push(turn);
        }
    }
    Ok(())
}

/// Creates a todo, and returns its path.
fn create(server: &Server) -> Result<String> {
    let mut stream = TcpStream::connect(&server.addr)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let body = r#"{"title":"Feed the cat"}"#;
    let head = format!(
        "POST /todos HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + body).as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let mut lines = answer.lines();
    let location = lines.find_map(|line| match line.split_once(": ") {
        Some((name, path)) if name.eq_ignore_ascii_case("location") => Some(path.to_owned()),
        _ => None,
    });
    match location {
        Some(path) => Ok(path),
        None => bail!("no todo was created: {answer}"),
    }
}

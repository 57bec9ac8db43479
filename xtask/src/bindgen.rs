//! `cargo xtask bindgen`: the SDK's bindings, generated from `wit/` and checked in, so that a user's build compiles no
//! WIT parser.

use std::fs;

use anyhow::{Context, Result, bail};
use wit_bindgen_core::{Files, WorldGenerator};
use wit_parser::Resolve;

use crate::wit_sources::SOURCES;
use crate::workspace::Workspace;
use changes::Change;

mod changes;
mod edit;
mod lent;
mod middleware;
mod shared;
mod unused;

/// A world and the file that its bindings go to.
struct Bindings {
    wit: &'static str,
    world: &'static str,
    output: &'static str,
    /// `None` if the world has imports only.
    export: Option<Export>,
}

/// How the bindings of a world that components export are finished.
struct Export {
    export_macro: &'static str,
    /// The module of the bindings, as the expansion of the macro names it.
    module: &'static str,
    /// A larger world, of the components that stand in front of others, and its macro.
    middleware: Option<(&'static str, &'static str)>,
    /// None for a world that a served component does not have: its speed and its size do not count.
    changes: &'static [Change],
    /// A module of our own that they have in addition.
    beside: &'static str,
}

const BINDINGS_MODULE: &str = "::doorway::__private::bindings";

const BINDINGS: &[Bindings] = &[
    Bindings {
        wit: "wit/p2",
        world: "doorway:sdk/p2",
        output: "sdk/src/backend/p2/bindings.rs",
        export: Some(Export {
            export_macro: "__export_p2",
            module: BINDINGS_MODULE,
            middleware: None,
            changes: changes::P2,
            beside: "",
        }),
    },
    Bindings {
        wit: "wit/p3",
        world: "doorway:sdk/p3",
        output: "sdk/src/backend/p3/bindings.rs",
        export: Some(Export {
            export_macro: "__export_p3",
            module: BINDINGS_MODULE,
            middleware: Some(("doorway:sdk/p3-middleware", "__export_p3_middleware")),
            changes: changes::P3,
            beside: lent::MODULE,
        }),
    },
    // Worlds of their own: they are compiled with a feature, and are the same on both versions of WASI.
    Bindings {
        wit: "wit/keyvalue",
        world: "doorway:sdk/keyvalue",
        output: "sdk/src/backend/wasi/keyvalue/bindings.rs",
        export: None,
    },
    Bindings {
        wit: "wit/config",
        world: "doorway:sdk/config",
        output: "sdk/src/backend/wasi/config/bindings.rs",
        export: None,
    },
    Bindings {
        wit: "wit/warm",
        world: "doorway:sdk/p2-warm",
        output: "sdk/src/backend/p2/warm/bindings.rs",
        export: WARM,
    },
    Bindings {
        wit: "wit/warm",
        world: "doorway:sdk/p3-warm",
        output: "sdk/src/backend/p3/warm/bindings.rs",
        export: WARM,
    },
];

const WARM: Option<Export> = Some(Export {
    export_macro: "__export_warm_world",
    module: "::doorway::__private::warm::bindings",
    middleware: None,
    changes: &[],
    beside: "",
});

/// Copies the WIT packages, then writes the bindings; with `check` it only says what would change.
pub(crate) fn run(workspace: &Workspace, check: bool) -> Result<()> {
    let mut drift = Vec::new();
    for source in SOURCES {
        let changes = source.drift(workspace)?;
        if !check && !changes.is_empty() {
            source.copy(workspace)?;
            println!("copied {}", source.to);
        }
        drift.extend(changes);
    }
    for bindings in BINDINGS {
        let fresh = bindings.generate(workspace)?;
        let path = workspace.path(bindings.output);
        let current = fs::read_to_string(&path).unwrap_or_default();
        if current == fresh {
            continue;
        }
        drift.push(format!("{}: not what {} generates", bindings.output, bindings.wit));
        if !check {
            fs::create_dir_all(path.parent().expect("it is in a folder"))?;
            fs::write(&path, fresh).with_context(|| format!("cannot write {}", path.display()))?;
            println!("wrote {}", bindings.output);
        }
    }
    if check && !drift.is_empty() {
        bail!(
            "WIT or bindings have drifted; `cargo xtask bindgen` mends it:\n  {}",
            drift.join("\n  ")
        );
    }
    if drift.is_empty() {
        println!("WIT and bindings are up to date");
    }
    Ok(())
}

impl Bindings {
    fn generate(&self, workspace: &Workspace) -> Result<String> {
        let Some(export) = &self.export else {
            return Ok(self.header() + &self.of_world(workspace, self.world, None)?);
        };
        let exported = Some((export.export_macro, export.module));
        let mut bindings = self.of_world(workspace, self.world, exported)?;
        if let Some((world, export_macro)) = export.middleware {
            let larger = self.of_world(workspace, world, Some((export_macro, export.module)))?;
            bindings = middleware::added(&bindings, &larger, export_macro)?;
        }
        if !export.changes.is_empty() {
            bindings = shared::error_code(&changes::make(&bindings, export.changes)?)?;
        }
        Ok(self.header() + &bindings + export.beside)
    }

    /// As wit-bindgen writes them.
    fn of_world(
        &self,
        workspace: &Workspace,
        world: &str,
        exported: Option<(&str, &str)>,
    ) -> Result<String> {
        let mut resolve = Resolve::default();
        let (package, _) = resolve
            .push_dir(workspace.path(self.wit))
            .with_context(|| format!("{} is not a valid WIT package", self.wit))?;
        let id = resolve
            .select_world(&[package], Some(world))
            .with_context(|| format!("{} has no world {world}", self.wit))?;

        let mut files = Files::default();
        options(exported, unused::names(&resolve, id)?)
            .build()
            .generate(&mut resolve, id, &mut files)
            .context("wit-bindgen cannot generate it")?;
        let (_, content) = files.iter().next().context("wit-bindgen generated no file")?;
        String::from_utf8(content.to_vec()).context("wit-bindgen generated text that is not UTF-8")
    }

    fn header(&self) -> String {
        // The version of wit-bindgen is in the lines that follow: wit-bindgen writes it itself.
        format!(
            "// `cargo xtask bindgen` wrote this file from {}, world {}: do not edit it.\n\n",
            self.wit, self.world
        )
    }
}

/// `exported` is the macro and the module of a world that components export.
fn options(exported: Option<(&str, &str)>, skip: Vec<String>) -> wit_bindgen_rust::Opts {
    let imports = wit_bindgen_rust::Opts {
        format: true,
        generate_all: true,
        skip,
        runtime_path: Some("::wit_bindgen::rt".to_owned()),
        ..Default::default()
    };
    let Some((export_macro, module)) = exported else { return imports };
    wit_bindgen_rust::Opts {
        // The export macro is expanded in the user's crate, by `#[http_handler]`. So is the section that says what
        // the component exports: a crate that only links the SDK exports nothing.
        pub_export_macro: true,
        export_macro_name: Some(export_macro.to_owned()),
        default_bindings_module: Some(module.to_owned()),
        ..imports
    }
}

//! The templates: the examples of the repository, which are part of this program.

use std::path::PathBuf;

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};

use super::manifest::{self, Source};
use crate::failure::{Failure, suggestion};

/// A folder for each template, and `common` for the files that all have.
static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// An app to start from.
#[derive(Debug)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// Its description.
    pub about: &'static str,
    /// Options of `doorway serve` for it.
    pub options: &'static str,
    /// Options of `wasmtime serve` for it.
    pub wasmtime_options: &'static str,
    /// A command that sends it a request.
    pub ask: &'static str,
    /// A sentence about the way on.
    more: &'static str,
    /// Whether it stands in front of another component, so that it cannot be served alone.
    pub is_middleware: bool,
}

/// All templates.
pub const TEMPLATES: [Template; 6] = [
    Template {
        name: "hello",
        about: "A component of one function",
        ask: "curl http://127.0.0.1:8080",
        more: "Return a `Router` from it for more than one path.",
        ..EMPTY
    },
    Template {
        name: "api",
        about: "A JSON API with validation, problem documents and OpenAPI",
        ask: "curl http://127.0.0.1:8080/todos --json '{\"title\":\"Feed the cat\"}'",
        wasmtime_options: " -S keyvalue",
        more: "Open `/docs` to see the API. `doorway serve` keeps the todos in `.doorway/`, or in a Redis with \
               `--keyvalue redis://HOST:PORT`. The store of `wasmtime serve` forgets each request.",
        ..EMPTY
    },
    Template {
        name: "site",
        about: "A website with a form, static files, cookies and error pages",
        ask: "curl http://127.0.0.1:8080     # or open it in a browser",
        more: "`build.rs` makes a secret for the cookies, which the component contains: keep it as you keep a password.",
        ..EMPTY
    },
    Template {
        name: "gateway",
        about: "Routes by prefix to upstreams, with time limits and retries",
        options: " --env 'UPSTREAMS=docs=https://docs.rs'",
        wasmtime_options: " -S cli --env 'UPSTREAMS=docs=https://docs.rs'",
        ask: "curl http://127.0.0.1:8080     # the names; /docs/doorway is forwarded",
        more: "The services' names and URLs are in the variable `UPSTREAMS`, separated by spaces.",
        ..EMPTY
    },
    Template {
        name: "middleware",
        about: "Authentication in front of any component of WASI 0.3",
        options: "",
        ask: "doorway compose . ../api && doorway serve target/components/{name}+api.p3.wasm",
        more: "It is a component of WASI 0.3 that calls the next one: `doorway compose` joins them.",
        is_middleware: true,
        ..EMPTY
    },
    Template {
        name: "own-wit",
        about: "An app with imports of its own, by wit-bindgen and by cargo component",
        options: " --env GREETING=Ahoy",
        wasmtime_options: " -S cli --env GREETING=Ahoy",
        ask: "curl http://127.0.0.1:8080",
        more: "`src/clock.rs` and `src/environment.rs` are the two ways: keep one. New imports go into `wit/world.wit`, and \
               into `[package.metadata.doorway]`.",
        ..EMPTY
    },
];

const EMPTY: Template = Template {
    name: "",
    about: "",
    options: "",
    wasmtime_options: "",
    ask: "",
    more: "",
    is_middleware: false,
};

/// The template of that name.
pub(super) fn find(name: &str) -> Result<&'static Template> {
    let names = TEMPLATES.map(|template| template.name);
    TEMPLATES.iter().find(|template| template.name == name).ok_or_else(|| {
        Failure::new(format!("there is no template `{name}`"), suggestion(name, &names)).into()
    })
}

/// The end of the command's help.
pub(super) fn help() -> String {
    let lines =
        TEMPLATES.iter().map(|template| format!("  {:<12}{}\n", template.name, template.about));
    format!(
        "Templates:\n{}\nExamples:\n  doorway new my-app\n  doorway new my-site --template site",
        lines.collect::<String>()
    )
}

impl Template {
    /// The command that serves it.
    pub fn serve(&self) -> String {
        match self.is_middleware {
            true => "doorway build".to_owned(),
            false => format!("doorway serve --watch{}", self.options),
        }
    }

    /// Its files under another name, with their paths.
    pub(super) fn files(&self, name: &str, source: &Source) -> Result<Vec<(PathBuf, Vec<u8>)>> {
        let mut files = vec![
            (PathBuf::from("Cargo.toml"), self.manifest(name, source)?.into_bytes()),
            (PathBuf::from("README.md"), self.readme(name)?.into_bytes()),
            (PathBuf::from(".gitignore"), common("gitignore")?.into()),
            (PathBuf::from(".github/workflows/ci.yml"), common("ci.yml")?.into()),
        ];
        let folder = FOLDER.get_dir(self.name).context("each template has a folder")?;
        if folder.get_file(folder.path().join("build.rs")).is_none() {
            files.push((PathBuf::from("build.rs"), common("build.rs")?.into()));
        }
        let mut folders = vec![folder];
        while let Some(inner) = folders.pop() {
            folders.extend(inner.dirs());
            for file in inner.files() {
                let path = file.path().strip_prefix(self.name)?;
                if path.as_os_str() != "manifest.toml" {
                    files.push((path.to_owned(), file.contents().to_vec()));
                }
            }
        }
        Ok(files)
    }

    fn manifest(&self, name: &str, source: &Source) -> Result<String> {
        let path = format!("{}/manifest.toml", self.name);
        manifest::own(text(&path)?, name, source, common("profiles.toml")?)
    }

    fn readme(&self, name: &str) -> Result<String> {
        let file = format!("target/wasm32-wasip2/release/{}.wasm", name.replace('-', "_"));
        let host = match self.is_middleware {
            true => {
                format!("wac plug {file} --plug ../api/target/components/api.p3.wasm -o all.wasm")
            }
            false => format!("wasmtime serve{} {file}", self.wasmtime_options),
        };
        Ok(common("README.md")?
            .replace("{about}", self.about)
            .replace("{serve}", &self.serve())
            .replace("{ask}", self.ask)
            .replace("{host}", &host)
            .replace("{more}", self.more)
            .replace("{name}", name))
    }
}

fn common(name: &str) -> Result<&'static str> {
    text(&format!("common/{name}"))
}

fn text(path: &str) -> Result<&'static str> {
    let file =
        FOLDER.get_file(path).with_context(|| format!("there is no template file {path}"))?;
    file.contents_utf8().with_context(|| format!("{path} is no text"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// A new file of an example needs a link here.
    #[test]
    fn a_template_has_all_that_its_example_has() {
        let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        for template in &TEMPLATES {
            let folder = templates.join(template.name);
            let manifest = folder.join("manifest.toml").canonicalize().unwrap();
            for entry in fs::read_dir(manifest.parent().unwrap()).unwrap() {
                let name = entry.unwrap().file_name();
                let link = folder.join(&name);
                let is_ours = name == "Cargo.toml" || name == "README.md";
                assert!(is_ours || link.exists(), "{} is missing", link.display());
            }
        }
    }

    #[test]
    fn a_mistyped_name_suggests_the_nearest() {
        let error = find("apo").unwrap_err();
        assert!(crate::failure::report(&error).contains("help: did you mean `api`?"), "{error:?}");
    }
}

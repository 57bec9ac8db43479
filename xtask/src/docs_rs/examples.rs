//! Public items without an example, by the JSON that rustdoc writes.
//!
//! A type, trait, function or macro has an example if its documentation has one, or that of one of
//! its methods, or if one in the same module names it. A method has one if its documentation does,
//! or if an example of its type or in the same module calls it.

use std::collections::HashSet;

use serde_json::Value;

/// Kinds of items that need an example.
const KINDS: &[&str] = &["enum", "function", "macro", "proc_macro", "struct", "trait"];

/// Traits whose types are met in signatures only, rejections and futures for instance: their
/// documentation links to the function that returns them.
const RETURNED: &[&str] = &["Error", "Future", "Iterator", "Layer", "Service", "Stream"];

/// Methods that all rejections have: the guide shows them.
const OF_REJECTIONS: &[&str] = &["body_text", "status"];

/// Types and traits that the compiler infers, or that one function alone returns.
const NEVER_NAMED: &[&str] = &[
    "AsExtractor",
    "AsResponse",
    "AsValue",
    "IntoHandler",
    "Layered",
    "Or",
    "SecondElementIs",
    "WithQueryParams",
];

/// Returns a line for each public item that lacks an example.
pub(super) fn missing(json: &Value) -> Vec<String> {
    let mut items = Items { index: &json["index"], seen: HashSet::new(), missing: Vec::new() };
    items.visit_module(&json["index"][id(&json["root"])]);
    items.missing.sort();
    items.missing
}

struct Items<'a> {
    index: &'a Value,
    seen: HashSet<String>,
    missing: Vec<String>,
}

impl<'a> Items<'a> {
    fn visit_module(&mut self, module: &'a Value) {
        if !self.seen.insert(id(&module["id"])) {
            return;
        }
        let children = self.children(&module["inner"]["module"]["items"]);
        let mut examples = code(module);
        for child in &children {
            examples.push_str(&self.code_with_methods(child));
        }
        for child in children {
            if is(child, "module") {
                self.visit_module(child);
            } else if KINDS.iter().any(|kind| is(child, kind)) && self.seen.insert(id(&child["id"]))
            {
                self.require(child, &examples);
            }
        }
    }

    /// The items of a list, where those that are public elsewhere stand for their re-exports.
    fn children(&self, list: &'a Value) -> Vec<&'a Value> {
        let mut found = Vec::new();
        for item in list.as_array().into_iter().flatten().map(|item| &self.index[id(item)]) {
            let used = &item["inner"]["use"];
            let item = if used.is_null() { item } else { &self.index[id(&used["id"])] };
            if used["is_glob"] == true {
                found.extend(self.children(&item["inner"]["module"]["items"]));
            } else if !item.is_null() {
                found.push(item);
            }
        }
        found
    }

    fn is_returned(&self, item: &'a Value) -> bool {
        let inner = ["enum", "struct"].iter().find_map(|kind| item["inner"].get(*kind));
        let impls = inner.map(|inner| self.children(&inner["impls"])).unwrap_or_default();
        let traits = impls.iter().map(|item| &item["inner"]["impl"]).filter_map(|item| {
            let path = item["trait"]["path"].as_str().filter(|_| item["blanket_impl"].is_null())?;
            path.rsplit("::").next()
        });
        traits.into_iter().any(|name| RETURNED.contains(&name))
    }

    /// The methods of a type or trait that are written for it alone.
    fn methods(&self, item: &'a Value) -> Vec<&'a Value> {
        let inner = ["enum", "struct", "trait"].iter().find_map(|kind| item["inner"].get(*kind));
        let Some(inner) = inner else { return Vec::new() };
        if is(item, "trait") {
            return self
                .children(&inner["items"])
                .into_iter()
                .filter(|i| is(i, "function"))
                .collect();
        }
        let impls = self.children(&inner["impls"]).into_iter().map(|item| &item["inner"]["impl"]);
        let own = impls.filter(|item| item["trait"].is_null());
        let methods = own.flat_map(|item| self.children(&item["items"]));
        methods
            .filter(|method| is(method, "function") && method["visibility"] == "public")
            .collect()
    }

    fn code_with_methods(&self, item: &'a Value) -> String {
        let methods = self.methods(item).into_iter().map(code);
        methods.fold(code(item), |all, code| all + &code)
    }

    fn require(&mut self, item: &'a Value, examples: &str) {
        let name = item["name"].as_str().unwrap_or_default();
        if NEVER_NAMED.contains(&name) {
            return;
        }
        // `Either4` is shown by `Either`.
        let name = name.trim_end_matches(|char: char| char.is_ascii_digit());
        let is_returned = self.is_returned(item);
        if !is_returned && self.code_with_methods(item).is_empty() && !names(examples, name) {
            let mend = "add one, or name it in one of its module";
            self.missing.push(format!("{}: `{name}` has no example: {mend}", place(item)));
        }
        for method in self.methods(item) {
            let called = method["name"].as_str().unwrap_or_default();
            let is_shown = is_returned && OF_REJECTIONS.contains(&called);
            if !is_shown && code(method).is_empty() && !calls(examples, called) {
                let mend = "add one, or call it in one of its type or module";
                let place = place(method);
                self.missing.push(format!("{place}: `{name}::{called}` has no example: {mend}"));
            }
        }
    }
}

/// The file and line of an item.
fn place(item: &Value) -> String {
    let span = &item["span"];
    format!("{}:{}", span["filename"].as_str().unwrap_or_default(), span["begin"][0])
}

/// An id as a key of the index.
fn id(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

fn is(item: &Value, kind: &str) -> bool {
    item["inner"].get(kind).is_some()
}

/// The code in the documentation of an item.
fn code(item: &Value) -> String {
    let docs = item["docs"].as_str().unwrap_or_default();
    docs.split("```").skip(1).step_by(2).collect()
}

/// Whether a name is in code, and not a part of longer names.
fn names(code: &str, name: &str) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    code.match_indices(name).any(|(at, _)| {
        !code[..at].ends_with(is_part) && !code[at + name.len()..].starts_with(is_part)
    })
}

/// Whether a method of that name is called in code, on a value of any type.
fn calls(code: &str, method: &str) -> bool {
    code.match_indices(method).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + method.len()..]);
        before.trim_end_matches("r#").ends_with(['.', ':'])
            && (after.starts_with('(') || after.starts_with("::<"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_item_without_an_example_is_found() {
        let item = |id: u32, name: &str, docs: &str, inner: Value| {
            json!({
                "id": id, "name": name, "docs": docs, "inner": inner, "visibility": "public",
                "span": {"filename": "a.rs", "begin": [id, 1]},
            })
        };
        let function = || json!({"function": {}});
        let index = json!({
            "0": item(0, "root", "", json!({"module": {"items": [1, 4, 5, 6]}})),
            "1": item(1, "Jar", "A jar.", json!({"struct": {"impls": [2]}})),
            "2": item(2, "", "", json!({"impl": {"trait": null, "items": [3, 7, 8]}})),
            "3": item(3, "new", "```\nassert!(Jar::new().seal() < serve());\n```", function()),
            "4": item(4, "serve", "Named above.", function()),
            "5": item(5, "serve_all", "Named nowhere.", function()),
            "6": item(6, "used", "", json!({"use": {"id": 5, "is_glob": false}})),
            "7": item(7, "seal", "Called above.", function()),
            "8": item(8, "sea", "Called nowhere.", function()),
        });
        let found = missing(&json!({"root": 0, "index": index}));
        let item = "a.rs:5: `serve_all` has no example: add one, or name it in one of its module";
        let method =
            "a.rs:8: `Jar::sea` has no example: add one, or call it in one of its type or module";
        assert_eq!(found, [item, method]);
    }
}

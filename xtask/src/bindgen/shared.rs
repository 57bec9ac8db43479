//! Code that wit-bindgen repeats, as one function: each copy weighs more than a kilobyte.

use anyhow::{Context, Result};

use super::edit::find;

/// The function that converts an `error-code` of the host.
const FUNCTION: &str = "lift_error_code";

/// The module of the type, as its siblings name it.
const MODULE: &str = "super::super::super::wasi::http::types";

/// The module begins so, above the type's first case.
const ABOVE: &str = "use super::super::super::_rt;";
const FIRST_CASE: &str = "DnsTimeout,\n";

/// The bindings with one function for all that lifts an `error-code`.
pub(super) fn error_code(bindings: &str) -> Result<String> {
    let lines: Vec<&str> = bindings.lines().collect();
    let mut out: Vec<String> = Vec::new();
    let mut model = None;
    let mut next = 0;
    while let Some(&line) = lines.get(next) {
        let Some(lift) = Lift::at(&lines[next..], &out) else {
            out.push(line.to_owned());
            next += 1;
            continue;
        };
        let module = module(&out[lift.read..]);
        let call =
            format!("let {} = unsafe {{ {module}::{FUNCTION}({}) }};", lift.name, lift.place);
        let is_beside = module == MODULE;
        out.truncate(lift.read);
        out.push(call);
        next += lift.length;
        // The model names the types from where it stands: beside theirs.
        if model.is_none() && is_beside {
            model = Some(lift.function(&lines[next - lift.length..next]));
        }
    }
    let function = model.context("wit-bindgen lifts an error-code in another way")?;
    let out = out.join("\n") + "\n";
    let case = find(&out, &format!("\n                {FIRST_CASE}"))?;
    let above = out[..case].rfind(ABOVE).context("the module of error-code begins another way")?;
    let (before, after) = out.split_at(above + ABOVE.len());
    let bindings = [before, "\n", &function, after].concat();
    // No place was left out.
    find(&bindings, &format!("::{FIRST_CASE}"))?;
    Ok(bindings)
}

/// The module of the type, as these lines name it when they give it another name.
fn module(lines: &[String]) -> &str {
    let named = lines.iter().find_map(|line| {
        let path = line.trim().strip_prefix("use ")?.split_once(" as ")?.0;
        path.strip_suffix("::ErrorCode")
    });
    named.unwrap_or(MODULE)
}

/// One place where it stands: `let v = match l { 0 => ErrorCode::DnsTimeout, … };`
struct Lift<'a> {
    name: &'a str,
    /// The matched value, and the place it is read from.
    case: &'a str,
    place: String,
    /// The line that reads it.
    read: usize,
    length: usize,
}

impl<'a> Lift<'a> {
    fn at(lines: &[&'a str], before: &[String]) -> Option<Self> {
        let [first, second, ..] = lines else { return None };
        let (name, case) =
            first.trim().strip_prefix("let ")?.strip_suffix(" {")?.split_once(" = match ")?;
        if !second.trim().starts_with("0 => ") || !second.ends_with("::DnsTimeout,") {
            return None;
        }
        let beginning = format!("let {case} = i32::from(*");
        let read = before.iter().rposition(|line| line.trim().starts_with(&beginning))?;
        let place = before[read].trim().strip_prefix(&beginning)?;
        let place = place.strip_suffix(".cast::<u8>());")?.to_owned();
        let indent = &first[..first.len() - first.trim_start().len()];
        let last = lines.iter().position(|line| *line == format!("{indent}}};"))?;
        Some(Self { name, case, place, read, length: last + 1 })
    }

    /// The function of which this place is the model: the offsets are this one's.
    fn function(&self, lines: &[&str]) -> String {
        let Self { name, case, place, .. } = self;
        let (pointer, offset) =
            place.strip_suffix(')').and_then(|place| place.split_once(".add(")).unwrap_or_default();
        let named = lines[1].trim().trim_start_matches("0 => ").trim_end_matches("DnsTimeout,");
        let body = lines.join("\n").replace(named, "ErrorCode::");
        format!(
            "#[doc(hidden)]\n#[allow(unused_unsafe, clippy::all)]\npub unsafe fn {FUNCTION}({pointer}: *mut u8) -> \
             ErrorCode {{\nunsafe {{\nlet {pointer} = {pointer}.sub({offset});\nlet {case} = \
             i32::from(*{place}.cast::<u8>());\n{body}\n{name}\n}}\n}}"
        )
    }
}

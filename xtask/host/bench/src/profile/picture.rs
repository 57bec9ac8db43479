//! The picture of a request in `ARCHITECTURE.md`.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::Profile;
use crate::report::thousands;

const BEGIN: &str = "<!-- picture: begin -->\n";
const END: &str = "<!-- picture: end -->";

/// How long the longest bar is.
const BAR: u64 = 40;

/// A request's stages as bars; `what` was asked, `command` makes the picture.
pub(crate) fn picture(profile: &Profile, what: &str, command: &str) -> String {
    let longest = profile.stages.values().max().copied().unwrap_or(1).max(1);
    let mut out = format!(
        "`{what}`: {} instructions, {} calls of the host, {} of the allocator.\n\n```text\n",
        thousands(profile.fuel),
        profile.host_calls.values().sum::<u64>(),
        profile.allocations.values().sum::<u64>()
    );
    for (stage, fuel) in &profile.stages {
        let bar = "█".repeat((fuel * BAR).div_ceil(longest) as usize);
        let _ = writeln!(out, "{:<20} {:>9}  {bar}", stage.name(), thousands(*fuel));
    }
    let _ = write!(out, "```\n\nMade by `{command}`.\n");
    out
}

/// Writes a picture between its markers in a file.
pub(crate) fn write(file: &Path, picture: &str) -> Result<()> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = replaced(&text, picture).with_context(|| {
        format!("{} has no lines `{}` and `{END}`", file.display(), BEGIN.trim())
    })?;
    std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

fn replaced(text: &str, picture: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{picture}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::stage::Stage;

    #[test]
    fn only_what_is_between_the_markers_changes() {
        let text = format!("a\n{BEGIN}old\n{END}\nb\n");
        let once = replaced(&text, "new").unwrap();
        assert_eq!(once, format!("a\n{BEGIN}\nnew\n{END}\nb\n"));
        assert_eq!(replaced(&once, "new").unwrap(), once);
        assert_eq!(replaced("a\nb\n", "new"), None);
    }

    #[test]
    fn a_picture_has_a_bar_for_each_stage() {
        let profile = Profile {
            fuel: 3000,
            functions: Vec::new(),
            host_calls: [("a".to_owned(), 2), ("b".to_owned(), 1)].into(),
            allocations: [("malloc".to_owned(), 4)].into(),
            stages: [(Stage::Json, 1000), (Stage::Match, 2000)].into(),
        };
        let picture = picture(&profile, "GET /", "make it");
        assert!(picture.starts_with("`GET /`: 3,000 instructions, 3 calls of the host, 4 of the "));
        let bars: Vec<_> = picture.lines().filter(|line| line.contains('█')).collect();
        assert!(bars[0].starts_with("finding the route") && bars[1].starts_with("JSON"));
        assert_eq!(bars[0].matches('█').count(), 2 * bars[1].matches('█').count());
    }
}

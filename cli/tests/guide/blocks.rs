//! The blocks of a page that a reader acts upon: commands to type, and files to write.

/// A block of a page.
#[derive(Debug, PartialEq)]
pub(crate) enum Block {
    /// A block of `sh`.
    Commands(Vec<Command>),
    /// Any other block, under a line that ends with the path of a file.
    File { path: String, text: String, is_added: bool },
}

/// A command with the lines that it is said to print.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Command {
    /// Where it is in the page, from 1.
    pub(crate) line: usize,
    pub(crate) text: String,
    pub(crate) printed: Vec<String>,
}

/// Names of shells that blocks may not have, so that none is left out by mistake.
const NOT_SH: [&str; 5] = ["bash", "console", "shell", "terminal", "zsh"];

/// The blocks of a page, in their order.
///
/// # Errors
///
/// The line and the reason, for a block that is neither run nor says why.
pub(crate) fn of_page(page: &str) -> Result<Vec<Block>, (usize, String)> {
    let mut found = Vec::new();
    let mut above = "";
    let mut lines = page.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let Some(language) = line.trim_start().strip_prefix("```") else {
            if !line.trim().is_empty() {
                above = line.trim();
            }
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let of_block: Vec<_> = lines
            .by_ref()
            .map(|(index, line)| (index + 1, line.get(indent..).unwrap_or_default()))
            .take_while(|(_, line)| line.trim() != "```")
            .collect();
        let above = std::mem::take(&mut above);
        let language = language.split([',', ' ']).next().unwrap_or_default();
        match language {
            "sh" => match not_run(above) {
                None => found.push(Block::Commands(commands(&of_block))),
                Some("") => return Err((index, "`<!-- not run: -->` lacks a reason".to_owned())),
                Some(_) => {}
            },
            _ if NOT_SH.contains(&language) => {
                return Err((index + 1, format!("write `sh` for `{language}`")));
            }
            _ => found.extend(file(above, language, &of_block)),
        }
    }
    Ok(found)
}

/// The reason in `<!-- not run: REASON -->`.
fn not_run(line: &str) -> Option<&str> {
    Some(line.strip_prefix("<!-- not run:")?.strip_suffix("-->")?.trim())
}

/// The file that the line above a block names: "`src/lib.rs`:", or "the end of `src/lib.rs`:".
fn file(above: &str, language: &str, lines: &[(usize, &str)]) -> Option<Block> {
    let (before, path) = above.strip_suffix("`:")?.rsplit_once('`')?;
    if !path.contains('.') || path.contains([' ', ':']) {
        return None;
    }
    let is_rust = ["", "rust"].contains(&language);
    let text = lines
        .iter()
        .filter(|(_, line)| !(is_rust && is_hidden(line)))
        .flat_map(|(_, line)| [line, "\n"])
        .collect();
    Some(Block::File { path: path.to_owned(), text, is_added: before.ends_with("the end of ") })
}

/// Whether rustdoc compiles a line and does not show it.
fn is_hidden(line: &str) -> bool {
    let line = line.trim_start();
    line == "#" || line.starts_with("# ")
}

/// The commands of a block. Comments right below a command are what it prints.
fn commands(lines: &[(usize, &str)]) -> Vec<Command> {
    let mut found: Vec<Command> = Vec::new();
    let mut is_open = false;
    let mut is_below = false;
    for (line, text) in lines {
        match found.last_mut() {
            Some(last) if is_open => {
                last.text += "\n";
                last.text += text;
                is_open = is_unfinished(&last.text);
            }
            Some(last) if is_below && text.starts_with('#') => {
                let text = text.trim_start_matches('#');
                last.printed.push(text.strip_prefix(' ').unwrap_or(text).to_owned());
            }
            _ if text.trim().is_empty() || text.starts_with('#') => is_below = false,
            _ => {
                is_open = is_unfinished(text);
                is_below = true;
                let text = (*text).to_owned();
                found.push(Command { line: *line, text, printed: Vec::new() });
            }
        }
    }
    found
}

/// Whether the shell reads another line before it runs this.
fn is_unfinished(text: &str) -> bool {
    let mut quote = None;
    let mut before = ' ';
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match (quote, char) {
            (None, '#') if before.is_whitespace() => return false,
            (None | Some('"'), '\\') => drop(chars.next()),
            (None, '\'' | '"') => quote = Some(char),
            (Some(open), _) if open == char => quote = None,
            _ => {}
        }
        before = char;
    }
    quote.is_some() || text.ends_with('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(line: usize, text: &str, printed: &[&str]) -> Command {
        let printed = printed.iter().map(|line| (*line).to_owned()).collect();
        Command { line, text: text.to_owned(), printed }
    }

    #[test]
    fn comments_below_a_command_are_what_it_prints() {
        let page = "```sh\n# first\na   # it's a\n# 1\n#\n\n# then\nb \\\n  c 'd\n e'\n```\n";
        let commands =
            vec![command(3, "a   # it's a", &["1", ""]), command(8, "b \\\n  c 'd\n e'", &[])];
        assert_eq!(of_page(page), Ok(vec![Block::Commands(commands)]));
    }

    #[test]
    fn a_block_is_not_run_for_a_reason() {
        let reasoned = "<!-- not run: it takes a cluster -->\n```sh\na\n```\n";
        assert_eq!(of_page(reasoned), Ok(vec![]));
        let without = "A.\n\n<!-- not run: -->\n```sh\na\n```\n";
        assert_eq!(of_page(without).unwrap_err().0, 3);
        assert_eq!(of_page("```bash\na\n```\n"), Err((1, "write `sh` for `bash`".to_owned())));
    }

    #[test]
    fn a_path_above_a_block_makes_it_a_file() {
        let page = "This is `src/lib.rs`:\n\n```rust\n#[test]\n# hidden\nfn a() {}\n```\n\
            At the end of `a.toml`:\n\n```toml\n# shown\n```\nOf `it`:\n\n```text\nit\n```\n";
        let file = |path: &str, text: &str, is_added| Block::File {
            path: path.to_owned(),
            text: text.to_owned(),
            is_added,
        };
        let files = vec![
            file("src/lib.rs", "#[test]\nfn a() {}\n", false),
            file("a.toml", "# shown\n", true),
        ];
        assert_eq!(of_page(page), Ok(files));
    }
}

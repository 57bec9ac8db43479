//! `main` and the server in it, which a component does not have. The rule:
//!
//! - Where `axum::serve(listener, app)` stands, the statements with the listener go, and with that one only `app` is left: as the
//!   function's result if it is `main`, as an argument that has to be a `doorway::Service` in another function. A call of
//!   `into_make_service` belongs to serving: it goes, in another function only with connection info.
//! - A `main` that serves becomes `#[doorway::http_handler] fn app() -> doorway::Router`, `served` if there is an `app`. The
//!   statements before it stay, except for those that await something: a plain `fn` builds the app.
//! - A `main` that starts several servers by functions of its own becomes a function that nobody calls: each of these
//!   would be a component.
//! - Tests stay as they are.

use super::tokens::{Edits, Kind, Token, closing, is_path_separator};

/// The method of an app that makes it one for servers, and the one with the address of the client.
const MAKE_SERVICE: &str = "into_make_service";
const WITH_ADDRESS: &str = "into_make_service_with_connect_info";

/// Code around an app that is served elsewhere than in `main`.
const SERVED: (&str, &str) = ("{ fn served<M>(_: impl doorway::IntoService<M>) {} served(", "); }");

/// The same for the service that makes it.
const MADE: (&str, &str) = ("let _ = ", ";");

/// Replaces `main` and what serves. Whether there is no `main` now that there was.
pub(super) fn replace(source: &str, tokens: &[Token], edits: &mut Edits) -> bool {
    let main = Main::find(tokens);
    let tests = tests(tokens);
    let is_in_test = |at: usize| tests.iter().any(|(from, to)| (*from..*to).contains(&at));
    let mut main_serves = false;
    for open in 0..tokens.len() {
        if tokens[open].kind != Kind::Open('{') || is_in_test(open) {
            continue;
        }
        let is_main = main.as_ref().is_some_and(|main| main.body == open);
        main_serves |= body(source, tokens, open, is_main, edits) && is_main;
    }
    let Some(main) = main else { return false };
    if main_serves {
        let has_app =
            tokens.windows(2).any(|pair| pair[0].is_ident("fn") && pair[1].is_ident("app"));
        let name = if has_app { "served" } else { "app" };
        let range = tokens[main.from].range.start..tokens[main.body].range.start;
        let head = format!("#[doorway::http_handler]\nfn {name}() -> doorway::Router ");
        edits.replace(range, head);
        true
    } else if main.from < main.function {
        // It is tokio's.
        let attribute = tokens[main.from].range.start..tokens[main.function].range.start;
        edits.replace(attribute, "#[allow(dead_code)] ");
        edits.replace(tokens[main.name].range.clone(), "started");
        true
    } else {
        false
    }
}

/// Where `fn main` is, as indices of tokens.
struct Main {
    /// The `#` of `#[tokio::main]`, or as `function`.
    from: usize,
    /// `async`, or `fn`.
    function: usize,
    name: usize,
    /// The opening brace.
    body: usize,
}

impl Main {
    fn find(tokens: &[Token]) -> Option<Self> {
        let at = tokens
            .windows(2)
            .position(|pair| pair[0].is_ident("fn") && pair[1].is_ident("main"))?;
        let depth = tokens[at].depth;
        let body = at
            + tokens[at..]
                .iter()
                .position(|token| token.kind == Kind::Open('{') && token.depth == depth)?;
        let function = if at > 0 && tokens[at - 1].is_ident("async") { at - 1 } else { at };
        let mut from = function;
        // `# [ tokio :: main … ]`
        if let Some(hash) =
            tokens[..function].iter().rposition(|token| token.is_punct('#') && token.depth == depth)
            && tokens[hash + 1].kind == Kind::Open('[')
            && tokens[hash + 2].is_ident("tokio")
            && closing(tokens, hash + 1) + 1 == function
        {
            from = hash;
        }
        Some(Self { from, function, name: at + 1, body })
    }
}

/// The modules under `#[cfg(test)]`, as ranges of indices.
fn tests(tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        // `# [ cfg ( test ) ] mod tests {`
        let is_module = token.is_ident("mod")
            && at > 6
            && tokens[at - 5].is_ident("cfg")
            && tokens[at - 3].is_ident("test")
            && tokens.get(at + 2).is_some_and(|next| next.kind == Kind::Open('{'));
        if is_module {
            found.push((at + 2, closing(tokens, at + 2)));
        }
    }
    found
}

/// Replaces what serves in one body; whether there is any.
fn body(source: &str, tokens: &[Token], open: usize, is_main: bool, edits: &mut Edits) -> bool {
    let close = closing(tokens, open);
    let depth = tokens[open].depth + 1;
    let statements = statements(tokens, open + 1, close, depth);
    let Some(served) =
        statements.iter().find_map(|&(from, to)| Served::find(tokens, from, to, is_main))
    else {
        return false;
    };
    for &(from, to) in &statements {
        let range = tokens[from].range.start..tokens[to - 1].range.end;
        let statement = &tokens[from..to];
        if (from..to).contains(&served.serve) {
            let (start, end) =
                (tokens[served.app.0].range.start, tokens[served.app.1 - 1].range.end);
            let (before, after) = match served.makes {
                _ if is_main => ("", ""),
                true => MADE,
                false => SERVED,
            };
            edits.replace(range.start..start, before);
            edits.replace(end..range.end, after);
            if is_main && range.end < tokens[close].range.start {
                // `Ok(())`, if anything.
                edits.replace(range.end..tokens[close].range.start, "\n");
            }
            continue;
        }
        if from > served.serve && is_main {
            continue;
        }
        let names = |name: &str| statement.iter().any(|token| token.is_ident(name));
        let awaits = statement.iter().any(|token| token.depth == depth && token.is_ident("await"));
        if names("listener") || names("TcpListener") || is_main && awaits {
            let lines = source[range.clone()].matches('\n').count();
            edits.replace(range, "\n".repeat(lines));
        }
    }
    true
}

/// `axum::serve(listener, app)`, as indices.
struct Served {
    serve: usize,
    app: (usize, usize),
    /// Whether the app still has its `into_make_service()`.
    makes: bool,
}

impl Served {
    fn find(tokens: &[Token], from: usize, to: usize, is_main: bool) -> Option<Self> {
        let depth = tokens[from].depth;
        let serve = (from..to).find(|&at| {
            tokens[at].depth == depth
                && tokens[at].is_ident("axum")
                && is_path_separator(tokens, at + 1)
                && tokens.get(at + 3).is_some_and(|token| token.is_ident("serve"))
                && tokens.get(at + 4).is_some_and(|token| token.kind == Kind::Open('('))
        })?;
        let close = closing(tokens, serve + 4);
        let is_inside = |at: &usize| tokens[*at].depth == depth + 1;
        let comma = (serve + 5..close).filter(is_inside).find(|&at| tokens[at].is_punct(','))?;
        let end = if tokens[close - 1].is_punct(',') { close - 1 } else { close };
        let method =
            |name: &str| (comma + 1..end).filter(is_inside).find(|&at| tokens[at].is_ident(name));
        let made = method(MAKE_SERVICE);
        let dropped = method(WITH_ADDRESS).or(made.filter(|_| is_main));
        // With the point before it.
        let end = dropped.map_or(end, |at| at - 1);
        Some(Self { serve, app: (comma + 1, end), makes: made.is_some() && dropped.is_none() })
    }
}

/// The statements of a body, as ranges of indices.
fn statements(tokens: &[Token], from: usize, to: usize, depth: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = from;
    for at in from..to {
        let token = &tokens[at];
        let next = tokens.get(at + 1);
        let goes_on = next.is_some_and(|next| {
            next.is_punct('.') || next.is_punct('?') || next.is_punct(';') || next.is_ident("else")
        });
        let ends = token.depth == depth
            && (token.is_punct(';')
                || token.kind == Kind::Close('}')
                    && !goes_on
                    && !tokens[start].is_ident("let")
                    && !tokens[start].is_ident("use"));
        if ends {
            found.push((start, at + 1));
            start = at + 1;
        }
    }
    if start < to {
        found.push((start, to));
    }
    found
}

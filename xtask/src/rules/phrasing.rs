//! The language of comments, docs and Markdown: phrases to avoid, and the order of a doc's sections.

/// Phrases that readers have to translate, and plain ones.
const PHRASES: &[(&str, &str)] = &[
    ("anew", "again"),
    ("are told", "get, or learn"),
    ("as good as none", "ignored"),
    ("as it came", "unchanged"),
    ("as it comes", "chunk by chunk, or unchanged"),
    ("as they came", "unchanged"),
    ("as they come", "one by one, or unchanged"),
    ("be told", "get, or learn"),
    ("break off", "end early"),
    ("breaks off", "is cut off"),
    ("bring about", "cause"),
    ("broke off", "was cut off"),
    ("brought about", "caused"),
    ("but for", "except for, or apart from"),
    ("came about", "happened"),
    ("connection stands", "connected"),
    ("for ever", "forever"),
    ("how-manieth", "index"),
    ("in the order of their making", "oldest first"),
    ("in the order they were made", "oldest first"),
    ("is told", "gets, or learns"),
    ("it is none", "it is invalid, or missing"),
    ("makes no sense", "is invalid"),
    ("mend", "fix"),
    ("mends", "fixes"),
    ("nothing else is said", "by default"),
    ("nothing is said", "by default"),
    ("of one's own", "of your own, or custom"),
    ("pass over", "ignore, or skip"),
    ("passed over", "ignored, or skipped"),
    ("passes over", "ignores, or skips"),
    ("the one who", "the caller, or the client"),
    ("those who", "callers, or clients"),
    ("told apart", "distinguished"),
    ("told in json", "serialized as JSON"),
    ("was told", "got, or learned"),
    ("what it is made of", "its parts"),
    ("whoever", "the caller, or the client"),
];

/// Words that a comment or doc does not start with: it starts with a noun or a verb.
const STARTS: &[&str] = &["of what", "that of", "those of", "what", "whatever", "who", "whom"];

/// The order of a doc's sections.
const SECTIONS: &[&str] = &["# Examples", "# Errors", "# Panics"];

/// Returns the lines with a phrase to avoid, each with advice.
pub(super) fn of_rust(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (kind, paragraphs) in comments(source) {
        let is_comment = kind != Kind::Trailing;
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let may_start = index > 0 || !is_comment;
            found.extend(of_paragraph(paragraph, may_start));
        }
        found.extend(of_sections(&paragraphs));
    }
    found
}

/// The same for a Markdown file.
pub(super) fn of_markdown(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    paragraphs(lines).iter().flat_map(|paragraph| of_paragraph(paragraph, true)).collect()
}

/// Consecutive lines of text, with their numbers.
type Paragraph<'a> = Vec<(usize, &'a str)>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Comment,
    Doc,
    ModuleDoc,
    Trailing,
}

/// The comments of a file. Comments after code stand alone.
fn comments(source: &str) -> Vec<(Kind, Vec<Paragraph<'_>>)> {
    let mut found: Vec<(Kind, usize, Paragraph<'_>)> = Vec::new();
    for (index, line) in source.lines().enumerate() {
        let number = index + 1;
        let Some((kind, text)) = comment(line) else { continue };
        match found.last_mut() {
            Some((last, end, lines)) if *last == kind && *end + 1 == number => {
                *end = number;
                lines.push((number, text));
            }
            _ => found.push((kind, number, vec![(number, text)])),
        }
    }
    found.into_iter().map(|(kind, _, lines)| (kind, paragraphs(lines.into_iter()))).collect()
}

fn comment(line: &str) -> Option<(Kind, &str)> {
    let code = line.trim_start();
    let Some(text) = code.strip_prefix("//") else {
        return line.split_once(" // ").map(|(_, text)| (Kind::Trailing, text));
    };
    match text.as_bytes().first() {
        Some(b'/') => Some((Kind::Doc, &text[1..])),
        Some(b'!') => Some((Kind::ModuleDoc, &text[1..])),
        _ => Some((Kind::Comment, text)),
    }
}

/// Splits lines at empty ones, and leaves out code in fences.
fn paragraphs<'a>(lines: impl Iterator<Item = (usize, &'a str)>) -> Vec<Paragraph<'a>> {
    let mut found = vec![Vec::new()];
    let mut in_code = false;
    for (number, line) in lines {
        let text = line.trim();
        let is_fence = text.starts_with("```");
        in_code ^= is_fence;
        if text.is_empty() || is_fence {
            found.push(Vec::new());
        } else if let Some(last) = found.last_mut()
            && !in_code
        {
            last.push((number, text));
        }
    }
    found.retain(|paragraph| !paragraph.is_empty());
    found
}

fn of_paragraph(paragraph: &Paragraph<'_>, may_start: bool) -> Vec<(usize, String)> {
    let mut text = String::new();
    let mut starts = Vec::new();
    for (number, line) in paragraph {
        starts.push((text.len(), *number));
        text.push_str(&line.to_lowercase());
        text.push(' ');
    }
    let line_of = |at: usize| {
        starts.iter().rev().find(|(start, _)| *start <= at).map_or(0, |(_, number)| *number)
    };
    let mut found = Vec::new();
    if !may_start
        && !text.contains('?')
        && let Some(start) = STARTS.iter().find(|start| is_at(&text, 0, start))
    {
        found.push((line_of(0), format!("begins with `{start}`: begin with a noun or a verb")));
    }
    for (phrase, instead) in PHRASES {
        for (at, _) in text.match_indices(phrase).filter(|(at, _)| is_at(&text, *at, phrase)) {
            found.push((line_of(at), format!("`{phrase}`: write {instead}")));
        }
    }
    found
}

/// Whether a phrase is at an index, and not a part of longer words.
fn is_at(text: &str, at: usize, phrase: &str) -> bool {
    let is_letter = |char: char| char.is_alphanumeric();
    text[at..].starts_with(phrase)
        && !text[..at].ends_with(is_letter)
        && !text[at + phrase.len()..].starts_with(is_letter)
}

fn of_sections(paragraphs: &[Paragraph<'_>]) -> Option<(usize, String)> {
    let lines = paragraphs.iter().flatten();
    let sections = lines.filter_map(|(number, line)| {
        SECTIONS.iter().position(|section| section == line).map(|order| (*number, order))
    });
    let sections: Vec<_> = sections.collect();
    let wrong = sections.windows(2).find(|pair| pair[0].1 > pair[1].1)?;
    let (first, second) = (SECTIONS[wrong[1].1], SECTIONS[wrong[0].1]);
    Some((wrong[1].0, format!("`{first}` comes before `{second}`: see CONTRIBUTING.md")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_at_its_line() {
        let source =
            "/// Returns the body. It is passed\n/// over if nothing\n/// is said.\nfn a() {}\n";
        let found = of_rust(source);
        assert_eq!(
            found,
            [
                (2, "`nothing is said`: write by default".to_owned()),
                (1, "`passed over`: write ignored, or skipped".to_owned()),
            ]
        );
        assert_eq!(of_markdown("A list.\n\nIt breaks off.\n")[0].0, 3);
    }

    #[test]
    fn words_code_and_strings_are_no_phrases() {
        let source =
            "//! Amended and forever.\n//!\n//! ```\n//! mend();\n//! ```\n\nfn a() { \"mend\" }\n";
        assert_eq!(of_rust(source), []);
        assert_eq!(of_markdown("```sh\nmend it\n```\n"), []);
    }

    #[test]
    fn a_comment_begins_with_a_noun_or_a_verb() {
        for bad in ["/// What a file has.", "    // Whatever is left.", "//! That of a\n//! file."]
        {
            assert_eq!(of_rust(bad).len(), 1, "{bad}");
        }
        for good in
            ["/// The head.\n///\n/// What is left.", "// What if it is empty?", "/// Whole."]
        {
            assert_eq!(of_rust(good), [], "{good}");
        }
    }

    #[test]
    fn sections_have_one_order() {
        let doc = |sections: [&str; 3]| {
            sections.map(|section| format!("/// # {section}\n///\n/// A.\n")).concat()
        };
        assert_eq!(of_rust(&doc(["Examples", "Errors", "Panics"])), []);
        let found = of_rust(&doc(["Errors", "Examples", "Panics"]));
        assert_eq!(found[0].0, 4);
        assert!(found[0].1.starts_with("`# Examples` comes before `# Errors`"), "{found:?}");
    }
}

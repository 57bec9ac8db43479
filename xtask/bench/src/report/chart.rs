//! The picture in the read-me: the fuel of four requests with each library, as bars.

use std::fmt::Write;

use super::format::thousands;
use crate::contenders::BY_HAND;
use crate::figures::{Contender, Run, cases, first_fuel, is_doorway};

/// The requests that are shown, of those that were made.
const SHOWN: [&str; 4] =
    ["hello, 12 browser headers", "route, 7 routes", "json, 33 bytes", "echo 4 MiB"];

/// Where bars begin: the scale is logarithmic and has no zero.
const LEAST: f64 = 1_000.0;

const WIDTH: u32 = 880;
const MARGIN: u32 = 16;
const GAP: u32 = 32;
const PANEL: u32 = (WIDTH - 2 * MARGIN - GAP) / 2;
/// Names stand left of the bars, figures right of them.
const NAMES: u32 = 116;
const FIGURES: u32 = 74;
const BARS: u32 = PANEL - NAMES - FIGURES;
const BAR: u32 = 14;
const ROW: u32 = 22;
const TITLE: u32 = 56;
const HEADING: u32 = 24;
const AXIS: u32 = 26;

/// Text and bars of both colour schemes, each readable on what the page is then.
const STYLE: &str = "\
text{font:12px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1f2328}\
.title{font-size:15px;font-weight:600}.panel{font-size:13px;font-weight:600}\
.note,.tick{fill:#59636e}.tick{font-size:10.5px}.ours{font-weight:600}\
.grid{stroke:#d1d9e0}.bar{fill:#afb8c1}.hand{fill:#6e7781}.doorway{fill:#0969da}\
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.note,.tick{fill:#9198a1}.grid{stroke:#3d444d}\
.bar{fill:#57606a}.hand{fill:#9198a1}.doorway{fill:#4493f8}}";

/// The chart as SVG.
pub(crate) fn svg(run: &Run) -> String {
    let known = cases(run);
    let shown: Vec<_> = SHOWN.into_iter().filter(|case| known.contains(case)).collect();
    let most = shown
        .iter()
        .flat_map(|case| run.contenders.iter().filter_map(|each| first_fuel(each, case)))
        .max();
    // The next power of ten.
    let decades = most.map_or(1, |most| (most as f64 / LEAST).log10().ceil().max(1.0) as u32);
    let panel_height = HEADING + ROW * run.contenders.len() as u32 + AXIS;
    let height = TITLE + panel_height * (shown.len() as u32).div_ceil(2) + MARGIN;

    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"title\">\n\
         <title id=\"title\">Fuel of one request with each library</title>\n<style>{STYLE}</style>\n"
    );
    text(&mut out, "title", MARGIN, 24, "start", "What one request costs");
    let note = "executed wasm instructions on a fresh instance, logarithmic: fewer are better";
    text(&mut out, "note", MARGIN, 43, "start", note);
    for (index, case) in shown.into_iter().enumerate() {
        let index = index as u32;
        let left = MARGIN + index % 2 * (PANEL + GAP);
        panel(&mut out, run, case, decades, (left, TITLE + index / 2 * panel_height));
    }
    out.push_str("</svg>\n");
    out
}

fn panel(out: &mut String, run: &Run, case: &str, decades: u32, (left, top): (u32, u32)) {
    text(out, "panel", left, top + 16, "start", case);
    let (zero, top) = (left + NAMES, top + HEADING);
    let bottom = top + ROW * run.contenders.len() as u32;
    for decade in 0..=decades {
        let x = zero + BARS * decade / decades;
        let _ = writeln!(out, "<path class=\"grid\" d=\"M{x}.5 {top}V{bottom}\"/>");
        text(out, "tick", x, bottom + 13, "middle", &power(decade));
    }
    for (row, contender) in (0..).zip(&run.contenders) {
        let y = top + ROW * row + (ROW - BAR) / 2;
        let kind = kind(contender);
        let emphasis = if kind == "doorway" { "ours" } else { "" };
        text(out, emphasis, zero - 8, y + 11, "end", &contender.title());
        let Some(fuel) = first_fuel(contender, case) else {
            text(out, "note", zero + 6, y + 11, "start", "failed");
            continue;
        };
        let part = (fuel as f64 / LEAST).log10().max(0.0) / f64::from(decades);
        let length = (part * f64::from(BARS)).max(2.0);
        let _ = writeln!(
            out,
            "<rect class=\"{kind}\" x=\"{zero}\" y=\"{y}\" width=\"{length:.1}\" height=\"{BAR}\" rx=\"2\"/>"
        );
        let end = zero + length.round() as u32 + 6;
        text(out, emphasis, end, y + 11, "start", &thousands(fuel));
    }
}

fn kind(contender: &Contender) -> &'static str {
    match contender {
        ours if is_doorway(ours) => "doorway",
        floor if floor.name.starts_with(BY_HAND) => "hand",
        _ => "bar",
    }
}

/// The fuel at a grid line.
fn power(decade: u32) -> String {
    match decade {
        0..3 => format!("{}k", 10_u64.pow(decade)),
        more => format!("{}M", 10_u64.saturating_pow(more - 3)),
    }
}

fn text(out: &mut String, class: &str, x: u32, y: u32, anchor: &str, text: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let text = escaped(text);
    let _ =
        writeln!(out, "<text{class} x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>");
}

/// As text between tags, or in an attribute.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // XML has no other control characters.
            control if control.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::made_up;

    #[test]
    fn names_cannot_break_out() {
        assert_eq!(escaped("a<b>&\"c'\u{1b}"), "a&lt;b&gt;&amp;&quot;c&apos; ");
        let mut run = made_up();
        run.contenders[0].name = "</text><script>".to_owned();
        assert!(!svg(&run).contains("<script>"));
    }

    #[test]
    fn each_contender_has_a_bar_or_has_failed() {
        let run = made_up();
        let svg = svg(&run);
        let measured = run.contenders.iter().filter(|each| each.outcome.measured().is_some());
        assert_eq!(svg.matches("<rect").count(), measured.count() * 2);
        assert_eq!(svg.matches(">failed<").count(), 2);
        assert!(svg.contains(">3,400<"), "{svg}");
    }

    #[test]
    fn the_scale_ends_at_a_power_of_ten() {
        assert_eq!([0, 1, 2, 3, 4].map(power), ["1k", "10k", "100k", "1M", "10M"]);
    }

    #[test]
    fn without_figures_it_is_still_a_picture() {
        let mut run = made_up();
        run.contenders.clear();
        assert!(svg(&run).ends_with("</svg>\n"));
    }
}

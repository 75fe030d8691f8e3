//! Rules that one file keeps or breaks by itself: size, header, open ends, and what may not be
//! written in the frontend. Tests: at the foot.

use super::Finding;
use super::source::Source;

/// Worth a thought.
const LINES_SMELL: usize = 500;
/// Too long, unless it is a table.
const LINES_MAX: usize = 800;
/// The first line of a table of data or of generated code.
const TABLE_MARKER: &str = "// A table of data";
/// Put together here, so that this file does not find itself.
const OPEN_ENDS: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
];
/// How HTML gets into a page without Yew: only the sanitiser's may.
const RAW_HTML: [&str; 4] = [
    "inner_html",
    "outer_html",
    "from_html_unchecked",
    "insert_adjacent_html",
];
const RAW_HTML_HOME: &str = "frontend/src/components/safe_html";

/// Looks at one file.
pub fn look(source: &Source, findings: &mut Vec<Finding>) {
    let mut tell = |line: usize, rule: String, is_warning: bool| {
        findings.push(Finding {
            path: source.path.clone(),
            line,
            rule,
            is_warning,
        });
    };
    let mut lines = source.text.lines();
    let mut first = lines.next().unwrap_or_default();
    let is_table = first.starts_with(TABLE_MARKER);
    if is_table {
        first = lines.next().unwrap_or_default();
    }
    if !first.starts_with("//! ") {
        tell(1, "no `//!` header".to_owned(), false);
    }
    let count = source.text.lines().count();
    if count > LINES_SMELL && !is_table {
        let rule = format!("{count} lines; aim under 300, never over {LINES_MAX}");
        tell(0, rule, count <= LINES_MAX);
    }
    for (number, line) in source.text.lines().enumerate() {
        if let Some(rule) = open_end(line) {
            tell(number + 1, rule, false);
        }
    }
    if source.path.starts_with("frontend/") {
        for (line, code) in source.code() {
            if let Some(rule) = frontend(&source.path, code) {
                tell(line, rule, false);
            }
        }
    }
}

fn open_end(line: &str) -> Option<String> {
    let word = OPEN_ENDS.iter().find(|word| line.contains(*word))?;
    let has_issue = line
        .split_once('#')
        .is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()));
    (!has_issue).then(|| format!("{word} without the number of an issue"))
}

fn frontend(path: &str, code: &str) -> Option<String> {
    if code.contains("\"/api/") {
        return Some("paths of the API come from shared::api::paths".to_owned());
    }
    let word = RAW_HTML.iter().find(|word| code.contains(*word))?;
    (!path.starts_with(RAW_HTML_HOME))
        .then(|| format!("{word} only in components::safe_html, fed by the sanitiser"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str, expected: &[&str]) {
        let source = Source {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        let mut findings = Vec::new();
        look(&source, &mut findings);
        let found: Vec<String> = findings
            .iter()
            .map(|finding| finding.rule.clone())
            .collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (rule, part) in found.iter().zip(expected) {
            assert!(rule.contains(part), "{rule}");
        }
    }

    #[test]
    fn headers_and_sizes() {
        check("shared/src/a.rs", "//! What it is for.\n", &[]);
        check("shared/src/a.rs", "use std::fs;\n", &["header"]);
        let long = format!("//! Long.\n{}", "\n".repeat(LINES_MAX));
        check("shared/src/a.rs", &long, &["801 lines"]);
        let table = format!("{TABLE_MARKER}.\n{long}");
        check("shared/src/a.rs", &table, &[]);
    }

    #[test]
    fn an_open_end_names_its_issue() {
        let word = OPEN_ENDS[0];
        let text = format!("//! A.\n// {word}: later\n// {word} (#12): later\n");
        check("shared/src/a.rs", &text, &["without the number"]);
    }

    #[test]
    fn the_frontend_writes_no_path_and_no_html() {
        let text = "//! A.\nget(\"/api/v1/contacts\");\nnode.set_inner_html(text);\n";
        check(
            "frontend/src/pages/a.rs",
            text,
            &["shared::api::paths", "inner_html"],
        );
        let text = "//! A.\nnode.set_inner_html(text);\n";
        check("frontend/src/components/safe_html.rs", text, &[]);
    }
}

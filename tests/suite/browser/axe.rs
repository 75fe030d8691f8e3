//! axe-core in the page: what it finds, one line each. The rules are those of WCAG 2.0 to 2.2,
//! levels A and AA. Frames are left out: the only ones are mails, which others wrote.

use super::webdriver::Session;
use crate::harness::places;
use serde_json::{Value, json};
use std::fs;

const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const RUN: &str = "
    const [tags, done] = arguments;
    window.axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
        iframes: false,
    }).then((result) => done(result.violations), (error) => done(String(error)));";
/// Enough of an element to find it by.
const HTML_CHARS_MAX: usize = 200;

/// Everything axe-core finds on the page as it is, empty when all is well.
pub fn violations(session: &Session) -> Vec<String> {
    let is_loaded = session.run("return !!window.axe;", &[]);
    if is_loaded != Value::Bool(true) {
        let path = places::axe();
        let script = fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}; see `cargo xtask test`", path.display()));
        session.run(&script, &[]);
    }
    let found = session.run_async(RUN, &[json!(RULES)]);
    let Value::Array(found) = found else {
        panic!("axe-core: {found}");
    };
    found.iter().flat_map(describe).collect()
}

fn describe(violation: &Value) -> Vec<String> {
    let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
    nodes
        .iter()
        .map(|node| {
            let html: String = node["html"]
                .as_str()
                .unwrap_or_default()
                .chars()
                .take(HTML_CHARS_MAX)
                .collect();
            let reason = node["failureSummary"].as_str().unwrap_or_default();
            format!(
                "{} ({}): {} {html}\n    {}",
                violation["id"].as_str().unwrap_or_default(),
                violation["impact"].as_str().unwrap_or_default(),
                node["target"],
                reason.replace('\n', "\n    ")
            )
        })
        .collect()
}

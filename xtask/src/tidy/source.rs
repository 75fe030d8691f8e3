//! A Rust source as tidy sees it: lines without comments, and the paths it uses. A reading by
//! eye, not a parser: good enough for code that rustfmt has seen. Tests: at the foot.

use crate::shell::root;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// One file.
pub struct Source {
    /// From the workspace's folder, with forward slashes.
    pub path: String,
    /// As it is.
    pub text: String,
}

/// A path that is used, and the line where that begins.
#[derive(Debug, PartialEq, Eq)]
pub struct Use {
    /// `crate::store::keys`, written out.
    pub path: String,
    /// From 1.
    pub line: usize,
}

impl Source {
    /// Reads a file of the workspace.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let path = path.strip_prefix(root()).unwrap_or(path);
        Ok(Self {
            path: path.to_string_lossy().replace('\\', "/"),
            text,
        })
    }

    /// Whether the whole file is test code.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        self.path.starts_with("tests/")
            || name == "tests.rs"
            || name.ends_with("_test.rs")
            || name.ends_with("_tests.rs")
            || self.path.contains("/tests/")
    }

    /// Code that users run: no comments, and nothing from the tests at the foot on. Numbers from 1.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_test = self.is_test();
        let mut was_cfg_test = false;
        self.text
            .lines()
            .enumerate()
            .take_while(move |(_, line)| {
                let is_test_module = was_cfg_test && line.trim_start().starts_with("mod tests {");
                was_cfg_test = line.trim() == "#[cfg(test)]";
                !is_test && !is_test_module
            })
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(number, line)| (number + 1, without_comment(line)))
    }

    /// Every path named in a `use`, and every `crate::` path in the code itself.
    pub fn uses(&self) -> Vec<Use> {
        let mut uses = Vec::new();
        let mut open: Option<(usize, String)> = None;
        for (line, code) in self.code() {
            if open.is_none() && is_use(code) {
                open = Some((line, String::new()));
            }
            let Some((start, statement)) = &mut open else {
                uses.extend(inline_paths(code, line));
                continue;
            };
            statement.push_str(code.trim());
            statement.push(' ');
            if code.contains(';') {
                let (_, tree) = statement.split_once("use ").unwrap_or(("", statement));
                let start = *start;
                uses.extend(
                    expand(tree.trim().trim_end_matches(';')).map(|path| Use { path, line: start }),
                );
                open = None;
            }
        }
        uses
    }
}

fn is_use(code: &str) -> bool {
    let code = code.trim_start();
    code.starts_with("use ") || (code.starts_with("pub") && code.contains(" use "))
}

/// What stands before a comment; `//` inside a string with a scheme stays.
fn without_comment(line: &str) -> &str {
    match line.split_once(" // ") {
        Some((code, _)) => code,
        None => line,
    }
}

fn inline_paths(code: &str, line: usize) -> Vec<Use> {
    code.match_indices("crate::")
        .map(|(at, _)| {
            let rest = &code[at..];
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
                .unwrap_or(rest.len());
            Use {
                path: rest[..end].to_owned(),
                line,
            }
        })
        .collect()
}

/// `a::{b, c::{d, self}}` → `a::b`, `a::c::d`, `a::c`.
fn expand(tree: &str) -> std::vec::IntoIter<String> {
    let tree = tree.trim();
    let Some((prefix, inner)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree);
        return vec![path.trim_end_matches("::self").to_owned()].into_iter();
    };
    let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
    let mut paths = Vec::new();
    for part in split_at_top(inner) {
        for path in expand(part) {
            let path = format!("{prefix}{path}");
            paths.push(path.trim_end_matches("::self").to_owned());
        }
    }
    paths.into_iter()
}

/// Splits at commas that are not inside braces.
fn split_at_top(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let source = Source {
            path: "server/src/x.rs".to_owned(),
            text: text.to_owned(),
        };
        let paths: Vec<String> = source.uses().into_iter().map(|used| used.path).collect();
        assert_eq!(paths, expected);
    }

    #[test]
    fn uses_are_written_out() {
        check("use crate::store::keys;", &["crate::store::keys"]);
        check(
            "use crate::{\n    domain::{Ctx, error::{self, X}},\n    store as s,\n};\n",
            &[
                "crate::domain::Ctx",
                "crate::domain::error",
                "crate::domain::error::X",
                "crate::store",
            ],
        );
        check("pub(crate) use super::a;", &["super::a"]);
    }

    #[test]
    fn paths_in_the_code_count_too() {
        check("fn f() { crate::http::go(1) }", &["crate::http::go"]);
    }

    #[test]
    fn comments_and_tests_do_not_count() {
        check("// use crate::a;\nlet x = 1; // crate::b\n", &[]);
        check("#[cfg(test)]\nmod tests {\n    use crate::c;\n}\n", &[]);
    }
}

//! Who may use whom: the table of ARCHITECTURE.md as prefixes of files and of paths. A rule that
//! must bend is changed here, with its reason beside it. Tests: at the foot.

use super::Finding;
use super::source::Source;

/// Files that begin with one of `files` may not use what begins with one of `forbidden`.
struct Rule {
    files: &'static [&'static str],
    forbidden: &'static [&'static str],
    /// Paths that are allowed all the same.
    but: &'static [&'static str],
    why: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        files: &["shared/src/"],
        forbidden: &[
            "tokio",
            "actix_web",
            "std::fs",
            "std::net",
            "std::process",
            "std::thread",
        ],
        but: &[
            "std::net::Ipv4Addr",
            "std::net::Ipv6Addr",
            "std::net::IpAddr",
        ],
        why: "shared runs in the browser too: no I/O",
    },
    Rule {
        files: &["shared/src/"],
        forbidden: &[
            "regex",
            "std::time::SystemTime",
            "std::time::Instant",
            "chrono::Utc::now",
        ],
        but: &[],
        why: "shared has no clock, and a regex costs 180 kB in the app",
    },
    Rule {
        files: &["frontend/src/components/"],
        forbidden: &["crate::api", "crate::state", "crate::pages", "gloo_net"],
        but: &[],
        why: "a component gets properties and callbacks",
    },
    Rule {
        files: &["frontend/src/pages/"],
        forbidden: &["gloo_net"],
        but: &[],
        why: "a page asks through crate::api",
    },
    Rule {
        files: &["server/src/http/"],
        forbidden: &["crate::store", "redb", "tantivy", "mail_parser"],
        // Values that an answer or an error is made of; none of them opens a door to the store.
        but: &[
            "crate::store::Committed",
            "crate::store::StoreError",
            "crate::store::engine::ChangePosition",
            "crate::store::engine::EngineError",
            "crate::store::engine::EngineHealth",
        ],
        why: "HTTP asks the domain",
    },
    Rule {
        files: &["server/src/domain/"],
        forbidden: &["crate::http", "crate::net", "actix_web", "redb", "tantivy"],
        but: &[],
        why: "the domain knows neither HTTP nor the network nor engines",
    },
    Rule {
        files: &["server/src/store/"],
        forbidden: &[
            "crate::domain",
            "crate::http",
            "crate::auth",
            "shared::permission",
        ],
        but: &[],
        why: "the store knows neither rules nor rights",
    },
    Rule {
        files: &[
            "server/src/search/",
            "server/src/realtime/",
            "server/src/changes/",
        ],
        forbidden: &["crate::http", "actix_web"],
        but: &[],
        why: "readers of the log know nothing of HTTP",
    },
    Rule {
        files: &[
            "server/src/extract/",
            "server/src/mail/address",
            "server/src/mail/charset",
            "server/src/mail/html",
            "server/src/mail/mime",
            "server/src/transfer/csv",
            "server/src/transfer/vcard",
        ],
        forbidden: &[
            "crate::store",
            "crate::domain",
            "crate::net",
            "tokio",
            "actix_web",
        ],
        but: &[],
        why: "parsers are pure",
    },
    Rule {
        files: &["server/src/"],
        forbidden: &["ureq", "std::net::TcpStream"],
        but: &[],
        why: "only net::outbound opens connections",
    },
];

/// Files that a rule does not bind: the one place that does what it forbids to all others.
const EXEMPT: &[(&str, &str)] = &[
    ("server/src/net/", "ureq"),
    ("server/src/net/", "std::net::TcpStream"),
    // The command line calls the running server on loopback, through its control file.
    ("server/src/cli/", "ureq"),
];

/// Words of the code that only some files may say.
const WORDS: &[(&str, &[&str], &str)] = &[
    (
        "Utc::now(",
        &["server/src/domain/ctx.rs"],
        "the time comes from the context",
    ),
    (
        "now_v7(",
        &["server/src/domain/ctx.rs"],
        "ids come from the context",
    ),
];

/// Looks at what one file uses.
pub fn look(source: &Source, findings: &mut Vec<Finding>) {
    let mut tell = |line: usize, rule: String| {
        findings.push(Finding {
            path: source.path.clone(),
            line,
            rule,
            is_warning: false,
        });
    };
    for used in source.uses() {
        for rule in RULES {
            if rule.breaks(&source.path, &used.path) {
                tell(used.line, format!("uses {}: {}", used.path, rule.why));
            }
        }
    }
    for (word, homes, why) in WORDS {
        let is_home = homes.iter().any(|home| source.path.starts_with(home));
        if is_home || !source.path.starts_with("server/src/") {
            continue;
        }
        for (line, code) in source.code() {
            if code.contains(word) {
                tell(line, format!("{word}…): {why}"));
            }
        }
    }
}

impl Rule {
    fn breaks(&self, file: &str, used: &str) -> bool {
        let binds = self.files.iter().any(|start| file.starts_with(start));
        let Some(forbidden) = self.forbidden.iter().find(|path| is_below(used, path)) else {
            return false;
        };
        let is_exempt = EXEMPT
            .iter()
            .any(|(start, path)| file.starts_with(start) && path == forbidden);
        binds && !is_exempt && !self.but.iter().any(|path| is_below(used, path))
    }
}

/// `crate::store::keys` is below `crate::store`, `crate::stores` is not.
fn is_below(used: &str, path: &str) -> bool {
    used.strip_prefix(path)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str, expected: usize) {
        let source = Source {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        let mut findings = Vec::new();
        look(&source, &mut findings);
        assert_eq!(findings.len(), expected, "{findings:?}");
    }

    #[test]
    fn a_layer_reaches_down_only() {
        check("server/src/store/keys.rs", "use crate::domain::Ctx;\n", 1);
        check("server/src/domain/note.rs", "use crate::store::Unit;\n", 0);
        check(
            "server/src/domain/note.rs",
            "use actix_web::HttpRequest;\n",
            1,
        );
        check(
            "server/src/http/error.rs",
            "use crate::store::StoreError;\n",
            0,
        );
        check(
            "server/src/http/routes/a.rs",
            "use crate::store::keys;\n",
            1,
        );
        check(
            "frontend/src/components/a.rs",
            "use crate::{api::Api, i18n::t};\n",
            1,
        );
    }

    #[test]
    fn one_place_opens_connections() {
        check("server/src/jobs/mod.rs", "use ureq::Agent;\n", 1);
        check("server/src/net/outbound.rs", "use ureq::Agent;\n", 0);
    }

    #[test]
    fn the_clock_is_the_context_s() {
        check("server/src/jobs/mod.rs", "let now = Utc::now();\n", 1);
        check("server/src/domain/ctx.rs", "let now = Utc::now();\n", 0);
    }
}

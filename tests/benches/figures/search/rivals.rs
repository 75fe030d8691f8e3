//! Other engines on the same texts, in a process of their own (`rivals.py`): SQLite FTS5 and
//! PostgreSQL, each with rank, rights and 20 snippets, and notmuch, which cannot rank, with the
//! newest first. What is not installed is left out.

use super::questions::{Kind, Question};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// The interpreter whose modules are Debian's.
const PYTHON: &str = "/usr/bin/python3";
const SCRIPT: &str = include_str!("rivals.py");
const CALLS: usize = 200;
/// An engine that takes long gets this many seconds for a kind of question.
const SECONDS: usize = 10;

/// The process, if there is one.
pub struct Rivals(Option<Running>);

struct Running {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Rivals {
    /// Loads the texts into each engine. `SEARCH_RIVALS=0` leaves them all out.
    pub fn start(texts: &[String]) -> Result<Self> {
        if env::var("SEARCH_RIVALS").is_ok_and(|value| value == "0") {
            return Ok(Self(None));
        }
        let mut child = Command::new(PYTHON)
            .args(["-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let to = child.stdin.take().context("no stdin")?;
        let from = BufReader::new(child.stdout.take().context("no stdout")?);
        let mut running = Running { child, to, from };
        let mut file = tempfile::NamedTempFile::new()?;
        for text in texts {
            // PostgreSQL takes no NUL in a text.
            writeln!(file, "{}", json!(text.replace('\0', " ")))?;
        }
        file.flush()?;
        let engines = running.call(&json!({ "load": file.path() }))?;
        println!("beside: {engines}");
        Ok(Self(Some(running)))
    }

    /// `p50 / p99` of each engine for these questions.
    pub fn ask(&mut self, questions: &[Question]) -> Result<String> {
        let Some(running) = &mut self.0 else {
            return Ok(String::new());
        };
        let Some(kind) = name(questions[0].kind) else {
            return Ok("-".to_owned());
        };
        let asked: Vec<Value> = questions
            .iter()
            .map(|question| json!([kind, question.words]))
            .collect();
        let answer = running.call(&json!({ "ask": asked, "calls": CALLS, "seconds": SECONDS }))?;
        let engines = answer.as_object().context("no object")?;
        let shown: Vec<String> = engines
            .iter()
            .map(|(engine, times)| {
                let ms = |at: usize| times[at].as_f64().unwrap_or(f64::NAN);
                format!("{engine} {:.2} / {:.2}", ms(0), ms(1))
            })
            .collect();
        Ok(shown.join("; "))
    }
}

impl Running {
    fn call(&mut self, request: &Value) -> Result<Value> {
        writeln!(self.to, "{request}")?;
        let mut line = String::new();
        self.from.read_line(&mut line)?;
        Ok(serde_json::from_str(&line)?)
    }
}

impl Drop for Rivals {
    fn drop(&mut self) {
        if let Some(Running { mut child, to, .. }) = self.0.take() {
            drop(to);
            let _it_ends_with_its_input = child.wait();
        }
    }
}

/// What the script calls a kind; `None` for what the engines cannot answer.
fn name(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Phrase | Kind::PhraseOnce => Some("phrase"),
        Kind::Prefix(_) | Kind::TypedWord => Some("prefix"),
        Kind::DeepPage => Some("deep"),
        Kind::Newest => Some("newest"),
        Kind::Word | Kind::WordOnce | Kind::TwoWords | Kind::Worst => Some("words"),
        Kind::Typo | Kind::Chinese => None,
    }
}

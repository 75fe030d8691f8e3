//! Commands as values: the same ones in this process and through a running server's control door.
//! Each arm calls one service; the actor is the system. Tests at the foot.

use super::{EXIT_DONE, EXIT_FAILED, find::Find};
use crate::{
    app::App,
    auth::{password, sign_in::check_new_password},
    changes::Cause,
    domain::{
        ctx::Actor,
        error::DomainError,
        users::{self, NewUser},
    },
    search::SearchError,
    store::{check, engine::ChangePosition},
    transfer::export::export,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::{locale::Locale, model::Role};
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// How long `reindex` waits for the new index.
const REINDEX_WAIT: Duration = Duration::from_secs(3_600);

/// What a server, or this process, is asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Import files and folders.
    Import {
        /// Absolute.
        paths: Vec<PathBuf>,
        /// Whose the new contacts are.
        owner: Option<String>,
    },
    /// Search everything.
    Search(Find),
    /// Write everything out.
    Export {
        /// Absolute.
        folder: PathBuf,
    },
    /// Verify what is stored.
    Check,
    /// Compare only the search index with what is stored.
    CheckSearch,
    /// Build the index anew.
    Reindex,
    /// Add a login.
    UserAdd {
        /// The address to sign in with.
        email: String,
        /// Display name.
        name: String,
        /// What the user may do.
        role: Role,
        /// As typed.
        password: String,
    },
}

impl Command {
    /// Whether it cannot run beside a server.
    pub fn needs_the_folder_alone(&self) -> bool {
        matches!(self, Self::Reindex)
    }

    /// Whether it may begin with no data at all.
    pub fn makes_the_folder(&self) -> bool {
        matches!(self, Self::UserAdd { .. } | Self::Import { .. })
    }
}

/// What a command has to say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The exit code.
    pub exit: u8,
    /// For `--json`.
    pub json: Option<Value>,
    /// For people.
    pub lines: Vec<String>,
    /// For standard error.
    pub error: Option<String>,
}

impl Answer {
    /// It is done, and this is what there is to say.
    pub fn line(line: impl Into<String>) -> Self {
        Self {
            exit: EXIT_DONE,
            lines: vec![line.into()],
            ..Self::default()
        }
    }

    /// It is not done, and this is why.
    pub fn failure(exit: u8, error: impl Into<String>) -> Self {
        Self {
            exit,
            error: Some(error.into()),
            ..Self::default()
        }
    }

    /// A value for `--json`, and the same for people.
    pub fn value(value: Value, lines: Vec<String>) -> Self {
        Self {
            exit: EXIT_DONE,
            json: Some(value),
            lines,
            error: None,
        }
    }

    /// With this exit code.
    #[must_use]
    pub fn exit(self, exit: u8) -> Self {
        Self { exit, ..self }
    }
}

/// Does it. Blocks until it is done: never on a runtime thread.
pub fn execute(app: &App, command: &Command) -> Answer {
    let result = match command {
        Command::Search(find) => find.run(app),
        Command::CheckSearch => check_search(app),
        Command::Check => check_all(app),
        Command::Reindex => reindex(app),
        Command::UserAdd {
            email,
            name,
            role,
            password,
        } => add_user(app, (email, name), *role, password),
        Command::Import { paths, owner } => import(app, paths, owner.as_deref()),
        Command::Export { folder } => export_all(app, folder),
    };
    result.unwrap_or_else(|error| Answer::failure(EXIT_FAILED, error))
}

fn import(app: &App, paths: &[PathBuf], owner: Option<&str>) -> Result<Answer, String> {
    let ctx = app.ctx(Actor::System, Cause::System);
    let reader = app.store.read().map_err(text)?;
    let found = match owner {
        Some(email) => users::find_by_email(&reader, email),
        None => users::find_first_admin(&reader),
    };
    let found = found.map_err(explain)?.map(|user| user.id);
    if let (Some(email), None) = (owner, found) {
        return Err(format!("no user has the address {email}"));
    }
    drop(reader);
    let report = app
        .imports
        .run_blocking(&ctx, paths, found)
        .map_err(explain)?;
    let position = app
        .store
        .read()
        .and_then(|reader| reader.position())
        .map_err(text)?;
    let deadline = Instant::now() + REINDEX_WAIT;
    app.search.wait_indexed(position, deadline).map_err(text)?;
    let counts = report.counts;
    let mut lines: Vec<String> = report
        .skipped
        .iter()
        .map(|skip| format!("skipped {}: {}", skip.source, skip.reason))
        .collect();
    lines.push(format!(
        "{} items: {} created, {} updated, {} unchanged, {} skipped",
        counts.items,
        counts.created,
        counts.updated,
        counts.unchanged,
        report.skipped.len()
    ));
    if counts.along > 0 {
        lines.push(format!("{} new companies came along", counts.along));
    }
    Ok(Answer::value(
        serde_json::to_value(&report).map_err(text)?,
        lines,
    ))
}

fn export_all(app: &App, folder: &Path) -> Result<Answer, String> {
    let report = export(&app.store, folder, app.clock.now()).map_err(text)?;
    let counts = report
        .records
        .iter()
        .map(|(kind, count)| format!("{count} {kind}"));
    let counts: Vec<String> = counts.chain([format!("{} files", report.files)]).collect();
    let line = format!("exported {} to {}", counts.join(", "), folder.display());
    Ok(Answer::value(
        serde_json::to_value(&report).map_err(text)?,
        vec![line],
    ))
}

fn check_search(app: &App) -> Result<Answer, String> {
    let findings = app.search.check().map_err(text)?;
    let mut lines: Vec<String> = findings.iter().map(|it| format!("wrong: {it}")).collect();
    let index = app.search.status();
    lines.push(match findings.len() {
        0 => format!("{} records can be found, all well", index.documents),
        count => format!("{count} findings; `rapport reindex` builds the index anew"),
    });
    let exit = if findings.is_empty() {
        EXIT_DONE
    } else {
        EXIT_FAILED
    };
    let found = |message| json!({"code": "search_differs", "message": message});
    let value = json!({
        "findings": findings.into_iter().map(found).collect::<Vec<_>>(),
        "documents": index.documents,
        "size_bytes": index.size_bytes,
    });
    Ok(Answer::value(value, lines).exit(exit))
}

fn check_all(app: &App) -> Result<Answer, String> {
    let report = check::check(&app.store).map_err(text)?;
    let from_search = app.search.check().map_err(text)?;
    let mut findings: Vec<Value> = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    for finding in &report.findings {
        lines.push(format!("wrong: {}", finding.message));
        findings.push(json!({"code": finding.code.as_str(), "message": finding.message}));
    }
    for message in from_search {
        lines.push(format!("wrong: {message}"));
        findings.push(json!({"code": "search_differs", "message": message}));
    }
    let exit = if findings.is_empty() {
        EXIT_DONE
    } else {
        EXIT_FAILED
    };
    lines.extend(
        report
            .information
            .iter()
            .map(|line| format!("note: {line}")),
    );
    if report.findings_unlisted > 0 {
        lines.push(format!("and {} more", report.findings_unlisted));
    }
    let records: u64 = report.records.values().sum();
    let verdict = match findings.len() {
        0 => format!("{records} records, all well"),
        count => format!("{records} records, {count} findings"),
    };
    lines.push(verdict);
    let value = json!({
        "findings": findings,
        "findings_unlisted": report.findings_unlisted,
        "information": report.information,
        "records": report.records,
    });
    Ok(Answer::value(value, lines).exit(exit))
}

/// Waits until the index has all that is stored now, or the time is over.
pub(super) fn wait_for_index(app: &App, limit: Duration) -> Result<(), String> {
    let reader = app.store.read().map_err(text)?;
    let position = reader.position().map_err(text)?;
    drop(reader);
    match app.search.wait_indexed(position, Instant::now() + limit) {
        Ok(()) | Err(SearchError::Behind) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

fn reindex(app: &App) -> Result<Answer, String> {
    let position: ChangePosition = app
        .store
        .read()
        .and_then(|reader| reader.position())
        .map_err(text)?;
    app.search.rebuild();
    let deadline = Instant::now() + REINDEX_WAIT;
    app.search
        .wait_indexed(position, deadline)
        .map_err(|error| match error {
            SearchError::Behind => {
                "the index was not done in time; it goes on with the server".to_owned()
            }
            error => error.to_string(),
        })?;
    let status = app.search.status();
    Ok(Answer::line(format!(
        "{} documents indexed",
        status.documents
    )))
}

fn add_user(
    app: &App,
    (email, name): (&str, &str),
    role: Role,
    password: &str,
) -> Result<Answer, String> {
    check_new_password("password", password, &[name, email]).map_err(explain)?;
    let new = NewUser {
        name: name.to_owned(),
        email: email.to_owned(),
        role,
        password_hash: password::hash_blocking(password).map_err(text)?,
        locale: Locale::default(),
    };
    let ctx = app.ctx(Actor::System, Cause::System);
    let work = |unit: &mut crate::store::unit::UnitOfWork| users::create_user(&ctx, unit, &new);
    let done = app
        .store
        .transact_blocking(ctx.meta(), work)
        .map_err(explain)?;
    app.auth.setup.close();
    Ok(Answer::line(format!("user {} added", done.value.id)))
}

pub(super) fn explain(error: DomainError) -> String {
    match error {
        DomainError::Invalid(errors) => {
            let fields: Vec<String> = errors
                .iter()
                .map(|(field, error)| format!("{field} is {}", error.as_str().replace('_', " ")))
                .collect();
            fields.join(", ")
        }
        error => error.to_string(),
    }
}

pub(super) fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::build, config::Config};

    fn user(email: &str, password: &str) -> Command {
        Command::UserAdd {
            email: email.into(),
            name: "Ana".into(),
            role: Role::Admin,
            password: password.into(),
        }
    }

    #[test]
    fn the_first_user_ends_the_set_up_link() {
        let folder = tempfile::tempdir().unwrap();
        let app = build(Config::new(folder.path().join("data"))).unwrap();
        assert!(app.auth.setup.is_open());
        let short = execute(&app, &user("ana@example.org", "short"));
        assert_eq!(short.error.as_deref(), Some("password is too short"));
        assert!(app.auth.setup.is_open());
        let added = execute(&app, &user("ana@example.org", "vier Worte und ein Punkt."));
        assert_eq!(added.exit, EXIT_DONE, "{added:?}");
        assert!(!app.auth.setup.is_open());
        let again = execute(&app, &user("ANA@example.org", "vier Worte und ein Punkt."));
        assert_eq!(again.error.as_deref(), Some("email is taken"));
        assert_eq!(execute(&app, &Command::Check).exit, EXIT_DONE);
        assert_eq!(execute(&app, &Command::Reindex).exit, EXIT_DONE);
        app.close().unwrap();
    }
}

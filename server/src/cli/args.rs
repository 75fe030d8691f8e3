//! What can be typed. Words, defaults and help stand here and nowhere else. Tests at the foot.

use super::{
    command::Command,
    find::{Find, LANGUAGE, SEARCH_LIMIT_DEFAULT},
};
use crate::config::{
    CACHE_MB_DEFAULT, Config, MB, PORT_DEFAULT, SESSION_IDLE_MINUTES_DEFAULT, UPLOAD_MB_DEFAULT,
};
use clap::{Args, Parser, Subcommand};
use shared::model::Role;
use std::{
    io,
    net::{IpAddr, SocketAddr, ToSocketAddrs},
    path::{Path, PathBuf},
};

/// A self-hosted CRM: everything you know about your customers, found as you type.
#[derive(Debug, Parser)]
#[command(name = "rapport", version, propagate_version = true)]
#[command(after_help = "Exit codes: 0 done, 1 findings or failure, 2 usage, 3 data in use.")]
pub struct Arguments {
    /// The data folder
    #[arg(
        long,
        global = true,
        env = "RAPPORT_DATA",
        default_value = "data",
        value_name = "DIR"
    )]
    pub data: PathBuf,
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Serve the app and its API
    Serve(Serve),
    /// Import mail, contacts and tables: files, folders and archives
    Import(Import),
    /// Search as the app does, with everybody's rights
    #[command(after_help = LANGUAGE)]
    Search(Search),
    /// Write everything out: JSON Lines, raw mails, files
    Export {
        /// The folder to write to; made if it is missing
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Verify that everything stored agrees
    Check {
        /// Compare only the search index with what is stored
        #[arg(long)]
        search: bool,
        /// Print JSON only
        #[arg(long)]
        json: bool,
    },
    /// Build the search index anew
    Reindex,
    /// Manage logins
    #[command(subcommand)]
    User(User),
    /// Print the version
    Version,
}

/// Logins.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add a login; the first one makes the data folder and ends the set-up link
    Add(UserAdd),
}

/// `serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen
    #[arg(
        long, env = "RAPPORT_LISTEN", value_name = "ADDR",
        default_value_t = SocketAddr::from(([127, 0, 0, 1], PORT_DEFAULT)),
        value_parser = parse_address
    )]
    pub listen: SocketAddr,
    /// A name under which users reach the server; may be repeated
    #[arg(
        long = "host",
        env = "RAPPORT_HOST",
        value_name = "NAME",
        value_delimiter = ','
    )]
    pub hosts: Vec<String>,
    /// Users reach it over HTTPS, through a reverse proxy
    #[arg(long, env = "RAPPORT_HTTPS")]
    pub https: bool,
    /// A proxy whose X-Forwarded-For is believed; may be repeated
    #[arg(
        long = "trusted-proxy",
        env = "RAPPORT_TRUSTED_PROXY",
        value_name = "IP",
        value_delimiter = ','
    )]
    pub trusted_proxies: Vec<IpAddr>,
    /// Megabytes of the store's cache
    #[arg(long, env = "RAPPORT_CACHE_MB", value_name = "MB", default_value_t = CACHE_MB_DEFAULT)]
    pub cache_mb: usize,
    /// Megabytes of one uploaded file
    #[arg(long, env = "RAPPORT_UPLOAD_MB", value_name = "MB", default_value_t = UPLOAD_MB_DEFAULT)]
    pub upload_mb: u64,
    /// Minutes after which an unused sign-in ends
    #[arg(
        long, env = "RAPPORT_SESSION_IDLE_MINUTES", value_name = "MINUTES",
        default_value_t = SESSION_IDLE_MINUTES_DEFAULT,
        value_parser = clap::value_parser!(u32).range(5..=60 * 24 * 30)
    )]
    pub session_idle_minutes: u32,
}

/// `import`
#[derive(Debug, Args)]
pub struct Import {
    /// Print JSON only
    #[arg(long)]
    pub json: bool,
    /// Whose the new contacts are; the first admin's otherwise
    #[arg(long = "as", value_name = "EMAIL")]
    pub owner: Option<String>,
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// `search`
#[derive(Debug, Args)]
pub struct Search {
    /// Print JSON only
    #[arg(long)]
    pub json: bool,
    /// Hits at most
    #[arg(
        long, value_name = "N", default_value_t = SEARCH_LIMIT_DEFAULT,
        value_parser = parse_limit
    )]
    pub limit: usize,
    /// Exit with 1 when nothing is found
    #[arg(long)]
    pub exit_code: bool,
    /// What to look for; see below
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,
}

/// `user add`
#[derive(Debug, Args)]
pub struct UserAdd {
    /// The address to sign in with
    #[arg(long)]
    pub email: String,
    /// Display name
    #[arg(long)]
    pub name: String,
    /// What the user may do
    #[arg(long, value_parser = ["admin", "member", "read_only"])]
    pub role: String,
    /// Read the password from the first line of standard input
    #[arg(long, required = true)]
    pub password_stdin: bool,
}

fn parse_address(text: &str) -> Result<SocketAddr, String> {
    let mut addresses = text.to_socket_addrs().map_err(|error| error.to_string())?;
    addresses.next().ok_or_else(|| "no such address".to_owned())
}

fn parse_limit(text: &str) -> Result<usize, String> {
    let max = shared::api::page::PAGE_LIMIT_MAX;
    match text.parse() {
        Ok(limit) if (1..=max).contains(&limit) => Ok(limit),
        _ => Err(format!("a number from 1 to {max}")),
    }
}

impl Serve {
    /// The settings, for a data folder.
    pub fn config(self, data: PathBuf) -> Config {
        Config {
            listen: self.listen,
            hosts: self
                .hosts
                .into_iter()
                .filter(|host| !host.is_empty())
                .collect(),
            https: self.https,
            trusted_proxies: self.trusted_proxies,
            cache_bytes: self.cache_mb.saturating_mul(MB as usize),
            upload_bytes_max: self.upload_mb.saturating_mul(MB),
            session_idle_minutes: self.session_idle_minutes,
            ..Config::new(data)
        }
    }
}

impl Verb {
    /// Whether only JSON may go to standard output.
    pub fn is_json(&self) -> bool {
        match self {
            Self::Import(import) => import.json,
            Self::Search(search) => search.json,
            Self::Check { json, .. } => *json,
            Self::Serve(_)
            | Self::Export { .. }
            | Self::Reindex
            | Self::User(_)
            | Self::Version => false,
        }
    }

    /// The command to run, here or in the server: paths are absolute in it.
    ///
    /// # Errors
    /// When standard input or the current folder cannot be read.
    pub fn command(self, read_password: fn() -> io::Result<String>) -> io::Result<Command> {
        let absolute = |path: &Path| std::path::absolute(path);
        Ok(match self {
            Self::Import(import) => Command::Import {
                paths: import
                    .paths
                    .iter()
                    .map(|path| absolute(path))
                    .collect::<Result<_, _>>()?,
                owner: import.owner,
            },
            Self::Search(search) => Command::Search(Find::here(
                search.words.join(" "),
                search.limit,
                search.exit_code,
            )),
            Self::Export { folder } => Command::Export {
                folder: absolute(&folder)?,
            },
            Self::Check { search: true, .. } => Command::CheckSearch,
            Self::Check { search: false, .. } => Command::Check,
            Self::Reindex => Command::Reindex,
            Self::User(User::Add(add)) => Command::UserAdd {
                email: add.email,
                name: add.name,
                role: match add.role.as_str() {
                    "admin" => Role::Admin,
                    "member" => Role::Member,
                    _ => Role::ReadOnly,
                },
                password: read_password()?,
            },
            Self::Serve(_) | Self::Version => {
                return Err(io::Error::other("not a command that a server can run"));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, good: bool) {
        let result = Arguments::try_parse_from(line.split(' '));
        assert_eq!(result.is_ok(), good, "{line}: {result:?}");
    }

    #[test]
    fn the_documented_lines_are_understood() {
        check("rapport serve", true);
        check("rapport --data d serve --listen 127.0.0.1:0", true);
        check(
            "rapport serve --listen localhost:8080 --host a.example --host b.example",
            true,
        );
        check("rapport serve --https --trusted-proxy 10.0.0.1", true);
        check("rapport --data d import --json a b", true);
        check("rapport import --as ana@example.org a --data d", true);
        check("rapport search --json --limit 5 two words", true);
        check("rapport export out", true);
        check("rapport check --json", true);
        check("rapport reindex", true);
        check(
            "rapport user add --email a --name b --role read_only --password-stdin",
            true,
        );
        check("rapport version", true);
    }

    #[test]
    fn wrong_lines_are_refused() {
        check("rapport", false);
        check("rapport import", false);
        check("rapport search", false);
        check("rapport search --limit 0 x", false);
        check(
            "rapport user add --email a --name b --role root --password-stdin",
            false,
        );
        check("rapport user add --email a --name b --role admin", false);
        check("rapport serve --listen nowhere", false);
    }

    #[test]
    fn paths_are_absolute_for_a_server_elsewhere() {
        let arguments = Arguments::try_parse_from(["rapport", "import", "x"]).unwrap();
        let command = arguments.verb.command(|| Ok(String::new())).unwrap();
        let Command::Import { paths, .. } = command else {
            unreachable!("it was an import");
        };
        assert!(paths[0].is_absolute());
    }
}

//! Every path of the API, in one place for both sides. `{id}` parts are filled by the functions.

use std::fmt::Display;

/// The prefix of everything but `/health`.
pub const API: &str = "/api/v1";
/// Liveness, at the root, no sign-in needed.
pub const HEALTH: &str = "/health";

/// Defines a constant route pattern and, for patterns with parameters, a function that fills it.
macro_rules! paths {
    ($($(#[$doc:meta])* $name:ident = $pattern:literal $(, $fill:ident($($arg:ident),+))?;)+) => {$(
        $(#[$doc])*
        pub const $name: &str = concat!("/api/v1", $pattern);
        $(
            #[doc = concat!("[`", stringify!($name), "`] with its parameters filled in.")]
            pub fn $fill($($arg: impl Display),+) -> String {
                let mut path = String::from($name);
                $(path = path.replace(concat!("{", stringify!($arg), "}"), &$arg.to_string());)+
                path
            }
        )?
    )+};
}

paths! {
    /// Creates the first admin from the one-time set-up link.
    AUTH_SETUP = "/auth/setup";
    /// Signs in.
    AUTH_LOGIN = "/auth/login";
    /// Trades the refresh cookie for new cookies.
    AUTH_REFRESH = "/auth/refresh";
    /// Signs out.
    AUTH_LOGOUT = "/auth/logout";
    /// Who is signed in; 401 with `setup_required` or `sign_in_required` otherwise.
    AUTH_SESSION = "/auth/session";
    /// One's own password.
    AUTH_PASSWORD = "/auth/password";
    /// One's own profile and preferences.
    AUTH_PROFILE = "/auth/profile";
    /// Users.
    USERS = "/users";
    /// One user.
    USER = "/users/{id}", user(id);
    /// Contacts.
    CONTACTS = "/contacts";
    /// One contact.
    CONTACT = "/contacts/{id}", contact(id);
    /// A contact's timeline.
    CONTACT_TIMELINE = "/contacts/{id}/timeline", contact_timeline(id);
    /// Companies.
    COMPANIES = "/companies";
    /// One company.
    COMPANY = "/companies/{id}", company(id);
    /// A company's people, by name.
    COMPANY_CONTACTS = "/companies/{id}/contacts", company_contacts(id);
    /// A company's timeline.
    COMPANY_TIMELINE = "/companies/{id}/timeline", company_timeline(id);
    /// Notes.
    NOTES = "/notes";
    /// One note.
    NOTE = "/notes/{id}", note(id);
    /// Markdown to sanitised HTML, for the composer's preview.
    MARKDOWN = "/markdown";
    /// One thread with its messages.
    THREAD = "/threads/{id}", thread(id);
    /// Where in the files of a thread words stand: see [`super::search::FilesQuery`].
    THREAD_FILES = "/threads/{id}/files", thread_files(id);
    /// Threads, newest first.
    THREADS = "/threads";
    /// One message.
    MESSAGE = "/messages/{id}", message(id);
    /// The sanitised HTML body, for the sandboxed frame.
    MESSAGE_HTML = "/messages/{id}/html", message_html(id);
    /// The message as it came, RFC 5322 bytes.
    MESSAGE_RAW = "/messages/{id}/raw", message_raw(id);
    /// One attachment of a message, by its number. `?view=1` shows a PDF instead of saving it.
    ATTACHMENT = "/messages/{id}/attachments/{number}", attachment(id, number);
    /// Search over everything.
    SEARCH = "/search";
    /// Why a query finds a record: see [`super::search::InRecordQuery`].
    SEARCH_WHY = "/search/why";
    /// What stands in a record for the words of a query: see [`super::search::InRecordQuery`].
    SEARCH_WORDS = "/search/words";
    /// Notes and mails like one: see [`super::search::SimilarQuery`].
    SEARCH_SIMILAR = "/search/similar";
    /// One's own saved searches.
    SAVED_SEARCHES = "/saved-searches";
    /// One of them.
    SAVED_SEARCH = "/saved-searches/{id}", saved_search(id);
    /// What one's saved searches found since.
    NOTICES = "/notices";
    /// Marks notices as read.
    NOTICES_READ = "/notices/read";
    /// What one opened last.
    VISITS = "/visits";
    /// Imports.
    IMPORTS = "/imports";
    /// One import.
    IMPORT = "/imports/{id}", import(id);
    /// Adds a file to an import that has not started; body: the bytes; `?name=`.
    IMPORT_FILES = "/imports/{id}/files", import_files(id);
    /// Starts an import once its files are there.
    IMPORT_START = "/imports/{id}/start", import_start(id);
    /// Asks a running import to stop.
    IMPORT_CANCEL = "/imports/{id}/cancel", import_cancel(id);
    /// Takes back everything an import made.
    IMPORT_UNDO = "/imports/{id}/undo", import_undo(id);
    /// What an import skipped, and why.
    IMPORT_SKIPPED = "/imports/{id}/skipped", import_skipped(id);
    /// The bytes of a skipped item, as they came.
    IMPORT_ORIGINAL = "/imports/{id}/skipped/{number}", import_original(id, number);
    /// People who write to us and are no contact yet.
    CORRESPONDENTS = "/correspondents";
    /// Deleted records.
    BIN = "/bin";
    /// Brings deleted records back.
    BIN_RESTORE = "/bin/restore";
    /// Deletes many records at once.
    BULK_DELETE = "/bulk/delete";
    /// Takes one change back.
    CHANGE_UNDO = "/changes/{position}/undo", change_undo(position);
    /// Live events (server-sent events).
    EVENTS = "/events";
    /// The sample data: PUT loads it, DELETE removes it.
    SAMPLE_DATA = "/sample-data";
    /// State of the store and the index, for admins.
    SYSTEM = "/system";
    /// POST builds the search index anew while the old one serves.
    SYSTEM_REINDEX = "/system/reindex";
    /// This API, described.
    OPENAPI = "/openapi.json";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_filled() {
        assert_eq!(attachment("m", 2), "/api/v1/messages/m/attachments/2");
    }
}

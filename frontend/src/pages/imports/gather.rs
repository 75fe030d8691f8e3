//! The files behind a drop or a choice: folders are walked, each file keeps its path as its name.

use crate::api::upload::awaited;
use js_sys::{Array, Function, Promise, Reflect};
use shared::validate::NAME_CHARS_MAX;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
};

/// Files of one import at most.
pub const FILES_MAX: usize = 200_000;
/// Folders in folders that are followed.
const DEPTH_MAX: usize = 64;

/// A file to send, and what it is called.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    pub name: String,
    pub file: File,
}

/// What was dropped. The entries must be taken before the event ends; they are walked later.
pub fn entries_of(transfer: &DataTransfer) -> (Vec<FileSystemEntry>, Vec<Source>) {
    let items = transfer.items();
    let entries: Vec<FileSystemEntry> = (0..items.length())
        .filter_map(|at| items.get(at)?.webkit_get_as_entry().ok().flatten())
        .collect();
    let files = if entries.is_empty() {
        transfer
            .files()
            .map(|list| sources_of(&list))
            .unwrap_or_default()
    } else {
        Vec::new()
    };
    (entries, files)
}

/// What was chosen in a dialog of the browser; a chosen folder gives each file its path.
pub fn sources_of(list: &FileList) -> Vec<Source> {
    let path = JsValue::from_str("webkitRelativePath");
    (0..list.length())
        .filter_map(|at| list.get(at))
        .take(FILES_MAX)
        .map(|file| {
            let path = Reflect::get(&file, &path)
                .ok()
                .and_then(|path| path.as_string());
            let name = path
                .filter(|path| !path.is_empty())
                .unwrap_or_else(|| file.name());
            Source {
                name: fitting(&name),
                file,
            }
        })
        .collect()
}

/// Walks what was dropped; what cannot be read is left to the report of the server's own.
pub async fn walk(entries: Vec<FileSystemEntry>) -> Vec<Source> {
    let mut found = Vec::new();
    let mut waiting: Vec<(FileSystemEntry, usize)> =
        entries.into_iter().rev().map(|entry| (entry, 0)).collect();
    while let Some((entry, depth)) = waiting.pop() {
        if found.len() >= FILES_MAX {
            break;
        }
        if entry.is_file() {
            if let Some(file) = file_of(entry.unchecked_ref()).await {
                let name = fitting(entry.full_path().trim_start_matches('/'));
                found.push(Source { name, file });
            }
        } else if depth < DEPTH_MAX {
            let children = children_of(entry.unchecked_ref()).await;
            waiting.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
        }
    }
    found
}

async fn file_of(entry: &FileSystemFileEntry) -> Option<File> {
    let entry = entry.clone();
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    awaited(promise).await.ok()
}

/// The browser gives a folder in portions and ends with an empty one.
async fn children_of(folder: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut children = Vec::new();
    while children.len() < FILES_MAX {
        let reader = reader.clone();
        let promise = Promise::new(&mut |resolve: Function, reject: Function| {
            if reader
                .read_entries_with_callback_and_callback(&resolve, &reject)
                .is_err()
            {
                reject.call0(&JsValue::UNDEFINED).ok();
            }
        });
        let Ok(portion) = awaited::<Array>(promise).await else {
            break;
        };
        if portion.length() == 0 {
            break;
        }
        children.extend(portion.iter().filter_map(|entry| entry.dyn_into().ok()));
    }
    children
}

/// A name that is too long keeps its end, which says what kind of file it is.
fn fitting(name: &str) -> String {
    let chars = name.chars().count();
    name.chars()
        .skip(chars.saturating_sub(NAME_CHARS_MAX))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_their_end() {
        let name = format!("{}/inbox.mbox", "folder".repeat(100));
        let fitted = fitting(&name);
        assert_eq!(fitted.chars().count(), NAME_CHARS_MAX);
        assert!(fitted.ends_with("/inbox.mbox"));
        assert_eq!(fitting("a.eml"), "a.eml");
    }
}

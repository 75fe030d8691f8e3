//! Mail, read: MIME, character sets, text and quotes, HTML made safe, threads, and the Markdown of
//! notes. Pure: no store, no clock, no network. Nothing here panics on any bytes.

pub mod address;
mod attached;
pub mod charset;
pub mod css;
pub mod files;
pub mod html;
mod html_allowed;
pub mod html_text;
pub mod limits;
pub mod markdown;
pub mod mime;
pub mod text;
pub mod threading;

#[cfg(test)]
mod bombs_test;
#[cfg(test)]
pub(crate) mod corpora_test;

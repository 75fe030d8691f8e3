//! Mail, read: MIME, character sets, text and quotes, HTML made safe, threads, and the Markdown of
//! notes. Pure: no store, no clock, no network. Nothing here panics on any bytes.

pub mod address;
pub mod charset;
pub mod css;
pub mod files;
pub mod html;
pub mod html_text;
pub mod limits;
pub mod markdown;
pub mod mime;
pub mod text;
pub mod threading;

#[cfg(test)]
mod corpora_test;
#[cfg(test)]
mod bombs_test;

//! Stored types. They carry no behaviour but their keys, never change the meaning of a field, and
//! keep fields they do not know. Wire types stand in `shared::api`, rules in `domain`.

pub mod company;
pub mod contact;
pub mod import;
pub mod message;
pub mod note;
pub mod notice;
pub mod reading;
pub mod saved_search;
pub mod session;
pub mod user;
pub mod visits;

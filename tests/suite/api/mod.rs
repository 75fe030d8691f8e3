//! The API as its users and their scripts rely on it, in tables: who asks for what, what comes
//! back, what must not, how many changes it made. One server for each test; nothing is shared.

mod bodies;
mod companies;
mod contacts;
mod days;
mod imports;
mod lists;
mod notes;
mod races;
mod ranking;
mod saved_searches;
mod search;
mod system;
mod undo;
mod users;

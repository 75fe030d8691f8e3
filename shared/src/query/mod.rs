//! The query language of search and lists: one parser for both sides.

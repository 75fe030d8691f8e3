//! Real data that others wrote, through the doors that users have. Read from where it lies
//! (`RAPPORT_CORPORA`), never copied; a test that does not find it says that it was skipped.

mod cards;
mod mails;
mod queries;
mod strings;

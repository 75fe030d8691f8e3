//! What is left when the executable is killed or the disk is full: everything that was
//! acknowledged, and a `check` without findings.

mod disk_full;
mod index;
mod kill;
mod unread_log;
mod upgrade;

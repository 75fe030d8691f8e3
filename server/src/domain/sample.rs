//! Sample data: what a newcomer explores. Never touches records itself: it writes files and lets
//! an ordinary import read them, so that removing it is the undo of that import. Tests: `tests`.

pub mod render;

//! Notes wherever they are written or shown: the composer above a timeline and beside a thread, and
//! the card of one note with editing in place.

mod card;
mod composer;
mod editor;

pub use card::NoteCard;
pub use composer::NoteComposer;

//! What several pages know together: who is signed in, language and theme, live events, toasts,
//! recent records. Pages reach it through hooks; components never do.

pub mod live;
pub mod own;
pub mod preferences;
pub mod profile;
pub mod recent;
pub mod resource;
pub mod session;
pub mod storage;
pub mod toasts;
pub mod trail;
pub mod user_names;
pub mod zone;

pub use live::use_live;
pub use own::use_own;
pub use preferences::use_preferences;
pub use profile::use_save_profile;
pub use resource::{Load, Resource, use_resource};
pub use session::{use_can, use_session, use_user};
pub use toasts::{Toasts, use_toasts};
pub use user_names::use_user_names;
pub use zone::use_tell_zone;

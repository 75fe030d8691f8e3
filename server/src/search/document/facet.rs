//! Exact values that documents are filtered by, and their terms in the index. Tests: `tests` of the
//! search module.

use crate::store::keys::fold;
use shared::{
    ids::UserId,
    model::{RecordKind, RecordRef},
    query::VALUE_NONE,
};

/// An exact value to filter by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facet {
    /// The kind of the record.
    Kind(RecordKind),
    /// Everyone who may read records sees it.
    SeenByAll,
    /// It is in the bin, or not everyone sees it.
    NotOpen,
    /// This user sees it.
    SeenBy(UserId),
    /// It is in the bin.
    InBin,
    /// It is in the bin, and everyone who may read records sees it there.
    BinSeenByAll,
    /// It is in the bin, and this user sees it there.
    BinSeenBy(UserId),
    /// Whose it is; `None` for nobody's.
    Owner(Option<UserId>),
    /// Life-cycle stage; `None` for none.
    Stage(Option<String>),
    /// A tag; `None` for none.
    Tag(Option<String>),
    /// The language that it is written in, one of [`crate::search::analysis::language::TAGS`].
    Language(String),
    /// It has to do with this record.
    About(RecordRef),
    /// It has to do with this e-mail address, in normal form.
    Email(String),
    /// It has to do with this domain, in lower case.
    Domain(String),
    /// A term of who sent it; see `people`.
    From(String),
    /// A term of who got it.
    To(String),
    /// A term of a file that came with it.
    File(String),
    /// A file came with it.
    HasAttachment,
}

impl Facet {
    /// Its term in the index.
    pub fn term(&self) -> String {
        let or_none = |value: &Option<String>| value.clone().unwrap_or(VALUE_NONE.to_owned());
        match self {
            Self::Kind(kind) => format!("kind:{kind}"),
            Self::SeenByAll => "sees:*".to_owned(),
            Self::NotOpen => "sees:-".to_owned(),
            Self::SeenBy(user) => format!("sees:{user}"),
            Self::InBin => "in:bin".to_owned(),
            Self::BinSeenByAll => "bin:*".to_owned(),
            Self::BinSeenBy(user) => format!("bin:{user}"),
            Self::Owner(None) => format!("owner:{VALUE_NONE}"),
            Self::Owner(Some(user)) => format!("owner:{user}"),
            Self::Stage(stage) => format!("stage:{}", or_none(stage)),
            Self::Tag(tag) => format!("tag:{}", fold(&or_none(tag))),
            Self::Language(tag) => format!("lang:{tag}"),
            Self::About(record) => format!("about:{}:{}", record.kind, record.id),
            Self::Email(address) => format!("email:{address}"),
            Self::Domain(domain) => format!("domain:{domain}"),
            Self::From(term) => format!("from:{term}"),
            Self::To(term) => format!("to:{term}"),
            Self::File(term) => format!("file:{term}"),
            Self::HasAttachment => "has:attachment".to_owned(),
        }
    }
}

//! The fields of the query language and what they are called: every name is understood in every
//! language of the app, whatever its reader's. Tests: `tests` beside it.

use super::fold::{distance, folded};
use crate::locale::Locale;

/// What stands before the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Who sent a mail: part of a name, an address, a domain.
    From,
    /// Who got a mail, copies included.
    To,
    /// Who has to do with it in any way.
    With,
    /// A company, with its people, its notes and the mail of its domains.
    Company,
    /// Whose it is: a user's name or id, `me`, `none`.
    Owner,
    /// Contact, company, note or mail.
    Kind,
    /// A tag, or `none`.
    Tag,
    /// A life-cycle stage, or `none`.
    Stage,
    /// What comes with it: an attachment.
    Has,
    /// A file's name or its ending.
    Filename,
    /// Words of a subject.
    Subject,
    /// The language that it is written in.
    Lang,
    /// The bin, the archive.
    In,
    /// A state, such as unread.
    Is,
    /// Before the beginning of a day, month or year.
    Before,
    /// From the beginning of a day, month or year.
    After,
    /// Within a day, month or year.
    On,
    /// Within the last days, weeks, months or years.
    Last,
    /// An amount of money, with a comparison.
    Amount,
}

/// Names by [`Locale::ALL`], then what is understood beside them, folded.
type Names = ([&'static str; 3], &'static [&'static str]);

impl Field {
    /// Every field, in the order in which it is offered.
    pub const ALL: [Self; 19] = [
        Self::From,
        Self::To,
        Self::With,
        Self::Company,
        Self::Owner,
        Self::Kind,
        Self::Tag,
        Self::Stage,
        Self::Has,
        Self::Filename,
        Self::Subject,
        Self::Lang,
        Self::In,
        Self::Is,
        Self::Before,
        Self::After,
        Self::On,
        Self::Last,
        Self::Amount,
    ];

    const fn names(self) -> Names {
        match self {
            Self::From => (["from", "de", "发件人"], &["来自", "寄件人"]),
            Self::To => (["to", "para", "收件人"], &["cc", "bcc", "发给"]),
            Self::With => (["with", "con", "往来"], &["email", "correo", "联系人"]),
            Self::Company => (["company", "empresa", "公司"], &["compania"]),
            Self::Owner => (["owner", "responsable", "负责人"], &[]),
            Self::Kind => (["kind", "tipo", "类型"], &["type", "clase"]),
            Self::Tag => (["tag", "etiqueta", "标签"], &["label"]),
            Self::Stage => (["stage", "etapa", "阶段"], &[]),
            Self::Has => (["has", "tiene", "包含"], &["有", "带有"]),
            Self::Filename => (
                ["filename", "archivo", "文件名"],
                &["file", "文件", "fichero"],
            ),
            Self::Subject => (["subject", "asunto", "主题"], &["标题"]),
            Self::Lang => (["lang", "idioma", "语言"], &["language"]),
            Self::In => (["in", "en", "位于"], &["在"]),
            Self::Is => (["is", "es", "状态"], &["esta", "是"]),
            Self::Before => (
                ["before", "antes", "早于"],
                &["hasta", "until", "之前", "older_than"],
            ),
            Self::After => (["after", "después", "晚于"], &["desde", "since", "之后"]),
            Self::On => (["on", "el", "日期"], &["date", "fecha", "于"]),
            Self::Last => (
                ["last", "últimos", "最近"],
                &["ultimas", "ultimo", "ultima", "近", "newer_than"],
            ),
            Self::Amount => (["amount", "importe", "金额"], &["monto"]),
        }
    }

    /// The word of the API and of printed queries.
    pub const fn as_str(self) -> &'static str {
        self.names().0[0]
    }

    /// What it is called in a language.
    pub const fn name(self, locale: Locale) -> &'static str {
        self.names().0[locale as usize]
    }

    /// The field with a name in any language.
    pub fn of(text: &str) -> Option<Self> {
        let text = folded(text);
        Self::ALL
            .into_iter()
            .find(|field| field.all_names().any(|name| folded(name) == text))
    }

    /// The name that was probably meant.
    pub(super) fn nearest(text: &str) -> Option<&'static str> {
        let text = folded(text);
        let names = Self::ALL.into_iter().flat_map(Self::all_names);
        names.into_iter().find(|name| is_slip(&text, name))
    }

    /// Whether its values are names or words, of which a beginning is enough while it is typed.
    pub const fn takes_words(self) -> bool {
        matches!(
            self,
            Self::From | Self::To | Self::With | Self::Company | Self::Filename | Self::Subject
        )
    }

    /// Whether its values are days, or times that lie back.
    pub(super) const fn takes_dates(self) -> bool {
        matches!(self, Self::Before | Self::After | Self::On | Self::Last)
    }

    fn all_names(self) -> impl Iterator<Item = &'static str> {
        let (names, others) = self.names();
        names.into_iter().chain(others.iter().copied())
    }
}

/// Names shorter than this are never guessed.
const SLIP_CHARS_MIN: usize = 4;

fn is_slip(text: &str, name: &str) -> bool {
    let long = |text: &str| text.chars().count() >= SLIP_CHARS_MIN;
    long(text) && long(name) && distance(text, &folded(name)) == 1
}

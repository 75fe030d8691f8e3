//! What is said of the files that come with mails: where in them something was found, and what of
//! their text can be found at all. Tests: at the foot.

use crate::{api, format, i18n::I18n};
use shared::{
    api::{
        message::PDF,
        reading::{
            FileReading, MAIL_TEXT_MEGABYTES_MAX, MEMBERS_MAX, NESTING_MAX, PartKind,
            READ_MEGABYTES_MAX, READ_MEMORY_MEGABYTES_MAX, READ_SECONDS_MAX, ReadingState,
            TEXT_MEGABYTES_MAX, UNPACKED_MEGABYTES_MAX, UnreadReason,
        },
        search::HitAttachment,
    },
    ids::MessageId,
};
use yew::prelude::*;

/// Which file, and which page of it.
pub fn place(i18n: I18n, hit: &HitAttachment) -> String {
    let t = &i18n.t.files;
    let name = if hit.inner.is_empty() {
        hit.file_name.clone()
    } else {
        i18n.fill(t.inside, &[("inner", &hit.inner), ("name", &hit.file_name)])
    };
    let number = number(i18n, hit.page);
    match (hit.part, number) {
        (PartKind::Page, Some(n)) => i18n.fill(t.in_page, &[("name", &name), ("n", &n)]),
        (PartKind::Slide, Some(n)) => i18n.fill(t.in_slide, &[("name", &name), ("n", &n)]),
        (PartKind::Sheet, _) => i18n.fill(t.in_sheet, &[("name", &name), ("sheet", &hit.name)]),
        (PartKind::Page | PartKind::Slide | PartKind::Whole, _) => name,
    }
}

/// The address of a hit says where in which file it is: parameters of the conversation's page.
pub fn params(hit: &HitAttachment) -> Vec<(&'static str, String)> {
    let mut params = vec![("file", hit.number.to_string())];
    match (hit.part, hit.page) {
        (PartKind::Page, Some(page)) => params.push(("page", page.to_string())),
        (PartKind::Slide, Some(slide)) => params.push(("slide", slide.to_string())),
        (PartKind::Sheet, _) => params.push(("sheet", hit.name.clone())),
        (PartKind::Page | PartKind::Slide | PartKind::Whole, _) => {}
    }
    params
}

#[derive(Properties, PartialEq)]
pub struct FileLinkProps {
    pub message: MessageId,
    /// Its number in the message.
    pub number: u32,
    pub name: AttrValue,
    pub content_type: AttrValue,
    /// Where in it something was found.
    #[prop_or_default]
    pub page: Option<u32>,
    pub class: Classes,
    /// What the link does, in words.
    pub title: AttrValue,
    #[prop_or_default]
    pub onclick: Callback<()>,
    pub children: Html,
}

/// A link to a file: a PDF is shown by the browser, at the page; anything else is saved.
#[component]
pub fn FileLink(props: &FileLinkProps) -> Html {
    let onclick = props.onclick.reform(|_: MouseEvent| ());
    let (class, title) = (props.class.clone(), props.title.clone());
    if is_shown(&props.content_type) {
        return html! {
            <a {class} {title} {onclick} target="_blank" rel="noopener"
                href={api::messages::pdf_url(props.message, props.number, props.page)}>
                { props.children.clone() }
            </a>
        };
    }
    html! {
        <a {class} {title} {onclick} download={props.name.clone()}
            href={api::messages::attachment_url(props.message, props.number)}>
            { props.children.clone() }
        </a>
    }
}

/// Whether the browser shows such a file.
pub fn is_shown(content_type: &str) -> bool {
    content_type == PDF
}

/// Where in a file something was found, as [`params`] wrote it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FoundAt {
    /// The number of the file in its message.
    pub file: u32,
    /// A page.
    pub page: Option<u32>,
    /// A slide.
    pub slide: Option<u32>,
    /// The name of a sheet.
    pub sheet: Option<String>,
}

impl FoundAt {
    /// From the parameters of the page.
    pub fn read(param: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let number = |name: &str| param(name).and_then(|value| value.parse().ok());
        Some(Self {
            file: number("file")?,
            page: number("page"),
            slide: number("slide"),
            sheet: param("sheet"),
        })
    }

    /// A sentence beside the file.
    pub fn sentence(&self, i18n: I18n) -> String {
        let t = &i18n.t.files;
        if let Some(page) = number(i18n, self.page) {
            i18n.fill(t.found_page, &[("n", &page)])
        } else if let Some(slide) = number(i18n, self.slide) {
            i18n.fill(t.found_slide, &[("n", &slide)])
        } else if let Some(sheet) = &self.sheet {
            i18n.fill(t.found_sheet, &[("sheet", sheet)])
        } else {
            t.found_here.to_owned()
        }
    }
}

fn number(i18n: I18n, number: Option<u32>) -> Option<String> {
    number.map(|number| format::number(i18n.locale, u64::from(number)))
}

/// A word beside a file whose text cannot be found, or not yet, or not all of it.
pub fn short_state(i18n: I18n, reading: &FileReading) -> Option<&'static str> {
    let t = &i18n.t.files;
    match reading.state {
        ReadingState::Waiting => Some(t.short_waiting),
        ReadingState::Read => None,
        ReadingState::Partly => Some(t.short_partly),
        ReadingState::Unread => Some(t.short_unread),
    }
}

/// What of a file's text can be found, and why not more.
pub fn long_state(i18n: I18n, reading: &FileReading) -> String {
    let t = &i18n.t.files;
    let state = match reading.state {
        ReadingState::Waiting => t.waiting,
        ReadingState::Read => t.read,
        ReadingState::Partly => t.partly,
        ReadingState::Unread => t.unread,
    };
    let mut said = vec![state.to_owned()];
    if reading.pages > 0 {
        said.push(i18n.count(t.pages, u64::from(reading.pages)));
    }
    said.extend(reading.reasons.iter().map(|word| reason(i18n, word)));
    said.join(" · ")
}

fn reason(i18n: I18n, word: &str) -> String {
    let t = &i18n.t.files;
    let with = |text: &str, n: u64| i18n.fill(text, &[("n", &format::number(i18n.locale, n))]);
    let Some(reason) = UnreadReason::parse(word) else {
        return t.reason_other.to_owned();
    };
    match reason {
        UnreadReason::Unsupported => t.reason_unsupported.to_owned(),
        UnreadReason::Encrypted => t.reason_encrypted.to_owned(),
        UnreadReason::Damaged => t.reason_damaged.to_owned(),
        UnreadReason::NoText => t.reason_no_text.to_owned(),
        UnreadReason::TooLarge => with(t.reason_too_large, READ_MEGABYTES_MAX),
        UnreadReason::TooMuchText => with(t.reason_too_much_text, TEXT_MEGABYTES_MAX),
        UnreadReason::NoRoom => with(t.reason_no_room, MAIL_TEXT_MEGABYTES_MAX),
        UnreadReason::TooManyMembers => with(t.reason_too_many_members, MEMBERS_MAX as u64),
        UnreadReason::TooDeep => with(t.reason_too_deep, NESTING_MAX as u64),
        UnreadReason::UnpacksTooLarge => with(t.reason_unpacks_too_large, UNPACKED_MEGABYTES_MAX),
        UnreadReason::TooSlow => with(t.reason_too_slow, READ_SECONDS_MAX),
        UnreadReason::TooMuchMemory => with(t.reason_too_much_memory, READ_MEMORY_MEGABYTES_MAX),
        UnreadReason::Crashed => t.reason_crashed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::locale::Locale;

    fn reading(state: ReadingState, reasons: &[&str]) -> FileReading {
        FileReading {
            state,
            reasons: reasons.iter().map(|&reason| reason.to_owned()).collect(),
            pages: 3,
        }
    }

    #[test]
    fn every_reason_has_its_sentence_in_each_language() {
        for (locale, t) in Locale::ALL.into_iter().zip(crate::i18n::ALL) {
            let i18n = I18n { locale, t };
            let other = reason(i18n, "of a newer server");
            for why in UnreadReason::ALL {
                let said = reason(i18n, why.as_str());
                assert!(said != other && !said.contains('{'), "{locale:?} {said}");
            }
        }
    }

    #[test]
    fn a_file_says_what_of_it_can_be_found() {
        let i18n = I18n::english();
        let partly = reading(ReadingState::Partly, &["encrypted"]);
        assert_eq!(short_state(i18n, &partly), Some("read in part"));
        assert_eq!(
            long_state(i18n, &partly),
            "Part of its text is searchable · 3 pages · It, or a file inside it, needs a password."
        );
        assert_eq!(short_state(i18n, &reading(ReadingState::Read, &[])), None);
    }

    #[test]
    fn a_hit_names_its_page_there_and_back() {
        let i18n = I18n::english();
        let hit = HitAttachment {
            number: 1,
            file_name: "all.zip".to_owned(),
            content_type: String::new(),
            inner: "a.pdf".to_owned(),
            part: PartKind::Page,
            page: Some(7),
            name: String::new(),
        };
        assert_eq!(place(i18n, &hit), "a.pdf in all.zip, page 7");
        let params = params(&hit);
        let param = |name: &str| {
            let found = params.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.clone())
        };
        let found = FoundAt::read(param).unwrap();
        assert_eq!((found.file, found.page), (1, Some(7)));
        assert_eq!(found.sentence(i18n), "Found on page 7");
    }
}

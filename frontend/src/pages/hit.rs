//! A hit as a row: its face, and what stands beside it. For the search page and what is found with a
//! record. Tests: tests/suite/browser.

use super::files;
use crate::{
    components::{Avatar, Icon, IconName, MarkedText},
    format,
    i18n::I18n,
};
use shared::{
    api::search::{Hit, Mark},
    model::RecordKind,
};
use yew::prelude::*;

/// What stands at the head of the row.
pub fn face(hit: &Hit) -> Html {
    let icon = |name: IconName| html! { <span class="hit-face"><Icon {name} /></span> };
    match hit.kind {
        RecordKind::Contact => html! { <Avatar name={hit.title.clone()} size={32} /> },
        RecordKind::Company => html! { <Avatar name={hit.title.clone()} size={32} square=true /> },
        RecordKind::Note => icon(IconName::Note),
        RecordKind::Message => icon(IconName::Mail),
    }
}

/// Title, whose it is, when; and the best sentence, with the file that it is from.
pub fn text(i18n: I18n, hit: &Hit) -> Html {
    let title = if hit.title.trim().is_empty() {
        html! { <span class="faint">{ i18n.t.common.no_subject }</span> }
    } else {
        html! { <MarkedText text={hit.title.clone()} marks={hit.title_marks.clone()} /> }
    };
    // An address that the sentence begins with need not be said twice.
    let has_context = !hit.context.is_empty() && !hit.snippet.starts_with(&hit.context);
    let (context, context_marks) = context(hit);
    html! {
        <span class="hit-text">
            <span class="hit-line">
                <strong class="clip">{ title }</strong>
                if has_context {
                    <span class="clip faint hit-context">
                        <MarkedText text={context} marks={context_marks} />
                    </span>
                }
                <span class="hit-at">{ format::ago(i18n, hit.at) }</span>
            </span>
            if hit.in_bin {
                <span class="hit-more faint small">
                    <Icon name={IconName::Bin} size={14} />{ i18n.t.search.in_bin }
                </span>
            }
            if hit.more_in_thread > 0 {
                <span class="hit-more faint small">
                    { i18n.count(i18n.t.search.more_in_thread, hit.more_in_thread.into()) }
                </span>
            }
            if let Some((sentence, marks)) = sentence(hit) {
                <span class="hit-snippet">
                    if let Some(file) = &hit.attachment {
                        <strong class="hit-file">
                            <Icon name={IconName::Clip} size={14} />
                            { files::place(i18n, file) }
                        </strong>
                    }
                    <MarkedText text={sentence} {marks} />
                </span>
            }
        </span>
    }
}

/// The best sentence, unless the title says it already.
pub fn sentence(hit: &Hit) -> Option<(String, Vec<Mark>)> {
    let is_more = !hit.snippet.is_empty() && hit.snippet.trim() != hit.title.trim();
    is_more.then(|| (hit.snippet.clone(), hit.marks.clone()))
}

/// Who or what a hit belongs to. Of a sender with a name the address is said only
/// when it alone was found.
pub fn context(hit: &Hit) -> (String, Vec<Mark>) {
    let marks = &hit.context_marks;
    let name = hit
        .context
        .strip_suffix('>')
        .and_then(|sender| sender.rsplit_once(" <"))
        .map(|(name, _)| name.trim_matches('"'))
        .filter(|name| hit.kind == RecordKind::Message && hit.context.starts_with(name));
    let tells = |name: &str| {
        let length = name.chars().count();
        marks.is_empty()
            || marks
                .iter()
                .any(|Mark(start, _)| (*start as usize) < length)
    };
    let shown = name.filter(|name| tells(name)).unwrap_or(&hit.context);
    (shown.to_owned(), marks.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::time::Timestamp;
    use uuid::Uuid;

    fn hit() -> Hit {
        Hit {
            kind: RecordKind::Message,
            id: Uuid::nil(),
            title: String::new(),
            title_marks: Vec::new(),
            snippet: String::new(),
            marks: Vec::new(),
            at: Timestamp::from_seconds(0),
            thread_id: None,
            more_in_thread: 0,
            context: String::new(),
            context_marks: Vec::new(),
            attachment: None,
            in_bin: false,
        }
    }

    fn check(sender: &str, marks: &[Mark], expected: &str) {
        let hit = Hit {
            context: sender.to_owned(),
            context_marks: marks.to_vec(),
            ..hit()
        };
        assert_eq!(context(&hit).0, expected, "{marks:?}");
    }

    #[test]
    fn a_sentence_is_not_said_twice() {
        let said = |title: &str, snippet: &str| {
            let hit = Hit {
                title: title.to_owned(),
                snippet: snippet.to_owned(),
                ..hit()
            };
            sentence(&hit).map(|(sentence, _)| sentence)
        };
        assert_eq!(said("Call Ana", "Call Ana "), None);
        assert_eq!(said("Call Ana", ""), None);
        let more = said("Call Ana", "Call Ana about pears");
        assert_eq!(more.as_deref(), Some("Call Ana about pears"));
    }

    #[test]
    fn a_sender_is_called_by_name_unless_the_address_alone_was_found() {
        let marta = "Marta Vega <marta@talleres.example>";
        check(marta, &[], "Marta Vega");
        check(marta, &[Mark(0, 5)], "Marta Vega");
        check(marta, &[Mark(0, 5), Mark(12, 17)], "Marta Vega");
        check(marta, &[Mark(18, 26)], marta);
        check("张伟 <wei@example.cn>", &[Mark(0, 2)], "张伟");
        check("wei@example.cn", &[], "wei@example.cn");
        check("a <b> c", &[], "a <b> c");
    }
}

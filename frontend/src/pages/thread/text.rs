//! The text of a mail: text, never markup, with links that can be followed and the words that were
//! searched for marked. Pure but for the rendering; tests stand at the foot.

use crate::{components::MarkedText, pages::find::needle::Needle};
use std::rc::Rc;
use yew::prelude::*;

/// Links of one text at most; the rest stays text.
const LINKS_MAX: usize = 500;

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// A web address; what is shown is the address itself.
    Url(String),
    Address(String),
}

#[derive(Properties, PartialEq)]
pub struct MailTextProps {
    pub text: AttrValue,
    /// What was searched for; it is marked.
    pub needle: Rc<Needle>,
}

#[component]
pub fn MailText(props: &MailTextProps) -> Html {
    let pieces = use_memo(props.text.clone(), |text| pieces_of(text));
    let marked = |text: &String| {
        let marks = props.needle.marks(text);
        if marks.is_empty() {
            return html! { { text } };
        }
        html! { <MarkedText text={text.clone()} {marks} /> }
    };
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => marked(text),
        Piece::Url(url) => html! {
            <a href={url.clone()} target="_blank" rel="noopener noreferrer nofollow">{ marked(url) }</a>
        },
        Piece::Address(address) => html! {
            <a href={format!("mailto:{address}")}>{ marked(address) }</a>
        },
    };
    html! { <div class="mail-text">{ for pieces.iter().map(piece) }</div> }
}

/// A quoted text without the outermost marks of its lines: the line at its side says it already.
pub fn unquoted(text: &str) -> String {
    let line = |line: &str| {
        let bare = line.strip_prefix('>').unwrap_or(line);
        bare.strip_prefix(' ').unwrap_or(bare).to_owned()
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn pieces_of(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut links = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c.is_whitespace() || "<>\"“”«»（）".contains(c))
            .unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        match link_of(word).filter(|_| links < LINKS_MAX) {
            Some((before, link, after)) => {
                links += 1;
                push_text(&mut pieces, before);
                pieces.push(link);
                push_text(&mut pieces, after);
            }
            None => push_text(&mut pieces, word),
        }
        let gap = tail.chars().next().map_or(0, char::len_utf8);
        push_text(&mut pieces, tail.get(..gap).unwrap_or_default());
        rest = tail.get(gap..).unwrap_or_default();
    }
    pieces
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

/// The link in a word, and what stands around it.
fn link_of(word: &str) -> Option<(&str, Piece, &str)> {
    let start = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| word.find(scheme))
        .min();
    if let Some(start) = start {
        let (before, link) = word.split_at(start);
        let (link, after) = without_tail(link);
        let host = link.split("://").nth(1).unwrap_or_default();
        return (!host.is_empty()).then(|| (before, Piece::Url(link.to_owned()), after));
    }
    if !word.contains('@') {
        return None;
    }
    let opened = word.trim_start_matches(['(', '[', '\'', ',', ';', ':', '*']);
    let before = word.get(..word.len() - opened.len())?;
    let (bare, after) = without_tail(opened);
    let bare_address = bare.strip_prefix("mailto:").unwrap_or(bare);
    let dotted = bare_address
        .rsplit('@')
        .next()
        .is_some_and(|host| host.contains('.'));
    let valid = dotted && shared::email_address::EmailAddress::parse(bare_address).is_ok();
    (valid && bare_address.len() == bare.len())
        .then(|| (before, Piece::Address(bare.to_owned()), after))
}

/// Full stops and brackets at the end belong to the sentence, not to the address.
fn without_tail(link: &str) -> (&str, &str) {
    let mut end = link.trim_end_matches([
        '.', ',', ';', ':', '!', '?', '\'', '*', ']', '。', '，', '；', '、', '！', '？',
    ]);
    if end.ends_with(')') && !end.contains('(') {
        end = end.trim_end_matches(')').trim_end_matches(['.', ',']);
    }
    link.split_at(end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown: String = pieces_of(text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Url(url) => format!("[{url}]"),
                Piece::Address(address) => format!("<{address}>"),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn links_end_before_the_sentence_does() {
        check(
            "See https://example.org/a?b=1.",
            "See [https://example.org/a?b=1].",
        );
        check("(http://example.org)", "([http://example.org])");
        check("https://e.org/x_(y)", "[https://e.org/x_(y)]");
        check(
            "Mail ana@example.org, or ben.",
            "Mail <ana@example.org>, or ben.",
        );
        check(
            "javascript:alert(1) http:// @ a@b",
            "javascript:alert(1) http:// @ a@b",
        );
        check("two\nlines  here\n", "two\nlines  here\n");
    }

    #[test]
    fn quotes_lose_their_outermost_mark() {
        assert_eq!(
            unquoted("Ana wrote:\n> one\n>> two\n>\n> "),
            "Ana wrote:\none\n> two\n\n"
        );
    }
}

//! A text with the words that matched marked. Marks are ranges of characters; the text stays text.

use shared::api::search::Mark;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct MarkedTextProps {
    pub text: AttrValue,
    pub marks: Vec<Mark>,
}

#[component]
pub fn MarkedText(props: &MarkedTextProps) -> Html {
    let piece = |(text, marked): (String, bool)| {
        if marked {
            html! { <mark>{ text }</mark> }
        } else {
            html! { { text } }
        }
    };
    html! { <>{ for pieces(&props.text, &props.marks).into_iter().map(piece) }</> }
}

/// The text in pieces, each marked or not. Marks may come in any order, overlap, or lie outside.
fn pieces(text: &str, marks: &[Mark]) -> Vec<(String, bool)> {
    let marked = |at: usize| {
        marks
            .iter()
            .any(|Mark(start, end)| (*start as usize..*end as usize).contains(&at))
    };
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        let on = marked(at);
        match pieces.last_mut() {
            Some((piece, last)) if *last == on => piece.push(c),
            _ => pieces.push((c.to_string(), on)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, marks: &[Mark], expected: &str) {
        let shown: String = pieces(text, marks)
            .into_iter()
            .map(|(text, on)| if on { format!("[{text}]") } else { text })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn marks_count_characters_not_bytes() {
        check("señor López", &[Mark(6, 9)], "señor [Lóp]ez");
        check("我们下周见面", &[Mark(2, 4)], "我们[下周]见面");
        check("ab", &[Mark(1, 99), Mark(0, 1)], "[ab]");
        check("ab", &[Mark(5, 9), Mark(1, 1)], "ab");
        check("", &[Mark(0, 1)], "");
    }
}

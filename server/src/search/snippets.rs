//! Titles and snippets with marks, from the text in the store and our own expanded words, so that
//! prefixes, stems and words known only to the tail are marked too. Plain text. `marker` says what
//! is marked, `stretch` cuts; here is chosen which stretch of a text is shown. Tests: at the foot.

mod beginnings;
mod listed;
mod marker;
mod others;
mod phrases;
mod senders;
mod stem;
mod stretch;
mod there;

pub use listed::ListMarker;
pub use marker::{Marked, Marker};
pub use senders::of_senders;
pub use there::words_there;

use super::analysis::{
    fold::fold,
    segment::{Span, segments},
};
use shared::needle::Needle;
use stretch::{LEAD_CHARS, SNIPPET_CHARS, stretch};

/// Bytes of a text in which a snippet is looked for.
const TEXT_BYTES_MAX: usize = 256 * 1024;
/// Marks that are weighed when the best stretch is chosen.
const MARKS_MAX: usize = 500;

/// The stretch of a text that matches best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How many different words it holds; 0 if it is shown for want of a match.
    pub words: usize,
    /// It, with its marks.
    pub marked: Marked,
}

impl Marker {
    /// The stretch of about [`SNIPPET_CHARS`] characters that matches best, from the first of the
    /// texts that hold most; the beginning of the first if none matches.
    pub fn snippet(&self, texts: &[String]) -> Found {
        let mut best: Option<Found> = None;
        for text in texts {
            let most = best.as_ref().map_or(0, |best| best.words);
            if most >= self.asked {
                break;
            }
            best = self.find(text).filter(|found| found.words > most).or(best);
        }
        if let Some(best) = best {
            return best;
        }
        let first = texts.iter().find(|text| !text.trim().is_empty());
        let marked = first.map_or_else(Marked::default, |text| {
            self.mark_line(stretch(cut_bytes(text), 0))
        });
        Found { words: 0, marked }
    }

    /// The stretch of one text that matches best; `None` if nothing does.
    pub fn find(&self, text: &str) -> Option<Found> {
        let text = cut_bytes(text);
        let (words, start) = self.best_start(text)?;
        let marked = self.mark_line(stretch(text, start));
        Some(Found { words, marked })
    }

    /// Whether a snippet's length of a text holds all words.
    pub fn is_all_in(&self, text: &str) -> bool {
        let best = self.best_start(cut_bytes(text));
        best.is_some_and(|(words, _)| words >= self.asked)
    }

    /// As [`Self::find`], of a text that holds all words.
    pub fn find_all(&self, text: &str) -> Option<Marked> {
        let found = self.find(text)?;
        (found.words >= self.asked).then_some(found.marked)
    }

    /// How many words were asked for; a phrase is one more than its words.
    pub fn words_asked(&self) -> usize {
        self.asked
    }

    /// How many different words a snippet's length holds at most, and the first byte of its marks.
    /// Reads on only until every word asked for is there.
    fn best_start(&self, text: &str) -> Option<(usize, usize)> {
        let mut spans: Vec<Span> = Vec::new();
        let mut words: Vec<(Span, String)> = Vec::new();
        let mut best: Option<(usize, usize)> = None;
        let mut segments = segments(text);
        while let Some(segment) = self.next_likely(&mut segments) {
            let known = spans.len();
            self.mark_segment(text, &segment, &mut spans);
            if spans.len() == known {
                continue;
            }
            // A mark may have grown to take in what stands behind it.
            while let Some((span, _)) = words.last()
                && spans.get(words.len() - 1) != Some(span)
            {
                words.pop();
            }
            let new = &spans[words.len()..];
            words.extend(new.iter().map(|span| (*span, fold(span.of(text)))));
            let near = self.without_stray_parts(text, trailing(&words));
            let count = self.different(&near) + self.phrases_in(text, &near);
            if count > best.map_or(0, |(most, _)| most) {
                best = near.first().map(|(first, _)| (count, first.start));
            }
            if count >= self.asked || spans.len() >= MARKS_MAX {
                break;
            }
        }
        best
    }

    /// How many different words are marked.
    fn different(&self, marks: &[(Span, String)]) -> usize {
        let is_new = |(place, (_, word)): &(usize, &(Span, String))| {
            marks[..*place].iter().all(|(_, other)| other != word)
        };
        let new = marks.iter().enumerate().filter(is_new);
        new.map(|(_, (_, word))| self.numbers.words_in(word)).sum()
    }
}

/// The stretch of a text around the first place of a needle; `None` if it has none.
pub fn around(needle: &Needle, text: &str) -> Option<Marked> {
    let first = needle.places(text).next()?;
    let text = stretch(text, first.byte);
    let marks = needle.places(&text).map(|place| place.mark).collect();
    Some(Marked { text, marks })
}

/// The marks that fit into a snippet which ends with the last one.
fn trailing(marks: &[(Span, String)]) -> &[(Span, String)] {
    let end = marks.last().map_or(0, |(last, _)| last.end);
    let first =
        marks.partition_point(|(span, _)| end - span.start > SNIPPET_CHARS - LEAD_CHARS / 2);
    &marks[first.min(marks.len().saturating_sub(1))..]
}

fn cut_bytes(text: &str) -> &str {
    let end = (0..=text.len().min(TEXT_BYTES_MAX))
        .rev()
        .find(|&end| text.is_char_boundary(end))
        .unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::tolerance::Tolerance;
    use shared::query::parse;

    /// The marked words in brackets.
    fn check(query: &str, text: &str, expected: &str) {
        let marker = Marker::new(&parse(query), Tolerance::Strict);
        let marked = marker.snippet(&[text.to_owned()]).marked;
        let mut shown = String::new();
        for (place, c) in (0..).zip(marked.text.chars()) {
            shown.extend(
                marked
                    .marks
                    .iter()
                    .filter(|mark| mark.0 == place)
                    .map(|_| '['),
            );
            shown.push(c);
            shown.extend(
                marked
                    .marks
                    .iter()
                    .filter(|mark| mark.1 == place + 1)
                    .map(|_| ']'),
            );
        }
        assert_eq!(shown, expected, "{query:?}");
    }

    #[test]
    fn words_are_marked_as_they_match() {
        check(
            "invoice",
            "The invoices are late.",
            "The [invoices] are late.",
        );
        check("inv", "The invoices are late.", "The [invoices] are late.");
        check(
            "\"are late\" ",
            "The invoices are late.",
            "The invoices [are] [late].",
        );
        check(
            "facturacion ",
            "La facturación, mañana",
            "La [facturación], mañana",
        );
        check("付款合同", "请先看合同再付款。", "请先看[合同]再[付款]。");
        check(
            "ORD-2024-00123",
            "see ORD-2024-00123!",
            "see [ORD-2024-00123]!",
        );
        check("00123", "see ORD-2024-00123!", "see ORD-2024-[00123]!");
        check("ana@exam", "to ana@example.com", "to [ana@example.com]");
        check("汉字", "漢字很難", "[漢字]很難");
        check("漢", "汉字", "[汉]字");
        check("ガソリン", "ｶﾞｿﾘﾝの価格", "[ｶﾞｿﾘﾝ]の価格");
        check("gtx", "新款ＧＴＸ到货", "新款[ＧＴＸ]到货");
        check(
            "ＧＴＸ－12 ",
            "gtx-12, ＧＴＸ－１２",
            "[gtx-12], [ＧＴＸ]－[１２]",
        );
        check("１２３ ", "编号１２３，123", "编号[１２３]，[123]");
        check("Bruecke ", "viele Brücken", "viele [Brücken]");
        check("brücke ", "viele Bruecken", "viele [Bruecken]");
        check("lie ", "lies of a lying liar", "[lies] of a [lying] liar");
        check("договор ", "Новые договоры", "Новые [договоры]");
        check("reuniao ", "duas reuniões", "duas [reuniões]");
        check("recibieron ", "Ana recibió", "Ana [recibió]");
        check("Recibió ", "recibieron", "[recibieron]");
        check("buying ", "I bought it", "I [bought] it");
        check("bought ", "They buy it", "They [buy] it");
        check("notes ", "not a note of some", "not a [note] of some");
        check("sons ", "some of his son", "some of his [son]");
        check("the ", "the, their", "[the], their");
        check("late -invoice", "invoice late", "invoice [late]");
        check("oak", "tom@shop.org · oak", "tom@shop.org · [oak]");
        check("x", "", "");
    }

    #[test]
    fn the_words_of_a_phrase_are_marked_side_by_side() {
        let text = "A system: operating systems, an operating\nsystem, operating.";
        let of_phrase = "A system: operating systems, an [operating] [system], operating.";
        check("\"operating system\" ", text, of_phrase);
        let of_both = "A [system]: operating [systems], an [operating] [system], operating.";
        check("\"operating system\" systems ", text, of_both);
        check(
            "\"system operating\" ",
            text,
            "A [system]: [operating] systems, an operating [system], [operating].",
        );
        check("\"system\" ", "a system", "a [system]");
        check("\"付款 now\" ", "now 付款 now", "[now] [付款] [now]");
    }

    #[test]
    fn what_stands_beside_a_phrase_is_marked_as_without_it() {
        let text = "System: the operating system GTX-Pro 付款, 912 345 678.";
        let check = |query: &str, expected: &str| check(query, text, expected);
        let marked = "System: the [operating] [system] [GTX-Pro] 付款, 912 345 678.";
        check("\"operating system\" gtx-pro ", marked);
        let marked = "System: the [operating] [system] GTX-Pro [付款], 912 345 678.";
        check("\"operating system\" 付款", marked);
        let marked = "System: the [operating] [system] GTX-Pro 付款, [912 345 678].";
        check("\"operating system\" 912345678 ", marked);
    }

    #[test]
    fn the_parts_of_a_compound_are_marked_side_by_side() {
        let text = "Pro: GTX-Pro, the GTX pro, no GTX, gtxpro.";
        let marked = "Pro: [GTX-Pro], the [GTX] [pro], no GTX, [gtxpro].";
        check("gtx-pro ", text, marked);
        check("l'avion ", "Un avion en l'air", "Un [avion] en l'air");
        check(
            "ana@x.org ",
            "ana x org, ana@y.org",
            "[ana] [x] [org], ana@y.org",
        );
    }

    #[test]
    fn numbers_are_marked_however_they_are_grouped() {
        let text = "Call 912 345 678 now";
        check("+34912345678 ", text, "Call [912 345 678] now");
        check("912-34-56-78", text, "Call [912 345 678] now");
        check("345678 ", text, "Call 912 [345 678] now");
        check("+34 91234567", text, "Call [912 345 678] now");
        check("912 34 56 77 ", text, "Call [912] 345 678 now");
        let text = "Room 12, +34 912 345 678";
        check("+34912345678", text, "Room 12, +[34 912 345 678]");
        check("912345678 ", text, "Room 12, +[34 912 345 678]");
        check("34 912345678 ", text, "Room 12, +[34 912 345 678]");
        let text = "12 boxes: 34-912-345-678, 555 345 678";
        let marked = "12 boxes: 34-[912-345-678], 555 345 678";
        check("912345678 ", text, marked);
        check("912345678 ", "on 2024-11-22", "on 2024-11-22");
        let contact = "0034 (912) 34.56.78 · ana";
        check("912345678", contact, "[0034 (912) 34.56.78] · ana");
        check("912345678 ", "9123456781", "9123456781");
        check("912345678 ", "91 234 56 78x", "91 234 56 78x");
        check("912345678 ", "电话912 345 678请打", "电话[912 345 678]请打");
    }

    #[test]
    fn amounts_are_marked_however_they_are_grouped() {
        let text = "The total is €12,500.00, of 112,500.";
        check("12500 ", text, "The total is €[12,500].00, of 112,500.");
        check("12.500,00 ", text, "The total is €[12,500.00], of 112,500.");
        check("125", text, "The total is €[12,500].00, of 112,500.");
        check("12,500 ", "12500 or 12 500", "[12500] or [12 500]");
        check("12500 ", "总计12,500元", "总计[12,500]元");
        check("99.95 ", "99 o 99,95 €", "99 o [99,95] €");
        check("99,95 ", "99 or $99.95", "99 or $[99.95]");
    }

    #[test]
    fn account_numbers_are_marked_however_they_are_grouped() {
        let grouped = "pay ES91 2100 0418 4502 0005 1332, 2100";
        let marked = "pay [ES91 2100 0418 4502 0005 1332], 2100";
        check("ES9121000418450200051332 ", grouped, marked);
        check("es912100", grouped, marked);
        let typed = "pay ES91 2100 0418 4502 0005 1332 ";
        let whole = "pay ES9121000418450200051332";
        check(typed, whole, "[pay] [ES9121000418450200051332]");
        assert!(Marker::new(&parse(typed), Tolerance::Strict).is_all_in(whole));
    }

    #[test]
    fn a_number_counts_as_the_words_that_it_is_typed_in() {
        let marker = Marker::new(&parse("late 912 345 678 "), Tolerance::Strict);
        for text in ["912345678 is late", "late: 91-2345-678", "912 345 678 late"] {
            assert!(marker.is_all_in(text), "{text}");
        }
        assert!(!marker.is_all_in("912 678 is late"));
    }

    #[test]
    fn no_name_is_marked_within_a_number() {
        let marker = Marker::new(&parse("912345678 945 "), Tolerance::Typos);
        let marks = marker.mark_name("912 345 678 ana").marks;
        assert_eq!(marks, [shared::api::search::Mark(0, 11)]);
    }

    #[test]
    fn a_compound_is_shown_where_its_parts_stand_together() {
        let filler = "Nothing to see here. ".repeat(40);
        let text = format!("It has 00 of 300, a pro. {filler}The GTX pro is $500,000.00. {filler}");
        for query in ["gtx-pro ", "500,000.00 ", "500000.00 "] {
            let marker = Marker::new(&parse(query), Tolerance::Strict);
            let found = marker.snippet(std::slice::from_ref(&text));
            assert!(found.marked.text.contains("GTX pro"), "{query}");
            assert!(!found.marked.marks.is_empty(), "{query}");
        }
        let marker = Marker::new(&parse("gtx-pro "), Tolerance::Strict);
        assert_eq!(marker.find("GTX is no pro"), None);
    }

    #[test]
    fn a_phrase_is_shown_where_its_words_stand_together() {
        let filler = "Nothing to see here. ".repeat(40);
        for (query, place) in [
            ("\"operating system\" ", "An operating\nsystem for Linux."),
            (
                "linux \"operating system\" ",
                "The operating system is Linux.",
            ),
            ("\"e-mail system\" ", "Our e-mail system is down."),
        ] {
            let text = format!("The system is operating e-mail on Linux. {filler}{place} {filler}");
            let marker = Marker::new(&parse(query), Tolerance::Strict);
            let found = marker.snippet(&[text]);
            let shown = found.marked.text;
            assert!(shown.contains(&place.replace('\n', " ")), "{query} {shown}");
            assert_eq!(found.words, marker.words_asked(), "{query}");
        }
    }

    #[test]
    fn the_text_that_holds_more_words_is_shown() {
        let marker = Marker::new(&parse("pears order "), Tolerance::Strict);
        let check = |texts: [&str; 2], expected: &str| {
            let found = marker.snippet(&texts.map(str::to_owned));
            assert_eq!(found.marked.text, expected);
        };
        check(
            ["Pears came.", "The order of pears."],
            "The order of pears.",
        );
        check(["Pears came.", "The order."], "Pears came.");
        check(["All well.", "The order."], "The order.");
        check(["All well.", "Thanks."], "All well.");
    }

    #[test]
    fn a_snippet_that_begins_within_a_sentence_says_so() {
        let check = |query: &str, text: &str, begin: &str| {
            let filler = "Nothing to see here. ".repeat(20);
            let marker = Marker::new(&parse(query), Tolerance::Strict);
            let shown = marker.snippet(&[format!("{filler}\n\n{text}\n\n{filler}")]);
            let shown = shown.marked.text;
            assert!(shown.starts_with(begin), "{shown}");
        };
        let wrapped = "We would like to let you know that since the last week of October\n\
            the pears of which we wrote are late.";
        check(
            "pears ",
            wrapped,
            "… to let you know that since the last week of October the pears",
        );
        check(
            "late ",
            "The pears that we wrote of in our last letter to you:\n- late",
            "- late",
        );
        check(
            "late ",
            "Call the people of the pears\nthey are late",
            "they are late",
        );
        check(
            "late ",
            "The pears of which we wrote to you in the last week are here.\nthey are late",
            "they are late",
        );
        let wrapped = "我们想告诉您，从十月的最后一个星期开始，我们在上一封信中提到的那\n批梨子的交货时间晚了。";
        check("梨子", wrapped, "我们想告诉您，从十月");
        check("梨子", "请给卖水果的人打电话\n批梨子晚了。", "批梨子晚了。");
    }

    #[test]
    fn the_best_sentence_is_shown_on_one_line() {
        let filler = "Nothing to see here. ".repeat(40);
        let text = format!("{filler}The   order\nof pears is late. {filler}");
        let marker = Marker::new(&parse("pears order "), Tolerance::Strict);
        let snippet = marker.snippet(&[text]).marked;
        assert!(
            snippet.text.contains("order of pears is late."),
            "{snippet:?}"
        );
        assert!(snippet.text.chars().count() < SNIPPET_CHARS + 10);
        assert_eq!(snippet.marks.len(), 2);
    }
}

//! The text of a message: what its writer wrote this time, apart from what was quoted, so that
//! search, previews and people meet each sentence once. Signatures stay with the new text.

/// Characters of an attribution such as "On … wrote:", over its lines.
const ATTRIBUTION_CHARS_MAX: usize = 400;
/// Lines of an attribution.
const ATTRIBUTION_LINES_MAX: usize = 3;
/// Lines within which the header that Outlook puts before a quote must show itself.
const HEADER_LINES: usize = 6;
/// Fields that such a header has at least.
const HEADER_FIELDS_MIN: usize = 3;

/// Where each language's attribution ends.
const WROTE: [&str; 22] = [
    "wrote:",
    "writes:",
    "said:",
    "typed:",
    "écrit :",
    "écrit:",
    "escribió:",
    "escribio:",
    "escribe:",
    "escreveu:",
    "schrieb:",
    "ha scritto:",
    "schreef:",
    "skrev:",
    "napisał(a):",
    "написал(а):",
    "пишет:",
    "写道：",
    "写道:",
    "寫道：",
    "寫道:",
    "wrote：",
];
/// Where each language's attribution begins.
const ON: [&str; 14] = [
    "On ", "El ", "Le ", "Am ", "Il ", "Em ", "Op ", "Den ", "W dniu ", "At ", "在", "于", "於",
    "In ",
];
/// Lines behind which everything is quoted.
const SEPARATORS: [&str; 10] = [
    "original message",
    "mensaje original",
    "message d'origine",
    "ursprüngliche nachricht",
    "messaggio originale",
    "mensagem original",
    "原始邮件",
    "原邮件",
    "原始郵件",
    "reply message",
];
/// Names of header fields at the head of a quote, by language.
const FIELDS: [&str; 34] = [
    "from:",
    "sent:",
    "date:",
    "to:",
    "cc:",
    "subject:",
    "de:",
    "enviado:",
    "enviado el:",
    "fecha:",
    "para:",
    "asunto:",
    "von:",
    "gesendet:",
    "an:",
    "betreff:",
    "envoyé :",
    "à :",
    "objet :",
    "da:",
    "inviato:",
    "a:",
    "oggetto:",
    "发件人：",
    "发件人:",
    "发送时间：",
    "发送时间:",
    "收件人：",
    "收件人:",
    "主题：",
    "主题:",
    "抄送：",
    "寄件者：",
    "主旨：",
];

/// A text in its two parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SplitText {
    /// What the sender wrote this time.
    pub new: String,
    /// What the sender quoted.
    pub quoted: String,
}

/// Tells new text from quoted text. A message that quotes and says nothing itself is all new:
/// somebody sent it to be read.
pub fn split_quotes(text: &str) -> SplitText {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let quoted = mark_quoted(&lines);
    let pick = |wanted: bool| {
        let kept = lines
            .iter()
            .zip(&quoted)
            .filter(|&(_, &quoted)| quoted == wanted)
            .map(|(line, _)| *line);
        tidy_lines(kept)
    };
    let (new, quoted) = (pick(false), pick(true));
    if new.is_empty() {
        return SplitText {
            new: quoted,
            quoted: new,
        };
    }
    SplitText { new, quoted }
}

fn mark_quoted(lines: &[&str]) -> Vec<bool> {
    let mut quoted: Vec<bool> = lines.iter().map(|line| is_quote_line(line)).collect();
    unmark_escaped_from(lines, &mut quoted);
    let mut at = 0;
    while at < lines.len() {
        let rest = lines.get(at..).unwrap_or_default();
        // Below the answer everything may be quoted; where nothing stands above, the answer is below.
        let answered = has_new(lines, &quoted, at);
        if answered && is_separator(rest) {
            mark(&mut quoted, at, lines.len());
            break;
        }
        let attribution = attribution_lines(rest);
        if attribution == 0 {
            at += 1;
            continue;
        }
        let behind = at + attribution;
        if let Some(prefix) = own_mark(lines, behind) {
            mark(&mut quoted, at, behind);
            for (line, quoted) in lines.iter().zip(&mut quoted).skip(behind) {
                *quoted |= line.starts_with(prefix);
            }
        } else if quotes_follow(lines, &quoted, behind) {
            mark(&mut quoted, at, behind);
        } else if answered && has_attribution_opening(rest) && !has_quotes(&quoted, behind) {
            // Nothing behind it carries a mark: the writer answered on top of an unmarked quote.
            mark(&mut quoted, at, lines.len());
            break;
        }
        at = behind;
    }
    quoted
}

fn mark(quoted: &mut [bool], from: usize, to: usize) {
    let marks = quoted.iter_mut().take(to).skip(from);
    marks.for_each(|quoted| *quoted = true);
}

fn has_new(lines: &[&str], quoted: &[bool], before: usize) -> bool {
    lines
        .iter()
        .zip(quoted)
        .take(before)
        .any(|(line, &quoted)| !quoted && !line.is_empty())
}

/// Some people mark quotes with signs of their own, such as `--]` or `|`: what the first line
/// behind an attribution begins with, if another line does too.
fn own_mark<'a>(lines: &[&'a str], behind: usize) -> Option<&'a str> {
    const SIGNS: &str = "]|}:%=>+~-#";
    const MARK_CHARS_MAX: usize = 4;
    let mut rest = lines.iter().skip(behind).skip_while(|line| line.is_empty());
    let first = rest.next()?;
    let length = first.chars().take_while(|&c| SIGNS.contains(c)).count();
    let prefix = first.get(..length)?;
    let bullet = ["-", "+", "=", "#", "--", ">"].contains(&prefix);
    let usable = (1..=MARK_CHARS_MAX).contains(&length) && !bullet;
    let again = rest.take(2).any(|line| line.starts_with(prefix));
    (usable && again).then_some(prefix)
}

fn is_quote_line(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t']);
    line.starts_with('>') || line.starts_with('＞')
}

/// `>From` is how mailboxes protect a line that begins with "From"; alone it quotes nobody.
fn unmark_escaped_from(lines: &[&str], quoted: &mut [bool]) {
    let alone: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(at, line)| {
            let near =
                |at: Option<usize>| at.and_then(|at| quoted.get(at)).copied().unwrap_or(false);
            line.starts_with(">From ") && !near(at.checked_sub(1)) && !near(Some(at + 1))
        })
        .map(|(at, _)| at)
        .collect();
    for at in alone {
        if let Some(mark) = quoted.get_mut(at) {
            *mark = false;
        }
    }
}

fn is_separator(rest: &[&str]) -> bool {
    let Some(line) = rest.first() else {
        return false;
    };
    let bare = line.trim_matches(['-', '_', '=', ' ', '*', '—']);
    let dashed = bare.len() + 4 <= line.trim().len();
    let bare = bare.to_lowercase();
    if dashed && SEPARATORS.iter().any(|&separator| bare == separator) {
        return true;
    }
    is_field(line) && header_fields(rest) >= HEADER_FIELDS_MIN
}

fn header_fields(rest: &[&str]) -> usize {
    let fields = rest.iter().take(HEADER_LINES).filter(|line| is_field(line));
    fields.count()
}

fn is_field(line: &str) -> bool {
    let line = line
        .trim_start_matches(['*', ' '])
        .replacen(":*", ":", 1)
        .to_lowercase();
    FIELDS.iter().any(|&field| line.starts_with(field))
}

/// How many lines an attribution at the head of `rest` has; 0 if there is none.
fn attribution_lines(rest: &[&str]) -> usize {
    let Some(first) = rest.first().map(|line| line.trim()) else {
        return 0;
    };
    if first.is_empty() || is_quote_line(first) {
        return 0;
    }
    let lines_max = if has_attribution_opening(rest) {
        ATTRIBUTION_LINES_MAX
    } else {
        1
    };
    let mut chars = 0;
    for (number, line) in rest.iter().take(lines_max).enumerate() {
        let line = line.trim_end();
        chars += line.chars().count();
        if line.is_empty() || chars > ATTRIBUTION_CHARS_MAX {
            return 0;
        }
        let lower = line.to_lowercase();
        if WROTE.iter().any(|wrote| lower.ends_with(wrote)) {
            return number + 1;
        }
        if number == 0 && (lower.ends_with(':') || lower.ends_with('：')) && lower.contains('@') {
            return 1;
        }
    }
    0
}

fn has_attribution_opening(rest: &[&str]) -> bool {
    rest.first()
        .is_some_and(|line| ON.iter().any(|on| line.trim_start().starts_with(on)))
}

fn quotes_follow(lines: &[&str], quoted: &[bool], behind: usize) -> bool {
    lines
        .iter()
        .zip(quoted)
        .skip(behind)
        .find(|(line, _)| !line.is_empty())
        .is_some_and(|(_, &quoted)| quoted)
}

fn has_quotes(quoted: &[bool], behind: usize) -> bool {
    quoted.iter().skip(behind).any(|&quoted| quoted)
}

/// Joins lines, at most one empty one in a row, none at either end.
fn tidy_lines<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut pending_break = false;
    for line in lines {
        if line.trim().is_empty() {
            pending_break = !out.is_empty();
            continue;
        }
        if !out.is_empty() {
            out.push_str(if pending_break { "\n\n" } else { "\n" });
        }
        pending_break = false;
        out.push_str(line);
    }
    out
}

/// One line: white space folded, control characters gone, at most this many characters.
pub fn clean_line(text: &str, chars_max: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if length > 0 {
            out.push(' ');
            length += 1;
        }
        for c in word.chars() {
            if length >= chars_max {
                return out.trim_end().to_owned();
            }
            out.push(c);
            length += 1;
        }
    }
    out
}

/// The first words of a text, for lists.
pub fn preview(text: &str, chars_max: usize) -> String {
    clean_line(text, chars_max)
}

/// A text without NUL and other control characters but line breaks and tabs, cut at a character
/// to at most this many bytes; and whether it was cut.
pub fn clean_text(text: String, bytes_max: usize) -> (String, bool) {
    let strange = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let mut text = if text.contains(strange) {
        text.replace("\r\n", "\n")
            .chars()
            .map(|c| if c == '\r' { '\n' } else { c })
            .filter(|&c| !strange(c))
            .collect()
    } else {
        text
    };
    let cut = text.len() > bytes_max;
    if cut {
        let end = (0..=bytes_max)
            .rev()
            .find(|&at| text.is_char_boundary(at))
            .unwrap_or(0);
        text.truncate(end);
    }
    (text, cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, new: &str, quoted: &str) {
        let split = split_quotes(text);
        assert_eq!(split.new, new, "new text of {text:?}");
        assert_eq!(split.quoted, quoted, "quoted text of {text:?}");
    }

    #[test]
    fn marked_quotes_and_their_attribution_are_quoted() {
        check(
            "Yes.\n\nOn Mon, 1 Jan 2024, Ana wrote:\n> Coming?\n\n-- \nBob",
            "Yes.\n\n-- \nBob".replace("-- ", "--").as_str(),
            "On Mon, 1 Jan 2024, Ana wrote:\n> Coming?",
        );
        check("> a\nb\n> c\nd", "b\nd", "> a\n> c");
        check(
            "Sí.\n\nEl lun, 1 ene 2024 a las 10:00, Ana López\n<ana@example.org> escribió:\n\n> ¿Vienes?",
            "Sí.",
            "El lun, 1 ene 2024 a las 10:00, Ana López\n<ana@example.org> escribió:\n> ¿Vienes?",
        );
        check(
            "好的\n\n在 2024年1月1日，张伟 写道：\n> 来吗？",
            "好的",
            "在 2024年1月1日，张伟 写道：\n> 来吗？",
        );
        check(
            "ana@example.org (Ana):\n> x\ny",
            "y",
            "ana@example.org (Ana):\n> x",
        );
    }

    #[test]
    fn quotes_without_marks_are_found_by_their_head() {
        check(
            "Thanks!\n\nOn Tue, Jan 2, 2024 at 9:00 AM Ana <a@b.c> wrote:\n\nSee you\nAna",
            "Thanks!",
            "On Tue, Jan 2, 2024 at 9:00 AM Ana <a@b.c> wrote:\n\nSee you\nAna",
        );
        check(
            "Ok\n\n-----Original Message-----\nFrom: Ana\nx",
            "Ok",
            "-----Original Message-----\nFrom: Ana\nx",
        );
        check(
            "Vale\n\n-----Mensaje original-----\nDe: Ana",
            "Vale",
            "-----Mensaje original-----\nDe: Ana",
        );
        check(
            "好\n\n发件人: 张伟\n发送时间: 2024年1月1日\n收件人: 李\n主题: 会议\n\n内容",
            "好",
            "发件人: 张伟\n发送时间: 2024年1月1日\n收件人: 李\n主题: 会议\n\n内容",
        );
        check(
            "Fine\n\n*From:* Ana\n*Sent:* Monday\n*To:* Bob\n*Subject:* x\n\nold",
            "Fine",
            "*From:* Ana\n*Sent:* Monday\n*To:* Bob\n*Subject:* x\n\nold",
        );
    }

    #[test]
    fn answers_below_and_between_are_new() {
        check(
            "On 10 Sep 2002, Gary wrote:\n\n--]It's a myth.\n--]We use it all.\n\nNice imagery.",
            "Nice imagery.",
            "On 10 Sep 2002, Gary wrote:\n--]It's a myth.\n--]We use it all.",
        );
        check(
            "----- Original Message -----\nFrom: \"Ana\" <a@b.c>\n\n> Old\nNew below",
            "----- Original Message -----\nFrom: \"Ana\" <a@b.c>\n\nNew below",
            "> Old",
        );
        check(
            "From: a\nTo: b\nSubject: c\n\nDear all",
            "From: a\nTo: b\nSubject: c\n\nDear all",
            "",
        );
        check("> nothing but this", "> nothing but this", "");
    }

    #[test]
    fn ordinary_sentences_stay_new() {
        for text in [
            "He wrote: a book.",
            "On Monday we meet.\nFrom: the beginning",
            "Here is what I said:\nnothing",
            "Agenda:\n- From: A\n- To: B",
            ">From here on\nall is mine",
        ] {
            check(text, text, "");
        }
        check("", "", "");
    }

    #[test]
    fn lines_are_cleaned_and_cut_at_characters() {
        assert_eq!(clean_line(" a\r\n\tb\0c  ", 10), "a b c");
        assert_eq!(clean_line("señor", 3), "señ");
        assert_eq!(
            clean_text("ab\u{7}c\r\nd".to_owned(), 99),
            ("abc\nd".to_owned(), false)
        );
        assert_eq!(clean_text("aé".to_owned(), 2), ("a".to_owned(), true));
    }
}

//! The query language: what is read, what is wrong with it, and that nothing breaks it.

mod written;

use super::*;
use crate::model::{LifecycleStage, RecordKind};
use crate::zone::Hours;

fn show(node: &Node) -> String {
    let list = |nodes: &[Node], by: &str| {
        let shown: Vec<_> = nodes.iter().map(show).collect();
        format!("({})", shown.join(by))
    };
    match node {
        Node::Word { text, prefix } => format!("{text}{}", if *prefix { "*" } else { "" }),
        Node::Phrase(text) => format!("\"{text}\""),
        Node::Field(clause) => {
            let value = |value: &Value| {
                let star = if value.prefix { "*" } else { "" };
                format!("{}{star}", value.text)
            };
            let values: Vec<_> = clause.values.iter().map(value).collect();
            format!("{}={}", clause.field.as_str(), values.join("|"))
        }
        Node::Not(node) => format!("-{}", show(node)),
        Node::All(nodes) => list(nodes, " "),
        Node::Any(nodes) => list(nodes, " OR "),
    }
}

fn context() -> Context<'static> {
    Context {
        locale: Locale::En,
        now: "2024-05-16T02:30:00Z".parse().unwrap(),
        zone: &Hours(2),
    }
}

fn check(input: &str, expected: &str) {
    let shown: Vec<_> = parse_in(input, &context()).nodes.iter().map(show).collect();
    assert_eq!(shown.join(" "), expected, "{input:?}");
}

/// `code start..end fix`, one after the other.
fn check_problems(input: &str, expected: &str) {
    let problems = parse_in(input, &context()).problems;
    let shown: Vec<_> = problems
        .iter()
        .map(|problem| {
            let Span { start, end } = problem.span;
            let fix = problem.fix.as_deref().unwrap_or("-");
            format!("{} {start}..{end} {fix}", problem.code.as_str())
        })
        .collect();
    assert_eq!(shown.join("; "), expected, "{input:?}");
}

#[test]
fn operators_are_read_and_all_else_is_words() {
    check("", "");
    check("  invoice ", "invoice");
    check("late inv", "late inv*");
    check("\"late invoice\" ana", "\"late invoice\" ana*");
    check("late -paid", "late -paid");
    check("late -pai*", "late -pai*");
    check("late -\"paid in full\"", "late -\"paid in full\"");
    check("a OR b c", "(a OR b) c*");
    check("a OR b OR c ", "(a OR b OR c)");
    check("OR a OR", "a");
    check("a or b", "a or b*");
    check("ORD-2024-00123", "ORD-2024-00123*");
    check("ana@example.com ", "ana@example.com");
    check("\"never closed ", "\"never closed\"");
    check("\"\" - -- x", "x*");
    check("合同 付款", "合同 付款*");
    check("“合同 付款”", "\"合同 付款\"");
    check("inv* late ", "inv* late");
}

#[test]
fn groups_nest_and_never_get_in_the_way() {
    check("(late OR early) ana ", "(late OR early) ana");
    check("late OR (very early) ", "(late OR (very early))");
    check("(very late) OR early ", "((very late) OR early)");
    check("a -(b OR c) ", "a -(b OR c)");
    check("(late invoice) ana ", "late invoice ana");
    check("((a)) () b ", "a b");
    check("(+34) 600 123 456 ", "+34 600 123 456");
    check("f(x) :) ", "f(x)");
    check("(a b", "a b*");
    check("（合同 OR 付款）x ", "(合同 OR 付款) x");
    check(&format!("{}a", "(".repeat(30)), "a*");
}

#[test]
fn fields_are_read_in_three_languages() {
    check("from:ana", "from=ana*");
    check("from:ana late ", "from=ana late");
    check("from:\"ana vidal\",bob x ", "from=ana vidal|bob x");
    check("-tag:vip ", "-tag=vip");
    check("-tag:vip", "-tag=vip");
    check("de:ana para:bob ", "from=ana to=bob");
    check("发件人:张伟 后 ", "from=张伟 后");
    check("发件人：张伟，李雷 ", "from=张伟|李雷");
    check("DESPUÉS:ayer despues:hoy ", "after=ayer after=hoy");
    check(
        "(from:ana OR from:bob) late ",
        "(from=ana OR from=bob) late",
    );
    check("(tag:a,b)", "tag=a|b");
    check("amount>5,000 amount:<3k ", "amount=>5,000 amount=<3k");
    check("tag:🔥 ", "tag=🔥");
    check("filename:*.pdf ", "filename=*.pdf");
    check(
        "Re: 10:30 https://a.example/b mailto:x ",
        "Re: 10:30 a.example/b mailto:x",
    );
    check_problems("Re: 10:30 https://a.example/b mailto:x a:b ", "");
}

#[test]
fn values_mean_what_they_say() {
    let check = |input: &str, expected: Meaning| {
        let query = parse_in(input, &context());
        let meanings: Vec<_> = query
            .clauses()
            .iter()
            .map(|it| it.meaning.clone())
            .collect();
        assert_eq!(meanings, [expected], "{input:?}");
    };
    let (lead, customer) = (LifecycleStage::Lead, LifecycleStage::Customer);
    check(
        "stage:lead,客户 ",
        Meaning::Stages(vec![Some(lead), Some(customer)]),
    );
    check("etapa:ninguna ", Meaning::Stages(vec![None]));
    check("kind:mail ", Meaning::Kinds(vec![RecordKind::Message]));
    check(
        "kind:co",
        Meaning::Kinds(vec![RecordKind::Contact, RecordKind::Company]),
    );
    check("tipo:correos ", Meaning::Kinds(vec![RecordKind::Message]));
    check("lang:chino ", Meaning::Languages(vec!["zh"]));
    check("has:附件 ", Meaning::Attachment);
    check("in:papelera ", Meaning::Bin);
    check("in:archive ", Meaning::Nothing);
    check("is:unread ", Meaning::Nothing);
    check("stage:king ", Meaning::Nothing);
    let time = |from: Option<&str>, before: Option<&str>| {
        let read = |text: &str| text.parse().unwrap();
        let (from, before) = (from.map(read), before.map(read));
        Meaning::Times(vec![TimeRange { from, before }])
    };
    check("after:yesterday ", time(Some("2024-05-14T22:00:00Z"), None));
    check("before:2024 ", time(None, Some("2023-12-31T22:00:00Z")));
    check(
        "on:2024-05 ",
        time(Some("2024-04-30T22:00:00Z"), Some("2024-05-31T22:00:00Z")),
    );
    check("last:30d ", time(Some("2024-04-15T22:00:00Z"), None));
    check("últimos:7d ", time(Some("2024-05-08T22:00:00Z"), None));
}

#[test]
fn what_is_wrong_is_marked_with_what_was_meant() {
    check_problems("form:ana x", "unknown_field 0..8 from:ana");
    check_problems("x colour:red ", "unknown_field 2..12 -");
    check_problems("from: ana", "missing_value 0..9 from:ana");
    check_problems("from: ", "missing_value 0..5 -");
    check_problems("late stage:custmer ", "wrong_value 11..18 customer");
    check_problems("before:yesterdya ", "wrong_date 7..16 yesterday");
    check_problems("after:2024-0", "missing_value 6..12 -");
    check_problems("on:3/4/2024 ", "unclear_date 3..11 2024-03-04");
    check_problems("last:30 x", "wrong_date 5..7 30d");
    check_problems("last:30 ", "missing_value 5..7 30d");
    check_problems("kind:信息 ", "wrong_value 5..7 -");
    check_problems("amount>5000 ", "not_yet 6..11 -");
    check_problems("amount>much ", "wrong_value 6..11 -");
    check_problems("is:unread in:archive ", "not_yet 3..9 -; not_yet 13..20 -");
    check_problems("\"late inv", "unclosed_quote 0..9 \"late inv\"");
    check_problems("a (late OR early", "unclosed_group 2..16 (late OR early)");
    check_problems("a OR ", "lone_or 2..4 -");
    check_problems("从:x 合同", "");
}

#[test]
fn filters_are_read_strictly() {
    let check = |input: &str, expected: &str| {
        let shown = match parse_filter(input, &context()) {
            Ok(query) => query.nodes.iter().map(show).collect::<Vec<_>>().join(" "),
            Err(problem) => problem.code.as_str().to_owned(),
        };
        assert_eq!(shown, expected, "{input:?}");
    };
    check("", "");
    check("stage:lead owner:me", "stage=lead owner=me");
    check("stage:lead,customer", "stage=lead|customer");
    check(
        r#"tag:"key account" -stage:lead"#,
        "tag=key account -stage=lead",
    );
    check(r#"tag:"a,b",c"#, "tag=a,b|c");
    check("lead", "unknown_field");
    check("stage:", "missing_value");
    check("colour:red", "unknown_field");
    check("stage:king", "wrong_value");
    check("stage:lea", "wrong_value");
    check(&"tag:a ".repeat(QUERY_NODES_MAX + 1), "too_long");
}

#[test]
fn very_long_queries_are_cut_and_say_so() {
    let query = parse(&"w ".repeat(10 * QUERY_NODES_MAX));
    assert_eq!(query.nodes.len(), QUERY_NODES_MAX);
    assert_eq!(query.problems.len(), 1);
    let values = parse(&format!("tag:{} ", "a,".repeat(10 * VALUES_MAX)));
    assert_eq!(values.clauses()[0].values.len(), VALUES_MAX);
    assert_eq!(values.problems[0].code, ProblemCode::TooLong);
}

#[test]
fn what_is_at_the_caret_can_be_completed() {
    let check = |text: &str, locale: Locale, expected: &str| {
        let caret = text.chars().position(|c| c == '|').unwrap();
        let completion = complete(&text.replace('|', ""), caret, locale);
        let shown = completion.map_or("nothing".to_owned(), |completion| {
            let Span { start, end } = completion.span;
            let (what, words) = match completion.offer {
                Offer::Fields(fields) => {
                    let names = fields.into_iter().map(|(_, name)| name).take(3);
                    ("fields", names.collect())
                }
                Offer::Values(field, words) => (field.as_str(), words),
            };
            format!(
                "{start}..{end} {:?} {what} {}",
                completion.typed,
                words.join(" ")
            )
        });
        assert_eq!(shown.trim_end(), expected, "{text}");
    };
    let (en, es, zh) = (Locale::En, Locale::Es, Locale::Zh);
    check("late fr|", en, "5..7 \"fr\" fields from");
    check("-fr|", en, "1..3 \"fr\" fields from");
    check("NOT fr|", en, "4..6 \"fr\" fields from");
    check("de|", es, "0..2 \"de\" fields de después");
    check("desp|", es, "0..4 \"desp\" fields después");
    check("fro|", es, "0..3 \"fro\" fields from");
    check("发|", zh, "0..1 \"发\" fields 发件人");
    check("late | x", en, "5..5 \"\" fields from to with");
    check("invoice|", en, "nothing");
    check("fr|om", en, "nothing");
    check("\"fr|", en, "nothing");
    check(
        "stage:|",
        en,
        "6..6 \"\" stage lead customer regular lapsed none",
    );
    check("stage:lead,cu|", en, "11..13 \"cu\" stage customer");
    check("stage:le|ad,customer", en, "6..10 \"le\" stage lead");
    check("etapa:cli|", es, "6..9 \"cli\" stage cliente");
    check("from:\"ana v|", en, "5..11 \"ana v\" from");
    check("(company:ac|)", en, "9..11 \"ac\" company");
    check("after:y|", en, "6..7 \"y\" after yesterday");
    check("st|age:lead", en, "nothing");
    check("from:(ana OR bo|)", en, "13..15 \"bo\" from");
    check("ｓｔａｇｅ：ｌｅ|", en, "6..8 \"le\" stage lead");
}

/// The query without places, which a text printed anew has elsewhere.
fn meaning_of(nodes: &[Node]) -> Vec<Node> {
    nodes.iter().map(without_place).collect()
}

fn without_place(node: &Node) -> Node {
    match node {
        Node::Field(clause) => {
            let mut clause = clause.clone();
            clause.span = Span::default();
            for value in &mut clause.values {
                value.span = Span::default();
            }
            Node::Field(clause)
        }
        Node::Not(node) => Node::Not(Box::new(without_place(node))),
        Node::All(nodes) => Node::All(meaning_of(nodes)),
        Node::Any(nodes) => Node::Any(meaning_of(nodes)),
        node => node.clone(),
    }
}

fn check_any_text(text: &str) {
    let query = parse_in(text, &context());
    let printed = query.to_string();
    let again = parse_in(&printed, &context());
    assert_eq!(
        meaning_of(&again.nodes),
        meaning_of(&query.nodes),
        "{text:?} printed as {printed:?}"
    );
    let length = text.chars().count();
    let spans = query.pieces.iter().map(|piece| piece.span);
    for span in spans.chain(query.problems.iter().map(|problem| problem.span)) {
        assert!(
            span.start <= span.end && span.end as usize <= length,
            "{text:?}: {span:?}"
        );
    }
    for caret in (0..=length.min(40)).step_by(3) {
        let Some(completion) = complete(text, caret, Locale::Es) else {
            continue;
        };
        assert!(
            completion.span.end as usize <= length,
            "{text:?} at {caret}"
        );
    }
    let _strict = parse_filter(text, &context());
}

/// What texts are made of to break it.
const PIECES: [&str; 63] = [
    "from:",
    "de：",
    "tag:",
    "kind:",
    "co",
    "stage:lead",
    "after:",
    "before:",
    "on:",
    "last:",
    "30d",
    "2024-",
    "05",
    "03",
    "昨天",
    "ayer",
    "amount>",
    "5,000",
    "in:bin",
    "is:unread",
    "has:",
    "OR",
    " OR ",
    "(",
    ")",
    "（",
    "\"",
    "“",
    "-",
    "*",
    ",",
    "，",
    ":",
    " ",
    " ",
    " ",
    "ana",
    "李雷",
    "a@b.example",
    "..",
    "\u{301}",
    "🔥",
    "\n",
    "OR*",
    "-OR",
    "none",
    "\"a b\"",
    "x)",
    "from:(",
    "on:last",
    "week",
    "last:30",
    "days",
    "may",
    "或",
    " | ",
    "R&D",
    "<a@b>",
    "mailto:",
    "ＡＮＤ ",
    "NOT",
    " NOT ",
    "NOT(",
];

#[test]
fn no_text_breaks_it_and_every_query_prints_as_itself() {
    let mut state = 20_261_122_u64;
    let mut roll = |sides: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % sides
    };
    for _ in 0..4_000 {
        let length = roll(12);
        let text: String = (0..length).map(|_| PIECES[roll(PIECES.len())]).collect();
        check_any_text(&text);
    }
    for _ in 0..200 {
        let length = roll(30);
        let letter = |number: usize| char::from_u32(number as u32).unwrap_or(' ');
        let text: String = (0..length).map(|_| letter(roll(0x3000))).collect();
        check_any_text(&text);
    }
}

//! What people write beside the plain language: other keyboards, other programs, dates in words, and
//! queries of which only the beginning is there.

use super::{check, check_problems, context};
use crate::query::{Effect, Node, Span, parse, parse_in};

#[test]
fn letters_and_signs_of_full_width_are_the_usual_ones() {
    check("ｆｒｏｍ：ａｎａ　ｌａｔｅ ", "from=ana late");
    check("－付款 （合同 ＯＲ 订单） ", "-付款 (合同 OR 订单)");
    check("＂late invoice＂ ＩＮＶ＊ ", "\"late invoice\" INV*");
    check("＋８６ １３８－００１３－８０００ ", "+86 138-0013-8000");
    check("发件人：张伟、李雷 ", "from=张伟|李雷");
    check("金额＞５０００ ", "amount=>5000");
    check(
        "发件人：「张 伟」 『合同 付款』 ",
        "from=张 伟 \"合同 付款\"",
    );
    check_problems("ｆｏｒｍ：ana x", "unknown_field 0..8 from:ana");
    check_problems("最近：３０ｄ 后：２０２４－０５ ", "");
}

#[test]
fn joints_of_other_languages_and_programs_are_understood() {
    check("late | overdue ", "(late OR overdue)");
    check("合同 ｜ 订单 || 发票 ", "(合同 OR 订单 OR 发票)");
    check("合同 或 付款 ", "(合同 OR 付款)");
    check("(合同 或者 付款) x ", "(合同 OR 付款) x");
    check("late AND overdue && x ", "late overdue x");
    for lone in [
        "合同 或",
        "合同 或 ",
        "或 合同 ",
        "合同或付款 ",
        "(合同 或) ",
    ] {
        let query = parse(lone);
        assert!(query.problems.is_empty(), "{lone}");
        assert!(
            !query.nodes.iter().any(|node| matches!(node, Node::Any(_))),
            "{lone}"
        );
    }
    check("late | ", "late");
    check("| late ", "late");
    check("late |", "late");
    check("AND late ", "AND late");
    check("TERMS AND", "TERMS AND*");
    check("late and not paid ", "late and not paid");
}

#[test]
fn not_in_capitals_leaves_out_what_stands_behind_it() {
    check("late NOT paid", "late -paid");
    check("late NOT paid invoice", "late -paid invoice*");
    check("late AND NOT paid || NOT sent ", "late (-paid OR -sent)");
    check("late NOT \"paid in full\" ", "late -\"paid in full\"");
    check("NOT (paid OR sent) ", "-(paid OR sent)");
    check("late NOT(paid sent) ", "late -(paid sent)");
    check("NOT from:ana,bob NOT  inv*", "-from=ana|bob -inv*");
    check("合同　ＮＯＴ　付款 ", "合同 -付款");
    check("a NOT NOT b ", "a -NOT b");
    for word in [
        "not paid ",
        "Not paid ",
        "NOTES paid ",
        "-NOT paid ",
        "NOT, paid ",
    ] {
        let nodes = parse(word).nodes;
        assert_eq!(nodes.len(), 2, "{word}");
        assert!(!matches!(nodes[1], Node::Not(_)), "{word}");
    }
    check("DO NOT REPLY ", "DO NOT REPLY");
    check("(WE ARE NOT OPEN) NOT late ", "WE ARE NOT OPEN -late");
    check("REDO NOT IBM ", "REDO -IBM");
    check("late NOT", "late NOT*");
    check("late NOT ", "late NOT");
    check("(late NOT) x ", "late NOT x");
    check("late NOT - ", "late NOT");
    let span = |text: &str| parse(text).pieces.last().map(|piece| piece.span);
    assert_eq!(span("late NOT from:ana "), Some(Span::new(5, 17)));
}

#[test]
fn what_is_copied_from_elsewhere_is_understood() {
    check("mailto:ana@b.example ", "ana@b.example");
    check("TEL:+34-600-123-456 ", "+34-600-123-456");
    check("https://www.b.example/c?d=1 ", "b.example/c?d=1");
    check("https://www.example ", "www.example");
    check("http://b.example:8080/ ", "b.example:8080/");
    check("http:// https://x ", "http:// https://x");
    check("mailto:x tel:x ", "mailto:x tel:x");
    check("from:<ana@b.example> ", "from=ana@b.example");
    check("to:\"Ana Vidal <ana@b.example>\" ", "to=ana@b.example");
    check("file:///tmp/a.pdf ", "file:///tmp/a.pdf");
    check("R&D AT&T, Q&A ", "\"R&D\" \"AT&T,\" \"Q&A\"");
    check("Nogal&Roble ", "Nogal&Roble");
    check("c++", "c++");
    check("c#", "c#");
    check("Re:", "Re:");
    check("ana@", "ana@*");
    check("600-12-", "600-12-*");
    check_problems("To: bob@x.example", "missing_value 0..17 To:bob@x.example");
    check_problems("from:\"\" ana", "missing_value 0..11 from:ana");
}

#[test]
fn fields_take_groups_as_other_programs_do() {
    check("from:(ana OR bob) late ", "(from=ana OR from=bob) late");
    check(
        "from:(ana, bob | \"x y\") ",
        "(from=ana OR from=bob OR from=x y)",
    );
    check("subject:(late invoice) ", "subject=late subject=invoice");
    check("-kind:(note OR mail) ", "-(kind=note OR kind=mail)");
    check("from:(ana", "from=ana*");
    check("from:(ana ", "from=ana");
    check("from:(", "");
    check("发件人：（张伟 或 李雷）", "(from=张伟 OR from=李雷)");
    check("a OR from:(b c) ", "(a OR (from=b from=c))");
    check_problems("from:() x", "missing_value 0..7 -");
    check_problems("from:(ana", "unclosed_group 0..9 from:(ana)");
    check_problems("kind:(note OR king) ", "wrong_value 14..18 -");
    assert_eq!(parse("from:(ana OR bob) ").pieces.len(), 1);
}

#[test]
fn dates_may_have_spaces() {
    check("last:30 days late ", "last=30 days late");
    check("on:last week report ", "on=last week report");
    check("on:5 de mayo de 2024 x ", "on=5 de mayo de 2024 x");
    check("on:September 5, 2002 x ", "on=September 5, 2002 x");
    check("on:last week, report ", "on=last week report");
    check("desde:la semana pasada x ", "after=la semana pasada x");
    check("after:one week ago x ", "after=one week ago x");
    check("last:a month x ", "last=a month x");
    check("últimos:dos meses x ", "last=dos meses x");
    check("最近:半年 合同 ", "last=半年 合同");
    check("after:yesterday report ", "after=yesterday report");
    check("after:2024 may ", "after=2024 may");
    check("-on:this week", "-on=this week");
    check("(after:last week) ", "after=last week");
    check("on:\"last\" week ", "on=last week");
    check_problems("on:\"last\" week ", "wrong_date 3..9 -");
    check_problems("newer_than:2d older_than:1y ", "");
}

#[test]
fn signs_alone_say_nothing() {
    for text in [
        "", " ", "\"", "“”", "-", "(", "()", "?", "🔥", "👍 …", "*", "|", "<>",
    ] {
        let query = parse(text);
        assert!(query.says_nothing(), "{text}");
        assert_eq!(query.problems.is_empty(), text.trim().is_empty(), "{text}");
    }
    check_problems(" 👍 … ", "no_words 1..4 -");
    for text in ["a", "从", "from:", "OR", "tag:🔥", "7"] {
        assert!(!parse(text).says_nothing(), "{text}");
    }
}

/// No letter of a field may look wrong that will be right, or find nothing that will be found.
#[test]
fn nothing_is_wrong_while_a_query_is_typed() {
    for text in [
        "from:ana late",
        "发件人：张伟 合同",
        "stage:lead,customer x",
        "kind:mail from:bob",
        "last:30 days x",
        "last:30d x",
        "on:last week x",
        "on:2024-05-16 x",
        "on:5 may 2024 x",
        "after:hace 3 días x",
        "before:上周五 x",
        "on:昨天 x",
        "desde:la semana pasada x",
        "el:5 de septiembre de 2002 x",
        "on:September 5, 2002 x",
        "after:one week ago x",
        "últimos:dos meses x",
        "最近:半年 x",
        "has:attachment filename:pdf",
        "in:bin lang:es",
        "\"late delivery\" x",
        "from:(ana OR bob) x",
        "(late OR early) x",
    ] {
        let chars: Vec<char> = text.chars().collect();
        for end in 1..chars.len() {
            let begun: String = chars[..end].iter().collect();
            for problem in parse_in(&begun, &context()).problems {
                assert_ne!(
                    problem.code.effect(),
                    Effect::FindsNothing,
                    "{begun:?}: {problem:?}"
                );
            }
        }
    }
}

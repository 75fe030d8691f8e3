//! The tokenizer by example.

use super::{
    FieldTokens,
    language::Language,
    segment::{Segment, segments},
};

fn shown(tokens: &FieldTokens) -> String {
    let mut tokens = tokens.tokens.clone();
    tokens.sort_by_key(|token| token.position);
    let terms = tokens
        .iter()
        .map(|token| format!("{}:{}", token.position, token.term.replace('\u{1}', "~")));
    terms.collect::<Vec<_>>().join(" ")
}

fn check(text: &str, languages: &[Language], expected: &str) {
    let mut field = FieldTokens::default();
    field.add_text(text, languages);
    assert_eq!(shown(&field), expected, "{text:?}");
}

fn check_identifiers(text: &str, expected: &str) {
    let mut field = FieldTokens::default();
    field.add_identifiers_of(text);
    assert_eq!(shown(&field), expected, "{text:?}");
}

#[test]
fn words_and_stems_share_a_position() {
    check(
        "Late Invoices",
        &[Language::English],
        "0:~elate 0:late 1:~einvoic 1:invoices",
    );
    check(
        "facturación",
        &[Language::Spanish],
        "0:~sfactur 0:facturacion",
    );
    check(
        "facturacion",
        &[Language::Spanish],
        "0:~sfactur 0:facturacion",
    );
    check("Müller", &[], "0:mueller 0:muller");
    check("STRASSE Straße", &[], "0:strasse 1:strasse");
    check("in 2024", &[Language::English], "0:in 1:2024");
}

#[test]
fn characters_give_bigrams_and_singles() {
    check("付款合同", &[], "0:付 0:付款 1:款 1:款合 2:合 2:合同 3:同");
    check("A付", &[], "0:a 1:付");
    check("", &[], "");
}

#[test]
fn compounds_give_their_tails() {
    check_identifiers("see ORD-2024-1", "0:ord-2024-1 0:ord20241 0:2024-1");
    check_identifiers("a.b@x.org", "0:a.b@x.org 0:abxorg 0:b@x.org 0:x.org 0:a.b");
    check_identifiers("600 123 456", "0:600123456 0:00123456 0:0123456 0:123456");
    check_identifiers("12 34", "");
}

#[test]
fn little_words_tell_the_language() {
    assert_eq!(
        Language::of("the order is late and it was paid"),
        [Language::English]
    );
    assert_eq!(
        Language::of("el pedido de los clientes que llegaron"),
        [Language::Spanish]
    );
    assert_eq!(
        Language::of("die Rechnung ist nicht bezahlt"),
        [Language::German]
    );
    assert!(Language::of("Facturas pendientes").contains(&Language::Spanish));
}

#[test]
fn odd_texts_do_no_harm() {
    for text in [
        "'",
        "a'",
        "'a",
        "@@",
        "a@",
        "\u{301}",
        "e\u{301}\u{301}",
        "👍🏽 a-👍",
        "\u{0}",
        "-a-",
    ] {
        let mut field = FieldTokens::default();
        field.add_text(text, &[Language::English]);
        field.add_identifiers_of(text);
        let inside = segments(text).all(|segment| match segment {
            Segment::Cjk(span) => !span.of(text).is_empty(),
            Segment::Words(parts) => parts.iter().all(|part| !part.of(text).is_empty()),
        });
        assert!(inside, "{text:?}");
    }
}

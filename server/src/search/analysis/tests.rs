//! The tokenizer by example.

use super::{
    FieldTokens,
    chinese::word_pairs,
    cjk::fold_cjk,
    fold::fold,
    irregular::FORMS,
    language::{Language, detect},
    segment::{Segment, segments},
    stem::{stem_term, stem_terms},
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
        "0:\u{3}facturación 0:~sfactur 0:facturacion",
    );
    check(
        "facturacion",
        &[Language::Spanish],
        "0:~sfactur 0:facturacion",
    );
    check("Müller", &[], "0:mueller 0:\u{3}müller 0:muller");
    check("STRASSE Straße", &[], "0:strasse 1:\u{3}straße 1:strasse");
    check("in 2024", &[Language::English], "0:in 1:2024");
}

#[test]
fn characters_give_bigrams_and_singles() {
    check("付款合同", &[], "0:付 0:付款 1:款 1:款合 2:合 2:合同 3:同");
    check("A付", &[], "0:a 1:付");
    check("", &[], "");
}

#[test]
fn characters_on_two_lines_are_one_run() {
    check("付\n款", &[], "0:付 0:付款 1:款");
    check("付\r\n款", &[], "0:付 0:付款 1:款");
    check("カ\nナ", &[], "0:カ 0:カナ 1:ナ");
    // Another paragraph, another line of a list, and words of a script with spaces.
    check("付\n\n款", &[], "0:付 1:款");
    check("付\n- 款", &[], "0:付 1:款");
    check("付 款", &[], "0:付 1:款");
    check("付\nx", &[], "0:付 1:x");
    check("한\n국", &[], "0:한 1:국");
    check("付\n", &[], "0:付");
}

#[test]
fn compounds_give_their_tails() {
    check_identifiers("see ORD-2024-1", "0:ord20241 0:ord-2024-1 0:2024-1");
    check_identifiers("a.b@x.org", "0:abxorg 0:a.b@x.org 0:b@x.org 0:x.org 0:a.b");
    check_identifiers("600 123 456", "0:600123456 0:00123456 0:0123456 0:123456");
    check_identifiers("12 34", "");
}

#[test]
fn amounts_are_their_digits_with_and_without_decimals() {
    check_identifiers("€12,500 and 12 501", "0:12500 0:12501");
    check_identifiers("12.500", "0:12500");
    check_identifiers("12.500,00", "0:12500 0:12500.00");
    check_identifiers("12,500.00", "0:12500 0:12500.00");
    check_identifiers("ref-12.500", "0:ref12500 0:ref-12.500 0:12.500 0:12500");
    check_identifiers("600 123 456", "0:600123456 0:00123456 0:0123456 0:123456");
    check_identifiers("125.00", "0:125.00");
    check_identifiers("12500.00", "0:12500.00");
    check_identifiers("15:00", "0:15:00");
    check_identifiers("24/00123", "0:2400123 0:24/00123");
    check_identifiers("12,50 1,2,3", "0:12.50");
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

/// Both forms have the same stem in a language.
fn check_stems(language: Language, same: &[(&str, &str)], different: &[(&str, &str)]) {
    let stem = |word: &str| stem_term(&fold(word), language);
    for (one, other) in same {
        assert!(stem(one).is_some(), "{one}");
        assert_eq!(stem(one), stem(other), "{one} {other}");
    }
    for (one, other) in different {
        assert_ne!(stem(one), stem(other), "{one} {other}");
    }
}

#[test]
fn words_are_bent_in_spanish() {
    check_stems(
        Language::Spanish,
        &[
            ("facturación", "facturaciones"),
            ("pedidos", "pedido"),
            ("luz", "luces"),
            ("lápiz", "lápices"),
            ("feliz", "felices"),
            ("actriz", "actrices"),
            ("juez", "jueces"),
            ("vez", "veces"),
            ("examen", "exámenes"),
            ("imagen", "imágenes"),
            ("almacén", "almacenes"),
            ("joven", "jóvenes"),
            ("orden", "órdenes"),
            ("volumen", "volúmenes"),
            ("contienes", "contiene"),
            ("ciudad", "ciudades"),
            ("propiedad", "propiedades"),
            ("facultad", "facultades"),
            ("actividad", "actividades"),
            ("tarea", "tareas"),
            ("línea", "líneas"),
            ("correo", "correos"),
            ("huésped", "huéspedes"),
            ("pared", "paredes"),
            ("avance", "avances"),
            ("enlace", "enlaces"),
            ("repararían", "reparar"),
            ("venderían", "vender"),
            ("abrirían", "abrir"),
            ("cambian", "cambiar"),
        ],
        &[
            ("caso", "casino"),
            ("peras", "perros"),
            ("plaza", "placa"),
            ("taza", "taco"),
            ("luz", "lujo"),
            ("voz", "voto"),
            ("paz", "paso"),
            ("cruz", "crudo"),
            ("tren", "trece"),
            ("pared", "parar"),
            ("ciudad", "cuidado"),
        ],
    );
}

#[test]
fn english_forms_meet_their_word() {
    let meet = |one: &str, other: &str| {
        let stems = |word: &str| stem_terms(word, word, Language::English);
        let others = stems(other);
        stems(one).iter().any(|stem| others.contains(stem))
    };
    for (one, other) in [
        ("paid", "paying"),
        ("sent", "sends"),
        ("bought", "buy"),
        ("shelves", "shelf"),
        ("knives", "knife"),
        ("children", "child"),
        ("written", "wrote"),
    ] {
        assert!(meet(one, other), "{one} {other}");
    }
    for (one, other) in [
        ("left", "leave"),
        ("led", "lead"),
        ("sent", "sell"),
        ("mess", "mouse"),
    ] {
        assert!(!meet(one, other), "{one} {other}");
    }
    assert!(FORMS.is_sorted_by_key(|(form, _)| form));
}

#[test]
fn spanish_words_of_two_stems_meet() {
    let meet = |one: &str, other: &str| {
        let stems = |word: &str| stem_terms(word, &fold(word), Language::Spanish);
        let others = stems(other);
        stems(one).iter().any(|stem| others.contains(stem))
    };
    for (one, other) in [
        ("recibió", "recibieron"),
        ("Recibió", "recibir"),
        ("envió", "enviar"),
        ("vendían", "vender"),
        ("salíamos", "salir"),
        ("llamaré", "llamaremos"),
        ("venderá", "vender"),
        ("abrirán", "abrir"),
        ("pagábamos", "pagar"),
        ("taller", "talleres"),
        ("mujer", "mujeres"),
        ("lugar", "lugares"),
        ("celular", "celulares"),
        ("líder", "líderes"),
        ("día", "días"),
        ("años", "año"),
        ("interés", "intereses"),
        ("japonés", "japoneses"),
    ] {
        assert!(meet(one, other), "{one} {other}");
    }
    for (one, other) in [
        ("Irán", "ir"),
        ("librería", "libro"),
        ("secretaría", "secreto"),
        ("precio", "presos"),
        ("recibió", "reciente"),
        ("André", "andar"),
        ("talleres", "tallas"),
        ("mares", "marzo"),
        ("Torres", "torero"),
    ] {
        assert!(!meet(one, other), "{one} {other}");
    }
    let words = stem_terms("préparé", "prepare", Language::French);
    assert_eq!(words.len(), 1);
}

#[test]
fn words_are_bent_in_english_and_romance_languages() {
    check_stems(
        Language::English,
        &[("invoices", "invoice"), ("running", "runs")],
        &[("car", "carpet"), ("news", "newly")],
    );
    check_stems(
        Language::Portuguese,
        &[
            ("reunião", "reuniões"),
            ("informação", "informacoes"),
            ("contratual", "contratuais"),
            ("papel", "papéis"),
            ("mensagem", "mensagens"),
            ("fatura", "faturas"),
        ],
        &[("pão", "pai"), ("mensagem", "mensal"), ("carro", "carta")],
    );
    check_stems(
        Language::French,
        &[
            ("payé", "payée"),
            ("envoyer", "envoyé"),
            ("factures", "facture"),
            ("premier", "première"),
            ("livraisons", "livraison"),
        ],
        &[("livre", "livreur"), ("facture", "façade")],
    );
    check_stems(
        Language::Italian,
        &[
            ("fattura", "fatture"),
            ("riunione", "riunioni"),
            ("cliente", "clienti"),
        ],
        &[("fattura", "fattore"), ("conto", "contratto")],
    );
}

#[test]
fn words_are_bent_in_german_dutch_and_russian() {
    check_stems(
        Language::German,
        &[
            ("Verträge", "Vertrag"),
            ("Vertraege", "Vertrag"),
            ("Rechnungen", "Rechnung"),
            ("Häuser", "Haus"),
            ("Straßen", "Strasse"),
        ],
        &[
            ("Rechnung", "Rechner"),
            ("Haus", "Hase"),
            ("neue", "Neuheit"),
        ],
    );
    check_stems(
        Language::Dutch,
        &[
            ("rekeningen", "rekening"),
            ("klanten", "klant"),
            ("brieven", "brief"),
            ("huizen", "huis"),
            ("prijzen", "prijs"),
        ],
        &[("klant", "klacht"), ("rekening", "rekenmachine")],
    );
    check_stems(
        Language::Russian,
        &[
            ("договоры", "договор"),
            ("договора", "договором"),
            ("счёт", "счета"),
            ("новый", "новая"),
            ("клиентов", "клиенту"),
        ],
        &[("договор", "разговор"), ("счёт", "счастье")],
    );
    assert_eq!(stem_term("договор", Language::English), None);
    assert_eq!(stem_term("contract", Language::Russian), None);
}

#[test]
fn folding_unites_what_people_take_for_the_same() {
    for (text, folded) in [
        ("Ещё", "еще"),
        ("Йод", "йод"),
        ("И\u{306}од", "йод"),
        ("Ünïted", "united"),
        ("Łódź", "lodz"),
        ("ＡＢＣ１", "abc1"),
        ("Rech\u{ad}nung", "rechnung"),
        ("ΟΔΟΣ", "οδοσ"),
        ("οδός", "οδοσ"),
        ("İstanbul", "istanbul"),
        // Vowel signs are letters, not accents.
        ("किताब", "किताब"),
        ("ﬁnance", "finance"),
    ] {
        assert_eq!(fold(text), folded, "{text}");
    }
}

#[test]
fn accents_are_told_from_none_by_a_mark() {
    check("año", &[], "0:\u{3}año 0:ano");
    check("an\u{303}o", &[], "0:\u{3}año 0:ano");
    check("ano", &[], "0:ano");
    check("ＡＢＣ", &[], "0:abc");
    check("ещё", &[], "0:\u{3}ещё 0:еще");
}

#[test]
fn characters_are_found_in_one_form() {
    for (text, folded) in [
        ("漢語", "汉语"),
        ("張偉", "张伟"),
        ("ｶﾞｿﾘﾝ", "ガソリン"),
        ("は\u{3099}", "ば"),
        ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}", "한국"),
        ("中\u{200b}文", "中文"),
    ] {
        assert_eq!(fold_cjk(text), folded, "{text}");
    }
    check(
        "ジョン・スミス",
        &[],
        "0:ジ 0:ジョ 1:ョ 1:ョン 2:ン 3:ス 3:スミ 4:ミ 4:ミス 5:ス",
    );
    check("สวัสดี", &[], "0:ส 0:สว 1:ว 1:วั 2:ั 2:ัส 3:ส 3:สด 4:ด 4:ดี 5:ี");
}

#[test]
fn words_of_chinese_are_told_from_other_pairs() {
    let words = |text: &str| {
        let run: Vec<char> = text.chars().collect();
        let pairs = run.windows(2).zip(word_pairs(&run));
        let words = pairs.filter(|(_, is_word)| *is_word);
        words
            .map(|(pair, _)| pair.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(words("古代战争实时策略游戏"), "古代 战争 实时 策略 游戏");
    assert_eq!(words("我们已经付款了"), "我们 已经 付款");
    assert_eq!(words("研究生命起源"), "研究 生命 起源");
    assert_eq!(words("会"), "");
    assert_eq!(words(""), "");
}

#[test]
fn the_language_of_a_text_is_told_for_filters() {
    for (text, tag) in [
        (
            "The order is late and we have not heard from you",
            Some("en"),
        ),
        ("El pedido de los clientes llegó con retraso", Some("es")),
        ("Die Rechnung ist noch nicht bezahlt", Some("de")),
        (
            "La facture est en retard et nous ne sommes pas contents",
            Some("fr"),
        ),
        (
            "A fatura não foi paga e o cliente não respondeu",
            Some("pt"),
        ),
        (
            "La fattura non è stata pagata e il cliente non risponde",
            Some("it"),
        ),
        (
            "De rekening is nog niet betaald en wij wachten op het geld",
            Some("nl"),
        ),
        ("Договор подписан, ждём оплату по счёту", Some("ru")),
        ("Договір підписано, чекаємо на оплату", Some("uk")),
        ("客户已经付款，合同 ORD-2024-1 明天签", Some("zh")),
        ("客戶已經付款", Some("zh")),
        ("お客様からの注文を確認しました", Some("ja")),
        ("カタログ送付", Some("ja")),
        ("고객이 주문을 확인했습니다", Some("ko")),
        ("ORD-2024-1 / 77", None),
        ("Facturas pendientes", None),
        ("", None),
        ("12345", None),
        ("Zażółć gęślą jaźń proszę bardzo", None),
    ] {
        assert_eq!(detect(text).tag, tag, "{text}");
    }
    let both = detect("Договор with Acme is signed and the invoice was sent");
    assert_eq!(both.stemmed, [Language::English, Language::Russian]);
}

#[test]
fn only_plain_words_with_other_initials_are_passed_over() {
    let text = "alpha. Beta -gamma a-b a-c.D iPhone x25 VIP Über banana e\u{301}t VIPs delta:";
    let mut rest = segments(text);
    let mut seen = Vec::new();
    loop {
        rest.pass_over(|word, _| word[0].eq_ignore_ascii_case(&b'b'));
        let Some(segment) = rest.next() else { break };
        seen.push(match segment {
            Segment::Words(parts) => parts.iter().map(|part| part.of(text)).collect::<Vec<_>>(),
            Segment::Cjk(span) => vec![span.of(text)],
        });
    }
    let expected: [&[&str]; 8] = [
        &["Beta"],
        &["a", "b"],
        &["iPhone"],
        &["x25"],
        &["Über"],
        &["banana"],
        &["e\u{301}t"],
        &["VIPs"],
    ];
    assert_eq!(seen, expected);
}

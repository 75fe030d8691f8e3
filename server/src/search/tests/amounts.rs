//! Amounts: found however text and query group their digits, with and without decimals.

use super::cases::check;

#[test]
fn amounts_are_found_however_they_are_grouped() {
    check(&[
        ("the total is $12,500.00", "12500 ", true),
        ("the total is $12,500.00", "12.500 ", true),
        ("the total is $12,500.00", "12500.00 ", true),
        ("el total es de 12 500 €", "12,500 ", true),
        ("el total es de 12.500,00 €", "12,500.00 ", true),
        ("the total is 12500", "12,500 ", true),
        ("总计12,500元", "12500", true),
        ("the total is $12,500.00", "1250 ", false),
        ("the total is $12,500.00", "12600 ", false),
        ("the total is $112,500.00", "12,500 ", false),
        ("page 3 500 people", "500 ", true),
        ("the total is $12,500.00", "$12,500 ", true),
        ("3,500kg of steel", "3.500kg ", true),
        ("3,500kg of steel", "3500 kg ", true),
        ("about 12,500 pages", "\"12,500 pages\" ", true),
        ("the IP is 192.168.100.200", "192.168.100.200 ", true),
        ("the total is $125.00", "125.00 ", true),
        ("the total is $125.00", "12500 ", false),
        ("the total is $12500", "125.00 ", false),
        ("cuesta 99,95 €", "99,95 ", true),
        ("cuesta 99,95 €", "99.95 ", true),
        ("cuesta 99,95 €", "99,9", true),
        ("it is $99.95", "99,95 ", true),
        ("sube un 0,5%", "0.5 ", true),
        ("95 of 99", "99,95 ", false),
        ("cuesta 99,95 €", "9995 ", false),
        ("see you at 15:00", "1500 ", false),
        ("see you at 15:00", "15:00 ", true),
        ("invoice 2024/00123", "202400123 ", true),
        ("US$1,500,000.00 in cash", "500,000 ", false),
        ("US$1.500.000,00 in cash", "500.000 ", false),
        ("the total is $12,500.00", "1250000 ", false),
        ("12,500 and 13,600", "12500 13600 ", true),
        ("a number of 0,500", "0500 ", false),
    ]);
}

#[test]
fn account_numbers_are_found_however_they_are_grouped() {
    let grouped = "pay to ES91 2100 0418 4502 0005 1332 today";
    let whole = "pay to ES9121000418450200051332 today";
    check(&[
        (grouped, "ES9121000418450200051332 ", true),
        (grouped, "es9121000418", true),
        (grouped, "ES91 2100 0418 4502 0005 1332 ", true),
        (whole, "ES91 2100 0418 4502 0005 1332 ", true),
        (whole, "today ES91 2100 0418 4502 0005 1332 ", true),
        (whole, "ES91-2100-0418-4502-0005-1332 ", true),
        (grouped, "ES9121000418450200051333 ", false),
        (whole, "GB29 NWBK 6016 1331 9268 19 ", false),
    ]);
}

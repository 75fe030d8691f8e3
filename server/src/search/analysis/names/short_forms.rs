//! Words of names that are written short: Hernández is Hdez., Compañía is Cía., 深圳市 is 深圳. A list of
//! our own. Tests: `tests/names.rs` and `tests/companies.rs` of the search module.

/// Each word, folded, with its short forms: in names of people and of firms.
const FAMILIES: [&[&str]; 22] = [
    &["dominguez", "dguez"],
    &["fernandez", "fdez", "fdz"],
    &["gonzalez", "glez", "gzlez", "gzz"],
    &["gutierrez", "gtz", "gtrrez"],
    &["hernandez", "hdez", "hdz"],
    &["jimenez", "jmnz", "jmz"],
    &["lopez", "lpz"],
    &["martinez", "mtnez", "mtz", "mnez"],
    &["mendez", "mdez"],
    &["perez", "prz"],
    &["rodriguez", "rguez", "rdguez", "rdz", "rgz"],
    &["sanchez", "schez", "snchz"],
    &["vazquez", "vzqz"],
    &["brothers", "bros"],
    &["compania", "cia"],
    &["corporation", "corp"],
    &["hermanos", "hnos"],
    &["hijos", "hjos"],
    &["incorporated", "inc"],
    &["limited", "ltd"],
    &["manufacturing", "mfg"],
    &["sociedad", "soc"],
];
/// What a place in the name of a Chinese firm is, which is left out in speech.
const PLACE_SIGNS: [char; 2] = ['市', '省'];
/// Characters of such a place.
const PLACE_CHARS: std::ops::RangeInclusive<usize> = 2..=3;
/// Behind a Chinese name that is called a firm; its own name says more, or other words.
const FIRM: [char; 2] = ['公', '司'];

/// The other ways to write a folded word of a name.
pub fn short_forms(word: &str) -> impl Iterator<Item = &'static str> {
    let family = FAMILIES.iter().find(|family| family.contains(&word));
    let forms = family.map_or(&[][..], |family| family).iter().copied();
    let word = word.to_owned();
    forms.filter(move |form| *form != word)
}

/// How a firm may be called in full that is asked for by a run of Chinese characters: `深圳创新达` is
/// 深圳市创新达, `字节跳动公司` is 字节跳动.
pub fn full_forms(run: &[char]) -> Vec<Vec<char>> {
    let named = run.strip_suffix(&FIRM).filter(|name| name.len() > 1);
    let names = [run].into_iter().chain(named);
    let placed = names.flat_map(|name| {
        let places = PLACE_CHARS.filter(|place| name.len() > place + 1);
        places.flat_map(|place| with_sign(name, place))
    });
    named
        .map(<[char]>::to_vec)
        .into_iter()
        .chain(placed)
        .collect()
}

/// With a sign behind the place; none where one is said.
fn with_sign(name: &[char], place: usize) -> Vec<Vec<char>> {
    let (city, rest) = name.split_at(place);
    let is_said = |sign: &char| city.contains(sign) || rest.starts_with(&[*sign]);
    if PLACE_SIGNS.iter().any(is_said) {
        return Vec::new();
    }
    PLACE_SIGNS
        .map(|sign| [city, &[sign], rest].concat())
        .to_vec()
}

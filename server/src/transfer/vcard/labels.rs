//! Words for the properties that have no field of their own and are kept as lines of a note.

/// Properties that describe the card or another program's view of it, not the person.
const BOOKKEEPING: [&str; 20] = [
    "VERSION",
    "PRODID",
    "REV",
    "PROFILE",
    "MAILER",
    "SOURCE",
    "NAME",
    "CLASS",
    "CLIENTPIDMAP",
    "XML",
    "SORT-STRING",
    "X-GENERATOR",
    "X-ABUID",
    "X-ABLABEL",
    "X-ABSHOWAS",
    "X-ETAG",
    "X-MS-OL-DESIGN",
    "X-MS-OL-DEFAULT-POSTAL-ADDRESS",
    "X-EVOLUTION-FILE-AS",
    "X-COUCHDB-APPLICATION-ANNOTATIONS",
];

/// Names whose words cannot be told from the name itself.
const WORDS: [(&str, &str); 27] = [
    ("ADR", "Address"),
    ("LABEL", "Address label"),
    ("X-ABADR", "Address format"),
    ("URL", "Web"),
    ("BDAY", "Birthday"),
    ("X-ABDATE", "Date"),
    ("X-ABRELATEDNAMES", "Related"),
    ("IMPP", "Chat"),
    ("X-MS-IMADDRESS", "Chat"),
    ("X-AIM", "AIM"),
    ("X-ICQ", "ICQ"),
    ("X-MSN", "MSN"),
    ("X-QQ", "QQ"),
    ("X-GTALK", "Google Talk"),
    ("X-SOCIALPROFILE", "Profile"),
    ("X-MS-TEL", "Phone"),
    ("ORG", "Company"),
    ("FN", "Full name"),
    ("N", "Name"),
    ("TEL", "Phone"),
    ("EMAIL", "E-mail"),
    ("TZ", "Time zone"),
    ("GEO", "Position"),
    ("LANG", "Language"),
    ("FBURL", "Free and busy times"),
    ("CALURI", "Calendar"),
    ("CALADRURI", "Calendar requests"),
];

/// Whether a property says nothing about the person.
pub fn is_bookkeeping(name: &str) -> bool {
    BOOKKEEPING.contains(&name)
}

/// `X-EVOLUTION-SPOUSE` becomes `Spouse`.
pub fn label_of(name: &str) -> String {
    if let Some((_, words)) = WORDS.iter().find(|(known, _)| *known == name) {
        return (*words).to_owned();
    }
    let bare = name.strip_prefix("X-").unwrap_or(name);
    let bare = ["EVOLUTION-", "MS-", "ANDROID-", "KADDRESSBOOK-"]
        .iter()
        .find_map(|maker| bare.strip_prefix(maker))
        .unwrap_or(bare);
    let words = bare.to_lowercase().replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Apple writes its own labels as `_$!<Spouse>!$_`.
pub fn plain_label(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix("_$!<")
        .and_then(|text| text.strip_suffix(">!$_"))
        .unwrap_or(text)
}

//! What HTML in mails may be made of: elements, their attributes, schemes of addresses. Everything
//! else goes. Values are looked at in `html.rs`. Tests: `html/tests.rs`.

use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};

/// Elements that stay.
const ELEMENTS: &str = "a abbr address article aside b bdi bdo big blockquote br caption center cite code col \
    colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins \
    kbd li main mark nav ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot \
    th thead time tr tt u ul var wbr";
/// Elements that go with all that is in them; other elements leave their text behind.
const SILENT: &str = "script style title template noscript iframe object embed svg math textarea select xmp \
    noembed noframes plaintext";
/// Attributes of every element.
const GENERIC: &str = "style dir lang title";
/// Attributes by element.
const ATTRIBUTES: [(&str, &str); 9] = [
    ("a", "href"),
    ("img", "src alt width height border align hspace vspace"),
    ("font", "color face size"),
    ("ol", "start type"),
    ("ul", "type"),
    ("hr", "align size width color"),
    ("col colgroup", "span width"),
    (
        "p div h1 h2 h3 h4 tr tbody thead tfoot td th table",
        "align valign width height bgcolor",
    ),
    (
        "td th table",
        "colspan rowspan nowrap border cellpadding cellspacing",
    ),
];
/// Schemes; which of them fits where is decided by value.
const SCHEMES: &str = "http https mailto tel cid data";

/// A sanitiser that keeps what is on the list.
pub fn allow_list<'a>() -> Builder<'a> {
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (elements, names) in ATTRIBUTES {
        for element in elements.split_whitespace() {
            attributes
                .entry(element)
                .or_default()
                .extend(names.split_whitespace());
        }
    }
    let mut builder = Builder::empty();
    builder
        .tags(words(ELEMENTS))
        .clean_content_tags(words(SILENT))
        .tag_attributes(attributes)
        .generic_attributes(words(GENERIC))
        .url_schemes(words(SCHEMES))
        // Relative addresses are refused by value: our own rewritten images are relative.
        .url_relative(UrlRelative::PassThrough)
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some("noopener noreferrer nofollow"))
        .strip_comments(true);
    builder
}

fn words(text: &'static str) -> HashSet<&'static str> {
    text.split_whitespace().collect()
}

//! The Markdown of notes to HTML that is safe to show. Raw HTML in a note is shown as text; images
//! are not loaded from elsewhere.

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html::push_html};
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(cleaner);

fn cleaner() -> Builder<'static> {
    let tags = [
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "strong",
        "em",
        "del",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "input",
        "sup",
    ];
    let attributes = HashMap::from([
        ("a", HashSet::from(["href", "title"])),
        ("ol", HashSet::from(["start"])),
        ("input", HashSet::from(["checked", "disabled"])),
    ]);
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(tags))
        .tag_attributes(attributes)
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some("noopener noreferrer nofollow"))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::Deny);
    builder
}

/// Renders a note.
pub fn render_markdown(body: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(body, options).filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        Event::SoftBreak => Some(Event::HardBreak),
        Event::Start(Tag::Image { .. } | Tag::HtmlBlock)
        | Event::End(TagEnd::Image | TagEnd::HtmlBlock) => None,
        other => Some(other),
    });
    let mut html = String::with_capacity(body.len() * 2);
    push_html(&mut html, events);
    CLEANER.clean(&html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expected: &str) {
        assert_eq!(render_markdown(markdown).trim(), expected, "{markdown:?}");
    }

    #[test]
    fn markdown_becomes_html() {
        check("**a** _b_", "<p><strong>a</strong> <em>b</em></p>");
        check("a\nb", "<p>a<br>\nb</p>");
        check("- x\n- y", "<ul>\n<li>x</li>\n<li>y</li>\n</ul>");
        check("你好 **世界**", "<p>你好 <strong>世界</strong></p>");
        assert!(render_markdown("[x](https://example.org)").contains("target=\"_blank\""));
        assert!(render_markdown("- [x] done").contains("checked"));
    }

    #[test]
    fn nothing_in_a_note_can_run() {
        for body in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "![x](https://example.org/track.gif)",
            "<img src=x onerror=alert(1)>",
            "[x](data:text/html,<script>alert(1)</script>)",
            "<a href='javascript:alert(1)'>x</a>",
        ] {
            let html = render_markdown(body).to_lowercase();
            for bad in [
                "<script",
                "<img",
                "href=\"javascript",
                "href=\"data",
                "<a href='",
            ] {
                assert!(!html.contains(bad), "{body} gave {html}");
            }
        }
    }
}

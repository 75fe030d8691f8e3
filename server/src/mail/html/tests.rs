//! Vectors of our own: each is cleaned, checked for anything that could act, and cleaned again.

use super::*;

fn safe(html: &str) -> String {
    sanitise(html, &[], &Pictures::new()).html
}

/// What must not be left in any page. Text that merely looks like it is escaped.
fn is_harmless(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    let tags: Vec<&str> = lower
        .split('<')
        .skip(1)
        .filter_map(|tag| tag.split('>').next())
        .collect();
    let bad_element = |tag: &&str| {
        [
            "script", "iframe", "object", "embed", "form", "input", "button", "svg", "math",
            "meta", "base", "link", "style", "video", "audio", "source", "template", "textarea",
            "frame", "body", "html",
        ]
        .iter()
        .any(|bad| tag.trim_start_matches('/').split([' ', '/']).next() == Some(bad))
    };
    let bad_attribute = |tag: &&str| {
        [
            " on",
            "javascript:",
            "vbscript:",
            "url(",
            "expression",
            "srcset",
            "srcdoc",
            "formaction",
            "position:",
            "data:text",
            "http-equiv",
            " id=",
            " name=",
            "background=",
        ]
        .iter()
        .any(|bad| tag.contains(bad))
    };
    !tags
        .iter()
        .any(|tag| bad_element(tag) || bad_attribute(tag))
}

#[test]
fn vectors_are_harmless() {
    let vectors = include_str!("vectors.txt");
    let vectors: Vec<&str> = vectors.lines().filter(|line| !line.is_empty()).collect();
    assert!(vectors.len() >= 40, "only {} vectors", vectors.len());
    for vector in vectors {
        let once = safe(vector);
        assert!(is_harmless(&once), "{vector}\n  gave {once}");
        assert_eq!(safe(&once), once, "not at rest: {vector}");
    }
}

#[test]
fn what_people_write_stays() {
    let page = "<p style=\"color: red\">Hi <b>there</b>, <a href=\"https://example.org/?a=1&amp;b=2\">look</a></p>\
                <table border=\"1\"><tbody><tr><td align=\"left\">x</td></tr></tbody></table>";
    let clean = safe(page);
    assert!(
        clean.contains("<b>there</b>") && clean.contains("color: red"),
        "{clean}"
    );
    assert!(
        clean.contains("href=\"https://example.org/?a=1&amp;b=2\""),
        "{clean}"
    );
    assert!(
        clean.contains("target=\"_blank\"") && clean.contains("noopener noreferrer nofollow"),
        "{clean}"
    );
    assert!(clean.contains("<td align=\"left\">x</td>"), "{clean}");
    assert_eq!(
        safe("<p>中文 señor &amp; Co</p>"),
        "<p>中文 señor &amp; Co</p>"
    );
}

#[test]
fn remote_images_wait_until_asked() {
    let page = "<p><img src=\"https://example.org/a.gif\" alt=\"logo\"></p>";
    let blocked = sanitise(page, &[], &Pictures::new());
    let address = "https://example.org/a.gif".to_owned();
    assert!(blocked.remote_images.contains(&address));
    assert!(!blocked.html.contains("example.org") && blocked.html.contains("alt=\"logo\""));
    let fetched = |bytes: &[u8]| Pictures::from([(address.clone(), bytes.to_vec())]);
    let shown = sanitise(page, &[], &fetched(b"GIF89a"));
    let data = "src=\"data:image/gif;base64,R0lGODlh\"";
    assert!(shown.html.contains(data), "{}", shown.html);
    assert_eq!(sanitise(page, &[], &fetched(b"<svg onload=x>")), blocked);
    let plain = sanitise("<p>x</p>", &[], &Pictures::new());
    assert!(plain.remote_images.is_empty());
    assert!(refers_to_remote_images(
        "<IMG border=0 SRC='http://x.org/1.gif'>"
    ));
    assert!(!refers_to_remote_images(
        "<img src=\"cid:x\"> http://example.org"
    ));
}

#[test]
fn images_that_came_along_are_shown() {
    let image = InlineImage {
        content_id: "Logo@x",
        bytes: b"GIF89a\x01\x00",
    };
    let shown = sanitise("<img src=\"cid:logo%40x\">", &[image], &Pictures::new());
    assert_eq!(
        shown.html,
        "<img src=\"data:image/gif;base64,R0lGODlhAQA=\">"
    );
    assert!(shown.remote_images.is_empty());
    let script = InlineImage {
        content_id: "x",
        bytes: b"<svg onload=alert(1)>",
    };
    assert_eq!(
        sanitise("<img src=cid:x>", &[script], &Pictures::new()).html,
        "<img>"
    );
}

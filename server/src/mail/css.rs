//! Style in mails: only properties that shape text and boxes, only values that fetch nothing,
//! cover nothing and run nothing. `filter(filter(x)) = filter(x)`.

/// Bytes of one style attribute.
const STYLE_BYTES_MAX: usize = 8 * 1024;
/// Declarations of one style attribute.
const DECLARATIONS_MAX: usize = 200;

/// Properties that are kept, also as the beginning of a longer name up to a dash
/// (`border` keeps `border-top-color`).
const PROPERTIES: [&str; 35] = [
    "color",
    "background-color",
    "background",
    "font",
    "text",
    "line-height",
    "letter-spacing",
    "word",
    "white-space",
    "margin",
    "padding",
    "border",
    "width",
    "height",
    "min-width",
    "max-width",
    "min-height",
    "max-height",
    "display",
    "vertical-align",
    "list-style",
    "table-layout",
    "caption-side",
    "empty-cells",
    "float",
    "clear",
    "direction",
    "unicode-bidi",
    "overflow-wrap",
    "box-sizing",
    "opacity",
    "border-radius",
    "hyphens",
    "outline",
    "quotes",
];
/// Parts of values that could fetch, run or hide something.
const FORBIDDEN: [&str; 12] = [
    "url",
    "expression",
    "javascript",
    "import",
    "image",
    "behavior",
    "binding",
    "attr",
    "var",
    "env",
    "element",
    "src",
];

/// The declarations of a style attribute that may stay.
pub fn filter_declarations(style: &str) -> String {
    if style.len() > STYLE_BYTES_MAX {
        return String::new();
    }
    let style = without_comments(style);
    let mut out = String::new();
    for declaration in split_declarations(&style)
        .into_iter()
        .take(DECLARATIONS_MAX)
    {
        if let Some((property, value)) = kept(declaration) {
            if !out.is_empty() {
                out.push_str("; ");
            }
            out.push_str(&property);
            out.push_str(": ");
            out.push_str(&value);
        }
    }
    out
}

fn kept(declaration: &str) -> Option<(String, String)> {
    let (property, value) = declaration.split_once(':')?;
    let property = property.trim().to_ascii_lowercase();
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (is_property(&property) && is_value(&property, &value)).then_some((property, value))
}

fn is_property(property: &str) -> bool {
    let plain = property
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    plain
        && PROPERTIES.iter().any(|&known| {
            property
                .strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
}

fn is_value(property: &str, value: &str) -> bool {
    // A backslash can spell any word; angle brackets and braces have no business in a value.
    let strange = |c: char| c.is_control() || "\\<>{}@;&`".contains(c);
    if value.is_empty() || value.contains(strange) {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    let forbidden =
        words(&lower).any(|word| FORBIDDEN.contains(&word) || word.starts_with("image"));
    let negative_margin = (property.starts_with("margin") || property.starts_with("text-indent"))
        && lower.contains('-');
    let covers = property == "display" && !is_display(&lower);
    let balanced = lower.matches('(').count() == lower.matches(')').count()
        && lower.matches('"').count().is_multiple_of(2)
        && lower.matches('\'').count().is_multiple_of(2);
    !forbidden && !negative_margin && !covers && balanced
}

fn is_display(value: &str) -> bool {
    let value = value.trim_end_matches("!important").trim();
    ["block", "inline", "inline-block", "none", "list-item"].contains(&value)
        || value.starts_with("table")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// At semicolons outside of quotes and parentheses.
fn split_declarations(style: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_usize, None);
    for (at, c) in style.char_indices() {
        match (quote, c) {
            (None, ';') if depth == 0 => {
                parts.push(style.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    parts.push(style.get(start..).unwrap_or_default());
    parts
}

fn without_comments(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        out.push(' ');
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(style: &str, expected: &str) {
        let once = filter_declarations(style);
        assert_eq!(once, expected, "{style:?}");
        assert_eq!(filter_declarations(&once), once, "twice {style:?}");
    }

    #[test]
    fn harmless_style_stays() {
        check("color: red; FONT-size:12px", "color: red; font-size: 12px");
        check("border-top:1px solid #ccc;", "border-top: 1px solid #ccc");
        check(
            "font-family: 'Segoe UI', Arial",
            "font-family: 'Segoe UI', Arial",
        );
        check(
            "display:table-cell;width:100%!important",
            "display: table-cell; width: 100%!important",
        );
        check("background:#fff", "background: #fff");
    }

    #[test]
    fn style_that_fetches_covers_or_runs_goes() {
        for style in [
            "background:url(https://example.org/x.gif)",
            "background-image:url('x')",
            "background: u\\72l(x)",
            "background:/**/url/**/(x)",
            "width:expression(alert(1))",
            "behavior:url(x.htc)",
            "-moz-binding:url(x)",
            "position:fixed;top:0;left:0",
            "position:absolute",
            "z-index:9999",
            "display:flex",
            "margin-left:-9999px",
            "color:red<script>",
            "background:image-set('x' 1x)",
            "background: var(--x)",
            "font: 1px @import",
            "content:'x'",
            "list-style:url(x)",
            "color",
            ": red",
        ] {
            check(style, "");
        }
        check("position:fixed;color:red", "color: red");
        check("font-family:';';color:blue", "color: blue");
    }
}

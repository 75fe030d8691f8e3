//! Initials on a quiet ground; the colour comes from the name, so that people are known by it.

use yew::prelude::*;

/// Grounds in assets/css/20-components.css.
const HUES: u32 = 8;

#[derive(Properties, PartialEq)]
pub struct AvatarProps {
    pub name: AttrValue,
    /// 20, 24, 32 or 56 pixels.
    #[prop_or(24)]
    pub size: u32,
    /// Companies are square.
    #[prop_or_default]
    pub square: bool,
}

/// Says nothing to people who listen: the name stands beside it.
#[component]
pub fn Avatar(props: &AvatarProps) -> Html {
    let class = classes!(
        "avatar",
        format!("avatar-{}", props.size),
        format!("hue-{}", hue(&props.name)),
        props.square.then_some("avatar-square"),
    );
    html! { <span {class} aria-hidden="true">{ initials(&props.name) }</span> }
}

/// FNV-1a: the same colour on every machine.
fn hue(name: &str) -> u32 {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 8) % HUES
}

/// The first letters of the first and last word; the last character of a Chinese name.
fn initials(name: &str) -> String {
    let mut words = name
        .split(|c: char| c.is_whitespace() || c == '@' || c == '.')
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let Some(first) = words.next() else {
        return "·".into();
    };
    if ('\u{3400}'..='\u{9fff}').contains(&first) {
        return name.chars().next_back().unwrap_or(first).to_string();
    }
    let last = if name.contains('@') {
        None
    } else {
        words.next_back()
    };
    // The style sheet writes them in capitals: the tables for that are the browser's.
    [Some(first), last].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_follow_the_name() {
        assert_eq!(initials("Ana María López"), "AL");
        assert_eq!(initials("plato"), "p");
        assert_eq!(initials("ana@example.org"), "a");
        assert_eq!(initials("张伟"), "伟");
        assert_eq!(initials("+34 600"), "36");
        assert_eq!(initials(""), "·");
    }

    #[test]
    fn a_name_keeps_its_colour() {
        assert_eq!(hue("Ana López"), hue("Ana López"));
        let hues: std::collections::BTreeSet<u32> =
            (0..100).map(|n| hue(&format!("Name {n}"))).collect();
        assert_eq!(hues.len(), HUES as usize);
    }
}

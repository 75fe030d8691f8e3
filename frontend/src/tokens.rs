//! Checks the contrast of the tokens (assets/css/00-tokens.css), light and dark: text on every
//! surface it may stand on reaches 4.5:1, marks of controls 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).

const TOKENS: &str = include_str!("../../assets/css/00-tokens.css");
const COMPONENTS: &str = include_str!("../../assets/css/20-components.css");
const TEXT_MIN: f64 = 4.5;
const CONTROL_MIN: f64 = 3.0;

/// The two colours of a token: light and dark.
fn token(css: &str, name: &str) -> [String; 2] {
    let start = css
        .find(&format!("{name}: light-dark("))
        .unwrap_or_else(|| panic!("{name} is no pair of colours"));
    let rest = &css[start..];
    let (open, close) = (rest.find('(').unwrap(), rest.find(')').unwrap());
    let (light, dark) = rest[open + 1..close].split_once(',').unwrap();
    [light.trim().to_owned(), dark.trim().to_owned()]
}

fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn check(ink: &str, ground: &str, least: f64) {
    let (ink_pair, ground_pair) = (token(TOKENS, ink), token(TOKENS, ground));
    for (theme, (a, b)) in ["light", "dark"]
        .iter()
        .zip(ink_pair.iter().zip(&ground_pair))
    {
        let reached = contrast(a, b);
        assert!(
            reached >= least,
            "{theme}: {ink} on {ground} is {reached:.2}"
        );
    }
}

#[test]
fn text_reads_on_every_surface() {
    for ground in ["--n1", "--n2", "--n3", "--n4", "--raised"] {
        for ink in ["--n10", "--n11", "--n12", "--accent3"] {
            check(ink, ground, TEXT_MIN);
        }
    }
    check("--on-accent", "--accent3", TEXT_MIN);
    check("--on-accent", "--accent4", TEXT_MIN);
    check("--accent3", "--accent1", TEXT_MIN);
    check("--n10", "--accent1", TEXT_MIN);
    check("--n12", "--mark", TEXT_MIN);
}

#[test]
fn states_read_on_their_own_ground_and_on_the_page() {
    for state in ["green", "red", "amber", "blue", "violet"] {
        for ground in [&format!("--{state}1"), "--n1", "--n2", "--raised"] {
            check(&format!("--{state}3"), ground, TEXT_MIN);
        }
    }
}

#[test]
fn controls_are_seen() {
    for ground in ["--n1", "--n2", "--raised"] {
        check("--n8", ground, CONTROL_MIN);
        check("--accent3", ground, CONTROL_MIN);
    }
}

#[test]
fn initials_read_on_their_ground() {
    for hue in 0..8 {
        let block = COMPONENTS.split(&format!(".hue-{hue} {{")).nth(1).unwrap();
        let ground = token(block, "--avatar-ground");
        let ink = token(block, "--avatar-ink");
        for (a, b) in ink.iter().zip(&ground) {
            assert!(contrast(a, b) >= TEXT_MIN, "hue {hue}: {a} on {b}");
        }
    }
}

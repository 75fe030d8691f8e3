//! What a message may cost: a look at the raw bytes before any parser sees them, linear in their
//! length. What goes beyond a limit here is kept raw and reported, never parsed; of a message larger
//! than `MESSAGE_BYTES_MAX` only the report is kept.

use shared::api::skip::MAIL_MEGABYTES_MAX;

/// Bytes of a message that is read at all.
pub const MESSAGE_BYTES_MAX: usize = MAIL_MEGABYTES_MAX * 1024 * 1024;
/// Bytes of one header with its continuation lines.
pub const HEADER_BYTES_MAX: usize = 64 * 1024;
/// Bytes of all headers of a message.
pub const HEADERS_BYTES_MAX: usize = 512 * 1024;
/// Levels of parts inside parts.
pub const DEPTH_MAX: usize = 32;
/// Parts of a message.
pub const PARTS_MAX: usize = 1_000;
/// Different boundaries of a message.
const BOUNDARIES_MAX: usize = 256;
/// Bytes that may be looked at in vain for boundaries that never come.
const VAIN_BYTES_MAX: usize = 256 * 1024 * 1024;
/// An encoded message inside a message cannot be looked into beforehand; from this size on it is
/// not parsed.
const ENCODED_MESSAGE_BYTES_MAX: usize = 1024 * 1024;
/// RFC 2046 5.1.1 allows 70; senders are not so careful.
const BOUNDARY_BYTES_MAX: usize = 200;

/// Which limit a message goes beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// More than [`MESSAGE_BYTES_MAX`].
    Size,
    /// More than [`HEADER_BYTES_MAX`] or [`HEADERS_BYTES_MAX`].
    Headers,
    /// More than [`PARTS_MAX`] or [`DEPTH_MAX`].
    Parts,
}

/// The limit that a message goes beyond, if any.
pub fn excess(raw: &[u8]) -> Option<Excess> {
    if raw.len() > MESSAGE_BYTES_MAX {
        return Some(Excess::Size);
    }
    if !headers_fit(header_block(raw)) {
        return Some(Excess::Headers);
    }
    let fits = parts_fit(raw) && !hides_encoded_message(raw);
    (!fits).then_some(Excess::Parts)
}

/// The bytes up to the first empty line, but never more than a little above the limit.
pub fn header_block(raw: &[u8]) -> &[u8] {
    let raw = raw.get(..HEADERS_BYTES_MAX + 2).unwrap_or(raw);
    let mut start = 0;
    while let Some(length) = find(raw.get(start..).unwrap_or_default(), b"\n") {
        let line = raw.get(start..start + length).unwrap_or_default();
        if line.is_empty() || line == b"\r" {
            return raw.get(..start).unwrap_or_default();
        }
        start += length + 1;
    }
    raw
}

/// The headers of a message that goes beyond a limit, each cut to what is allowed.
pub fn bounded_headers(raw: &[u8]) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut header_bytes = 0;
    for line in header_block(raw).split_inclusive(|&byte| byte == b'\n') {
        let continues = line.first().is_some_and(|byte| b" \t".contains(byte));
        header_bytes = if continues { header_bytes } else { 0 } + line.len();
        if header_bytes <= HEADER_BYTES_MAX {
            kept.extend_from_slice(line);
        }
    }
    kept.extend_from_slice(b"\n\n");
    kept
}

fn headers_fit(block: &[u8]) -> bool {
    let mut header_bytes = 0;
    let short = block.split_inclusive(|&byte| byte == b'\n').all(|line| {
        let continues = line.first().is_some_and(|byte| b" \t".contains(byte));
        header_bytes = if continues { header_bytes } else { 0 } + line.len();
        header_bytes <= HEADER_BYTES_MAX
    });
    short && block.len() <= HEADERS_BYTES_MAX
}

struct Boundary<'a> {
    value: &'a [u8],
    declared_at: usize,
    last_at: Option<usize>,
}

/// Each level of nesting needs a boundary parameter or a message type of its own, so their number
/// bounds the depth, and with it the stack.
fn parts_fit(raw: &[u8]) -> bool {
    let Some(mut boundaries) = boundaries(raw) else {
        return false;
    };
    if count_ignoring_case(raw, b"message/rfc822") + count_ignoring_case(raw, b"message/global")
        > PARTS_MAX
    {
        return false;
    }
    let mut delimiters = 0;
    let mut at = 0;
    while let Some(found) = find(raw.get(at..).unwrap_or_default(), b"--") {
        let behind = at + found + 2;
        let rest = raw.get(behind..).unwrap_or_default();
        let hit = boundaries
            .iter_mut()
            .filter(|boundary| rest.starts_with(boundary.value))
            .max_by_key(|boundary| boundary.value.len());
        at = match hit {
            Some(boundary) => {
                boundary.last_at = Some(behind);
                delimiters += 1;
                behind + boundary.value.len()
            }
            None => behind - 1,
        };
        if delimiters > 2 * PARTS_MAX {
            return false;
        }
    }
    let vain = boundaries
        .iter()
        .filter(|boundary| {
            boundary
                .last_at
                .is_none_or(|last| last < boundary.declared_at)
        })
        .count();
    vain.saturating_mul(raw.len()) <= VAIN_BYTES_MAX
}

/// Every value of a `boundary` parameter; `None` if there are too many.
fn boundaries(raw: &[u8]) -> Option<Vec<Boundary<'_>>> {
    let mut boundaries: Vec<Boundary<'_>> = Vec::new();
    let mut parameters = 0;
    for at in positions_ignoring_case(raw, b"boundary") {
        let behind = at + b"boundary".len();
        let Some(value) = parameter_value(raw.get(behind..).unwrap_or_default()) else {
            continue;
        };
        parameters += 1;
        match boundaries.iter_mut().find(|known| known.value == value) {
            Some(known) => known.declared_at = at,
            None => boundaries.push(Boundary {
                value,
                declared_at: at,
                last_at: None,
            }),
        }
        if boundaries.len() > BOUNDARIES_MAX || parameters > PARTS_MAX {
            return None;
        }
    }
    Some(boundaries)
}

/// The value behind `*0 = "`, also without quotes.
fn parameter_value(text: &[u8]) -> Option<&[u8]> {
    const BEFORE_EQUALS_MAX: usize = 8;
    let equals = text
        .iter()
        .take(BEFORE_EQUALS_MAX)
        .position(|&byte| byte == b'=')?;
    let value = text.get(equals + 1..)?.trim_ascii_start();
    let (value, end): (&[u8], &[u8]) = match value.strip_prefix(b"\"") {
        Some(quoted) => (quoted, b"\"\n"),
        None => (value, b";\r\n \t\""),
    };
    let length = value
        .iter()
        .take(BOUNDARY_BYTES_MAX)
        .position(|byte| end.contains(byte))
        .unwrap_or(value.len().min(BOUNDARY_BYTES_MAX));
    value.get(..length).filter(|value| !value.is_empty())
}

/// A large message that carries another one in base64 or quoted-printable, which RFC 2046 5.2.1
/// forbids and bombs like.
fn hides_encoded_message(raw: &[u8]) -> bool {
    const NEAR_BYTES: usize = 2 * 1024;
    if raw.len() <= ENCODED_MESSAGE_BYTES_MAX {
        return false;
    }
    let digest = count_ignoring_case(raw, b"multipart/digest") > 0;
    positions_ignoring_case(raw, b"content-transfer-encoding:").any(|at| {
        let line = raw.get(at..(at + 80).min(raw.len())).unwrap_or_default();
        let encoded = count_ignoring_case(line, b"base64") + count_ignoring_case(line, b"quoted-");
        let near = raw
            .get(at.saturating_sub(NEAR_BYTES)..(at + NEAR_BYTES).min(raw.len()))
            .unwrap_or_default();
        let message = count_ignoring_case(near, b"message/rfc822")
            + count_ignoring_case(near, b"message/global");
        let untyped = digest && count_ignoring_case(near, b"content-type:") == 0;
        encoded > 0 && (message > 0 || untyped)
    })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let (&first, _) = needle.split_first()?;
    let mut at = 0;
    while let Some(found) = haystack
        .get(at..)
        .and_then(|rest| rest.iter().position(|&byte| byte == first))
    {
        at += found;
        if haystack
            .get(at..)
            .is_some_and(|rest| rest.starts_with(needle))
        {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn count_ignoring_case(haystack: &[u8], needle: &'static [u8]) -> usize {
    positions_ignoring_case(haystack, needle).count()
}

fn positions_ignoring_case<'a>(
    haystack: &'a [u8],
    needle: &'static [u8],
) -> impl Iterator<Item = usize> + 'a {
    let first = needle.first().copied().unwrap_or_default();
    haystack
        .iter()
        .enumerate()
        .filter(move |(_, byte)| byte.eq_ignore_ascii_case(&first))
        .filter_map(move |(at, _)| {
            let candidate = haystack.get(at..at + needle.len())?;
            candidate.eq_ignore_ascii_case(needle).then_some(at)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_messages_fit() {
        let mail =
            b"Subject: hi\nContent-Type: multipart/mixed; boundary=\"x\"\n\n--x\n\na\n--x--\n";
        assert_eq!(excess(mail), None);
        assert_eq!(excess(b""), None);
        assert_eq!(header_block(b"A: b\n\nbody"), b"A: b\n");
        assert_eq!(header_block(b"A: b\r\n\r\nbody"), b"A: b\r\n");
    }

    #[test]
    fn long_headers_are_found_and_cut() {
        let mail = format!(
            "Subject: ok\nX-Long: {}\nFrom: a@b.c\n\nbody",
            "x".repeat(70_000)
        );
        assert_eq!(excess(mail.as_bytes()), Some(Excess::Headers));
        assert_eq!(
            bounded_headers(mail.as_bytes()),
            b"Subject: ok\nFrom: a@b.c\n\n\n"
        );
    }

    #[test]
    fn boundary_parameters_are_read_in_every_form() {
        assert_eq!(parameter_value(b"=abc; x"), Some(&b"abc"[..]));
        assert_eq!(parameter_value(b" = \"a b\""), Some(&b"a b"[..]));
        assert_eq!(parameter_value(b"*0=abc"), Some(&b"abc"[..]));
        assert_eq!(parameter_value(b" of the town"), None);
    }
}

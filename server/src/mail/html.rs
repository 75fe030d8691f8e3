//! Hostile HTML made safe for the sandboxed frame: an allow-list of elements, attributes, schemes
//! and style. No script, no form, no frame, nothing that loads without being asked.
//! Invariant: `sanitise` of its own answer changes nothing (test: `vectors_are_harmless`).

use super::{css::filter_declarations, files::inline_image_type, html_allowed::allow_list};
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Times that sanitising is repeated until nothing changes any more.
const ROUNDS_MAX: usize = 4;
/// Bytes of one image that may stand inside the page.
const INLINE_IMAGE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Bytes of all images inside one page.
const INLINE_IMAGES_BYTES_MAX: usize = 16 * 1024 * 1024;
/// A transparent pixel, where a remote image was.
const BLOCKED_IMAGE: &str =
    "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

/// Images that lie elsewhere and were fetched, by their address; the others are blocked.
pub type Pictures = HashMap<String, Vec<u8>>;

/// Images as `data:`, by content id or address.
type DataUrls = HashMap<String, String>;

/// An image that came with the message.
pub struct InlineImage<'a> {
    /// What `cid:` refers to.
    pub content_id: &'a str,
    /// The content.
    pub bytes: &'a [u8],
}

/// A page that is safe in the sandboxed frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml {
    /// The page.
    pub html: String,
    /// Addresses of the images elsewhere that it refers to, shown or not.
    pub remote_images: BTreeSet<String>,
}

/// Makes a page safe. Images elsewhere are replaced by nothing to see, but for `pictures`.
pub fn sanitise(html: &str, images: &[InlineImage<'_>], pictures: &Pictures) -> SafeHtml {
    let inline = data_urls(images.iter().map(|image| {
        let id = image.content_id.to_ascii_lowercase();
        (id, image.bytes)
    }));
    let remote = pictures
        .iter()
        .map(|(address, bytes)| (address.clone(), bytes.as_slice()));
    let remote = data_urls(remote);
    let mut safe = clean(html, &inline, None).html;
    for _ in 0..ROUNDS_MAX {
        let again = clean(&safe, &inline, None).html;
        if again == safe {
            return clean(&safe, &inline, Some(&remote));
        }
        safe = again;
    }
    // A page that never comes to rest was made to confuse parsers: its text is enough.
    SafeHtml {
        html: ammonia::clean_text(&super::html_text::html_to_text(html)),
        remote_images: BTreeSet::new(),
    }
}

/// A quick look at whether a page refers to images elsewhere; it may err on strange pages, and
/// decides nothing but whether the button that loads them is shown.
pub fn refers_to_remote_images(html: &str) -> bool {
    const TAG_BYTES: usize = 2 * 1024;
    let bytes = html.as_bytes();
    let tags = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, window)| window.eq_ignore_ascii_case(b"<img"));
    tags.map(|(at, _)| {
        bytes
            .get(at..(at + TAG_BYTES).min(bytes.len()))
            .unwrap_or_default()
    })
    .any(|tag| {
        let tag = tag.split(|&byte| byte == b'>').next().unwrap_or_default();
        let tag = String::from_utf8_lossy(tag).to_ascii_lowercase();
        tag.split_once("src").is_some_and(|(_, source)| {
            let source = source.trim_start_matches(['=', ' ', '"', '\'', '\n', '\r', '\t']);
            source.starts_with("http://")
                || source.starts_with("https://")
                || source.starts_with("//")
        })
    })
}

/// Images as `data:`, within the limits.
fn data_urls<'i>(images: impl Iterator<Item = (String, &'i [u8])>) -> Arc<DataUrls> {
    let mut urls = HashMap::new();
    let mut total = 0;
    for (name, bytes) in images {
        let Some(kind) = inline_image_type(bytes) else {
            continue;
        };
        total += bytes.len();
        if bytes.len() > INLINE_IMAGE_BYTES_MAX || total > INLINE_IMAGES_BYTES_MAX {
            continue;
        }
        urls.insert(name, format!("data:{kind};base64,{}", base64(bytes)));
    }
    Arc::new(urls)
}

/// With no policy for remote images they stay: only the last pass decides about them.
fn clean(html: &str, inline: &Arc<DataUrls>, remote: Option<&Arc<DataUrls>>) -> SafeHtml {
    let remote_images = Arc::new(Mutex::new(BTreeSet::new()));
    let (seen, inline, remote) = (remote_images.clone(), inline.clone(), remote.cloned());
    let mut builder = allow_list();
    builder.attribute_filter(
        move |element, attribute, value| match (element, attribute) {
            ("img", "src") => {
                let source = value.trim();
                if is_remote(source) {
                    held(&seen).insert(source.to_owned());
                }
                image_source(source, &inline, remote.as_deref())
            }
            (_, "src") => None,
            (_, "href") => is_link(value).then_some(Cow::Borrowed(value)),
            (_, "style") => {
                let style = filter_declarations(value);
                (!style.is_empty()).then_some(Cow::Owned(style))
            }
            _ => Some(Cow::Borrowed(value)),
        },
    );
    let html = builder.clean(html).to_string();
    let remote_images = std::mem::take(&mut *held(&remote_images));
    SafeHtml {
        html,
        remote_images,
    }
}

fn held<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

fn image_source<'v>(
    source: &'v str,
    inline: &DataUrls,
    remote: Option<&DataUrls>,
) -> Option<Cow<'v, str>> {
    if let Some(content_id) = strip_scheme(source, "cid:") {
        let data = inline.get(&percent_decoded(content_id).to_ascii_lowercase());
        return data.cloned().map(Cow::Owned);
    }
    if strip_scheme(source, "data:").is_some() {
        return is_image_data(source).then_some(Cow::Borrowed(source));
    }
    if !is_remote(source) {
        return None;
    }
    Some(match remote {
        None => Cow::Borrowed(source),
        Some(shown) => match shown.get(source) {
            Some(data) => Cow::Owned(data.clone()),
            None => Cow::Borrowed(BLOCKED_IMAGE),
        },
    })
}

fn is_remote(source: &str) -> bool {
    ["http://", "https://", "//"]
        .into_iter()
        .any(|scheme| strip_scheme(source, scheme).is_some())
}

fn is_link(value: &str) -> bool {
    ["http://", "https://", "mailto:", "tel:"]
        .into_iter()
        .any(|scheme| strip_scheme(value.trim(), scheme).is_some())
}

/// What stands behind a scheme, whatever its case.
fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let head = text.get(..scheme.len())?;
    head.eq_ignore_ascii_case(scheme)
        .then(|| text.get(scheme.len()..))
        .flatten()
}

/// A picture in base64 of a kind that cannot hold script.
fn is_image_data(source: &str) -> bool {
    ["png", "jpeg", "gif", "webp"].into_iter().any(|kind| {
        strip_scheme(source, &format!("data:image/{kind};base64,")).is_some_and(|data| {
            data.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
        })
    })
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = (byte == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match hex {
            Some(decoded) => {
                bytes.push(decoded);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = ALPHABET
                .get((word >> shift & 63) as usize)
                .copied()
                .unwrap_or(b'=');
            out.push(if place > chunk.len() {
                '='
            } else {
                char::from(digit)
            });
        }
    }
    out
}

#[cfg(test)]
mod tests;

//! E-mail addresses: checked once at the edge, compared in one normal form.

use serde::{Deserialize, Serialize};
use std::fmt;

/// RFC 5321 4.5.3.1.3: a path is at most 256 octets with its brackets.
pub const EMAIL_ADDRESS_BYTES_MAX: usize = 254;
/// RFC 5321 4.5.3.1.1.
const LOCAL_PART_BYTES_MAX: usize = 64;

/// A well-formed e-mail address in normal form: trimmed, lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

/// A text that is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct EmailAddressError;

impl EmailAddress {
    /// Reads an address as people type it; surrounding white space is forgiven.
    ///
    /// # Errors
    /// When there is not exactly one usable local part and domain, or it is too long.
    pub fn parse(text: &str) -> Result<Self, EmailAddressError> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(EmailAddressError)?;
        let well_formed = text.len() <= EMAIL_ADDRESS_BYTES_MAX
            && !local.is_empty()
            && local.len() <= LOCAL_PART_BYTES_MAX
            && !local.contains('@')
            && local.chars().all(is_local_char)
            && is_domain(domain);
        if well_formed {
            Ok(Self(text.to_lowercase()))
        } else {
            Err(EmailAddressError)
        }
    }

    /// The whole address, lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The part before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text is a domain name (or an address literal such as `[10.0.0.1]`).
pub fn is_domain(text: &str) -> bool {
    let literal = text.starts_with('[') && text.ends_with(']') && text.len() > 2;
    literal
        || (!text.is_empty()
            && text.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label
                        .chars()
                        .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
            }))
}

fn is_local_char(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: Option<&str>) {
        let parsed = EmailAddress::parse(input).ok();
        assert_eq!(
            parsed.as_ref().map(EmailAddress::as_str),
            expected,
            "{input:?}"
        );
    }

    #[test]
    fn addresses_are_normalised_or_refused() {
        check(" Ana.Lopez@Example.COM ", Some("ana.lopez@example.com"));
        check("张伟@例子.中国", Some("张伟@例子.中国"));
        check("a+b@sub.example.org", Some("a+b@sub.example.org"));
        check("no-at.example.org", None);
        check("two@@example.org", None);
        check("a b@example.org", None);
        check("a@-example.org", None);
        check("a@example..org", None);
        check("", None);
    }
}

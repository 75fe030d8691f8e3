//! Who takes part in a message: addresses in normal form, display names cleaned.

use super::text::clean_line;
use mail_parser::{Addr, Message};
use shared::{email_address::EmailAddress, model::ParticipantRole};

/// People of one message that are kept; a message to more is reported.
pub const PARTICIPANTS_MAX: usize = 500;
/// Characters of a display name, or of an address that is none.
const NAME_CHARS_MAX: usize = 200;

/// Somebody in a message's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// From, To, …
    pub role: ParticipantRole,
    /// The display name; may be empty.
    pub name: String,
    /// Normal form; as written where it is no address; may be empty.
    pub address: String,
}

/// Everyone in the header, each once per role, and whether there were too many.
pub fn parties(message: &Message<'_>) -> (Vec<Party>, bool) {
    let fields = [
        (
            ParticipantRole::From,
            message.from().or_else(|| message.sender()),
        ),
        (ParticipantRole::ReplyTo, message.reply_to()),
        (ParticipantRole::To, message.to()),
        (ParticipantRole::Cc, message.cc()),
        (ParticipantRole::Bcc, message.bcc()),
    ];
    let mut seen = std::collections::HashSet::new();
    let mut parties = Vec::new();
    for party in fields
        .into_iter()
        .filter_map(|(role, address)| Some((role, address?)))
        .flat_map(|(role, address)| address.iter().filter_map(move |addr| party(role, addr)))
    {
        if parties.len() == PARTICIPANTS_MAX {
            return (parties, true);
        }
        let addressed = !party.address.is_empty();
        let key = if addressed {
            &party.address
        } else {
            &party.name
        };
        if seen.insert((party.role, addressed, key.clone())) {
            parties.push(party);
        }
    }
    (parties, false)
}

fn party(role: ParticipantRole, addr: &Addr<'_>) -> Option<Party> {
    let written = addr.address().unwrap_or_default().trim();
    let name = clean_line(addr.name().unwrap_or_default(), NAME_CHARS_MAX);
    // `"ana@example.org"` alone is read as a name; it is an address all the same.
    let address = EmailAddress::parse(written)
        .or_else(|error| {
            if written.is_empty() {
                EmailAddress::parse(&name)
            } else {
                Err(error)
            }
        })
        .map_or_else(
            |_| clean_line(written, NAME_CHARS_MAX),
            |address| address.as_str().to_owned(),
        );
    if address.is_empty() && name.is_empty() {
        return None;
    }
    let name = unquote(&name);
    let name = if name.eq_ignore_ascii_case(&address) {
        String::new()
    } else {
        name
    };
    Some(Party {
        role,
        name,
        address,
    })
}

fn unquote(name: &str) -> String {
    let inner = name
        .strip_prefix('\'')
        .and_then(|name| name.strip_suffix('\''))
        .or_else(|| {
            name.strip_prefix('"')
                .and_then(|name| name.strip_suffix('"'))
        });
    inner.unwrap_or(name).trim().to_owned()
}

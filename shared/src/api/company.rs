//! Companies: firms, shops and other organisations, and the people in them.

use super::{
    contact::{Email, Phone},
    given, present,
};
use crate::{
    ids::{CompanyId, UserId},
    model::LifecycleStage,
    time::{Date, Timestamp},
};
use serde::{Deserialize, Serialize};

/// A contact's place in a company. A field of the contact: changed with its PATCH, undone with its
/// undo. While the company lies in the bin it is not shown and not changed; it comes back with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Affiliation {
    /// The company.
    pub id: CompanyId,
    /// What the company is called now; answers say it, requests need not and cannot change it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What the contact does there, in free words; may be empty.
    #[serde(default)]
    pub role: String,
    /// The first day, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day. Set means that the contact was there and is no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl Affiliation {
    /// Whether the contact has left.
    pub fn is_former(&self) -> bool {
        self.to.is_some()
    }
}

/// A company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Counts changes; the ETag.
    pub revision: u64,
    /// Never empty.
    pub name: String,
    /// In lower case, without `www.`; the first is the main one. No two live companies share one.
    pub domains: Vec<String>,
    /// Addresses of the company itself; the first is the main one.
    pub emails: Vec<Email>,
    /// The first is the main one.
    pub phones: Vec<Phone>,
    /// With `http://` or `https://`; may be empty.
    pub website: String,
    /// Postal address, in lines; may be empty.
    pub address: String,
    /// Free words, each once.
    pub tags: Vec<String>,
    /// Where the relation stands.
    pub stage: Option<LifecycleStage>,
    /// Whose company it is.
    pub owner_id: Option<UserId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Set while it lies in the bin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// Makes a company. A name is enough.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyCreate {
    /// Proposed by the client (offline, retries); must be a UUID not used yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CompanyId>,
    /// Name.
    pub name: String,
    /// Domains, as people paste them.
    #[serde(default)]
    pub domains: Vec<String>,
    /// E-mail addresses.
    #[serde(default)]
    pub emails: Vec<Email>,
    /// Telephone numbers.
    #[serde(default)]
    pub phones: Vec<Phone>,
    /// Website.
    #[serde(default)]
    pub website: String,
    /// Postal address.
    #[serde(default)]
    pub address: String,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Where the relation stands.
    #[serde(default)]
    pub stage: Option<LifecycleStage>,
    /// Whose company it is.
    #[serde(default)]
    pub owner_id: Option<UserId>,
}

/// Changes a company; absent fields stay, lists are replaced whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyPatch {
    /// Name.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub name: Option<String>,
    /// Domains.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub domains: Option<Vec<String>>,
    /// E-mail addresses.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub emails: Option<Vec<Email>>,
    /// Telephone numbers.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub phones: Option<Vec<Phone>>,
    /// Website.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub website: Option<String>,
    /// Postal address.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub address: Option<String>,
    /// Tags.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub tags: Option<Vec<String>>,
    /// `null` takes the stage away.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub stage: Option<Option<LifecycleStage>>,
    /// `null` takes the owner away.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub owner_id: Option<Option<UserId>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_says_can_be_sent_back() {
        let answer = r#"{"id":"019970a0-0000-7000-8000-000000000001","name":"Acme","role":"buyer","to":"2024-02-29"}"#;
        let affiliation: Affiliation = serde_json::from_str(answer).unwrap();
        assert!(affiliation.is_former());
        assert_eq!(serde_json::to_string(&affiliation).unwrap(), answer);
        assert!(serde_json::from_str::<Affiliation>(r#"{"role":"buyer"}"#).is_err());
    }
}

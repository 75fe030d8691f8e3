//! Contacts: persons, with or without a company.

use super::{company::Affiliation, given, present};
use crate::{
    ids::{ContactId, UserId},
    model::{EmailKind, LifecycleStage, PhoneKind},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// An e-mail address of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Email {
    /// The address, in normal form once stored.
    pub address: String,
    /// What it is used for.
    #[serde(default)]
    pub kind: EmailKind,
}

/// A telephone number of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phone {
    /// The number as it was written.
    pub number: String,
    /// What it is used for.
    #[serde(default)]
    pub kind: PhoneKind,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// Counts changes; the ETag.
    pub revision: u64,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// Job title; may be empty.
    pub title: String,
    /// The first is the main one.
    pub emails: Vec<Email>,
    /// The first is the main one.
    pub phones: Vec<Phone>,
    /// The firms it works or worked for; the first is the main one.
    #[serde(default)]
    pub companies: Vec<Affiliation>,
    /// Free words, each once.
    pub tags: Vec<String>,
    /// Where the relation stands.
    pub stage: Option<LifecycleStage>,
    /// Whose contact it is.
    pub owner_id: Option<UserId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Set while it lies in the bin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// Makes a contact. One name, e-mail or phone is enough.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactCreate {
    /// Proposed by the client (offline, retries); must be a UUID not used yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ContactId>,
    /// First name.
    #[serde(default)]
    pub first_name: String,
    /// Last name.
    #[serde(default)]
    pub last_name: String,
    /// Job title.
    #[serde(default)]
    pub title: String,
    /// E-mail addresses.
    #[serde(default)]
    pub emails: Vec<Email>,
    /// Telephone numbers.
    #[serde(default)]
    pub phones: Vec<Phone>,
    /// The firms it works or worked for.
    #[serde(default)]
    pub companies: Vec<Affiliation>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Where the relation stands.
    #[serde(default)]
    pub stage: Option<LifecycleStage>,
    /// Whose contact it is.
    #[serde(default)]
    pub owner_id: Option<UserId>,
}

/// Changes a contact; absent fields stay, lists are replaced whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactPatch {
    /// First name.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub last_name: Option<String>,
    /// Job title.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub title: Option<String>,
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
    /// The firms it works or worked for.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    pub companies: Option<Vec<Affiliation>>,
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

impl Contact {
    /// First and last name, else the first e-mail address, else the first number.
    pub fn display_name(&self) -> String {
        display_name(
            &self.first_name,
            &self.last_name,
            &self.emails,
            &self.phones,
        )
    }
}

/// First and last name, else the first e-mail address, else the first number. Names in Chinese
/// script are joined last name first, without a space.
pub fn display_name(first: &str, last: &str, emails: &[Email], phones: &[Phone]) -> String {
    let chinese = |text: &str| {
        text.chars()
            .next()
            .is_some_and(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
    };
    match (first.is_empty(), last.is_empty()) {
        (false, false) if chinese(first) && chinese(last) => format!("{last}{first}"),
        (false, false) => format!("{first} {last}"),
        (false, true) => first.to_owned(),
        (true, false) => last.to_owned(),
        (true, true) => emails
            .first()
            .map(|email| email.address.clone())
            .or_else(|| phones.first().map(|phone| phone.number.clone()))
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_null_and_value_are_three_things() {
        let patch = |text| serde_json::from_str::<ContactPatch>(text).unwrap().stage;
        assert_eq!(patch("{}"), None);
        assert_eq!(patch(r#"{"stage":null}"#), Some(None));
        assert_eq!(
            patch(r#"{"stage":"lead"}"#),
            Some(Some(LifecycleStage::Lead))
        );
        let name = |text| serde_json::from_str::<ContactPatch>(text).map(|it| it.first_name);
        assert_eq!(name("{}").unwrap(), None);
        assert!(name(r#"{"first_name":null}"#).is_err());
    }

    #[test]
    fn chinese_names_stand_last_name_first() {
        assert_eq!(display_name("伟", "张", &[], &[]), "张伟");
        assert_eq!(display_name("Ana", "López", &[], &[]), "Ana López");
    }
}

//! Mails in search. Tests: `tests` of the search module.

use super::{Builder, Facet, Searchable, SeenBy, Shown};
use crate::{
    search::{analysis::language::Language, schema::TextField},
    store::{
        StoreError,
        reader::Reader,
        record,
        schema::message::{Message, MessageText, text_key},
    },
};
use shared::model::ParticipantRole;

impl Searchable for Message {
    const SORTS_BY_NAME: bool = false;

    fn fill(&self, reader: &Reader, builder: &mut Builder) -> Result<(), StoreError> {
        let text = text_of(self, reader)?;
        let languages = Language::of(&text.new);
        builder.document.at = self.activity.at;
        builder.seen_by(SeenBy::of(self.activity.visibility, self.activity.author));
        builder.text(TextField::Name, &self.subject, &languages);
        builder.text(TextField::Body, &text.new, &languages);
        builder.text(TextField::Quoted, &text.quoted, &languages);
        for participant in &self.participants {
            let identifiers = builder.field(TextField::Identifier);
            identifiers.add_name(&participant.name);
            identifiers.add_identifier(&participant.address);
            builder.email_facets(&participant.address);
        }
        for attachment in &self.attachments {
            builder
                .field(TextField::Identifier)
                .add_identifier(&attachment.file_name);
        }
        builder.facet(&Facet::Owner(self.activity.author));
        Ok(())
    }

    fn show(&self, reader: &Reader) -> Result<Shown, StoreError> {
        let text = text_of(self, reader)?;
        let sender = self
            .participants
            .iter()
            .find(|participant| participant.role == ParticipantRole::From);
        let context = sender.map(|sender| match sender.name.is_empty() {
            true => sender.address.clone(),
            false => format!("{} <{}>", sender.name, sender.address),
        });
        let files: Vec<&str> = self
            .attachments
            .iter()
            .map(|attachment| attachment.file_name.as_str())
            .collect();
        Ok(Shown {
            title: self.subject.clone(),
            texts: vec![text.new, text.quoted, files.join(" · ")],
            context: context.unwrap_or_default(),
            at: self.activity.at,
            thread_id: Some(self.thread_id),
            seen_by: SeenBy::of(self.activity.visibility, self.activity.author),
        })
    }

    fn reach(&self) -> Vec<Facet> {
        Vec::new()
    }
}

fn text_of(message: &Message, reader: &Reader) -> Result<MessageText, StoreError> {
    let stored = reader.get(&text_key(message.id))?;
    let text = stored
        .map(|stored| record::decode(&stored.value))
        .transpose()?;
    Ok(text.unwrap_or_default())
}

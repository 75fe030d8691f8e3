//! Mails in search. Tests: `tests` of the search module.

use super::{
    Builder, Facet, Searchable, SeenBy, Shown,
    people::{file_terms, person_terms},
};
use crate::{
    search::{
        analysis::language::{Language, detect},
        schema::TextField,
    },
    store::{
        StoreError,
        reader::Reader,
        record,
        schema::{
            message::{Attachment, Message, MessageText, text_key},
            reading::{Reading, find_file_text, read_files},
        },
    },
};
use shared::model::ParticipantRole;

/// Bytes of the text of all files of one message that can be found; those behind are not.
const FILE_TEXT_BYTES_MAX: usize = 4 * 1024 * 1024;

impl Searchable for Message {
    const SORTS_BY_NAME: bool = false;

    fn fill(&self, reader: &Reader, builder: &mut Builder) -> Result<(), StoreError> {
        let text = text_of(self, reader)?;
        let language = detect(&text.new);
        builder.language(&language);
        let languages = language.stemmed;
        builder.document.at = self.activity.at;
        builder.seen_by(SeenBy::of(self.activity.visibility, self.activity.author));
        builder.text(TextField::Name, &self.subject, &languages);
        builder.text(TextField::Body, &text.new, &languages);
        builder.text(TextField::Quoted, &text.quoted, &languages);
        for (_, file) in read_files(reader, self.id, &self.attachments)? {
            fill_file(reader, builder, file)?;
        }
        for participant in &self.participants {
            let identifiers = builder.field(TextField::Identifier);
            identifiers.add_name(&participant.name);
            identifiers.add_identifier(&participant.address);
            builder.email_facets(&participant.address);
            let facet = match participant.role {
                ParticipantRole::From => Facet::From,
                ParticipantRole::To | ParticipantRole::Cc | ParticipantRole::Bcc => Facet::To,
                ParticipantRole::ReplyTo => continue,
            };
            let terms = person_terms(&participant.name, &participant.address);
            builder.facets(terms, facet);
        }
        if !self.attachments.is_empty() {
            builder.facet(&Facet::HasAttachment);
        }
        for attachment in &self.attachments {
            builder.facets(file_terms(&attachment.file_name), Facet::File);
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

    /// The reading of its files counts in the upper half.
    fn revision(&self, reader: &Reader) -> Result<u64, StoreError> {
        if self.attachments.is_empty() {
            return Ok(self.head.revision);
        }
        let reading = reader.find::<Reading>(self.id.uuid())?;
        let read = reading.map_or(0, |reading| reading.head.revision);
        Ok(self.head.revision | (read << 32))
    }
}

/// The words of a file, in the languages of its beginning.
fn fill_file(reader: &Reader, builder: &mut Builder, file: &Attachment) -> Result<(), StoreError> {
    let Some(text) = find_file_text(reader, &file.blob)? else {
        return Ok(());
    };
    let room = FILE_TEXT_BYTES_MAX.saturating_sub(builder.file_bytes);
    let longest = text.parts.iter().max_by_key(|part| part.text.len());
    let languages = longest.map_or_else(Vec::new, |part| Language::of(&part.text));
    let mut taken = 0;
    for part in &text.parts {
        taken += part.text.len();
        if taken > room {
            break;
        }
        builder
            .field(TextField::Attachment)
            .add_text(&part.text, &languages);
    }
    builder.file_bytes += taken;
    Ok(())
}

fn text_of(message: &Message, reader: &Reader) -> Result<MessageText, StoreError> {
    let stored = reader.get(&text_key(message.id))?;
    let text = stored
        .map(|stored| record::decode(&stored.value))
        .transpose()?;
    Ok(text.unwrap_or_default())
}

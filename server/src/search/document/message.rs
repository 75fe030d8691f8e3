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

/// Terms of the files of one message beyond those of other fields. Their text is bounded where they
/// are read; this many hold all of it, but for texts of single letters.
const FILE_TERMS_MORE: usize = 1_400_000;

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
            title_is_name: false,
            texts: vec![text.new, text.quoted, files.join(" · ")],
            context: context.unwrap_or_default(),
            context_is_name: true,
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
    let longest = text.parts.iter().max_by_key(|part| part.text.len());
    let languages = longest.map_or_else(Vec::new, |part| Language::of(&part.text));
    let field = builder.field(TextField::Attachment);
    field.allow_more(FILE_TERMS_MORE);
    for part in &text.parts {
        field.add_text(&part.text, &languages);
    }
    Ok(())
}

fn text_of(message: &Message, reader: &Reader) -> Result<MessageText, StoreError> {
    let stored = reader.get(&text_key(message.id))?;
    let text = stored
        .map(|stored| record::decode(&stored.value))
        .transpose()?;
    Ok(text.unwrap_or_default())
}

//! A mail becomes a message in a thread. One message per Message-ID: a further copy is known; its
//! bytes are kept if they differ.

use super::{Filing, Outcome, threads::find_by_message_id};
use crate::{
    domain::{error::DomainError, record::touch},
    mail::{
        html::refers_to_remote_images,
        mime::{Mail, MailFile, Problem},
        text::preview,
    },
    store::{
        record::{Activity, Head, Target, Unknown, encode},
        schema::message::{
            Attachment, BlobHash, Message, MessageText, PREVIEW_CHARS_MAX, Participant, text_key,
        },
    },
};
use shared::{
    email_address::EmailAddress,
    ids::{MessageId, ThreadId},
    model::Visibility,
};
use std::collections::HashSet;

/// Copies with other bytes that one message keeps.
pub const COPIES_MAX: usize = 20;

/// What a record of our export says of a message that its bytes do not.
pub struct Known {
    /// Its id.
    pub id: MessageId,
    /// Its thread.
    pub thread_id: ThreadId,
    /// Its head.
    pub head: Head,
}

impl Filing<'_> {
    /// Files a mail.
    ///
    /// # Errors
    /// When the store fails.
    pub fn file_mail(&mut self, raw: &[u8], mail: &Mail) -> Result<Outcome, DomainError> {
        if let Some(id) = find_by_message_id(self.unit, &mail.message_id)?
            && let Some(message) = self.unit.find_live::<Message>(id)?
        {
            self.keep_copy(message, raw)?;
            return Ok(Outcome::Unchanged);
        }
        self.add_mail(raw, mail, None)?;
        Ok(Outcome::Created)
    }

    /// Keeps the bytes of a further copy if they are new.
    pub(super) fn keep_copy(
        &mut self,
        mut message: Message,
        raw: &[u8],
    ) -> Result<(), DomainError> {
        let hash: BlobHash = *blake3::hash(raw).as_bytes();
        if message.raw.contains(&hash) || message.raw.len() >= COPIES_MAX {
            return Ok(());
        }
        message.raw.push(self.unit.put_blob(self.blobs, raw)?);
        touch(self.ctx, &mut message);
        Ok(self.unit.put(&message)?)
    }

    /// Makes a message, in the thread it belongs to.
    pub(super) fn add_mail(
        &mut self,
        raw: &[u8],
        mail: &Mail,
        known: Option<Known>,
    ) -> Result<MessageId, DomainError> {
        let mut message = self.message(raw, mail)?;
        match known {
            Some(known) => {
                message.id = known.id;
                message.thread_id = known.thread_id;
                message.head = known.head;
            }
            None => {
                if let Some(thread) = self.threads.find(self.unit, &message)? {
                    message.thread_id = thread;
                }
            }
        }
        let text = MessageText {
            new: mail.text.new.clone(),
            quoted: mail.text.quoted.clone(),
        };
        self.unit.put(&message)?;
        self.unit.put_value(text_key(message.id), encode(&text));
        self.threads.join(self.ctx, self.unit, &message)?;
        Ok(message.id)
    }

    fn message(&mut self, raw: &[u8], mail: &Mail) -> Result<Message, DomainError> {
        let raw_hash = self.unit.put_blob(self.blobs, raw)?;
        let mut attachments = Vec::with_capacity(mail.files.len());
        for file in &mail.files {
            attachments.push(self.attachment(file)?);
        }
        let shown = if mail.text.new.is_empty() {
            &mail.text.quoted
        } else {
            &mail.text.new
        };
        Ok(Message {
            id: MessageId::from_uuid(self.ctx.new_id()),
            head: Head::new(self.ctx.now()),
            activity: Activity {
                at: mail.at.unwrap_or_else(|| self.ctx.now()),
                author: None,
                visibility: Visibility::Shared,
                targets: targets(mail),
            },
            thread_id: ThreadId::from_uuid(self.ctx.new_id()),
            message_id: mail.message_id.clone(),
            references: mail.references.clone(),
            subject: mail.subject.clone(),
            participants: participants(mail),
            preview: preview(shown, PREVIEW_CHARS_MAX),
            has_html: mail.html.is_some(),
            has_remote_images: mail.html.as_deref().is_some_and(refers_to_remote_images),
            attachments,
            problems: mail
                .problems
                .iter()
                .copied()
                .map(Problem::as_str)
                .map(str::to_owned)
                .collect(),
            raw: vec![raw_hash],
            size_bytes: raw.len() as u64,
            unknown: Unknown::new(),
        })
    }

    fn attachment(&mut self, file: &MailFile) -> Result<Attachment, DomainError> {
        Ok(Attachment {
            file_name: file.file_name.clone(),
            content_type: file.content_type.to_owned(),
            size_bytes: file.bytes.len() as u64,
            blob: self.unit.put_blob(self.blobs, &file.bytes)?,
        })
    }
}

/// Only real addresses: what else a header holds is no handle, and may be longer than a key.
fn targets(mail: &Mail) -> Vec<Target> {
    let mut seen = HashSet::new();
    mail.participants
        .iter()
        .filter_map(|party| EmailAddress::parse(&party.address).ok())
        .filter(|address| seen.insert(address.clone()))
        .map(|address| Target::Email(address.as_str().to_owned()))
        .collect()
}

fn participants(mail: &Mail) -> Vec<Participant> {
    mail.participants
        .iter()
        .map(|party| Participant {
            role: party.role,
            name: party.name.clone(),
            address: party.address.clone(),
        })
        .collect()
}

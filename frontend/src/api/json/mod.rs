//! JSON in and out by a reader and a writer of our own: serde's types, but whole numbers only and no
//! sentences about what does not fit. Against serde_json that saves the tables and the code for
//! floating point, and every message of every field (measured: see ARCHITECTURE.md, "The bundle").
//! The tests hold both to what serde_json, which the server uses, reads and writes.

mod read;
mod shape;
mod value;

pub use read::Mismatch;
pub use value::Json;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shape::Shaper;
use shared::{
    api::{
        event::{ChangeAction, Event},
        import::Import,
        message::MessageSummary,
        note::Note,
        page::Page,
        search::IndexState,
        timeline::TimelineItem,
    },
    model::RecordKind,
};
use uuid::Uuid;

/// Reads a text.
///
/// # Errors
/// When it is no JSON, or not of this shape.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Mismatch> {
    T::deserialize(Json::parse(text).ok_or(Mismatch)?)
}

/// The plain value of something; what cannot be written is null.
pub fn shape(value: &impl Serialize) -> Json {
    value.serialize(Shaper).unwrap_or(Json::Null)
}

/// Writes a value.
pub fn write(value: &impl Serialize) -> String {
    let mut text = String::new();
    shape(value).write(&mut text);
    text
}

fn word<'a>(value: &'a Json, field: &str) -> &'a str {
    value.get(field).and_then(Json::as_str).unwrap_or_default()
}

/// The fields of [`Event::Change`].
#[derive(Deserialize)]
struct Change {
    position: String,
    kind: RecordKind,
    id: Uuid,
    action: ChangeAction,
    links: Vec<Uuid>,
}

/// The fields of [`Event::Index`].
#[derive(Deserialize)]
struct Index {
    state: IndexState,
    percent: u8,
}

/// Reads a live event.
///
/// # Errors
/// When it is none that we know.
pub fn read_event(text: &str) -> Result<Event, Mismatch> {
    let value = Json::parse(text).ok_or(Mismatch)?;
    match word(&value, "type") {
        "change" => {
            let change = Change::deserialize(value)?;
            Ok(Event::Change {
                position: change.position,
                kind: change.kind,
                id: change.id,
                action: change.action,
                links: change.links,
            })
        }
        "many_changed" => Ok(Event::ManyChanged),
        "import" => Import::deserialize(value).map(Event::Import),
        "index" => {
            let index = Index::deserialize(value)?;
            Ok(Event::Index {
                state: index.state,
                percent: index.percent,
            })
        }
        "own_changed" => Ok(Event::OwnChanged),
        "resync" => Ok(Event::Resync),
        _ => Err(Mismatch),
    }
}

/// Reads a page of a timeline. An activity of a kind that this app does not know yet is passed over.
///
/// # Errors
/// When it is none.
pub fn read_timeline(text: &str) -> Result<Page<TimelineItem>, Mismatch> {
    let mut page = Json::parse(text).ok_or(Mismatch)?;
    let Some(Json::List(items)) = page.take("items") else {
        return Err(Mismatch);
    };
    Ok(Page::new(
        items
            .into_iter()
            .filter_map(|item| read_activity(item).ok())
            .collect(),
        Option::deserialize(page.take("next_cursor").unwrap_or(Json::Null))?,
        u64::deserialize(page.take("total").unwrap_or(Json::Null))?,
    ))
}

fn read_activity(value: Json) -> Result<TimelineItem, Mismatch> {
    match word(&value, "kind") {
        "note" => Note::deserialize(value).map(TimelineItem::Note),
        "message" => MessageSummary::deserialize(value).map(TimelineItem::Message),
        _ => Err(Mismatch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        api::{
            contact::{ContactCreate, ContactPatch, Email},
            error::Problem,
            import::{ImportCounts, ImportState},
            search::SearchAnswer,
        },
        ids::{ImportId, MessageId, NoteId, ThreadId},
        model::{EmailKind, LifecycleStage, Visibility},
        time::Timestamp,
    };

    fn import() -> Import {
        Import {
            id: ImportId::from_uuid(Uuid::nil()),
            revision: 1,
            state: ImportState::Running,
            sources: vec!["a.mbox".into()],
            counts: ImportCounts::default(),
            bytes_done: 1,
            bytes_total: 2,
            message: None,
            actor_id: None,
            created_at: Timestamp::from_seconds(0),
            finished_at: None,
        }
    }

    #[test]
    fn every_event_is_read_as_the_server_writes_it() {
        let events = [
            Event::Change {
                position: "7".into(),
                kind: RecordKind::Note,
                id: Uuid::nil(),
                action: ChangeAction::Restored,
                links: vec![Uuid::nil()],
            },
            Event::ManyChanged,
            Event::OwnChanged,
            Event::Import(import()),
            Event::Index {
                state: IndexState::Rebuilding,
                percent: 40,
            },
            Event::Resync,
        ];
        for event in events {
            let text = serde_json::to_string(&event).unwrap();
            assert_eq!(read_event(&text).unwrap(), event);
        }
        assert!(read_event(r#"{"type":"else"}"#).is_err());
    }

    #[test]
    fn every_activity_is_read_as_the_server_writes_it() {
        let at = Timestamp::from_seconds(0);
        let note = Note {
            id: NoteId::from_uuid(Uuid::nil()),
            revision: 1,
            body: "x".into(),
            html: "<p>x</p>".into(),
            links: Vec::new(),
            visibility: Visibility::Private,
            author_id: None,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        };
        let message = MessageSummary {
            id: MessageId::from_uuid(Uuid::nil()),
            thread_id: ThreadId::from_uuid(Uuid::nil()),
            subject: "x".into(),
            participants: Vec::new(),
            at,
            preview: String::new(),
            attachments: 0,
        };
        let page = Page::new(
            vec![TimelineItem::Note(note), TimelineItem::Message(message)],
            Some("7".into()),
            9,
        );
        let text = serde_json::to_string(&page).unwrap();
        assert_eq!(read_timeline(&text).unwrap(), page);
    }

    #[test]
    fn requests_are_written_as_serde_json_writes_them() {
        let contact = ContactCreate {
            first_name: "Ana \"A\" \n \u{1}".into(),
            emails: vec![Email {
                address: "ana@example.org".into(),
                kind: EmailKind::Home,
            }],
            stage: Some(LifecycleStage::Lead),
            ..ContactCreate::default()
        };
        let patch = ContactPatch {
            stage: Some(None),
            tags: Some(vec!["vip".into()]),
            ..ContactPatch::default()
        };
        assert_eq!(write(&contact), serde_json::to_string(&contact).unwrap());
        assert_eq!(write(&patch), serde_json::to_string(&patch).unwrap());
        assert_eq!(write(&7_u64), "7");
    }

    #[test]
    fn answers_are_read_as_serde_json_reads_them() {
        let text = r#"{"hits":[{"kind":"message","id":"01890a5d-ac96-774b-bcce-b302099a8057",
            "title":"Re: 张伟","title_marks":[[0,2]],"snippet":"a\u00f1o","marks":[],
            "at":"2026-02-03T04:05:06Z","thread_id":null,"else":{"x":[1.5]}}],
            "counts":{"contact":3,"note":0},"total":4294967296,"state":"current"}"#;
        let expected: SearchAnswer = serde_json::from_str(text).unwrap();
        assert_eq!(read::<SearchAnswer>(text), Ok(expected));
        for wrong in [
            "{}",
            "[]",
            "null",
            r#"{"hits":[],"counts":{},"total":-1,"state":"current"}"#,
        ] {
            assert_eq!(read::<SearchAnswer>(wrong), Err(Mismatch), "{wrong}");
        }
        let problem = r#"{"title":"x","status":422,"code":"invalid","errors":{"a.0":"too_long"}}"#;
        assert_eq!(
            read::<Problem>(problem).unwrap(),
            serde_json::from_str::<Problem>(problem).unwrap()
        );
    }
}

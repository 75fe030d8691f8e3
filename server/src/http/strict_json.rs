//! Reads request bodies strictly: broken JSON and doubled keys are refused as unreadable, unknown
//! and wrong fields are named. Must never echo what was sent. Tests at the foot.

use super::error::ApiError;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};
use serde_path_to_error::{Path, Segment};
use shared::api::error::{ErrorCode, FieldError};
use std::fmt;

/// Reads a body.
///
/// # Errors
/// 400 when it is not JSON or an object names a key twice; 422 naming the field otherwise.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let Strict(value) = serde_json::from_slice(body).map_err(|error| {
        ApiError::bad_request(format!(
            "not JSON, or a key stands twice, at line {} column {}",
            error.line(),
            error.column()
        ))
    })?;
    if !value.is_object() {
        return Err(ApiError::new(ErrorCode::Invalid).field("body", FieldError::WrongType));
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let (field, wrong) = explain(error.path(), &error.inner().to_string());
        ApiError::new(ErrorCode::Invalid).field(field, wrong)
    })
}

/// Which field a message of serde is about, and what it says of it.
fn explain(path: &Path, message: &str) -> (String, FieldError) {
    let mut parts: Vec<String> = path.iter().map(part).collect();
    let named = |prefix: &str| {
        let rest = message.strip_prefix(prefix)?;
        rest.split('`').next().map(str::to_owned)
    };
    let wrong = if let Some(name) = named("unknown field `") {
        push_unless_last(&mut parts, name);
        FieldError::Unknown
    } else if let Some(name) = named("missing field `") {
        push_unless_last(&mut parts, name);
        FieldError::Required
    } else if message.starts_with("invalid type") {
        FieldError::WrongType
    } else {
        FieldError::Invalid
    };
    if parts.is_empty() {
        parts.push("body".to_owned());
    }
    (parts.join("."), wrong)
}

fn push_unless_last(parts: &mut Vec<String>, name: String) {
    if parts.last() != Some(&name) {
        parts.push(name);
    }
}

fn part(segment: &Segment) -> String {
    match segment {
        Segment::Seq { index } => index.to_string(),
        Segment::Map { key } => key.clone(),
        Segment::Enum { variant } => variant.clone(),
        Segment::Unknown => "?".to_owned(),
    }
}

/// A JSON value in which no object names a key twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = sequence.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if values.contains_key(&key) {
                return Err(A::Error::custom("a key stands twice"));
            }
            let Strict(value) = map.next_value()?;
            values.insert(key, value);
        }
        Ok(Value::Object(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::api::{auth::LoginRequest, contact::ContactCreate, note::NoteCreate};

    fn check<T: DeserializeOwned + fmt::Debug>(
        body: &str,
        status: u16,
        field: Option<(&str, FieldError)>,
    ) {
        let error = read::<T>(body.as_bytes()).map(|_| ()).unwrap_err();
        let problem = error.problem();
        let found = problem.errors.iter().next();
        assert_eq!(problem.status, status, "{body}");
        assert_eq!(
            found.map(|(name, wrong)| (name.as_str(), *wrong)),
            field,
            "{body}"
        );
    }

    #[test]
    fn what_cannot_be_read_is_a_bad_request() {
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        for body in [
            "",
            "{",
            "{'a':1}",
            "{\"a\":1,}",
            "{} {}",
            "{\"email\":1e309}",
            &deep,
        ] {
            check::<LoginRequest>(body, 400, None);
        }
        check::<LoginRequest>(r#"{"email":"a","email":"b","password":"c"}"#, 400, None);
        check::<ContactCreate>(
            r#"{"emails":[{"address":"a@b.c","address":"d@e.f"}]}"#,
            400,
            None,
        );
    }

    #[test]
    fn wrong_fields_are_named() {
        let login = |body, field, wrong| check::<LoginRequest>(body, 422, Some((field, wrong)));
        login(r#"{"email":"a"}"#, "password", FieldError::Required);
        login(
            r#"{"email":1,"password":"b"}"#,
            "email",
            FieldError::WrongType,
        );
        login(
            r#"{"email":null,"password":"b"}"#,
            "email",
            FieldError::WrongType,
        );
        login(
            r#"{"email":"a","password":"b","is_admin":true}"#,
            "is_admin",
            FieldError::Unknown,
        );
        login(r#"["a","b"]"#, "body", FieldError::WrongType);
        login("7", "body", FieldError::WrongType);
    }

    #[test]
    fn places_inside_lists_are_named() {
        check::<ContactCreate>(
            r#"{"emails":[{"address":"a@b.c"},{"address":7}]}"#,
            422,
            Some(("emails.1.address", FieldError::WrongType)),
        );
        check::<ContactCreate>(
            r#"{"emails":[{"address":"a@b.c","kind":"moon"}]}"#,
            422,
            Some(("emails.0.kind", FieldError::Invalid)),
        );
        check::<NoteCreate>(
            r#"{"body":"x","links":[{"kind":"contact","id":"7"}]}"#,
            422,
            Some(("links.0.id", FieldError::Invalid)),
        );
        check::<NoteCreate>(
            r#"{"body":"x","links":[{"kind":"contact","id":"00000000-0000-0000-0000-000000000000","x":1}]}"#,
            422,
            Some(("links.0.x", FieldError::Unknown)),
        );
    }
}

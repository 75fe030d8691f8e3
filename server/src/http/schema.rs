//! The JSON shape of a wire type, found by letting the type itself read: what its `Deserialize`
//! asks for is what it takes, so the description cannot drift from the code. Types that only say
//! "anything" (tagged or flattened ones) are described as just an object. Tests at the foot.

mod trace;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::any::type_name;
use trace::{Plan, trace};

/// A wire type and how to describe it.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// The full name of the Rust type.
    pub type_name: &'static str,
    /// Its JSON schema.
    pub describe: fn() -> Value,
}

/// The schema of a wire type.
pub fn schema<T: DeserializeOwned + 'static>() -> Schema {
    Schema {
        type_name: type_name::<T>(),
        describe: describe::<T>,
    }
}

fn describe<T: DeserializeOwned>() -> Value {
    let Some((mut shape, plan)) = trace::<T>(&Plan::default()) else {
        return json!({"type": "object"});
    };
    refine::<T>(&mut shape, &plan, "");
    shape
}

/// Finds out which fields must be there and whether others may be, by leaving each one out and by
/// putting a strange one in.
fn refine<T: DeserializeOwned>(shape: &mut Value, plan: &Plan, path: &str) {
    for (key, part) in [("items", "[]"), ("additionalProperties", "{}")] {
        if let Some(inner) = shape.get_mut(key).filter(|inner| inner.is_object()) {
            refine::<T>(inner, plan, &format!("{path}{part}"));
        }
    }
    let Some(properties) = shape.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    let mut required = Vec::new();
    for (name, inner) in properties {
        let field = format!("{path}.{name}");
        if trace::<T>(&plan.without(&field)).is_none() {
            required.push(name.clone());
        }
        refine::<T>(inner, plan, &field);
    }
    shape["required"] = json!(required);
    if trace::<T>(&plan.with_stranger(path)).is_none() {
        shape["additionalProperties"] = json!(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::api::{
        auth::LoginRequest,
        contact::{Contact, ContactPatch},
        page::{ListQuery, Page},
        user::User,
    };

    #[test]
    fn requests_say_what_they_need_and_that_they_take_nothing_else() {
        let expected = json!({
            "type": "object",
            "properties": {"email": {"type": "string"}, "password": {"type": "string"}},
            "required": ["email", "password"],
            "additionalProperties": false,
        });
        assert_eq!(describe::<LoginRequest>(), expected);
        let list = describe::<ListQuery>();
        assert_eq!(list["required"], json!([]));
        assert_eq!(
            list["properties"]["limit"]["type"],
            json!(["integer", "null"])
        );
    }

    #[test]
    fn records_name_their_formats_and_words() {
        let user = describe::<User>();
        let of = |name: &str| user["properties"][name].clone();
        assert_eq!(of("id"), json!({"type": "string", "format": "uuid"}));
        assert_eq!(
            of("created_at"),
            json!({"type": "string", "format": "date-time"})
        );
        assert_eq!(of("role")["enum"], json!(["admin", "member", "read_only"]));
        assert_eq!(of("disabled"), json!({"type": "boolean"}));
        let page = describe::<Page<Contact>>();
        let address = &page["properties"]["items"]["items"]["properties"]["emails"]["items"];
        assert_eq!(address["properties"]["address"], json!({"type": "string"}));
        assert_eq!(address["required"], json!(["address"]));
    }

    #[test]
    fn fields_of_a_patch_may_be_absent() {
        assert_eq!(describe::<ContactPatch>()["required"], json!([]));
    }

    #[test]
    fn what_cannot_be_told_is_just_an_object() {
        let event = describe::<shared::api::event::Event>();
        assert_eq!(event, json!({"type": "object"}));
    }
}

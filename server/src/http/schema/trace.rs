//! A deserializer without input: it gives every type what the type asks for and writes down what
//! that was. Strings with a form of their own (ids, times) are found by trying forms in turn.

use serde::{
    Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, EnumAccess, Error as _, IntoDeserializer, MapAccess,
        SeqAccess, VariantAccess, Visitor, value::Error,
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value, json};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

/// Types nest at most this deep; deeper ones refer to themselves.
const DEPTH_MAX: usize = 16;
/// Strings of one type whose form has to be found, times forms.
const TRIES_MAX: usize = 200;
/// A key that no type knows.
const STRANGER: &str = "no such field";

/// Texts to try, and the format that each stands for.
const FORMS: [(&str, Option<&str>); 4] = [
    ("", None),
    ("01890a5d-ac96-774b-bcce-b302099a8057", Some("uuid")),
    ("2026-01-02T03:04:05Z", Some("date-time")),
    ("2026-01-02", Some("date")),
];

/// What to give: the form of each string, and what to leave out or put in.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    forms: BTreeMap<String, usize>,
    without: Option<String>,
    stranger: Option<String>,
}

impl Plan {
    /// The same, but this field is missing.
    pub fn without(&self, path: &str) -> Self {
        Self {
            without: Some(path.to_owned()),
            ..self.clone()
        }
    }

    /// The same, with an unknown field in this object.
    pub fn with_stranger(&self, path: &str) -> Self {
        Self {
            stranger: Some(path.to_owned()),
            ..self.clone()
        }
    }
}

/// What a type read, and the plan that it could read; `None` when it could not.
pub fn trace<T: DeserializeOwned>(plan: &Plan) -> Option<(Value, Plan)> {
    let mut plan = plan.clone();
    for _ in 0..TRIES_MAX {
        let last_text = RefCell::new(None);
        let slot = RefCell::new(Value::Null);
        let tracer = Tracer {
            plan: &plan,
            last_text: &last_text,
            path: String::new(),
            depth: 0,
            slot: &slot,
        };
        if T::deserialize(tracer).is_ok() {
            return Some((slot.into_inner(), plan));
        }
        let place = last_text.into_inner()?;
        let form = plan.forms.entry(place).or_insert(0);
        *form += 1;
        if *form >= FORMS.len() {
            return None;
        }
    }
    None
}

struct Tracer<'a> {
    plan: &'a Plan,
    last_text: &'a RefCell<Option<String>>,
    path: String,
    depth: usize,
    slot: &'a RefCell<Value>,
}

impl<'a> Tracer<'a> {
    fn is(&self, shape: Value) {
        *self.slot.borrow_mut() = shape;
    }

    fn inner<'b>(&self, part: &str, slot: &'b RefCell<Value>) -> Tracer<'b>
    where
        'a: 'b,
    {
        Tracer {
            plan: self.plan,
            last_text: self.last_text,
            path: format!("{}{part}", self.path),
            depth: self.depth + 1,
            slot,
        }
    }

    fn check_depth(&self) -> Result<(), Error> {
        if self.depth < DEPTH_MAX {
            Ok(())
        } else {
            Err(Error::custom("too deep"))
        }
    }

    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let form = self.plan.forms.get(&self.path).copied().unwrap_or_default();
        let (text, format) = FORMS.get(form).copied().unwrap_or_default();
        self.is(match format {
            Some(format) => json!({"type": "string", "format": format}),
            None => json!({"type": "string"}),
        });
        *self.last_text.borrow_mut() = Some(self.path.clone());
        visitor.visit_str(text)
    }

    fn sequence<'de, V: Visitor<'de>>(
        self,
        elements: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.check_depth()?;
        let slot = RefCell::new(json!({}));
        let elements = Elements {
            tracer: &self,
            slot: &slot,
            left: elements,
        };
        let value = visitor.visit_seq(elements)?;
        self.is(json!({"type": "array", "items": slot.into_inner()}));
        Ok(value)
    }
}

macro_rules! simple {
    ($($method:ident $visit:ident $value:literal $shape:literal;)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.is(json!({"type": $shape}));
            visitor.$visit($value)
        }
    )+};
}

impl<'de> Deserializer<'de> for Tracer<'_> {
    type Error = Error;

    simple! {
        deserialize_bool visit_bool true "boolean";
        deserialize_i8 visit_i8 1 "integer";
        deserialize_i16 visit_i16 1 "integer";
        deserialize_i32 visit_i32 1 "integer";
        deserialize_i64 visit_i64 1 "integer";
        deserialize_u8 visit_u8 1 "integer";
        deserialize_u16 visit_u16 1 "integer";
        deserialize_u32 visit_u32 1 "integer";
        deserialize_u64 visit_u64 1 "integer";
        deserialize_f32 visit_f32 1.0 "number";
        deserialize_f64 visit_f64 1.0 "number";
    }

    /// Types that look first and decide then: all that can be said is that there is something.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.is(json!({}));
        visitor.visit_unit()
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.text(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.check_depth()?;
        let slot = RefCell::new(Value::Null);
        let value = visitor.visit_some(self.inner("", &slot))?;
        let mut shape = slot.into_inner();
        match shape.get_mut("type") {
            Some(Value::String(kind)) => {
                let kind = std::mem::take(kind);
                shape["type"] = json!([kind, "null"]);
            }
            Some(_) => {}
            None => shape = json!({}),
        }
        self.is(shape);
        Ok(value)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.sequence(1, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        elements: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.sequence(elements, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        elements: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.sequence(elements, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.check_depth()?;
        let slot = RefCell::new(json!({}));
        let mut entry = Entry {
            tracer: &self,
            slot: &slot,
            given: false,
        };
        let value = visitor.visit_map(&mut entry)?;
        self.is(json!({"type": "object", "additionalProperties": slot.into_inner()}));
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.check_depth()?;
        let has_stranger = self.plan.stranger.as_deref() == Some(self.path.as_str());
        let mut access = Fields {
            tracer: &self,
            names: fields.iter().copied(),
            stranger: Cell::new(has_stranger),
            current: None,
            properties: Map::new(),
        };
        let value = visitor.visit_map(&mut access)?;
        let properties = access.properties;
        self.is(json!({"type": "object", "properties": properties}));
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.is(json!({"type": "string", "enum": variants}));
        let first = variants
            .first()
            .ok_or_else(|| Error::custom("no variants"))?;
        visitor.visit_enum(Word(first))
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct identifier ignored_any
    }
}

/// The elements of a list.
struct Elements<'a> {
    tracer: &'a Tracer<'a>,
    slot: &'a RefCell<Value>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(self.tracer.inner("[]", self.slot))
            .map(Some)
    }
}

/// The one entry of a map.
struct Entry<'a> {
    tracer: &'a Tracer<'a>,
    slot: &'a RefCell<Value>,
    given: bool,
}

impl<'de> MapAccess<'de> for Entry<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        if self.given {
            return Ok(None);
        }
        self.given = true;
        let slot = RefCell::new(Value::Null);
        seed.deserialize(self.tracer.inner("{key}", &slot))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.tracer.inner("{}", self.slot))
    }
}

/// The fields of a struct.
struct Fields<'a, I> {
    tracer: &'a Tracer<'a>,
    names: I,
    stranger: Cell<bool>,
    current: Option<&'static str>,
    properties: Map<String, Value>,
}

impl<'de, I: Iterator<Item = &'static str>> MapAccess<'de> for Fields<'_, I> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        if self.stranger.replace(false) {
            self.current = None;
            return seed.deserialize(STRANGER.into_deserializer()).map(Some);
        }
        let without = self.tracer.plan.without.as_deref();
        let path = &self.tracer.path;
        let next = self
            .names
            .find(|name| without != Some(format!("{path}.{name}").as_str()));
        self.current = next;
        next.map(|name| seed.deserialize(name.into_deserializer()))
            .transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let slot = RefCell::new(json!({}));
        let name = self.current.unwrap_or(STRANGER);
        let value = seed.deserialize(self.tracer.inner(&format!(".{name}"), &slot))?;
        if self.current.is_some() {
            self.properties.insert(name.to_owned(), slot.into_inner());
        }
        Ok(value)
    }
}

/// The first word of an enumeration.
struct Word(&'static str);

impl<'de> EnumAccess<'de> for Word {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let value = seed.deserialize(self.0.into_deserializer())?;
        Ok((value, self))
    }
}

/// Words alone: variants with content are told as "just an object".
impl<'de> VariantAccess<'de> for Word {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _seed: T) -> Result<T::Value, Error> {
        Err(Error::custom("a variant with content"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, _visitor: V) -> Result<V::Value, Error> {
        Err(Error::custom("a variant with content"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Error> {
        Err(Error::custom("a variant with content"))
    }
}

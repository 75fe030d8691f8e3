//! Turns the types of `shared` into a plain value, through serde. Enums with content do not travel
//! from the app to the server; they are refused.

use super::{read::Mismatch, value::Json};
use serde::{
    Serialize, Serializer,
    ser::{self, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple},
};
use std::fmt;

impl ser::Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Makes a value of anything that can be written.
#[derive(Clone, Copy)]
pub struct Shaper;

type Shaped = Result<Json, Mismatch>;

impl Serializer for Shaper {
    type Ok = Json;
    type Error = Mismatch;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Impossible<Json, Mismatch>;
    type SerializeTupleVariant = Impossible<Json, Mismatch>;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Impossible<Json, Mismatch>;

    fn serialize_bool(self, value: bool) -> Shaped {
        Ok(Json::Bool(value))
    }

    fn serialize_i8(self, value: i8) -> Shaped {
        Ok(Json::Number(value.into()))
    }

    fn serialize_i16(self, value: i16) -> Shaped {
        Ok(Json::Number(value.into()))
    }

    fn serialize_i32(self, value: i32) -> Shaped {
        Ok(Json::Number(value.into()))
    }

    fn serialize_i64(self, value: i64) -> Shaped {
        Ok(Json::Number(value.into()))
    }

    fn serialize_u8(self, value: u8) -> Shaped {
        Ok(Json::Number(value.into()))
    }

    fn serialize_u16(self, value: u16) -> Shaped {
        Ok(Json::Number(value.into()))
    }

    fn serialize_u32(self, value: u32) -> Shaped {
        Ok(Json::Number(value.into()))
    }

    fn serialize_u64(self, value: u64) -> Shaped {
        Ok(Json::Number(value.into()))
    }

    fn serialize_f32(self, _: f32) -> Shaped {
        Err(Mismatch)
    }

    fn serialize_f64(self, _: f64) -> Shaped {
        Err(Mismatch)
    }

    fn serialize_char(self, value: char) -> Shaped {
        Ok(Json::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Shaped {
        Ok(Json::Text(value.to_owned()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Shaped {
        Err(Mismatch)
    }

    fn serialize_none(self) -> Shaped {
        Ok(Json::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Shaped {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Shaped {
        Ok(Json::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Shaped {
        Ok(Json::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Shaped {
        Ok(Json::Text(word.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Shaped {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Shaped {
        Err(Mismatch)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Mismatch> {
        Ok(Items(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Mismatch> {
        Ok(Items(Vec::new()))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields, Mismatch> {
        Ok(Fields::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, Mismatch> {
        Ok(Fields::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Mismatch> {
        Err(Mismatch)
    }
}

pub struct Items(Vec<Json>);

impl Items {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Mismatch> {
        self.0.push(value.serialize(Shaper)?);
        Ok(())
    }
}

impl SerializeSeq for Items {
    type Ok = Json;
    type Error = Mismatch;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Mismatch> {
        self.push(value)
    }

    fn end(self) -> Shaped {
        Ok(Json::List(self.0))
    }
}

impl SerializeTuple for Items {
    type Ok = Json;
    type Error = Mismatch;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Mismatch> {
        self.push(value)
    }

    fn end(self) -> Shaped {
        Ok(Json::List(self.0))
    }
}

#[derive(Default)]
pub struct Fields {
    fields: Vec<(String, Json)>,
    name: String,
}

impl SerializeStruct for Fields {
    type Ok = Json;
    type Error = Mismatch;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Mismatch> {
        self.fields
            .push((name.to_owned(), value.serialize(Shaper)?));
        Ok(())
    }

    fn end(self) -> Shaped {
        Ok(Json::Object(self.fields))
    }
}

impl SerializeMap for Fields {
    type Ok = Json;
    type Error = Mismatch;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Mismatch> {
        match name.serialize(Shaper)? {
            Json::Text(name) => self.name = name,
            _ => return Err(Mismatch),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Mismatch> {
        let name = std::mem::take(&mut self.name);
        self.fields.push((name, value.serialize(Shaper)?));
        Ok(())
    }

    fn end(self) -> Shaped {
        Ok(Json::Object(self.fields))
    }
}

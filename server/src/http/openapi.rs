//! `openapi.json`: OpenAPI 3.1, assembled from the route table and from what the wire types read.
//! Nothing in it is written twice, so nothing in it can be out of date. Tests at the foot.

use super::{
    extract::IDEMPOTENCY_KEY,
    table::{Access, BodyKind, Effect, Reply, RowFacts, rows},
};
use serde_json::{Map, Value, json};
use shared::api::{change::CHANGE_POSITION_HEADER, error::ErrorCode};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

/// The document; assembled once.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(assemble)
}

fn assemble() -> Value {
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for row in rows() {
        let method = row.facts.method.as_str().to_lowercase();
        let operations = paths.entry(row.facts.path).or_default();
        operations.insert(method, operation(&row.facts));
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Rapport", "version": env!("CARGO_PKG_VERSION")},
        "paths": paths,
        "components": {
            "schemas": {"Problem": problem()},
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-rapport_access",
                    "description": "Set by signing in. Over plain HTTP the name is \
                        rapport_WORKSPACE_access.",
                },
            },
        },
    })
}

fn operation(facts: &RowFacts) -> Value {
    let mut operation = json!({
        "summary": facts.summary,
        "parameters": parameters(facts),
        "responses": responses(facts),
    });
    if let Access::SignedIn(permission) = facts.access {
        operation["security"] = json!([{"session": []}]);
        operation["x-permission"] = json!(format!("{permission:?}"));
    }
    let content = match (facts.body, facts.request) {
        (BodyKind::Json(_), Some(schema)) => {
            Some(json!({"application/json": {"schema": (schema.describe)()}}))
        }
        (BodyKind::Bytes(_), _) => Some(json!({"application/octet-stream": {}})),
        _ => None,
    };
    if let Some(content) = content {
        operation["requestBody"] = json!({"required": true, "content": content});
    }
    operation
}

fn parameters(facts: &RowFacts) -> Vec<Value> {
    let text = json!({"type": "string"});
    let mut parameters: Vec<Value> = path_names(facts.path)
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": text}))
        .collect();
    match facts.effect {
        Effect::Create => parameters.push(
            json!({"name": IDEMPOTENCY_KEY, "in": "header", "required": false, "schema": text}),
        ),
        Effect::Change => parameters
            .push(json!({"name": "if-match", "in": "header", "required": true, "schema": text})),
        Effect::Read | Effect::Write => {}
    }
    let query = facts.query.map(|schema| (schema.describe)());
    let properties = query
        .as_ref()
        .and_then(|query| query["properties"].as_object());
    for (name, schema) in properties.into_iter().flatten() {
        let needed = query
            .as_ref()
            .and_then(|query| query["required"].as_array());
        let required = needed.is_some_and(|needed| needed.contains(&json!(name)));
        parameters
            .push(json!({"name": name, "in": "query", "required": required, "schema": schema}));
    }
    parameters
}

fn path_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
}

fn responses(facts: &RowFacts) -> Value {
    let mut responses = Map::new();
    let (status, content) = match facts.reply {
        Reply::Empty(status) => (status, None),
        Reply::Json(status, schema) => (
            status,
            Some(json!({"application/json": {"schema": (schema.describe)()}})),
        ),
        Reply::Media(media_type) => (200, Some(json!({media_type: {}}))),
    };
    let mut good = json!({"description": "done"});
    if let Some(content) = content {
        good["content"] = content;
    }
    if matches!(facts.effect, Effect::Create | Effect::Change) {
        good["headers"] = json!({CHANGE_POSITION_HEADER: {"schema": {"type": "string"}}});
    }
    responses.insert(status.to_string(), good);
    let mut by_status: BTreeMap<u16, BTreeSet<&str>> = BTreeMap::new();
    for code in codes(facts) {
        by_status
            .entry(code.status())
            .or_default()
            .insert(code.as_str());
    }
    for (status, codes) in by_status {
        let words: Vec<&str> = codes.into_iter().collect();
        let content = json!({"schema": {"$ref": "#/components/schemas/Problem"}});
        let problem = json!({
            "description": words.join(", "),
            "content": {"application/problem+json": content},
        });
        responses.insert(status.to_string(), problem);
    }
    Value::Object(responses)
}

/// The codes of a row: its own and those that follow from what it is.
pub fn codes(facts: &RowFacts) -> Vec<ErrorCode> {
    let mut codes = facts.errors.to_vec();
    codes.extend([
        ErrorCode::HostMismatch,
        ErrorCode::Internal,
        ErrorCode::Busy,
    ]);
    if let Access::SignedIn(_) = facts.access {
        codes.extend([
            ErrorCode::SignInRequired,
            ErrorCode::SetupRequired,
            ErrorCode::Forbidden,
        ]);
    }
    if facts.query.is_some() {
        codes.push(ErrorCode::BadRequest);
    }
    if facts.path.contains('{') {
        codes.push(ErrorCode::NotFound);
    }
    if facts.effect != Effect::Read {
        codes.extend([ErrorCode::OriginMismatch, ErrorCode::UnsupportedMediaType]);
        codes.extend([ErrorCode::TooLarge, ErrorCode::DiskFull]);
    }
    if let BodyKind::Json(_) = facts.body {
        codes.extend([ErrorCode::BadRequest, ErrorCode::Invalid]);
    }
    match facts.effect {
        Effect::Create => codes.push(ErrorCode::IdempotencyKeyReused),
        Effect::Change => codes.extend([ErrorCode::RevisionRequired, ErrorCode::RevisionStale]),
        Effect::Read | Effect::Write => {}
    }
    codes
}

fn problem() -> Value {
    let codes: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    json!({
        "type": "object",
        "description": "RFC 9457 problem details",
        "required": ["title", "status", "code"],
        "properties": {
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string", "enum": codes},
            "detail": {"type": "string"},
            "errors": {"type": "object", "additionalProperties": {"type": "string"}},
            "request_id": {"type": "string"},
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_described_field_by_field() {
        for row in rows() {
            if let Some(request) = row.facts.request {
                let shape = (request.describe)();
                assert!(shape["properties"].is_object(), "{}", request.type_name);
                assert_eq!(
                    shape["additionalProperties"], false,
                    "{}",
                    request.type_name
                );
            }
        }
    }

    #[test]
    fn every_row_is_described() {
        let document = document();
        for row in rows() {
            let method = row.facts.method.as_str().to_lowercase();
            let operation = &document["paths"][row.facts.path][method];
            assert_eq!(
                operation["summary"], row.facts.summary,
                "{}",
                row.facts.path
            );
            let secured = operation.get("security").is_some();
            assert_eq!(
                secured,
                row.facts.access != Access::Guest,
                "{}",
                row.facts.path
            );
        }
    }
}

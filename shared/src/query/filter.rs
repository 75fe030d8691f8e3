//! Field filters of lists and saved views: `stage:lead owner:me -tag:vip`. All clauses must hold;
//! values of one clause, separated by commas, are alternatives. Tests: at the foot.

use crate::{ids::UserId, model::LifecycleStage};
use std::str::FromStr;

/// `owner:me` is whoever asks.
pub const OWNER_ME: &str = "me";
/// `owner:none`, `stage:none` and `tag:none` match records without one.
pub const VALUE_NONE: &str = "none";
/// Clauses of a filter at most.
pub const FILTER_CLAUSES_MAX: usize = 20;
/// Values of one clause at most.
pub const FILTER_VALUES_MAX: usize = 50;

/// A parsed filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// All of them must hold.
    pub clauses: Vec<FilterClause>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterClause {
    /// Which field.
    pub field: FilterField,
    /// Any of these; never empty.
    pub values: Vec<String>,
    /// Whether it must not hold.
    pub negated: bool,
}

/// A field that can be filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterField {
    /// Life-cycle stage.
    Stage,
    /// A user's id or `me`.
    Owner,
    /// A tag.
    Tag,
    /// An e-mail address or a domain of the record.
    Email,
}

impl FilterField {
    /// Every field.
    pub const ALL: [Self; 4] = [Self::Stage, Self::Owner, Self::Tag, Self::Email];

    /// The word before the colon.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Owner => "owner",
            Self::Tag => "tag",
            Self::Email => "email",
        }
    }

    /// Whether a record could have this value at all: a slip must not look like an empty list.
    fn takes(self, value: &str) -> bool {
        match self {
            Self::Stage => {
                value == VALUE_NONE || LifecycleStage::ALL.iter().any(|it| it.as_str() == value)
            }
            Self::Owner => {
                [VALUE_NONE, OWNER_ME].contains(&value) || value.parse::<UserId>().is_ok()
            }
            Self::Tag | Self::Email => true,
        }
    }
}

impl FromStr for FilterField {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::ALL
            .into_iter()
            .find(|field| field.as_str() == text)
            .ok_or_else(|| FilterError::UnknownField(text.to_owned()))
    }
}

/// A filter that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// No such field.
    #[error("no field named {0:?} can be filtered by")]
    UnknownField(String),
    /// A piece that is not `field:value`.
    #[error("a filter is field:value, not {0:?}")]
    NotAClause(String),
    /// A value that no record can have in this field.
    #[error("{0:?} is no value of this field")]
    WrongValue(String),
    /// More clauses or values than the limit.
    #[error("too many conditions")]
    TooMany,
}

/// Reads a filter; quotes keep spaces and commas in a value: `tag:"key account"`.
///
/// # Errors
/// When a piece is no `field:value`, the field is unknown, or there are too many.
pub fn parse_filter(text: &str) -> Result<Filter, FilterError> {
    let mut clauses = Vec::new();
    for piece in pieces(text) {
        let (negated, clause) = match piece.strip_prefix('-') {
            Some(clause) => (true, clause),
            None => (false, piece.as_str()),
        };
        let not_a_clause = || FilterError::NotAClause(piece.clone());
        let (field, value) = clause.split_once(':').ok_or_else(not_a_clause)?;
        let values = values(value);
        if values.is_empty() {
            return Err(not_a_clause());
        }
        let field: FilterField = field.parse()?;
        if let Some(wrong) = values.iter().find(|value| !field.takes(value)) {
            return Err(FilterError::WrongValue(wrong.clone()));
        }
        clauses.push(FilterClause {
            field,
            values,
            negated,
        });
    }
    let too_many = clauses.len() > FILTER_CLAUSES_MAX
        || clauses
            .iter()
            .any(|clause| clause.values.len() > FILTER_VALUES_MAX);
    if too_many {
        return Err(FilterError::TooMany);
    }
    Ok(Filter { clauses })
}

/// Splits at white space outside quotes.
fn pieces(text: &str) -> Vec<String> {
    split_outside_quotes(text, char::is_whitespace)
}

fn values(text: &str) -> Vec<String> {
    split_outside_quotes(text, |c| c == ',')
        .into_iter()
        .map(|value| value.replace('"', "").trim().to_owned())
        .filter(|value| !value.is_empty())
        .collect()
}

fn split_outside_quotes(text: &str, is_border: impl Fn(char) -> bool) -> Vec<String> {
    let mut quoted = false;
    text.split(|c| {
        if c == '"' {
            quoted = !quoted;
        }
        !quoted && is_border(c)
    })
    .filter(|piece| !piece.is_empty())
    .map(str::to_owned)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        let shown = match parse_filter(input) {
            Err(error) => format!("error: {error}"),
            Ok(filter) => filter
                .clauses
                .iter()
                .map(|clause| {
                    let sign = if clause.negated { "-" } else { "" };
                    format!(
                        "{sign}{}={}",
                        clause.field.as_str(),
                        clause.values.join("|")
                    )
                })
                .collect::<Vec<_>>()
                .join(" "),
        };
        assert_eq!(shown, expected, "{input:?}");
    }

    #[test]
    fn filters_are_read_strictly() {
        check("", "");
        check("stage:lead owner:me", "stage=lead owner=me");
        check("stage:lead,customer", "stage=lead|customer");
        check("-tag:vip", "-tag=vip");
        check(
            r#"tag:"key account" stage:lead"#,
            "tag=key account stage=lead",
        );
        check(r#"tag:"a,b",c"#, "tag=a,b|c");
        check("lead", r#"error: a filter is field:value, not "lead""#);
        check("stage:", r#"error: a filter is field:value, not "stage:""#);
        check(
            "colour:red",
            r#"error: no field named "colour" can be filtered by"#,
        );
        check("stage:king", r#"error: "king" is no value of this field"#);
        check("owner:ana", r#"error: "ana" is no value of this field"#);
        check(
            &"tag:a ".repeat(FILTER_CLAUSES_MAX + 1),
            "error: too many conditions",
        );
    }
}

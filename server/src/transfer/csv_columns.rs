//! What the columns of a table mean: the names that other products and languages use, compared
//! without case, accents, spaces and punctuation.

use super::csv_names::NAMES;
use shared::model::{EmailKind, PhoneKind};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A first name.
    FirstName,
    /// A middle name, which joins the first.
    MiddleName,
    /// A last name.
    LastName,
    /// First and last name in one.
    FullName,
    /// A job title.
    Title,
    /// An e-mail address.
    Email(EmailKind),
    /// Says what the e-mail address in the next column is used for.
    EmailLabel,
    /// A telephone number.
    Phone(PhoneKind),
    /// Says what the number in the next column is used for.
    PhoneLabel,
    /// The name of the company where the person of the row works.
    Company,
    /// The name of the company that the row is about.
    CompanyName,
    /// A domain of the company.
    Domain,
    /// The website of the company that the row is about.
    Website,
    /// The address of the company that the row is about, or a part of it.
    Address,
    /// Words, separated.
    Tags,
    /// Free text.
    Note,
    /// The id where it came from.
    SourceId,
}

use Field::{Address, Company, CompanyName, FirstName, FullName, LastName, Website};

/// Columns that tell a list of companies from one of people.
const COMPANY_WORDS: [&str; 9] = [
    "companydomainname",
    "industry",
    "annualrevenue",
    "numberofemployees",
    "employees",
    "siccode",
    "sector",
    "行业",
    "sectorindustrial",
];
/// Columns that tell a list of deals from one of people or companies.
const DEAL_WORDS: [&str; 5] = [
    "dealname",
    "dealtitle",
    "dealstage",
    "opportunityname",
    "opportunityid",
];
/// Names of the company in a list of companies; elsewhere they mean other things.
const ACCOUNT_NAMES: [&str; 2] = ["account", "organizacion"];

/// A column name without case, accents, spaces and punctuation.
pub fn normal(name: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    name.nfkd()
        .filter(|&c| !is_combining_mark(c) && c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What a column holds, by its name.
pub fn field_of(name: &str) -> Option<Field> {
    let name = normal(name);
    let exact = |name: &str| {
        NAMES
            .iter()
            .find(|(_, names)| names.contains(&name))
            .map(|&(field, _)| field)
    };
    exact(&name).or_else(|| numbered(&name).and_then(exact_numbered))
}

/// `email1value`: the word, and what stands behind the number.
fn numbered(name: &str) -> Option<(&str, &str)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (word, rest) = name.split_at(digits);
    Some((word, rest.trim_start_matches(|c: char| c.is_ascii_digit())))
}

fn exact_numbered((word, suffix): (&str, &str)) -> Option<Field> {
    match (word, suffix) {
        ("email", "value" | "address" | "") => Some(Field::Email(EmailKind::Work)),
        ("email", "type" | "label") => Some(Field::EmailLabel),
        ("phone", "value" | "number" | "") => Some(Field::Phone(PhoneKind::Work)),
        ("phone", "type" | "label") => Some(Field::PhoneLabel),
        _ => None,
    }
}

/// The fields of a header row; empty where it is none, or none of a list of people or companies.
pub fn fields_of(header: &[String]) -> Vec<Option<Field>> {
    let fields: Vec<Option<Field>> = header.iter().map(|name| field_of(name)).collect();
    let has = |wanted: fn(&Field) -> bool| fields.iter().flatten().any(wanted);
    let person = has(|field| matches!(field, FirstName | LastName | Field::Email(_)));
    let named = has(|field| matches!(field, FullName | Field::Phone(_)));
    let says = |words: &[&str]| {
        header
            .iter()
            .any(|name| words.contains(&normal(name).as_str()))
    };
    if let Some(fields) = fields_of_companies(header, &fields) {
        return fields;
    }
    let other_things =
        says(&DEAL_WORDS) || (says(&COMPANY_WORDS) && !fields.contains(&Some(Company)));
    if person || (named && !other_things) {
        let has_job_title = header.iter().any(|name| normal(name) == "jobtitle");
        header
            .iter()
            .zip(fields)
            // Outlook's "Title" is Mr. or Ms.; its "Job Title" is what we call a title.
            .map(|(name, field)| field.filter(|_| !(has_job_title && normal(name) == "title")))
            // A person's website and address have no field: they stay in the note.
            .map(|field| field.filter(|field| !matches!(field, Website | Address)))
            .collect()
    } else {
        Vec::new()
    }
}

/// The fields of a list of companies: it names companies and no persons, or it names something and
/// says what only companies have.
fn fields_of_companies(header: &[String], fields: &[Option<Field>]) -> Option<Vec<Option<Field>>> {
    let names: Vec<String> = header.iter().map(|name| normal(name)).collect();
    let says = |words: &[&str]| names.iter().any(|name| words.contains(&name.as_str()));
    let at = |wanted: fn(&Field) -> bool| {
        let mut fields = fields.iter();
        fields.position(|field| field.as_ref().is_some_and(wanted))
    };
    let account = names
        .iter()
        .position(|name| ACCOUNT_NAMES.contains(&name.as_str()));
    let firm = at(|field| *field == Company).or(account);
    let full_name = at(|field| *field == FullName);
    let has_first_or_last = at(|field| matches!(field, FirstName | LastName)).is_some();
    let has_email = at(|field| matches!(field, Field::Email(_))).is_some();
    let (name, is_sure) = match (firm, full_name) {
        (Some(firm), None) => (firm, !has_email && fields.iter().flatten().count() > 1),
        (Some(firm), Some(_)) => (firm, false),
        (None, Some(name)) => (name, false),
        (None, None) => return None,
    };
    let says_company = says(&COMPANY_WORDS) && (firm.is_none() || full_name.is_none());
    if has_first_or_last || says(&DEAL_WORDS) || !(is_sure || says_company) {
        return None;
    }
    let mut fields = fields.to_vec();
    fields[name] = Some(CompanyName);
    Some(fields)
}

/// Whether a text begins like a table of people: a header of at least two columns, two of them known.
pub fn looks_like_table(text: &[u8]) -> bool {
    const HEADER_BYTES_MAX: usize = 4 * 1024;
    const NAME_CHARS_MAX: usize = 60;
    let line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let prose = line.first().is_none_or(|byte| b"{[<#".contains(byte));
    if prose || line.len() > HEADER_BYTES_MAX {
        return false;
    }
    let line = String::from_utf8_lossy(line);
    [',', ';', '\t', '|'].into_iter().any(|delimiter| {
        let header: Vec<String> = line
            .split(delimiter)
            .map(|name| name.trim().trim_matches('"').to_owned())
            .collect();
        let short = header
            .iter()
            .all(|name| name.chars().count() <= NAME_CHARS_MAX);
        let fields = fields_of(&header);
        let known = fields.iter().flatten().count();
        let is_of_companies = fields.contains(&Some(CompanyName));
        header.len() > 1 && short && (known >= 2 || is_of_companies)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<Field>) {
        assert_eq!(field_of(name), expected, "{name}");
    }

    #[test]
    fn columns_of_other_products_are_known() {
        check("First Name", Some(FirstName));
        check("Person - Email (Work)", Some(Field::Email(EmailKind::Work)));
        check("Name / Last Name", Some(LastName));
        check("E-mail 1 - Value", Some(Field::Email(EmailKind::Work)));
        check("E-mail 2 - Type", Some(Field::EmailLabel));
        check("E-mail 2 Address", Some(Field::Email(EmailKind::Other)));
        check("Phone 12 - Value", Some(Field::Phone(PhoneKind::Work)));
        check("emailAddress", Some(Field::Email(EmailKind::Work)));
        check("phone_work", Some(Field::Phone(PhoneKind::Work)));
        check("Correo electrónico", Some(Field::Email(EmailKind::Work)));
        check("Teléfono móvil", Some(Field::Phone(PhoneKind::Mobile)));
        check("电子邮件", Some(Field::Email(EmailKind::Work)));
        check("公司", Some(Company));
        check("Record ID", Some(Field::SourceId));
        check("Lifecycle Stage", None);
    }

    #[test]
    fn lists_of_companies_are_told_from_lists_of_people() {
        let check = |text: &str, is_of_companies: bool| {
            let header: Vec<String> = text.split(',').map(str::to_owned).collect();
            let fields = fields_of(&header);
            assert!(!fields.is_empty(), "{text}");
            let found = fields.contains(&Some(CompanyName));
            assert_eq!(found, is_of_companies, "{text}");
        };
        check("Name,Industry,Phone", true);
        check("account,sector,revenue", true);
        check(
            "Record ID,Company name,Company Domain Name,Phone Number,Industry",
            true,
        );
        check("Company,Website,Phone", true);
        check("公司名称,电话,地址", true);
        check("Empresa,Teléfono,Sitio web", true);
        check("First Name,Last Name,Company,Industry", false);
        check("Name,Company,Phone", false);
        check("Name,Company,Industry,Phone", false);
        check("Name,Email,Company,Website", false);
        check("Company,Email", false);
    }

    #[test]
    fn lists_of_other_things_are_not_people() {
        let header = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        assert!(fields_of(&header("Deal Name,Deal Stage,Company,Phone")).is_empty());
        assert!(fields_of(&header("product,series,sales_price")).is_empty());
        assert!(!fields_of(&header("Name,Phone")).is_empty());
        assert!(looks_like_table(b"Email;Name\nx;y"));
        assert!(!looks_like_table(b"Dear Sir, thank you for your email\n"));
    }
}

//! What the columns of a table mean: the names that other products and languages use, compared
//! without case, accents, spaces and punctuation.

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
    /// The name of a company.
    Company,
    /// Words, separated.
    Tags,
    /// Free text.
    Note,
    /// The id where it came from.
    SourceId,
}

use Field::{Company, FirstName, FullName, LastName, MiddleName, Note, SourceId, Tags, Title};

/// Field, then the names of its columns as [`normal`] makes them.
const NAMES: [(Field, &[&str]); 19] = [
    (
        FirstName,
        &[
            "firstname",
            "givenname",
            "namefirstname",
            "personfirstname",
            "first",
            "nombre",
            "nombres",
            "prenom",
            "vorname",
            "primeironome",
            "名",
            "名字",
            "contactfirstname",
            "forename",
        ],
    ),
    (
        MiddleName,
        &[
            "middlename",
            "additionalname",
            "segundonombre",
            "zweitername",
        ],
    ),
    (
        LastName,
        &[
            "lastname",
            "familyname",
            "surname",
            "namelastname",
            "personlastname",
            "last",
            "apellido",
            "apellidos",
            "nomdefamille",
            "nachname",
            "cognome",
            "sobrenome",
            "姓",
            "姓氏",
            "contactlastname",
        ],
    ),
    (
        FullName,
        &[
            "name",
            "fullname",
            "contactname",
            "displayname",
            "personname",
            "nombrecompleto",
            "nombreyapellidos",
            "nomcomplet",
            "vollstandigername",
            "nomecompleto",
            "姓名",
            "全名",
            "联系人",
            "联系人姓名",
            "contact",
            "contacto",
            "clientname",
            "customername",
            "cliente",
        ],
    ),
    (
        Title,
        &[
            "jobtitle",
            "title",
            "position",
            "organizationtitle",
            "organization1title",
            "personjobtitle",
            "cargo",
            "puesto",
            "fonction",
            "funktion",
            "berufsbezeichnung",
            "职位",
            "职务",
            "头衔",
        ],
    ),
    (
        Field::Email(EmailKind::Work),
        &[
            "email",
            "emailaddress",
            "emailsprimaryemail",
            "personemail",
            "personemailwork",
            "emailwork",
            "primaryemail",
            "mail",
            "correo",
            "correoelectronico",
            "direcciondecorreoelectronico",
            "courriel",
            "adresseemail",
            "emailadresse",
            "indirizzoemail",
            "endereodeemail",
            "邮箱",
            "电子邮件",
            "电子邮箱",
            "邮件",
            "邮件地址",
            "电邮",
            "workemail",
            "businessemail",
        ],
    ),
    (
        Field::Email(EmailKind::Home),
        &["personemailhome", "emailhome", "homeemail", "personalemail"],
    ),
    (
        Field::Email(EmailKind::Other),
        &[
            "emailother",
            "secondaryemail",
            "otheremail",
            "personemailother",
            "email2",
            "email3",
            "email2address",
            "email3address",
            "emailsadditionalemails",
            "nonprimaryemails",
            "alternateemail",
        ],
    ),
    (
        Field::Phone(PhoneKind::Work),
        &[
            "phone",
            "phonenumber",
            "telephone",
            "tel",
            "primaryphone",
            "businessphone",
            "businessphone2",
            "workphone",
            "phonework",
            "officephone",
            "personphonework",
            "personphone",
            "phonesprimaryphone",
            "telefono",
            "telefonodeltrabajo",
            "telefonofijo",
            "telephonefixe",
            "telefon",
            "telefone",
            "电话",
            "电话号码",
            "办公电话",
            "工作电话",
            "companymainphone",
            "maincompanyphone",
            "telefonnummer",
        ],
    ),
    (
        Field::Phone(PhoneKind::Mobile),
        &[
            "mobile",
            "mobilephone",
            "mobilephonenumber",
            "cell",
            "cellphone",
            "phonemobile",
            "personphonemobile",
            "movil",
            "telefonomovil",
            "celular",
            "mobil",
            "handy",
            "portable",
            "cellulare",
            "手机",
            "手机号",
            "手机号码",
            "移动电话",
        ],
    ),
    (
        Field::Phone(PhoneKind::Home),
        &[
            "homephone",
            "homephone2",
            "phonehome",
            "personphonehome",
            "telefonoparticular",
            "telefonodecasa",
            "家庭电话",
            "住宅电话",
        ],
    ),
    (
        Field::Phone(PhoneKind::Fax),
        &[
            "fax",
            "businessfax",
            "homefax",
            "otherfax",
            "phonefax",
            "传真",
        ],
    ),
    (
        Field::Phone(PhoneKind::Other),
        &[
            "otherphone",
            "phoneother",
            "assistantphone",
            "assistantsphone",
            "alternatephone",
            "pager",
            "carphone",
            "phonesadditionalphones",
            "personphoneother",
            "callback",
            "radiophone",
        ],
    ),
    (
        Company,
        &[
            "company",
            "companyname",
            "organization",
            "organisation",
            "organizationname",
            "organization1name",
            "accountname",
            "associatedcompany",
            "empresa",
            "compania",
            "societe",
            "entreprise",
            "firma",
            "unternehmen",
            "azienda",
            "公司",
            "公司名称",
            "单位",
            "企业名称",
        ],
    ),
    (
        Tags,
        &[
            "tags",
            "tag",
            "labels",
            "label",
            "categories",
            "category",
            "groupmembership",
            "personlabel",
            "etiquetas",
            "categorias",
            "标签",
            "分类",
            "分组",
        ],
    ),
    (
        Note,
        &[
            "notes",
            "note",
            "description",
            "comments",
            "comment",
            "background",
            "notas",
            "observaciones",
            "bemerkungen",
            "notizen",
            "备注",
            "说明",
            "notecontent",
        ],
    ),
    (
        SourceId,
        &[
            "id",
            "recordid",
            "contactid",
            "uid",
            "personid",
            "pipedrivesystemidperson",
            "externalid",
            "customerid",
        ],
    ),
    (Field::EmailLabel, &["emailtype", "emaillabel"]),
    (Field::PhoneLabel, &["phonetype", "phonelabel"]),
];

/// Columns that tell a list of companies or deals from one of people.
const NOT_PEOPLE: [&str; 12] = [
    "companydomainname",
    "industry",
    "annualrevenue",
    "numberofemployees",
    "employees",
    "dealname",
    "dealtitle",
    "dealstage",
    "opportunityname",
    "opportunityid",
    "siccode",
    "sector",
];

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

/// The fields of a header row; empty where it is none, or none of a list of people.
pub fn fields_of(header: &[String]) -> Vec<Option<Field>> {
    let fields: Vec<Option<Field>> = header.iter().map(|name| field_of(name)).collect();
    let has = |wanted: fn(&Field) -> bool| fields.iter().flatten().any(wanted);
    let person = has(|field| matches!(field, FirstName | LastName | Field::Email(_)));
    let named = has(|field| matches!(field, FullName | Field::Phone(_)));
    let not_people = header
        .iter()
        .any(|name| NOT_PEOPLE.contains(&normal(name).as_str()));
    if person || (named && !not_people) {
        let has_job_title = header.iter().any(|name| normal(name) == "jobtitle");
        header
            .iter()
            .zip(fields)
            // Outlook's "Title" is Mr. or Ms.; its "Job Title" is what we call a title.
            .map(|(name, field)| field.filter(|_| !(has_job_title && normal(name) == "title")))
            .collect()
    } else {
        Vec::new()
    }
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
        header.len() > 1 && short && fields_of(&header).iter().flatten().count() >= 2
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
        check("Record ID", Some(SourceId));
        check("Lifecycle Stage", None);
    }

    #[test]
    fn lists_of_other_things_are_not_people() {
        let header = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        assert!(fields_of(&header("Name,Industry,Phone")).is_empty());
        assert!(fields_of(&header("account,sector,revenue")).is_empty());
        assert!(!fields_of(&header("Name,Phone")).is_empty());
        assert!(looks_like_table(b"Email;Name\nx;y"));
        assert!(!looks_like_table(b"Dear Sir, thank you for your email\n"));
    }
}

//! Who works where, as data: a tie is a contact's place in a company, seen from either side. Pure;
//! tests stand at the foot.

use crate::{api::parties::PartyKind, format, i18n::I18n, pages::parties::picker::Picked};
use shared::{
    api::{company::Affiliation, contact::Contact},
    ids::CompanyId,
    time::Date,
};
use uuid::Uuid;

/// A contact's place in a company.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// Whose place it is.
    pub contact: Uuid,
    pub place: Affiliation,
    /// Who stands at the other end, seen from the page.
    pub other: Uuid,
    pub name: String,
    /// Said where the tie itself has no role.
    pub title: String,
}

/// What can be done with ties.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Whoever stands at the other end.
    Add(Picked),
    /// Somebody of this name, who is not known yet.
    AddNew(String),
    Change(Tie, Affiliation),
    Remove(Tie),
}

/// The ties of a contact; those that have ended come last.
pub fn of_contact(contact: Uuid, companies: &[Affiliation]) -> Vec<Tie> {
    let tie = |place: &Affiliation| Tie {
        contact,
        place: place.clone(),
        other: place.id.uuid(),
        name: place.name.clone(),
        title: String::new(),
    };
    ended_last(companies.iter().map(tie).collect())
}

/// The ties of a company, by its people; those that have ended come last.
pub fn of_company(company: Uuid, people: &[Contact]) -> Vec<Tie> {
    let ties = people.iter().flat_map(|person| {
        let places = person.companies.iter();
        let here = places.filter(|place| place.id.uuid() == company);
        here.map(|place| Tie {
            contact: person.id.uuid(),
            place: place.clone(),
            other: person.id.uuid(),
            name: person.display_name(),
            title: person.title.clone(),
        })
    });
    ended_last(ties.collect())
}

fn ended_last(mut ties: Vec<Tie>) -> Vec<Tie> {
    ties.sort_by_key(|tie| tie.place.is_former());
    ties
}

/// A place in a company of which nothing else is known.
pub fn place_in(company: Uuid, name: String) -> Affiliation {
    Affiliation {
        id: CompanyId::from_uuid(company),
        name,
        role: String::new(),
        from: None,
        to: None,
    }
}

/// The companies of a contact with one more; what has ended stays behind it.
pub fn with(companies: &[Affiliation], place: Affiliation) -> Vec<Affiliation> {
    let mut next = companies.to_vec();
    let at = next.iter().position(Affiliation::is_former);
    next.insert(at.unwrap_or(companies.len()), place);
    next
}

/// The companies of a contact after one place was changed, or removed.
pub fn replaced(
    companies: &[Affiliation],
    before: &Affiliation,
    after: Option<Affiliation>,
) -> Vec<Affiliation> {
    let mut next = companies.to_vec();
    if let Some(at) = next.iter().position(|place| place == before) {
        next.splice(at..=at, after);
    }
    next
}

/// Which tie it is, whatever its role is.
pub type Key = (Uuid, Option<Date>, Option<Date>);

impl Tie {
    pub const fn key(&self) -> Key {
        (self.other, self.place.from, self.place.to)
    }

    /// What the other one is.
    pub fn detail(&self, i18n: I18n) -> String {
        let role = self.place.role.trim();
        let role = if role.is_empty() { &*self.title } else { role };
        [role, &*self.dates(i18n)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    fn dates(&self, i18n: I18n) -> String {
        let t = &i18n.t.companies;
        let day = |date: Date| {
            let at = format::day_start(&date.to_string(), 0);
            at.map_or_else(String::new, |at| {
                format::date(i18n.locale, at, format::DateStyle::Short)
            })
        };
        match (self.place.from.map(day), self.place.to.map(day)) {
            (None, None) => String::new(),
            (Some(from), None) => i18n.fill(t.since_date, &[("date", &from)]),
            (None, Some(to)) => i18n.fill(t.until_date, &[("date", &to)]),
            (Some(from), Some(to)) => i18n.fill(t.from_until, &[("from", &from), ("until", &to)]),
        }
    }
}

/// The end that a page looks at from.
pub fn added(kind: PartyKind, page: (Uuid, &str), picked: &Picked) -> Affiliation {
    match kind {
        PartyKind::Contact => place_in(picked.id, picked.name.clone()),
        PartyKind::Company => place_in(page.0, page.1.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::tests::contact;

    fn place(company: u128, to: Option<&str>) -> Affiliation {
        Affiliation {
            to: to.map(|day| day.parse().unwrap()),
            ..place_in(Uuid::from_u128(company), company.to_string())
        }
    }

    fn names(companies: &[Affiliation]) -> Vec<&str> {
        companies.iter().map(|place| &*place.name).collect()
    }

    #[test]
    fn a_new_company_stands_before_the_former_ones() {
        let companies = [place(1, None), place(2, Some("2024-01-31"))];
        let companies = with(&companies, place(3, None));
        assert_eq!(names(&companies), ["1", "3", "2"]);
        let companies = replaced(&companies, &place(1, None), None);
        assert_eq!(names(&companies), ["3", "2"]);
        let gone = replaced(&companies, &place(9, None), None);
        assert_eq!(gone, companies, "what is not there is not removed");
    }

    #[test]
    fn a_company_sees_only_its_own_ties() {
        let mut ana = contact("Ana", "López");
        ana.title = "Buyer".into();
        ana.companies = vec![place(1, Some("2024-01-31")), place(2, None), place(1, None)];
        let ties = of_company(Uuid::from_u128(1), &[ana]);
        assert_eq!(ties.len(), 2);
        assert!(!ties[0].place.is_former() && ties[1].place.is_former());
        assert_eq!(ties[0].name, "Ana López");
        assert_eq!(ties[0].detail(I18n::english()), "Buyer");
    }
}

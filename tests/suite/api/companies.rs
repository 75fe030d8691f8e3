//! Companies and the people in them: who may write them, their way to the bin and back, what undo and
//! import do to them, and what of them nobody else may see.

use crate::harness::client::Client;
use crate::harness::imports::{import_files, undo};
use crate::harness::scenario::{ask, run};
use crate::harness::team::Team;
use crate::harness::wait;
use serde_json::{Value, json};
use shared::api::paths;

const NOBODY: &str = "01890000-0000-7000-8000-000000000000";

fn make(client: &Client, path: &str, body: &Value) -> String {
    let made = client.post(path).json(body).send().expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

fn company(team: &Team, name: &str) -> String {
    make(&team.member, paths::COMPANIES, &json!({ "name": name }))
}

fn list(client: &Client, path: &str) -> Value {
    client.get(path).send().expect(200).json()
}

fn kinds_found(client: &Client, query: &str) -> Value {
    list(client, &format!("{}?{query}", paths::SEARCH))["counts"].clone()
}

#[test]
fn only_members_and_admins_write_companies() {
    let team = Team::new();
    let path = paths::company(company(&team, "Curie & Co"));
    let (body, patch) = (json!({ "name": "Twin" }), json!({ "address": "Paris" }));
    let (guest, reader) = (&team.guest, &team.read_only);
    let people = paths::company_contacts(path.rsplit('/').next().unwrap());
    run(
        &team,
        vec![
            ask("guest lists", guest.get(paths::COMPANIES), 401).lacks("Curie"),
            ask("guest reads", guest.get(&path), 401).lacks("Curie"),
            ask("guest asks for people", guest.get(&people), 401),
            ask("guest makes", guest.post(paths::COMPANIES).json(&body), 401),
            ask("reader lists", reader.get(paths::COMPANIES), 200).has("Curie"),
            ask("reader reads", reader.get(&path), 200).has("Curie"),
            ask("reader asks for people", reader.get(&people), 200).has("\"total\":0"),
            ask(
                "reader makes",
                reader.post(paths::COMPANIES).json(&body),
                403,
            ),
            ask(
                "reader changes",
                reader.patch(&path).if_match("*").json(&patch),
                403,
            ),
            ask("reader deletes", reader.delete(&path).if_match("*"), 403),
            ask("blind change", team.member.patch(&path).json(&patch), 428),
            ask(
                "stale change",
                team.member.patch(&path).if_match("\"9\"").json(&patch),
                412,
            ),
            ask(
                "member changes",
                team.member.patch(&path).if_match("\"1\"").json(&patch),
                200,
            )
            .has("Paris")
            .writes(1),
            ask("admin deletes", team.admin.delete(&path).if_match("*"), 204).writes(1),
        ],
    );
}

#[test]
fn companies_and_affiliations_that_cannot_be_are_refused() {
    let team = Team::new();
    let id = company(&team, "Acme");
    let member = &team.member;
    let post = |body: Value| member.post(paths::COMPANIES).json(&body);
    let works = |places: Value| {
        let body = json!({ "last_name": "Ruiz", "companies": places });
        member.post(paths::CONTACTS).json(&body)
    };
    let turned = json!([{ "id": id, "from": "2024-02-01", "to": "2024-01-31" }]);
    let no_day = json!([{ "id": id, "from": "2023-02-29" }]);
    run(
        &team,
        vec![
            ask("nothing", post(json!({})), 422).field("name", "required"),
            ask("blank", post(json!({ "name": " " })), 422).field("name", "required"),
            ask(
                "no list",
                post(json!({ "name": "A", "domains": "a.example" })),
                422,
            )
            .field("domains", "wrong_type"),
            ask(
                "no domain",
                post(json!({ "name": "A", "domains": ["a"] })),
                422,
            )
            .field("domains.0", "invalid"),
            ask(
                "script",
                post(json!({ "name": "A", "website": "javascript:alert(1)" })),
                422,
            )
            .field("website", "invalid"),
            ask(
                "stranger",
                post(json!({ "name": "A", "owner_id": NOBODY })),
                422,
            )
            .field("owner_id", "not_found"),
            ask(
                "unknown",
                post(json!({ "name": "A", "industry": "x" })),
                422,
            )
            .field("industry", "unknown"),
            ask("in no company", works(json!([{ "id": NOBODY }])), 422)
                .field("companies.0.id", "not_found"),
            ask("left too early", works(turned), 422).field("companies.0.to", "invalid"),
            ask("on no day", works(no_day), 422).field("companies.0.from", "invalid"),
            ask("twice", works(json!([{ "id": id }, { "id": id }])), 422)
                .field("companies.1.id", "duplicate"),
        ],
    );
}

#[test]
fn a_company_from_its_making_to_the_bin_and_back() {
    let team = Team::new();
    let member = &team.member;
    let body = json!({
        "name": " Acme ", "domains": ["https://www.ACME.example/about"], "website": "acme.example",
        "emails": [{ "address": "Hello@Acme.example" }], "phones": [{ "number": "+34 944 000 100" }],
        "address": "Calle Mayor 1\nBilbao", "tags": ["b2b"], "stage": "lead",
    });
    let once = || member.post(paths::COMPANIES).json(&body).once("acme");
    let made = once().send().expect(201);
    let acme = made.json();
    let path = paths::company(acme["id"].as_str().unwrap());
    assert_eq!(made.header("location"), Some(path.as_str()));
    assert_eq!(made.header("etag"), Some("\"1\""));
    assert_eq!(
        (&acme["name"], &acme["domains"]),
        (&json!("Acme"), &json!(["acme.example"]))
    );
    assert_eq!(acme["website"], "https://acme.example");
    let twin = json!({ "name": "Twin", "domains": ["acme.example"] });
    let twin = || member.post(paths::COMPANIES).json(&twin);
    let restore = json!({ "records": [{ "kind": "company", "id": acme["id"] }] });
    let restore = || member.post(paths::BIN_RESTORE).json(&restore);
    let id = acme["id"].as_str().unwrap();
    run(
        &team,
        vec![
            ask("made twice", once(), 201).has(id),
            ask("its domain", twin(), 409).code("domain_taken").has(id),
            ask(
                "by name",
                member.get(&format!("{}?sort=name", paths::COMPANIES)),
                200,
            )
            .has(id),
            ask(
                "by words",
                member.get(&format!("{}?q=bilbao", paths::COMPANIES)),
                200,
            )
            .has(id),
            ask(
                "by tag",
                member.get(&format!("{}?filter=tag:b2b", paths::COMPANIES)),
                200,
            )
            .has(id),
            ask(
                "by nothing",
                member.get(&format!("{}?sort=last_name", paths::COMPANIES)),
                400,
            ),
            ask("deleted", member.delete(&path).if_match("\"1\""), 204).writes(1),
            ask("still read", member.get(&path), 200).has("deleted_at"),
            ask("in the bin", member.get(paths::BIN), 200).has("Acme"),
            ask(
                "not changed",
                member.patch(&path).if_match("*").json(&json!({})),
                404,
            ),
            ask("its domain is free", twin(), 201).writes(1),
            ask("restored", restore(), 409).code("domain_taken"),
        ],
    );
    let twins = list(member, &format!("{}?q=twin", paths::COMPANIES));
    let twin = paths::company(twins["items"][0]["id"].as_str().unwrap());
    member.delete(&twin).if_match("*").send().expect(204);
    run(&team, vec![ask("restored now", restore(), 200).writes(1)]);
    team.home.assert_clean();
}

#[test]
fn people_come_go_and_are_found_with_their_company() {
    let team = Team::new();
    let member = &team.member;
    let (acme, nova) = (company(&team, "Zyxware"), company(&team, "Nova"));
    let body = json!({ "last_name": "Ruiz", "companies": [{ "id": acme, "role": "Buyer" }] });
    let ana = make(member, paths::CONTACTS, &body);
    let contact = paths::contact(&ana);
    let people = |id: &str| list(member, &paths::company_contacts(id))["total"].clone();
    assert_eq!((people(&acme), people(&nova)), (json!(1), json!(0)));
    assert_eq!(
        list(member, &contact)["companies"],
        json!([{ "id": acme, "name": "Zyxware", "role": "Buyer" }])
    );
    let counts = json!({ "contact": 1, "company": 1 });
    assert_eq!(kinds_found(member, "q=zyxware"), counts);
    assert_eq!(kinds_found(member, &format!("company={acme}")), counts);
    let moved = json!({ "companies": [
        { "id": nova, "role": "Owner", "from": "2024-05-01" },
        { "id": acme, "name": "as it was answered", "role": "Buyer", "to": "2024-04-30" },
    ] });
    let moved = member
        .patch(&contact)
        .if_match("*")
        .json(&moved)
        .send()
        .expect(200);
    assert_eq!(moved.json()["companies"][1]["name"], "Zyxware");
    assert_eq!((people(&acme), people(&nova)), (json!(1), json!(1)));
    let position = moved.header("x-change-position").unwrap();
    member
        .post(&paths::change_undo(position))
        .send()
        .expect(200);
    assert_eq!((people(&acme), people(&nova)), (json!(1), json!(0)));
    let rename = json!({ "name": "Quorvex" });
    let path = paths::company(&acme);
    member
        .patch(&path)
        .if_match("*")
        .json(&rename)
        .send()
        .expect(200);
    assert_eq!(list(member, &contact)["companies"][0]["name"], "Quorvex");
    assert_eq!(kinds_found(member, "q=quorvex"), counts);
    let gone = json!({ "records": [{ "kind": "company", "id": acme }] });
    let gone = member
        .post(paths::BULK_DELETE)
        .json(&gone)
        .send()
        .expect(200);
    assert_eq!(list(member, &contact)["companies"], json!([]));
    assert_eq!(kinds_found(member, "q=quorvex"), json!({}));
    let position = gone.header("x-change-position").unwrap();
    member
        .post(&paths::change_undo(position))
        .send()
        .expect(200);
    assert_eq!(list(member, &contact)["companies"][0]["role"], "Buyer");
    assert_eq!(kinds_found(member, "q=quorvex"), counts);
    team.home.assert_clean();
}

const PEOPLE: &str = "First Name,Last Name,Email,Company,Job Title\n\
    Ana,Ruiz,ana@acme.example,Acme,Buyer\nBob,Stone,bob@acme.example,ACME,Seller\n\
    Eva,Lee,eva@home.example,,\n";
const ACCOUNTS: &str = "Company name,Company Domain Name,Industry,Phone Number\n\
    Acme,www.acme.example,Toys,+34 944 000 100\nNova,nova.example,Shoes,\n";
const CARD: &str = "BEGIN:VCARD\nVERSION:3.0\nORG:Nova\nX-ABShowAs:COMPANY\nFN:Nova\n\
    URL:https://nova.example\nADR:;;Calle Mayor 1;Bilbao;;;\nEND:VCARD\n";

#[test]
fn imports_bring_companies_once_and_take_them_back() {
    let team = Team::new();
    let member = &team.member;
    let files: [(&str, &[u8]); 3] = [
        ("1.csv", PEOPLE.as_bytes()),
        ("2.csv", ACCOUNTS.as_bytes()),
        ("3.vcf", CARD.as_bytes()),
    ];
    let first = import_files(member, &files);
    let counts = |import: &Value| {
        ["items", "created", "updated", "unchanged", "along"]
            .map(|name| import["counts"][name].as_u64().unwrap())
    };
    // Acme comes along with Ana; its own row and the card of Nova add to what is there.
    assert_eq!(counts(&first), [6, 4, 2, 0, 1], "{first}");
    let companies = list(member, paths::COMPANIES);
    let names = companies["items"].as_array().unwrap().iter();
    let names: Vec<&Value> = names.map(|it| &it["name"]).collect();
    assert_eq!(names, [&json!("Acme"), &json!("Nova")]);
    assert_eq!(companies["items"][0]["domains"], json!(["acme.example"]));
    assert_eq!(companies["items"][1]["address"], "Calle Mayor 1, Bilbao");
    let acme = companies["items"][0]["id"].as_str().unwrap();
    let people = list(member, &paths::company_contacts(acme));
    let roles = people["items"].as_array().unwrap().iter();
    let roles: Vec<&Value> = roles.map(|it| &it["companies"][0]["role"]).collect();
    assert_eq!(roles, [&json!("Buyer"), &json!("Seller")]);
    wait::until("the note of a row in the index", || {
        (kinds_found(member, "q=toys") == json!({ "note": 1 })).then_some(())
    });
    let again = import_files(member, &files);
    assert_eq!(counts(&again), [6, 0, 0, 6, 0], "{again}");
    assert_eq!(
        undo(member, first["id"].as_str().unwrap())["state"],
        "undone"
    );
    for path in [paths::COMPANIES, paths::CONTACTS, paths::NOTES, paths::BIN] {
        assert_eq!(list(member, path)["total"], 0, "{path}");
    }
    team.home.assert_clean();
}

#[test]
fn a_company_that_others_use_outlives_the_undo_of_its_import() {
    let team = Team::new();
    let member = &team.member;
    let first = import_files(member, &[("2.csv", ACCOUNTS.as_bytes())]);
    let companies = list(member, paths::COMPANIES);
    let acme = companies["items"][0]["id"].as_str().unwrap();
    let body = json!({ "last_name": "Ruiz", "companies": [{ "id": acme, "role": "Buyer" }] });
    let contact = paths::contact(make(member, paths::CONTACTS, &body));
    undo(member, first["id"].as_str().unwrap());
    assert_eq!(list(member, paths::COMPANIES)["total"], 0);
    let bin = list(member, paths::BIN);
    assert_eq!(
        (&bin["total"], &bin["items"][0]["id"]),
        (&json!(1), &json!(acme))
    );
    team.home.assert_clean();
    let restore = json!({ "records": [{ "kind": "company", "id": acme }] });
    member
        .post(paths::BIN_RESTORE)
        .json(&restore)
        .send()
        .expect(200);
    assert_eq!(list(member, &contact)["companies"][0]["role"], "Buyer");
}

#[test]
fn a_private_note_shows_on_no_company_but_to_its_author() {
    let team = Team::new();
    let acme = company(&team, "Acme");
    let body = json!({ "last_name": "Ruiz", "companies": [{ "id": acme }] });
    let ana = make(&team.member, paths::CONTACTS, &body);
    let timeline = paths::company_timeline(&acme);
    let about = format!("{}?company={acme}", paths::SEARCH);
    let before = [&timeline, &about].map(|path| list(&team.admin, path));
    for (kind, id) in [("company", &acme), ("contact", &ana)] {
        let body = json!({
            "body": "quetzalcoatlus", "visibility": "private", "links": [{ "kind": kind, "id": id }],
        });
        make(&team.member, paths::NOTES, &body);
    }
    assert_eq!(
        [&timeline, &about].map(|path| list(&team.admin, path)),
        before
    );
    assert_eq!(list(&team.member, &timeline)["total"], 2);
    // By the filter: the company, its contact, and the note on the company itself.
    assert_eq!(list(&team.member, &about)["total"], 3);
    let open = json!({ "body": "for all", "links": [{ "kind": "company", "id": acme }] });
    make(&team.member, paths::NOTES, &open);
    assert_eq!(list(&team.admin, &timeline)["items"][0]["body"], "for all");
}

//! Lists: what they refuse, and that walking them by cursor and by offset gives each record once, in
//! one order, also after edits.

use crate::harness::scenario::{ask, run};
use crate::harness::team::Team;
use shared::api::paths;

#[test]
fn lists_refuse_what_they_do_not_understand() {
    let team = Team::new();
    let get = |query: &str| team.member.get(&format!("{}?{query}", paths::CONTACTS));
    let big = usize::MAX;
    let mut rows = Vec::new();
    for query in [
        "limit=1&limit=2",
        "id=1&id=2",
        "colour=red",
        "limit=-1",
        "limit=many",
        "offset=-1",
        "offset=1e3",
        "cursor=zz",
        "cursor=%F0%9F%92%A9",
        "cursor=00&offset=1",
        "sort=colour",
        "sort=--last_name",
        "q=a&sort=colour",
        "q=a&cursor=zz",
    ] {
        rows.push(ask(query, get(query), 400).code("bad_request"));
    }
    for query in [
        "filter=lead",
        "filter=colour:red",
        "filter=stage:",
        "filter=stage:king",
    ] {
        rows.push(ask(query, get(query), 422).field("filter", "invalid"));
    }
    for query in [
        "limit=0".to_owned(),
        "limit=100000".to_owned(),
        format!("limit={big}"),
        format!("offset={big}"),
        format!("offset={big}&sort=-last_name"),
        format!("q=a&offset={big}"),
        format!("q=a&cursor={big}"),
        "sort=".to_owned(),
        "q=".to_owned(),
        "q=%00".to_owned(),
        "filter=".to_owned(),
        "cursor=ff".to_owned(),
        "cursor=00".to_owned(),
    ] {
        rows.push(ask(query.clone(), get(&query), 200).has("\"total\":0"));
    }
    run(&team, rows);
}

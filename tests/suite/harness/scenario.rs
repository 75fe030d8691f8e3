//! Tables of scenarios: what is asked by whom, what must come back, what must not, and how many
//! changes the store must have after it. All rows run, in order; then all that went wrong is told
//! at once. The server must not be written to by others meanwhile.

use super::client::{Answer, Client, Request};
use super::shape;
use super::team::Team;
use shared::api::change::CHANGE_POSITION_HEADER;
use shared::api::paths;

/// One row of a table.
pub struct Scenario<'a> {
    name: String,
    request: Request<'a>,
    status: u16,
    has: Vec<String>,
    lacks: Vec<String>,
    writes: u128,
}

/// A request that must get this status, and write nothing unless the row says otherwise.
pub fn ask<'a>(name: impl Into<String>, request: Request<'a>, status: u16) -> Scenario<'a> {
    Scenario {
        name: name.into(),
        request,
        status,
        has: Vec::new(),
        lacks: Vec::new(),
        writes: 0,
    }
}

impl Scenario<'_> {
    /// The body must contain this.
    pub fn has(mut self, text: impl Into<String>) -> Self {
        self.has.push(text.into());
        self
    }

    /// The body must not contain this.
    pub fn lacks(mut self, text: impl Into<String>) -> Self {
        self.lacks.push(text.into());
        self
    }

    /// It must be a problem with this code.
    pub fn code(self, code: &str) -> Self {
        self.has(format!("\"code\":\"{code}\""))
    }

    /// It must be a problem that says this of this field.
    pub fn field(self, field: &str, error: &str) -> Self {
        self.has(format!("\"{field}\":\"{error}\""))
    }

    /// How many changes it must write.
    pub fn writes(mut self, changes: u128) -> Self {
        self.writes = changes;
        self
    }
}

/// How many changes the store has seen, by its last position.
pub fn position(admin: &Client) -> u128 {
    let system = admin.get(paths::SYSTEM).send().expect(200).json();
    let text = system["position"].as_str().unwrap();
    u128::from_str_radix(text, 16).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Runs a table and gives back the answers, in order.
#[track_caller]
pub fn run(team: &Team, scenarios: Vec<Scenario<'_>>) -> Vec<Answer> {
    let mut answers = Vec::with_capacity(scenarios.len());
    let mut faults = Vec::new();
    let mut before = position(&team.admin);
    for scenario in scenarios {
        let name = scenario.name.clone();
        let (answer, wrong) = one(team, scenario, before);
        before = position(&team.admin);
        faults.extend(
            wrong
                .into_iter()
                .map(|fault| format!("{name}: {} {fault}", answer.line())),
        );
        answers.push(answer);
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    answers
}

fn one(team: &Team, scenario: Scenario<'_>, before: u128) -> (Answer, Vec<String>) {
    let answer = scenario.request.send();
    let text = answer.text();
    let mut wrong = shape::faults(&answer);
    if answer.status() != scenario.status {
        wrong.push(format!("{} and not {}", answer.status(), scenario.status));
    }
    let missing = scenario.has.iter().filter(|piece| !text.contains(*piece));
    wrong.extend(missing.map(|piece| format!("has no {piece}")));
    let surplus = scenario.lacks.iter().filter(|piece| text.contains(*piece));
    wrong.extend(surplus.map(|piece| format!("has {piece}")));
    let written = position(&team.admin) - before;
    if written != scenario.writes {
        wrong.push(format!("wrote {written} changes, not {}", scenario.writes));
    }
    let tells_position = answer.header(CHANGE_POSITION_HEADER).is_some();
    if tells_position && answer.status() >= 400 {
        wrong.push("tells the position of a write that was refused".to_owned());
    }
    if !wrong.is_empty() {
        wrong.push(format!("answered {text}"));
    }
    (answer, wrong)
}

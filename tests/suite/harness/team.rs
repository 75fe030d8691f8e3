//! A server with one user of each role, each with a client: where most scenarios begin. The first
//! admin is made through the set-up link, the others through the API, as people would.

use super::client::Client;
use super::home::Home;
use super::server::Server;
use serde_json::json;
use shared::api::paths;

/// The password of everyone; long enough for NIST SP 800-63B rev 4.
pub const PASSWORD: &str = "correct horse battery staple";
/// The address of the first admin.
pub const ADMIN: &str = "ada@rapport.test";
/// The address of a member.
pub const MEMBER: &str = "mia@rapport.test";
/// The address of one who only reads.
pub const READ_ONLY: &str = "rob@rapport.test";

/// A server and everyone who calls it. The order matters: the server ends before its home goes.
pub struct Team {
    /// The server.
    pub server: Server,
    /// May do everything.
    pub admin: Client,
    /// Works with customers.
    pub member: Client,
    /// Looks, never changes.
    pub read_only: Client,
    /// Not signed in.
    pub guest: Client,
    /// The folder of it all.
    pub home: Home,
}

impl Team {
    /// In a new, empty home.
    pub fn new() -> Self {
        Self::at(Home::new())
    }

    /// In a home that has no account yet.
    pub fn at(home: Home) -> Self {
        let server = home.serve();
        let address = server.address().to_owned();
        let admin = set_up(&server);
        for (email, name, role) in [(MEMBER, "Mia", "member"), (READ_ONLY, "Rob", "read_only")] {
            add_user(&admin, email, name, role);
        }
        Self {
            admin,
            member: Client::signed_in(&address, MEMBER, PASSWORD),
            read_only: Client::signed_in(&address, READ_ONLY, PASSWORD),
            guest: Client::guest(&address),
            server,
            home,
        }
    }

    /// Each signed-in client with the name of its role.
    pub fn roles(&self) -> [(&'static str, &Client); 3] {
        [
            ("admin", &self.admin),
            ("member", &self.member),
            ("read_only", &self.read_only),
        ]
    }

    /// Kills the server and starts it again on the same address; the clients stay signed in.
    pub fn restart_after_kill(self) -> Self {
        let Self { server, home, .. } = self;
        server.kill();
        let server = home.serve();
        Self {
            server,
            home,
            ..self
        }
    }
}

/// Makes the first admin through the set-up link and signs in.
pub fn set_up(server: &Server) -> Client {
    let guest = Client::guest(server.address());
    let answer = guest
        .post(paths::AUTH_SETUP)
        .json(&json!({
            "token": server.setup_token(),
            "name": "Ada",
            "email": ADMIN,
            "password": PASSWORD,
        }))
        .send();
    assert!(matches!(answer.status(), 200 | 201), "{}", answer.text());
    Client::signed_in(server.address(), ADMIN, PASSWORD)
}

/// Adds a user with [`PASSWORD`].
pub fn add_user(admin: &Client, email: &str, name: &str, role: &str) {
    admin
        .post(paths::USERS)
        .json(&json!({ "email": email, "name": name, "role": role, "password": PASSWORD }))
        .send()
        .expect(201);
}

#[test]
fn everyone_is_who_they_should_be() {
    let team = Team::new();
    for (role, client) in team.roles() {
        let session = client.get(paths::AUTH_SESSION).send().expect(200).json();
        assert_eq!(session["user"]["role"], role);
    }
    team.guest.get(paths::AUTH_SESSION).send().expect(401);
}

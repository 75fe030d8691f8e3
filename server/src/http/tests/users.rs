//! Users over HTTP: roles, the last admin, rights that change while somebody is signed in.

use super::*;
use futures_util::future::join_all;

#[actix_web::test]
async fn only_admins_manage_users() {
    let world = World::new();
    let mut admin = world.admin().await;
    let mut member = world.member(&mut admin, "ben", "member").await;
    assert_eq!(member.get(paths::USERS).await.json["total"], 2);
    let body =
        json!({"name": "C", "email": "c@example.org", "role": "admin", "password": PASSWORD});
    member
        .post(paths::USERS, body.clone())
        .await
        .is(ErrorCode::Forbidden);
    let mut guest = Browser::new(&world);
    guest
        .post(paths::USERS, body)
        .await
        .is(ErrorCode::SignInRequired);
    guest.get(paths::USERS).await.is(ErrorCode::SignInRequired);
}

#[actix_web::test]
async fn a_user_is_made_once_under_one_key() {
    let world = World::new();
    let admin = world.admin().await;
    let body = |name: &str| json!({"name": name, "email": "c@example.org", "role": "member", "password": PASSWORD});
    let send = |name: &'static str| {
        let mut admin = admin.clone();
        async move {
            let request = admin.request(Method::POST, paths::USERS);
            let request = request
                .insert_header(("Idempotency-Key", "k1"))
                .set_json(body(name));
            admin.send(request).await
        }
    };
    let replies = join_all((0..10).map(|_| send("Cleo"))).await;
    for reply in &replies {
        assert_eq!(reply.status, 201, "{reply:?}");
        assert_eq!(reply.json, replies[0].json);
        for name in ["location", "etag", "x-change-position"] {
            assert_eq!(reply.headers[name], replies[0].headers[name]);
        }
    }
    send("Dora").await.is(ErrorCode::IdempotencyKeyReused);
    world.clock.forward(24 * 3_600);
    let mut admin = Browser::new(&world);
    admin.login("ana@example.org", PASSWORD).await;
    assert_eq!(admin.get(paths::USERS).await.json["total"], 2);
    let request = admin.request(Method::POST, paths::USERS);
    let request = request
        .insert_header(("Idempotency-Key", "k1"))
        .set_json(body("Cleo"));
    let reply = admin.send(request).await;
    assert_eq!(
        reply.json["errors"]["email"], "taken",
        "the key is forgotten after a day"
    );
}

#[actix_web::test]
async fn changes_need_the_current_revision() {
    let world = World::new();
    let mut admin = world.admin().await;
    let id = admin.get(paths::AUTH_SESSION).await.json["user"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = paths::user(&id);
    let etag = admin.get(&path).await.headers["etag"].clone();
    let without = admin
        .request(Method::PATCH, &path)
        .set_json(json!({"name": "A"}));
    admin.send(without).await.is(ErrorCode::RevisionRequired);
    let reply = admin.patch(&path, &etag, json!({"name": "Ana B"})).await;
    assert_eq!(reply.status, 200);
    let stale = admin.patch(&path, &etag, json!({"name": "Ana C"})).await;
    stale.is(ErrorCode::RevisionStale);
    assert_eq!(stale.headers["etag"], reply.headers["etag"]);
    assert_eq!(
        admin
            .patch(&path, "*", json!({"name": "Ana D"}))
            .await
            .status,
        200
    );
    admin
        .patch(&paths::user("7"), "*", json!({}))
        .await
        .is(ErrorCode::NotFound);
    let unknown = admin.patch(&path, "*", json!({"is_owner": true})).await;
    assert_eq!(unknown.json["errors"]["is_owner"], "unknown");
}

#[actix_web::test]
async fn two_admins_cannot_remove_each_other() {
    let world = World::new();
    let mut ana = world.admin().await;
    let mut ben = world.member(&mut ana, "ben", "admin").await;
    let users = ana.get(paths::USERS).await.json["items"].clone();
    let path = |place: usize| paths::user(users[place]["id"].as_str().unwrap());
    let (ana_path, ben_path) = (path(0), path(1));
    let demote = json!({"role": "member"});
    let (one, two) = futures_util::join!(
        ana.patch(&ben_path, "*", demote.clone()),
        ben.patch(&ana_path, "*", demote.clone()),
    );
    let done = [&one, &two]
        .iter()
        .filter(|reply| reply.status == 200)
        .count();
    assert_eq!(done, 1, "{one:?} {two:?}");
    let (mut left, own) = if one.status == 200 {
        (ana, ana_path)
    } else {
        (ben, ben_path)
    };
    left.patch(&own, "*", demote).await.is(ErrorCode::LastAdmin);
    left.patch(&own, "*", json!({"disabled": true}))
        .await
        .is(ErrorCode::LastAdmin);
}

#[actix_web::test]
async fn lost_rights_are_lost_at_once() {
    let world = World::new();
    let mut admin = world.admin().await;
    for (name, change) in [
        ("ben", json!({"disabled": true})),
        ("cleo", json!({"role": "read_only"})),
        ("dora", json!({"password": "another good long phrase"})),
    ] {
        let mut member = world.member(&mut admin, name, "member").await;
        let session = member.get(paths::AUTH_SESSION).await.json;
        let path = paths::user(session["user"]["id"].as_str().unwrap());
        assert_eq!(admin.patch(&path, "*", change).await.status, 200);
        assert!(!member.is_signed_in().await, "{name}");
        member.refresh().await.is(ErrorCode::SignInRequired);
    }
    let mut ben = Browser::new(&world);
    ben.login("ben@example.org", PASSWORD)
        .await
        .is(ErrorCode::WrongCredentials);
}

#[actix_web::test]
async fn a_profile_is_ones_own_and_takes_no_role() {
    let world = World::new();
    let mut admin = world.admin().await;
    let mut reader = world.member(&mut admin, "ben", "read_only").await;
    let patch = |browser: &Browser<'_>, body: Value| {
        browser
            .request(Method::PATCH, paths::AUTH_PROFILE)
            .set_json(body)
    };
    let request = patch(&reader, json!({"locale": "zh", "theme": "dark"}));
    let reply = reader.send(request).await;
    assert_eq!(
        (reply.status.as_u16(), reply.json["locale"].as_str()),
        (200, Some("zh"))
    );
    let request = patch(&reader, json!({"role": "admin"}));
    assert_eq!(reader.send(request).await.json["errors"]["role"], "unknown");
}

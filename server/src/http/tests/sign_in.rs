//! Set-up, sign-in, refresh, revocation.

use super::*;
use futures_util::future::join_all;

#[actix_web::test]
async fn the_set_up_link_makes_one_admin_and_is_over() {
    let world = World::new();
    let mut guest = Browser::new(&world);
    guest
        .get(paths::AUTH_SESSION)
        .await
        .is(ErrorCode::SetupRequired);
    let token = world.setup_token();
    let body = |token: &str, password: &str| json!({"token": token, "name": "Ana", "email": "ana@example.org", "password": password});
    guest
        .post(paths::AUTH_SETUP, body("wrong", PASSWORD))
        .await
        .is(ErrorCode::SetupTokenInvalid);
    guest
        .post(paths::AUTH_SETUP, body(&token, "short"))
        .await
        .is(ErrorCode::Invalid);
    let tries = (0..4).map(|_| {
        let mut browser = Browser::new(&world);
        let body = body(&token, PASSWORD);
        async move { browser.post(paths::AUTH_SETUP, body).await.status }
    });
    let made = join_all(tries)
        .await
        .into_iter()
        .filter(|status| *status == 201)
        .count();
    assert_eq!(made, 1);
    guest
        .post(paths::AUTH_SETUP, body(&token, PASSWORD))
        .await
        .is(ErrorCode::SetupTokenInvalid);
    guest
        .get(paths::AUTH_SESSION)
        .await
        .is(ErrorCode::SignInRequired);
}

#[actix_web::test]
async fn cookies_are_out_of_reach_of_scripts_and_other_sites() {
    let world = World::new();
    let mut admin = world.admin().await;
    let names: Vec<&String> = admin.cookies.keys().collect();
    let workspace = world.app.workspace.simple().to_string();
    assert!(
        names.iter().all(|name| name.contains(&workspace)),
        "{names:?}"
    );
    let reply = admin.login("ANA@example.org ", PASSWORD).await;
    let cookie = &reply.headers["set-cookie"];
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    assert!(
        !cookie.contains("Secure") && cookie.contains("Path=/"),
        "{cookie}"
    );

    let secure = World::with(|config| {
        config.https = true;
        config.hosts.push("crm.example.org".into());
    });
    let body = json!({
        "token": secure.setup_token(), "name": "Ana", "email": "ana@example.org",
        "password": PASSWORD,
    });
    let mut browser = Browser::new(&secure);
    let request = TestRequest::post()
        .uri(paths::AUTH_SETUP)
        .insert_header((header::HOST, "crm.example.org"))
        .insert_header((header::ORIGIN, "https://crm.example.org"))
        .set_json(body);
    let reply = browser.send(request).await;
    let cookie = &reply.headers["set-cookie"];
    assert!(
        cookie.starts_with("__Host-rapport_") && cookie.contains("Secure"),
        "{cookie}"
    );
}

#[actix_web::test]
async fn wrong_password_and_unknown_user_get_the_same_answer() {
    let world = World::new();
    world.admin().await;
    let mut guest = Browser::new(&world);
    let mut replies = Vec::new();
    for email in ["ana@example.org", "nobody@example.org", "not an address"] {
        let mut reply = guest.login(email, "another password").await;
        reply.is(ErrorCode::WrongCredentials);
        reply.json["request_id"] = Value::Null;
        reply.headers.remove("x-request-id");
        replies.push((reply.json, reply.headers));
    }
    assert!(replies.iter().all(|reply| *reply == replies[0]));
}

#[actix_web::test]
async fn the_sixth_wrong_password_has_to_wait_and_the_owner_elsewhere_does_not() {
    let world = World::new();
    world.admin().await;
    let mut thief = Browser::new(&world);
    for _ in 0..5 {
        thief
            .login("ana@example.org", "another password")
            .await
            .is(ErrorCode::WrongCredentials);
    }
    let reply = thief.login("ana@example.org", PASSWORD).await;
    reply.is(ErrorCode::TooManyAttempts);
    assert_eq!(reply.headers["retry-after"], "900");
    let mut owner = Browser::new(&world);
    owner.address = "203.0.113.9:4000".parse().unwrap();
    assert_eq!(owner.login("ana@example.org", PASSWORD).await.status, 200);
    world.clock.forward(901);
    assert_eq!(thief.login("ana@example.org", PASSWORD).await.status, 200);
}

#[actix_web::test]
async fn a_refresh_token_is_good_once_and_its_reuse_ends_the_family() {
    let world = World::new();
    let mut browser = world.admin().await;
    let mut thief = browser.clone();
    world.clock.forward(60);
    assert_eq!(browser.refresh().await.status, 200);
    assert!(browser.is_signed_in().await);
    world.clock.forward(11);
    thief.refresh().await.is(ErrorCode::SignInRequired);
    assert!(!browser.is_signed_in().await, "the robbed is out too");
    browser.refresh().await.is(ErrorCode::SignInRequired);
}

#[actix_web::test]
async fn within_the_grace_time_another_device_ends_the_family_too() {
    let world = World::new();
    let mut browser = world.admin().await;
    let mut thief = browser.clone();
    thief.address = "198.51.100.7:4000".parse().unwrap();
    assert_eq!(browser.refresh().await.status, 200);
    thief.refresh().await.is(ErrorCode::SignInRequired);
    assert!(!browser.is_signed_in().await);
}

#[actix_web::test]
async fn fifty_tabs_at_once_get_one_new_refresh_token() {
    let world = World::new();
    let browser = world.admin().await;
    let tries = (0..50).map(|_| {
        let mut tab = browser.clone();
        async move { (tab.refresh().await.status, tab.cookies) }
    });
    let old = &browser.cookies;
    let tabs = join_all(tries).await;
    assert!(tabs.iter().all(|(status, _)| *status == 200));
    let is_new = |cookies: &BTreeMap<String, String>| {
        cookies
            .iter()
            .any(|(name, value)| name.ends_with("_refresh") && old[name] != *value)
    };
    assert_eq!(
        tabs.iter().filter(|(_, cookies)| is_new(cookies)).count(),
        1
    );
}

#[actix_web::test]
async fn an_access_token_ends_after_fifteen_minutes_and_an_idle_session_after_thirty() {
    let world = World::new();
    let mut browser = world.admin().await;
    world.clock.forward(899);
    assert!(browser.is_signed_in().await);
    world.clock.forward(1);
    browser
        .get(paths::AUTH_SESSION)
        .await
        .is(ErrorCode::SignInRequired);
    assert_eq!(browser.refresh().await.status, 200);
    world.clock.forward(30 * 60);
    browser.refresh().await.is(ErrorCode::SignInRequired);
}

#[actix_web::test]
async fn revocations_count_at_once_and_after_a_restart() {
    let world = World::new();
    let mut admin = world.admin().await;
    let saved = admin.clone();
    let request = admin.request(Method::POST, paths::AUTH_LOGOUT);
    assert_eq!(admin.send(request).await.status, 204);
    assert!(admin.cookies.is_empty());
    let cookies = saved.cookies.clone();
    let mut stolen = saved.clone();
    assert!(!stolen.is_signed_in().await);
    stolen.refresh().await.is(ErrorCode::SignInRequired);
    drop((admin, saved, stolen));
    let world = world.restart();
    let mut stolen = Browser::new(&world);
    stolen.cookies = cookies;
    assert!(!stolen.is_signed_in().await);
    stolen.refresh().await.is(ErrorCode::SignInRequired);
}

#[actix_web::test]
async fn sessions_survive_a_restart() {
    let world = World::new();
    let cookies = world.admin().await.cookies;
    let world = world.restart();
    let mut browser = Browser::new(&world);
    browser.cookies = cookies;
    assert!(browser.is_signed_in().await);
    assert_eq!(browser.refresh().await.status, 200);
}

#[actix_web::test]
async fn a_new_password_ends_all_other_sessions() {
    let world = World::new();
    let mut here = world.admin().await;
    let mut there = Browser::new(&world);
    there.login("ana@example.org", PASSWORD).await;
    let before = here.clone();
    let change =
        |current: &str, new: &str| json!({"current_password": current, "new_password": new});
    let reply = here
        .post(paths::AUTH_PASSWORD, change("wrong password!!", "x"))
        .await;
    assert_eq!(reply.json["errors"]["current_password"], "wrong");
    let reply = here
        .post(paths::AUTH_PASSWORD, change(PASSWORD, "ana example 2026"))
        .await;
    assert_eq!(reply.json["errors"]["new_password"], "too_common");
    let new = "fünf neue Worte für den Herbst";
    assert_eq!(
        here.post(paths::AUTH_PASSWORD, change(PASSWORD, new))
            .await
            .status,
        200
    );
    assert!(here.is_signed_in().await);
    assert!(!there.is_signed_in().await);
    assert!(!before.clone().is_signed_in().await);
    there
        .login("ana@example.org", PASSWORD)
        .await
        .is(ErrorCode::WrongCredentials);
    assert_eq!(there.login("ana@example.org", new).await.status, 200);
}

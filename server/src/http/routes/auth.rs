//! `/api/v1/auth`: set-up, sign-in, refresh, sign-out, and one's own password and profile.

use crate::{
    auth::{
        Signed, cookies,
        sign_in::{self, Granted},
    },
    domain::{ctx::Ctx, users},
    http::{
        answer::{self, Answer},
        error::ApiError,
        extract::{AppData, Body, Caller},
        table::{Access, Row},
    },
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, StatusCode},
    web,
};
use shared::{
    api::{
        auth::{LoginRequest, PasswordChange, ProfilePatch, Session, SetupRequest},
        error::ErrorCode,
        paths,
        user::User,
    },
    permission::Permission,
    time::Timestamp,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    let post = Method::POST;
    vec![
        Row::write(post.clone(), paths::AUTH_SETUP, Access::Guest, || {
            web::to(setup)
        })
        .says("Creates the first admin from the one-time set-up link")
        .takes::<SetupRequest>()
        .answers::<Session>(201)
        .fails(&[ErrorCode::SetupTokenInvalid, ErrorCode::TooManyAttempts]),
        Row::write(post.clone(), paths::AUTH_LOGIN, Access::Guest, || {
            web::to(login)
        })
        .says("Signs in; the tokens travel in cookies")
        .takes::<LoginRequest>()
        .answers::<Session>(200)
        .fails(&[ErrorCode::WrongCredentials, ErrorCode::TooManyAttempts]),
        Row::write(post.clone(), paths::AUTH_REFRESH, Access::Guest, || {
            web::to(refresh)
        })
        .says("Trades the refresh cookie for new cookies")
        .answers::<Session>(200)
        .fails(&[ErrorCode::SignInRequired]),
        Row::write(post.clone(), paths::AUTH_LOGOUT, Access::Guest, || {
            web::to(logout)
        })
        .says("Signs out and ends the session"),
        Row::read(paths::AUTH_SESSION, Permission::ProfileWrite, || {
            web::to(session)
        })
        .says("Who is signed in")
        .answers::<Session>(200)
        .fails(&[ErrorCode::SetupRequired]),
        Row::write(post, paths::AUTH_PASSWORD, Permission::ProfileWrite, || {
            web::to(password)
        })
        .says("Changes one's own password and ends all other sessions")
        .takes::<PasswordChange>()
        .answers::<Session>(200)
        .fails(&[ErrorCode::TooManyAttempts]),
        Row::write(
            Method::PATCH,
            paths::AUTH_PROFILE,
            Permission::ProfileWrite,
            || web::to(profile),
        )
        .says("Changes one's own name, language, theme and time zone")
        .takes::<ProfilePatch>()
        .answers::<User>(200),
    ]
}

async fn setup(app: AppData, caller: Caller, body: Body<SetupRequest>) -> Answer {
    let granted = sign_in::setup(&app, &caller.visitor, &body.0).await?;
    signed_in(&app, StatusCode::CREATED, &granted)
}

async fn login(app: AppData, caller: Caller, body: Body<LoginRequest>) -> Answer {
    let granted = sign_in::login(&app, &caller.visitor, &body.0).await?;
    signed_in(&app, StatusCode::OK, &granted)
}

async fn refresh(app: AppData, caller: Caller, req: HttpRequest) -> Answer {
    let token = cookies::refresh_token(&app, &req)
        .ok_or_else(|| ApiError::new(ErrorCode::SignInRequired))?;
    let granted = sign_in::refresh(&app, &caller.visitor, &token).await?;
    signed_in(&app, StatusCode::OK, &granted)
}

async fn logout(app: AppData, req: HttpRequest) -> Answer {
    let refresh = cookies::refresh_token(&app, &req);
    let access = cookies::access_token(&app, &req);
    sign_in::logout(&app, refresh.as_deref(), access.as_deref()).await?;
    let mut response = HttpResponse::NoContent();
    cookies::clear(&app, &mut response);
    Ok(response.finish())
}

async fn session(app: AppData, ctx: Ctx, signed: Signed) -> Answer {
    let user = users::get_user(&ctx, &app.store.read()?, signed.user_id)?;
    answer::value(&Session {
        user: users::to_api(&user),
        expires_at: Timestamp::from_seconds(signed.expires_seconds),
    })
}

async fn password(
    app: AppData,
    caller: Caller,
    signed: Signed,
    body: Body<PasswordChange>,
) -> Answer {
    let granted = sign_in::change_password(&app, &caller.visitor, signed, &body.0).await?;
    signed_in(&app, StatusCode::OK, &granted)
}

async fn profile(app: AppData, ctx: Ctx, signed: Signed, body: Body<ProfilePatch>) -> Answer {
    let done = app
        .store
        .transact(ctx.meta(), |unit| {
            users::update_profile(&ctx, unit, signed.user_id, &body.0)
                .map(|user| users::to_api(&user))
        })
        .await?;
    answer::changed(&done, done.value.revision)
}

fn signed_in(app: &AppData, status: StatusCode, granted: &Granted) -> Answer {
    let mut response = HttpResponse::build(status);
    cookies::set(app, &mut response, granted);
    Ok(response.json(Session {
        user: users::to_api(&granted.user),
        expires_at: Timestamp::from_seconds(granted.access_expires_seconds),
    }))
}

//! `/api/v1/users`: the list for everybody, changes for admins.

use crate::{
    auth::sign_in::check_new_password,
    domain::{
        ctx::Ctx,
        idempotency,
        users::{self, NewUser, UserChange},
    },
    http::{
        answer::{self, Answer, IfMatch},
        extract::{AppData, Body, Create},
        table::Row,
    },
};
use actix_web::{
    http::Method,
    web::{self, Path},
};
use shared::{
    api::{
        error::ErrorCode,
        page::Page,
        paths,
        user::{User, UserCreate, UserPatch},
    },
    ids::UserId,
    permission::Permission,
    validate,
};

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    vec![
        Row::read(paths::USERS, Permission::UserRead, || web::to(list))
            .says("Lists all users, by name")
            .answers::<Page<User>>(200),
        Row::create(paths::USERS, Permission::UserManage, || web::to(create))
            .says("Adds a user")
            .takes::<UserCreate>()
            .answers::<User>(201),
        Row::read(paths::USER, Permission::UserRead, || web::to(get))
            .says("One user")
            .answers::<User>(200)
            .fails(&[ErrorCode::NotFound]),
        Row::change(Method::PATCH, paths::USER, Permission::UserManage, || {
            web::to(update)
        })
        .says("Changes a user; a new role, password or lock ends the user's sessions")
        .takes::<UserPatch>()
        .answers::<User>(200)
        .fails(&[ErrorCode::NotFound, ErrorCode::LastAdmin]),
    ]
}

async fn list(app: AppData, ctx: Ctx) -> Answer {
    let items = users::list_users(&ctx, &app.store.read()?)?;
    answer::value(&Page::whole(items))
}

async fn get(app: AppData, ctx: Ctx, id: Path<UserId>) -> Answer {
    let user = users::get_user(&ctx, &app.store.read()?, *id)?;
    answer::record(user.head.revision, &users::to_api(&user))
}

async fn create(app: AppData, ctx: Ctx, body: Create<UserCreate>) -> Answer {
    let input = body.input;
    validate::user(&input).map_err(crate::domain::error::DomainError::from)?;
    check_new_password("password", &input.password, &[&input.name, &input.email])?;
    let new = NewUser {
        password_hash: app.auth.hasher.hash(&input.password).await?,
        name: input.name,
        email: input.email,
        role: input.role,
        locale: input.locale,
    };
    let done = idempotency::create_once(&ctx, &app.store, body.once.as_ref(), |unit| {
        users::create_user(&ctx, unit, &new).map(|user| users::to_api(&user))
    })
    .await?;
    app.auth.setup.close();
    answer::created(&done, &paths::user(done.value.id), done.value.revision)
}

async fn update(
    app: AppData,
    ctx: Ctx,
    id: Path<UserId>,
    if_match: IfMatch,
    body: Body<UserPatch>,
) -> Answer {
    let patch = body.0;
    let password_hash = match &patch.password {
        Some(password) => {
            check_new_password("password", password, &[])?;
            Some(app.auth.hasher.hash(password).await?)
        }
        None => None,
    };
    let change = UserChange {
        name: patch.name,
        role: patch.role,
        disabled: patch.disabled,
        password_hash,
    };
    let done = app
        .store
        .transact(ctx.meta(), |unit| {
            users::update_user(&ctx, unit, *id, if_match.0, &change)
                .map(|user| users::to_api(&user))
        })
        .await?;
    answer::changed(&done, done.value.revision)
}

//! Set-up, sign-in, one's own profile.

use super::{ApiResult, Call, json, renewal::note_session};
use shared::api::{
    auth::{LoginRequest, PasswordChange, ProfilePatch, Session, SetupRequest},
    paths,
    user::User,
};

/// Who is signed in.
pub async fn session() -> ApiResult<Session> {
    let session = Call::get(paths::AUTH_SESSION).json_answer().await?;
    note_session(&session);
    Ok(session)
}

/// Creates the first admin, who is signed in by it.
pub async fn set_up(request: &SetupRequest) -> ApiResult<Session> {
    send(paths::AUTH_SETUP, request).await
}

/// Signs in.
pub async fn sign_in(request: &LoginRequest) -> ApiResult<Session> {
    send(paths::AUTH_LOGIN, request).await
}

/// Signs out.
pub async fn sign_out() -> ApiResult<()> {
    Call::post(paths::AUTH_LOGOUT).send_once().await.map(drop)
}

/// Changes one's own password.
pub async fn change_password(request: &PasswordChange) -> ApiResult<()> {
    let session = Call::post(paths::AUTH_PASSWORD)
        .json(request)
        .json_answer()
        .await?;
    note_session(&session);
    Ok(())
}

/// Changes one's own profile.
pub async fn patch_profile(patch: &ProfilePatch) -> ApiResult<User> {
    Call::patch(paths::AUTH_PROFILE)
        .json(patch)
        .json_answer()
        .await
}

// Without renewal: there is nothing to renew yet, and a 401 here means a wrong password.
async fn send<T: serde::Serialize>(path: &str, request: &T) -> ApiResult<Session> {
    let (response, body) = Call::post(path).json(request).send_once().await?;
    let session = json::read(&body).map_err(|_| super::ApiError::Unreadable(response.status()))?;
    note_session(&session);
    Ok(session)
}

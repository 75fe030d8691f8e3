//! A sentence for everything that can go wrong: what happened, in the user's terms, and the way out.
//! The match is complete by construction: a new code of `shared` does not compile without a sentence.

use super::{Strings, strings};
use crate::api::ApiError;
use shared::api::error::{ErrorCode, FieldError};

strings! {
    /// What went wrong with a call.
    Errors {
        bad_request: "That request could not be read.", "No se pudo leer la petición.", "无法读取该请求。";
        sign_in_required: "Sign in to go on.", "Inicia sesión para continuar.", "请先登录。";
        setup_required: "There is no account yet. Open the set-up link first.", "Aún no hay ninguna cuenta. Abre primero el enlace de configuración.", "还没有账户，请先打开设置链接。";
        wrong_credentials: "E-mail or password is wrong.", "El correo o la contraseña no son correctos.", "邮箱或密码不正确。";
        forbidden: "Your role does not allow this. Ask an admin.", "Tu rol no lo permite. Consulta a un administrador.", "您的角色无权执行此操作，请联系管理员。";
        setup_token_invalid: "This set-up link is no longer valid. Restart Rapport to get a new one.", "Este enlace de configuración ya no es válido. Reinicia Rapport para obtener otro.", "此设置链接已失效，请重启 Rapport 获取新链接。";
        origin_mismatch: "This page was opened under another address than the server’s.", "Esta página se abrió con una dirección distinta de la del servidor.", "打开此页面所用的地址与服务器地址不一致。";
        not_found: "It is no longer there, or you cannot see it.", "Ya no existe o no puedes verlo.", "内容已不存在，或您无权查看。";
        method_not_allowed: "The server does not know this action. Reload the page.", "El servidor no conoce esta acción. Recarga la página.", "服务器不支持此操作，请刷新页面。";
        conflict: "Somebody changed it meanwhile. Look at it again.", "Alguien lo cambió mientras tanto. Vuelve a revisarlo.", "内容已被他人修改，请重新查看。";
        email_taken: "Another contact has this e-mail address.", "Otro contacto ya tiene esta dirección de correo.", "该邮箱已属于另一位联系人。";
        domain_taken: "Another company has this domain.", "Otra empresa ya tiene este dominio.", "该域名已属于另一家公司。";
        id_taken: "It was created already.", "Ya se había creado.", "该记录已创建。";
        undo_conflict: "It was changed since and cannot be undone alone.", "Se ha cambiado después y ya no se puede deshacer por separado.", "之后又有修改，无法单独撤销。";
        import_state: "The import is past this point.", "La importación ya pasó de este punto.", "导入当前状态不允许此操作。";
        last_admin: "There must always be an active admin.", "Siempre debe haber un administrador activo.", "必须至少保留一名可用的管理员。";
        revision_stale: "Somebody changed it meanwhile. The newest version is shown now.", "Alguien lo cambió mientras tanto. Ahora ves la última versión.", "内容已被他人修改，现已显示最新版本。";
        too_large: "That is larger than the limit.", "Supera el tamaño permitido.", "内容超出大小限制。";
        unsupported_media_type: "The server does not take this type of file.", "El servidor no admite este tipo de archivo.", "服务器不支持该文件类型。";
        host_mismatch: "The server does not answer to this address.", "El servidor no responde a esta dirección.", "服务器不接受此访问地址。";
        invalid: "Some fields need another look.", "Revisa los campos marcados.", "请检查标出的字段。";
        idempotency_key_reused: "This was sent twice with different content. Try again.", "Se envió dos veces con contenido distinto. Inténtalo de nuevo.", "相同请求以不同内容重复提交，请重试。";
        revision_required: "The page is out of date. Reload it.", "La página está desactualizada. Recárgala.", "页面已过期，请刷新。";
        too_many_attempts: "Too many attempts. Wait a few minutes.", "Demasiados intentos. Espera unos minutos.", "尝试次数过多，请几分钟后再试。";
        internal: "Something broke on our side. Reference: {id}", "Algo falló por nuestra parte. Referencia: {id}", "服务器出错，参考编号：{id}";
        busy: "The server is busy. Try again in a moment.", "El servidor está ocupado. Inténtalo dentro de un momento.", "服务器繁忙，请稍后再试。";
        disk_full: "The server’s disk is full: you can read, but nothing can be saved.", "El disco del servidor está lleno: puedes consultar, pero no guardar.", "服务器磁盘已满：可以查看，但无法保存。";
        offline: "The server cannot be reached. Check your connection.", "No se puede conectar con el servidor. Comprueba tu conexión.", "无法连接服务器，请检查网络。";
        unreadable: "The server gave an answer we do not understand ({status}).", "El servidor dio una respuesta que no entendemos ({status}).", "无法识别服务器的响应（{status}）。";
    }
}

strings! {
    /// What is wrong with one field.
    Fields {
        required: "Needed.", "Hace falta.", "此项必填。";
        required_somebody: "A name, an e-mail address or a phone number is needed.", "Hace falta un nombre, un correo o un teléfono.", "请填写姓名、邮箱或电话中的至少一项。";
        invalid: "This does not look right.", "Esto no parece correcto.", "格式不正确。";
        invalid_email: "This is not an e-mail address.", "Esto no es una dirección de correo.", "这不是有效的邮箱地址。";
        invalid_phone: "This is not a phone number.", "Esto no es un número de teléfono.", "这不是有效的电话号码。";
        invalid_domain: "This is not a domain, such as example.com.", "Esto no es un dominio, como example.com.", "这不是有效的域名，例如 example.com。";
        too_long: "Too long.", "Demasiado largo.", "内容过长。";
        too_many: "Too many.", "Son demasiados.", "数量过多。";
        too_short: "Too short.", "Demasiado corto.", "内容过短。";
        password_too_short: "At least {n} characters, please.", "Al menos {n} caracteres, por favor.", "请至少输入 {n} 个字符。";
        too_common: "This password is among the most used ones. Choose another.", "Esta contraseña es de las más usadas. Elige otra.", "该密码过于常见，请换一个。";
        unknown: "The server does not know this field.", "El servidor no conoce este campo.", "服务器不识别此字段。";
        wrong_type: "Another kind of value is expected.", "Se espera otro tipo de valor.", "值的类型不正确。";
        not_found: "It no longer exists.", "Ya no existe.", "该内容已不存在。";
        duplicate: "This stands here twice.", "Está repetido.", "内容重复。";
        taken: "Somebody else has it.", "Ya está en uso.", "已被使用。";
        wrong: "This is not your current password.", "Esta no es tu contraseña actual.", "当前密码不正确。";
    }
}

/// The sentence for a failed call.
pub fn error_text(t: &'static Strings, error: &ApiError) -> yew::AttrValue {
    match error {
        ApiError::Problem(problem) if problem.code == ErrorCode::Internal => {
            let id = problem.request_id.as_deref().unwrap_or("–");
            super::fill(t.errors.internal, &[("id", id)]).into()
        }
        ApiError::Problem(problem) => code_text(t, problem.code).into(),
        ApiError::Offline | ApiError::Aborted => t.errors.offline.into(),
        ApiError::Unreadable(status) => {
            super::fill(t.errors.unreadable, &[("status", &status.to_string())]).into()
        }
    }
}

/// The sentence for a code.
pub fn code_text(t: &Strings, code: ErrorCode) -> &'static str {
    let e = &t.errors;
    match code {
        ErrorCode::BadRequest => e.bad_request,
        ErrorCode::SignInRequired => e.sign_in_required,
        ErrorCode::SetupRequired => e.setup_required,
        ErrorCode::WrongCredentials => e.wrong_credentials,
        ErrorCode::Forbidden => e.forbidden,
        ErrorCode::SetupTokenInvalid => e.setup_token_invalid,
        ErrorCode::OriginMismatch => e.origin_mismatch,
        ErrorCode::NotFound => e.not_found,
        ErrorCode::MethodNotAllowed => e.method_not_allowed,
        ErrorCode::Conflict => e.conflict,
        ErrorCode::EmailTaken => e.email_taken,
        ErrorCode::DomainTaken => e.domain_taken,
        ErrorCode::IdTaken => e.id_taken,
        ErrorCode::UndoConflict => e.undo_conflict,
        ErrorCode::ImportState => e.import_state,
        ErrorCode::LastAdmin => e.last_admin,
        ErrorCode::RevisionStale => e.revision_stale,
        ErrorCode::TooLarge => e.too_large,
        ErrorCode::UnsupportedMediaType => e.unsupported_media_type,
        ErrorCode::HostMismatch => e.host_mismatch,
        ErrorCode::Invalid => e.invalid,
        ErrorCode::IdempotencyKeyReused => e.idempotency_key_reused,
        ErrorCode::RevisionRequired => e.revision_required,
        ErrorCode::TooManyAttempts => e.too_many_attempts,
        ErrorCode::Internal => e.internal,
        ErrorCode::Busy => e.busy,
        ErrorCode::DiskFull => e.disk_full,
    }
}

/// The sentence for a field; some fields have a better one than the general.
pub fn field_text(t: &Strings, field: &str, error: FieldError) -> String {
    let f = &t.fields;
    let text = match error {
        FieldError::Required if field == "first_name" => f.required_somebody,
        FieldError::Required => f.required,
        FieldError::Invalid if field.contains("email") => f.invalid_email,
        FieldError::Invalid if field.contains("phone") => f.invalid_phone,
        FieldError::Invalid if field.contains("domain") => f.invalid_domain,
        FieldError::Invalid if field.contains("companies") => t.companies.wrong_dates,
        FieldError::Invalid => f.invalid,
        FieldError::TooLong => f.too_long,
        FieldError::TooMany => f.too_many,
        FieldError::TooShort if field.contains("password") => {
            let least = shared::validate::PASSWORD_CHARS_MIN.to_string();
            return super::fill(f.password_too_short, &[("n", &least)]);
        }
        FieldError::TooShort => f.too_short,
        FieldError::TooCommon => f.too_common,
        FieldError::Unknown => f.unknown,
        FieldError::WrongType => f.wrong_type,
        FieldError::NotFound => f.not_found,
        FieldError::Duplicate => f.duplicate,
        FieldError::Taken => f.taken,
        FieldError::Wrong => f.wrong,
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_and_field_error_has_a_sentence() {
        for t in super::super::ALL {
            for code in ErrorCode::ALL {
                assert!(!code_text(t, *code).is_empty());
            }
            for error in FieldError::ALL {
                let text = field_text(t, "password", *error);
                assert!(!text.contains('{'), "{text}");
            }
        }
    }
}

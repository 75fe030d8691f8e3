//! Set-up and sign-in. How a row is written stands in `mod.rs`, and so do the tests.

use super::strings;

strings! {
    /// Set-up and sign-in.
    Gate {
        set_up_title: "Welcome", "Te damos la bienvenida", "欢迎";
        set_up_lead: "Create the first account. It can do everything, and it can add other people later.", "Crea la primera cuenta. Podrá hacerlo todo y, más adelante, añadir a otras personas.", "创建第一个账户。它拥有全部权限，之后可以添加其他人。";
        set_up: "Create account", "Crear cuenta", "创建账户";
        set_up_no_token: "Open the set-up link that Rapport printed when it started.", "Abre el enlace de configuración que Rapport mostró al arrancar.", "请打开 Rapport 启动时显示的设置链接。";
        set_up_no_token_title: "Almost there", "Ya casi está", "就差一步";
        sign_in_title: "Sign in", "Iniciar sesión", "登录";
        sign_in: "Sign in", "Entrar", "登录";
        name: "Your name", "Tu nombre", "您的姓名";
        email: "E-mail", "Correo electrónico", "邮箱";
        password: "Password", "Contraseña", "密码";
        password_hint: "At least {n} characters. A sentence is easy to remember.", "Al menos {n} caracteres. Una frase se recuerda con facilidad.", "至少 {n} 个字符，一句话更容易记住。";
        show_password: "Show password", "Mostrar la contraseña", "显示密码";
        hide_password: "Hide password", "Ocultar la contraseña", "隐藏密码";
        language: "Language", "Idioma", "语言";
        forgotten: "Forgotten it? An admin can set a new one.", "¿La olvidaste? Un administrador puede poner otra.", "忘记密码？管理员可以为您重设。";
    }
}

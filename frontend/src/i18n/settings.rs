//! Settings. How a row is written stands in `mod.rs`, and so do the tests.

use super::strings;

strings! {
    /// Settings.
    Settings {
        title: "Settings", "Ajustes", "设置";
        profile: "Profile", "Perfil", "个人资料";
        users: "Users", "Usuarios", "用户";
        language: "Language and theme", "Idioma y tema", "语言与主题";
        system: "System", "Sistema", "系统";
        name: "Name", "Nombre", "姓名";
        email: "E-mail", "Correo electrónico", "邮箱";
        email_hint: "You sign in with it.", "Con él inicias sesión.", "用于登录。";
        profile_lead: "How others see you.", "Así te ven los demás.", "其他人看到的信息。";
        password: "Password", "Contraseña", "密码";
        password_lead: "Changing it signs you out everywhere else.", "Al cambiarla se cierra tu sesión en los demás dispositivos.", "修改后，其他设备上的登录将全部失效。";
        current_password: "Current password", "Contraseña actual", "当前密码";
        new_password: "New password", "Contraseña nueva", "新密码";
        change_password: "Change password", "Cambiar la contraseña", "修改密码";
        password_changed: "Password changed", "Contraseña cambiada", "密码已修改";
        opened: "What you opened", "Lo que has abierto", "您打开过的记录";
        opened_lead: "Search puts it a little higher, for you alone. Nobody else sees it, not even admins.", "La búsqueda lo pone un poco más arriba, solo para ti. Nadie más lo ve, ni los administradores.", "搜索会把它们排得稍靠前，仅对您生效。其他人（包括管理员）都看不到。";
        forget_opened: "Forget what I opened", "Olvidar lo que he abierto", "清除打开记录";
        forget_opened_title: "Forget what you opened?", "¿Olvidar lo que has abierto?", "清除打开记录？";
        forget_opened_lead: "The records themselves stay. The list cannot be brought back; it begins anew with what you open next.", "Los registros se conservan. La lista no se puede recuperar; empieza de nuevo con lo próximo que abras.", "记录本身不受影响。清除后无法恢复，之后打开的内容会重新记入。";
        forget: "Forget", "Olvidar", "清除";
        opened_forgotten: "What you opened is forgotten", "Se ha olvidado lo que habías abierto", "已清除打开记录";
        language_label: "Language", "Idioma", "语言";
        language_lead: "Also decides how dates and numbers are written.", "También decide cómo se escriben las fechas y los números.", "同时决定日期和数字的格式。";
        theme: "Theme", "Tema", "主题";
        theme_system: "System", "Sistema", "跟随系统";
        theme_light: "Light", "Claro", "浅色";
        theme_dark: "Dark", "Oscuro", "深色";
        users_lead: "People who can sign in.", "Personas que pueden iniciar sesión.", "可以登录的人员。";
        add_user: "Add user", "Añadir usuario", "添加用户";
        user_added: "{name} can sign in now", "{name} ya puede iniciar sesión", "{name} 现在可以登录";
        first_password: "First password", "Contraseña inicial", "初始密码";
        first_password_hint: "Hand it over in person; it can be changed after signing in.", "Entrégala en persona; se puede cambiar tras iniciar sesión.", "请当面转交，登录后可自行修改。";
        generate: "Suggest one", "Proponer una", "自动生成";
        role: "Role", "Rol", "角色";
        role_of: "Role of {name}", "Rol de {name}", "{name} 的角色";
        role_admin: "Admin", "Administrador", "管理员";
        role_member: "Member", "Miembro", "成员";
        role_read_only: "Read only", "Solo lectura", "只读";
        role_admin_hint: "Everything, users included", "Todo, también los usuarios", "全部权限，包括用户管理";
        role_member_hint: "All work with customers", "Todo el trabajo con clientes", "所有客户相关工作";
        role_read_only_hint: "Looks, never changes", "Consulta sin cambiar nada", "只能查看，不能修改";
        you: "you", "tú", "您";
        disabled: "Disabled", "Desactivado", "已停用";
        disable: "Disable", "Desactivar", "停用";
        enable: "Enable", "Activar", "启用";
        user_disabled: "{name} can no longer sign in", "{name} ya no puede iniciar sesión", "{name} 已无法登录";
        user_enabled: "{name} can sign in again", "{name} puede iniciar sesión de nuevo", "{name} 可以重新登录";
        set_password: "Set a new password", "Poner una contraseña nueva", "重设密码";
        password_set: "{name} has a new password and was signed out", "{name} tiene una contraseña nueva y su sesión se ha cerrado", "已为 {name} 重设密码并退出其登录";
        actions_for: "Actions for {name}", "Acciones para {name}", "{name} 的操作";
        sample: "Sample data", "Datos de ejemplo", "示例数据";
        sample_lead: "People, notes and mails in three languages, made up to try things out.", "Personas, notas y correos en tres idiomas, inventados para hacer pruebas.", "三种语言的虚构联系人、笔记和邮件，供试用。";
        sample_load: "Load sample data", "Cargar los datos de ejemplo", "载入示例数据";
        sample_remove: "Remove sample data", "Quitar los datos de ejemplo", "移除示例数据";
        state: "State", "Estado", "状态";
        state_ok: "All well", "Todo en orden", "一切正常";
        state_degraded: "Reading works, saving has to wait", "Se puede consultar, pero no guardar por ahora", "可以查看，暂时无法保存";
        state_rebuilding: "The search index is being built: {n} %", "El índice de búsqueda se está creando: {n} %", "正在建立搜索索引：{n}%";
        server: "Server", "Servidor", "服务器";
        version: "Version", "Versión", "版本";
        found: "Can be found", "Se pueden encontrar", "可搜索内容";
        documents: "{n} record|{n} records", "{n} registro|{n} registros", "{n} 条记录";
        index_size: "Search index", "Índice de búsqueda", "搜索索引";
        index_parts: "{n} part|{n} parts", "{n} parte|{n} partes", "{n} 个分段";
        index_lag: "Waiting to be indexed", "Por indexar", "等待索引";
        index_built: "Last built", "Última reconstrucción", "上次重建";
        index_rebuild: "Rebuild search index", "Reconstruir el índice", "重建搜索索引";
        index_rebuild_begun: "The search index is being built anew. Search works meanwhile.", "El índice de búsqueda se está reconstruyendo. La búsqueda sigue funcionando.", "正在重建搜索索引，期间搜索仍可使用。";
        admins_only: "Only admins see this page.", "Solo los administradores ven esta página.", "只有管理员可以查看此页。";
    }
}

//! Words that every page uses: buttons, navigation, keys, stages. How a row is written stands in
//! `mod.rs`, and so do the tests.

use super::strings;

strings! {
    /// Buttons and little words.
    Common {
        save: "Save", "Guardar", "保存";
        cancel: "Cancel", "Cancelar", "取消";
        close: "Close", "Cerrar", "关闭";
        create: "Create", "Crear", "创建";
        add: "Add", "Añadir", "添加";
        edit: "Edit", "Editar", "编辑";
        delete: "Delete", "Eliminar", "删除";
        restore: "Restore", "Restaurar", "恢复";
        undo: "Undo", "Deshacer", "撤销";
        undone: "Undone", "Deshecho", "已撤销";
        saved: "Saved", "Guardado", "已保存";
        retry: "Try again", "Reintentar", "重试";
        back: "Back", "Atrás", "返回";
        more: "More", "Más", "更多";
        open: "Open", "Abrir", "打开";
        copy: "Copy", "Copiar", "复制";
        copied: "Copied", "Copiado", "已复制";
        remove: "Remove", "Quitar", "移除";
        remove_named: "Remove {name}", "Quitar {name}", "移除{name}";
        none: "None", "Ninguno", "无";
        me: "Me", "Yo", "我";
        loading: "Loading…", "Cargando…", "正在加载…";
        just_now: "just now", "ahora mismo", "刚刚";
        today: "Today", "Hoy", "今天";
        yesterday: "Yesterday", "Ayer", "昨天";
        optional: "optional", "opcional", "选填";
        add_tag: "Add a tag", "Añadir una etiqueta", "添加标签";
        contact: "Contact", "Contacto", "联系人";
        company: "Company", "Empresa", "公司";
        note: "Note", "Nota", "笔记";
        message: "Mail", "Correo", "邮件";
        contacts: "Contacts", "Contactos", "联系人";
        companies: "Companies", "Empresas", "公司";
        notes: "Notes", "Notas", "笔记";
        messages: "Mail", "Correos", "邮件";
        no_subject: "No subject", "Sin asunto", "无主题";
        someone: "Someone", "Alguien", "某人";
    }
}

strings! {
    /// The frame around every page.
    Nav {
        app: "Rapport", "Rapport", "Rapport";
        search: "Search", "Buscar", "搜索";
        home: "Home", "Inicio", "首页";
        contacts: "Contacts", "Contactos", "联系人";
        companies: "Companies", "Empresas", "公司";
        imports: "Import", "Importar", "导入";
        bin: "Bin", "Papelera", "回收站";
        settings: "Settings", "Ajustes", "设置";
        main: "Main navigation", "Navegación principal", "主导航";
        skip: "Skip to content", "Saltar al contenido", "跳到正文";
        account: "Account menu for {name}", "Menú de la cuenta de {name}", "{name} 的账户菜单";
        menu: "Menu", "Menú", "菜单";
        new_contact: "New contact", "Contacto nuevo", "新建联系人";
        new_company: "New company", "Empresa nueva", "新建公司";
        new: "New", "Nuevo", "新建";
        keyboard: "Keyboard shortcuts", "Atajos de teclado", "键盘快捷键";
        sign_out: "Sign out", "Cerrar sesión", "退出登录";
        theme: "Theme", "Tema", "主题";
        not_found: "There is nothing here", "Aquí no hay nada", "这里什么也没有";
        not_found_lead: "The page was moved or deleted, or the address has a typo.", "La página se movió o se eliminó, o la dirección tiene una errata.", "页面已移动或删除，或者地址有误。";
        go_home: "Go to Home", "Ir a Inicio", "回到首页";
        unreachable: "The server cannot be reached", "No se puede conectar con el servidor", "无法连接服务器";
        unreachable_lead: "Check that Rapport is running and that you are connected.", "Comprueba que Rapport está en marcha y que tienes conexión.", "请确认 Rapport 正在运行，并检查网络连接。";
    }
}

strings! {
    /// What the keys do.
    Keys {
        everywhere: "Everywhere", "En todas partes", "全局";
        lists: "In lists", "En las listas", "列表中";
        records: "On a record", "En una ficha", "记录页中";
        search: "Search or run a command", "Buscar o ejecutar una orden", "搜索或执行命令";
        help: "Show this help", "Mostrar esta ayuda", "显示此帮助";
        create: "New contact", "Contacto nuevo", "新建联系人";
        create_company: "New company", "Empresa nueva", "新建公司";
        go_home: "Go to Home", "Ir a Inicio", "前往首页";
        go_contacts: "Go to Contacts", "Ir a Contactos", "前往联系人";
        go_companies: "Go to Companies", "Ir a Empresas", "前往公司";
        go_imports: "Go to Import", "Ir a Importar", "前往导入";
        go_bin: "Go to Bin", "Ir a la papelera", "前往回收站";
        go_settings: "Go to Settings", "Ir a Ajustes", "前往设置";
        close: "Close or cancel", "Cerrar o cancelar", "关闭或取消";
        submit: "Save or send", "Guardar o enviar", "保存或发送";
        next: "Next row", "Fila siguiente", "下一行";
        previous: "Previous row", "Fila anterior", "上一行";
        open: "Open", "Abrir", "打开";
        select: "Select", "Seleccionar", "选择";
        select_all: "Select all", "Seleccionar todo", "全选";
        delete: "Delete", "Eliminar", "删除";
        filter: "Filter", "Filtrar", "筛选";
        note: "Write a note", "Escribir una nota", "写笔记";
        then: "then", "y luego", "然后";
    }
}

strings! {
    /// Where a relation stands.
    Stages {
        lead: "Lead", "Interesado", "潜在客户";
        customer: "Customer", "Cliente", "客户";
        regular: "Regular", "Habitual", "常客";
        lapsed: "Lapsed", "Inactivo", "已流失";
    }
}

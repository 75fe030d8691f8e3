//! The command palette. How a row is written stands in `mod.rs`, and so do the tests.

use super::strings;

strings! {
    /// The command palette.
    Palette {
        title: "Search and commands", "Búsqueda y órdenes", "搜索与命令";
        placeholder: "Search contacts, companies, notes and mail", "Buscar contactos, empresas, notas y correos", "搜索联系人、公司、笔记和邮件";
        recent: "Recent", "Recientes", "最近";
        actions: "Actions", "Acciones", "操作";
        all_results: "See all {n} result|See all {n} results", "Ver {n} resultado|Ver los {n} resultados", "查看全部 {n} 条结果";
        results: "{n} result|{n} results", "{n} resultado|{n} resultados", "{n} 条结果";
        none: "Nothing found for “{q}”", "No hay nada para «{q}»", "没有找到“{q}”";
        none_lead: "Try fewer or other words, or part of an address or number.", "Prueba con menos palabras, con otras, o con parte de una dirección o un número.", "请减少或更换关键词，也可输入地址或号码的一部分。";
        rebuilding: "The index is being rebuilt: results may be incomplete.", "El índice se está reconstruyendo: puede que falten resultados.", "正在重建索引，结果可能不完整。";
        preview: "Preview", "Vista previa", "预览";
        to_open: "open", "abrir", "打开";
        to_move: "move", "moverse", "移动";
        to_switch: "switch section", "cambiar de sección", "切换分组";
        create_named: "New contact “{name}”", "Contacto nuevo «{name}»", "新建联系人“{name}”";
        create_company_named: "New company “{name}”", "Empresa nueva «{name}»", "新建公司“{name}”";
        theme_light: "Use the light theme", "Usar el tema claro", "使用浅色主题";
        theme_dark: "Use the dark theme", "Usar el tema oscuro", "使用深色主题";
        theme_system: "Use the system’s theme", "Usar el tema del sistema", "跟随系统主题";
    }
}

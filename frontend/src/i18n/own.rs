//! What is one's own: saved searches, recent ones, notices, and finding inside a page. How a row is
//! written stands in `mod.rs`, and so do the tests.

use super::strings;

strings! {
    /// Saved searches and their notices.
    Own {
        save: "Save search", "Guardar búsqueda", "保存搜索";
        saved: "Saved", "Guardada", "已保存";
        saved_search: "Saved search", "Búsqueda guardada", "已保存的搜索";
        saved_searches: "Saved searches", "Búsquedas guardadas", "已保存的搜索";
        name: "Name", "Nombre", "名称";
        pinned: "Show in the navigation", "Mostrar en la navegación", "显示在导航栏";
        alerts: "Tell me of new matches", "Avisarme de resultados nuevos", "有新结果时通知我";
        alerts_hint: "When others add or change something that then matches.", "Cuando otros añadan o cambien algo que entonces coincida.", "当其他人新增或修改的内容符合条件时。";
        has_alert: "Tells of new matches", "Avisa de resultados nuevos", "有新结果时通知";
        open_as: "Open as", "Abrir como", "打开方式";
        as_results: "Results", "Resultados", "搜索结果";
        as_list: "List", "Lista", "列表";
        kept: "Search saved", "Búsqueda guardada", "搜索已保存";
        changed: "Saved search changed", "Búsqueda guardada modificada", "已修改保存的搜索";
        deleted: "“{name}” deleted", "«{name}» eliminada", "已删除“{name}”";
        recent: "Recent searches", "Búsquedas recientes", "最近搜索";
        forget: "Remove “{q}” from recent searches", "Quitar «{q}» de las búsquedas recientes", "从最近搜索中移除“{q}”";
        notices: "Notifications", "Avisos", "通知";
        notices_new: "Notifications, {n} new|Notifications, {n} new", "Avisos, {n} nuevo|Avisos, {n} nuevos", "通知，{n} 条未读";
        new: "New", "Nuevo", "未读";
        read_all: "Mark all as read", "Marcar todo como leído", "全部标为已读";
        none_title: "No notifications", "No hay avisos", "暂无通知";
        none_lead: "Save a search and let it tell you of new matches: they come here.", "Guarda una búsqueda y pide que te avise de resultados nuevos: llegarán aquí.", "保存搜索并开启新结果通知，通知会显示在这里。";
        and_more: "and {n} more|and {n} more", "y {n} más|y {n} más", "等另外 {n} 条";
        find: "Find here", "Buscar aquí", "在此页查找";
        find_count: "{at} of {n}", "{at} de {n}", "第 {at} 条，共 {n} 条";
        find_none: "No match", "Sin resultados", "无匹配";
        find_next: "Next match", "Resultado siguiente", "下一个";
        find_previous: "Previous match", "Resultado anterior", "上一个";
        find_close: "Close the find bar", "Cerrar la búsqueda en la página", "关闭查找栏";
        find_hint: "Ctrl F again: the browser’s own", "Otra vez Ctrl F: la del navegador", "再按 Ctrl F 使用浏览器查找";
    }
}

//! The page of one contact and the notes on it. How a row is written stands in `mod.rs`, and so do
//! the tests.

use super::strings;

strings! {
    /// The page of one contact.
    Record {
        timeline: "Timeline", "Historial", "时间线";
        details: "Details", "Detalles", "详情";
        parts: "Parts of the page", "Partes de la página", "页面部分";
        previous: "Previous contact", "Contacto anterior", "上一位联系人";
        next: "Next contact", "Contacto siguiente", "下一位联系人";
        actions: "More actions", "Más acciones", "更多操作";
        delete: "Delete contact", "Eliminar contacto", "删除联系人";
        deleted: "{name} deleted", "{name} se ha eliminado", "已删除 {name}";
        restored: "{name} is back", "{name} ha vuelto", "已恢复 {name}";
        in_bin: "This contact is in the bin. Restore it to go on working.", "Este contacto está en la papelera. Restáuralo para seguir trabajando.", "此联系人在回收站中，恢复后才能继续使用。";
        gone_title: "This contact is not here", "Este contacto no está aquí", "找不到此联系人";
        gone_lead: "It was removed for good, or the address has a typo.", "Se eliminó definitivamente o la dirección tiene una errata.", "联系人已被彻底删除，或者地址有误。";
        to_contacts: "All contacts", "Todos los contactos", "全部联系人";
        identity: "Who it is", "Quién es", "基本信息";
        no_stage: "No stage", "Sin etapa", "未设置阶段";
        no_owner: "Nobody", "Nadie", "无人负责";
        write_mail: "Write to {name}", "Escribir a {name}", "发邮件给 {name}";
        call: "Call {name}", "Llamar a {name}", "拨打 {name}";
        kind_of: "Kind of {name}", "Tipo de {name}", "{name} 的类型";
        since: "In Rapport since {date}", "En Rapport desde el {date}", "创建于 {date}";
        changed: "Changed {when}", "Cambio: {when}", "更新于{when}";
        conflict: "{field} was changed by somebody else meanwhile.", "Alguien cambió este campo mientras tanto: {field}.", "“{field}”已被他人修改。";
        conflict_yours: "Yours", "Lo tuyo", "您的内容";
        conflict_theirs: "Theirs", "Lo suyo", "对方的内容";
        conflict_keep_mine: "Use mine", "Usar lo mío", "使用我的";
        conflict_keep_theirs: "Keep theirs", "Dejar lo suyo", "保留对方的";
        show_all: "All", "Todo", "全部";
        filter: "What the timeline shows", "Qué muestra el historial", "时间线显示内容";
        empty_title: "Nothing has happened yet", "Todavía no hay nada", "还没有任何记录";
        empty_lead: "Write the first note above, or import mail: what comes from or goes to these addresses appears here.", "Escribe arriba la primera nota o importa correo: aquí aparecerá lo que llegue de estas direcciones o vaya a ellas.", "可在上方写下第一条笔记，或导入邮件：与这些地址往来的邮件会显示在这里。";
        empty_kind: "Nothing of this kind", "Nada de este tipo", "没有此类记录";
        mails_in_thread: "{n} mail|{n} mails", "{n} correo|{n} correos", "{n} 封邮件";
        attachments: "{n} file|{n} files", "{n} archivo|{n} archivos", "{n} 个附件";
        from_to: "{from} to {to}", "{from} a {to}", "{from} 发给 {to}";
        and_more: "{names} and {n} more|{names} and {n} more", "{names} y {n} más|{names} y {n} más", "{names} 等另外 {n} 人";
        show_more: "Show earlier", "Ver anteriores", "显示更早的记录";
        together: "In the same conversations", "En las mismas conversaciones", "共同往来的人";
        relations: "Relations", "Relaciones", "关系";
    }
}

strings! {
    /// Notes: writing, showing, changing.
    Notes {
        placeholder: "Write a note about {name}…", "Escribe una nota sobre {name}…", "写一条关于 {name} 的笔记…";
        placeholder_edit: "Write a note…", "Escribe una nota…", "写笔记…";
        label: "Note, in Markdown", "Nota, en Markdown", "笔记（Markdown）";
        save: "Save note", "Guardar la nota", "保存笔记";
        saved: "Note saved", "Nota guardada", "笔记已保存";
        changed: "Note changed", "Nota modificada", "笔记已修改";
        deleted: "Note deleted", "Nota eliminada", "笔记已删除";
        preview: "Preview", "Vista previa", "预览";
        write: "Write", "Escribir", "编写";
        view: "Write or preview", "Escribir o ver", "编写或预览";
        nothing_to_preview: "Nothing to preview yet.", "Aún no hay nada que mostrar.", "暂无可预览的内容。";
        shared: "Everyone", "Todos", "所有人可见";
        private: "Only me", "Solo yo", "仅自己可见";
        visibility: "Who can see it", "Quién puede verla", "可见范围";
        private_mark: "Only you see this", "Solo tú la ves", "仅您可见";
        edited: "edited", "editada", "已编辑";
        edit: "Edit note", "Editar la nota", "编辑笔记";
        actions: "Actions for this note", "Acciones de la nota", "笔记操作";
        bold: "Bold", "Negrita", "粗体";
        italic: "Italic", "Cursiva", "斜体";
        list: "List", "Lista", "列表";
        quote: "Quote", "Cita", "引用";
        wrote: "{name} wrote a note", "{name} escribió una nota", "{name} 写了笔记";
        somebody_wrote: "Note", "Nota", "笔记";
        you_wrote: "You wrote a note", "Escribiste una nota", "您写了笔记";
        stale: "Somebody changed this note meanwhile. Theirs stands below; saving again replaces it.", "Alguien cambió esta nota mientras tanto. Abajo está su versión; si guardas de nuevo, la sustituyes.", "此笔记已被他人修改。对方的版本显示在下方，再次保存将替换它。";
        draft: "Draft kept", "Borrador guardado", "草稿已保存";
    }
}

//! Imports and the bin. How a row is written stands in `mod.rs`, and so do the tests.

use super::strings;

strings! {
    /// Importing.
    Imports {
        title: "Import", "Importar", "导入";
        drop_title: "Drop files or folders here", "Suelta aquí archivos o carpetas", "将文件或文件夹拖到此处";
        drop_lead: "Mailboxes (mbox, .eml, Maildir), address cards (.vcf), tables (.csv), archives of these (.zip, .tar, .gz, .xz), or an export of Rapport. Several at once; the same file twice changes nothing.", "Buzones (mbox, .eml, Maildir), tarjetas (.vcf), tablas (.csv), archivos comprimidos con ellos (.zip, .tar, .gz, .xz) o una exportación de Rapport. Varios a la vez; repetir un archivo no cambia nada.", "邮箱（mbox、.eml、Maildir）、名片（.vcf）、表格（.csv）、包含这些文件的压缩包（.zip、.tar、.gz、.xz），或 Rapport 的导出文件。可一次选择多个，重复导入不会产生变化。";
        drop_now: "Let go to import", "Suelta para importar", "松开即可导入";
        choose_files: "Choose files", "Elegir archivos", "选择文件";
        choose_folder: "Choose a folder", "Elegir una carpeta", "选择文件夹";
        uploading: "Sending {n} file|Sending {n} files", "Enviando {n} archivo|Enviando {n} archivos", "正在上传 {n} 个文件";
        uploading_now: "{done} of {total} sent · {name}", "{done} de {total} enviados · {name}", "已上传 {done}，共 {total} · {name}";
        upload_failed: "{name} could not be sent.", "No se pudo enviar {name}.", "{name} 上传失败。";
        upload_stays: "What was sent so far is kept with the server. Try again, or stop here.", "Lo enviado hasta ahora se conserva en el servidor. Reinténtalo o déjalo aquí.", "已上传的内容保存在服务器上，可重试或就此停止。";
        nothing_dropped: "There was no file in that.", "Ahí no había ningún archivo.", "其中没有文件。";
        stop: "Stop", "Detener", "停止";
        history: "Imports so far", "Importaciones anteriores", "导入记录";
        no_history: "Nothing was imported yet.", "Todavía no se ha importado nada.", "尚未导入任何内容。";
        and_more: "{name} and {n} more|{name} and {n} more", "{name} y {n} más|{name} y {n} más", "{name} 等另外 {n} 个";
        no_files: "No files", "Sin archivos", "没有文件";
        state_uploading: "Receiving files", "Recibiendo archivos", "正在接收文件";
        state_queued: "Waiting", "En espera", "等待中";
        state_running: "Reading", "Leyendo", "正在读取";
        state_done: "Done", "Terminada", "已完成";
        state_failed: "Failed", "Fallida", "失败";
        state_cancelled: "Stopped", "Detenida", "已停止";
        state_undoing: "Being undone", "Deshaciéndose", "正在撤销";
        state_undone: "Undone", "Deshecha", "已撤销";
        progress: "Progress of the import", "Progreso de la importación", "导入进度";
        bytes: "{done} of {total} read", "{done} de {total} leídos", "已读取 {done}，共 {total}";
        items: "Items", "Elementos", "条目";
        created: "New", "Nuevos", "新增";
        updated: "Updated", "Actualizados", "更新";
        unchanged: "Known already", "Ya conocidos", "已存在";
        along: "Companies in them", "Empresas en ellos", "其中的公司";
        skipped: "Skipped", "Omitidos", "跳过";
        cancel: "Stop the import", "Detener la importación", "停止导入";
        cancelling: "It stops at the next item", "Se detendrá en el próximo elemento", "将在处理完当前条目后停止";
        start_again: "Start reading", "Empezar a leer", "开始读取";
        undo: "Undo the whole import", "Deshacer toda la importación", "撤销整个导入";
        undo_title: "Undo this import?", "¿Deshacer esta importación?", "撤销此次导入？";
        undo_lead: "Everything it brought is taken back: {n} record. Your own notes and later changes stay.|Everything it brought is taken back: {n} records. Your own notes and later changes stay.", "Se retira todo lo que trajo: {n} ficha. Tus notas y los cambios posteriores se conservan.|Se retira todo lo que trajo: {n} fichas. Tus notas y los cambios posteriores se conservan.", "此次导入的内容将全部收回：{n} 条记录。您自己的笔记和之后的修改会保留。";
        undo_started: "The import is being undone", "La importación se está deshaciendo", "正在撤销导入";
        failed_help: "What was read until then is here and can be undone. Import the same files again to go on: what is known already is not doubled.", "Lo leído hasta entonces está aquí y se puede deshacer. Importa los mismos archivos para continuar: lo ya conocido no se duplica.", "此前读取的内容已保留，也可撤销。重新导入相同文件即可继续，已有内容不会重复。";
        cancelled_help: "What was read until then is here and can be undone.", "Lo leído hasta entonces está aquí y se puede deshacer.", "此前读取的内容已保留，也可撤销。";
        by: "{when}, by {name}", "{when}, por {name}", "{when}，{name}";
        files: "Files", "Archivos", "文件";
        skipped_title: "What was skipped, and why", "Qué se omitió y por qué", "跳过的条目及原因";
        save_original: "Save the original", "Guardar el original", "保存原始内容";
        save_original_of: "Save the original: {name}", "Guardar el original: {name}", "保存原始内容：{name}";
        skipped_none: "Nothing was skipped: every item was used.", "No se omitió nada: se aprovecharon todos los elementos.", "没有跳过任何条目，全部已使用。";
        source: "Where it stood", "Dónde estaba", "位置";
        reason: "Why", "Por qué", "原因";
        show_more: "Show more", "Ver más", "显示更多";
        find: "Search what came", "Buscar en lo importado", "搜索导入的内容";
        gone: "This import is not here", "Esta importación no está aquí", "找不到此导入记录";
        people_title: "They write to you and are no contacts yet", "Te escriben y aún no son contactos", "来信但尚未添加的人";
        people_lead: "Choose whom you want among your contacts; their mails are linked at once.", "Elige a quién quieres entre tus contactos; sus correos quedan enlazados al momento.", "选择要添加为联系人的人，他们的邮件会立即关联。";
        people_all: "Select all shown", "Seleccionar todos los visibles", "全选当前显示";
        people_add: "Add {n} contact|Add {n} contacts", "Añadir {n} contacto|Añadir {n} contactos", "添加 {n} 位联系人";
        people_added: "{n} contact added|{n} contacts added", "{n} contacto añadido|{n} contactos añadidos", "已添加 {n} 位联系人";
        person_select: "Select {name}", "Seleccionar a {name}", "选择{name}";
        mails: "{n} mail|{n} mails", "{n} correo|{n} correos", "{n} 封邮件";
        all_imports: "All imports", "Todas las importaciones", "全部导入";
    }
}

strings! {
    /// Why an item could not be used.
    Skips {
        wrong_type: "This is no file that can be read. Expected: mail, address cards, a table with a header, an archive of these, or an export of Rapport.", "No es un archivo legible. Se esperaba: correo, tarjetas, una tabla con cabecera, un archivo comprimido con ellos o una exportación de Rapport.", "无法识别的文件。应为邮件、名片、带表头的表格、包含这些内容的压缩包，或 Rapport 的导出文件。";
        empty: "There is nothing in it.", "Está vacío.", "内容为空。";
        no_columns: "No column of this table is known. Expected a header such as First name, Last name, Email, Phone, Company.", "No se reconoce ninguna columna de esta tabla. Se esperaba una cabecera como Nombre, Apellidos, Correo, Teléfono, Empresa.", "无法识别此表格的任何一列。表头应类似：名、姓、邮箱、电话、公司。";
        no_identity: "No name, e-mail address or phone number; one of them is needed.", "Sin nombre, correo ni teléfono; hace falta al menos uno.", "缺少姓名、邮箱和电话，至少需要其中一项。";
        malformed: "It breaks the rules of its own format.", "No respeta las reglas de su propio formato.", "内容不符合其格式规范。";
        mail_too_large: "This mail is larger than {n} MB and was not kept. Keep the file that it came from.", "Este correo supera los {n} MB y no se ha conservado. Guarda el archivo del que procede.", "邮件超过 {n} MB，未予保留。请保存好原来的文件。";
        item_too_large: "This card or row is larger than {n} MB and was not kept. Keep the file that it came from.", "Esta tarjeta o fila supera los {n} MB y no se ha conservado. Guarda el archivo del que procede.", "名片或表格行超过 {n} MB，未予保留。请保存好原来的文件。";
        archive_too_deep: "Archives inside archives, too deep to follow. Unpack it first.", "Archivos comprimidos dentro de otros, demasiado profundos. Descomprímelo antes.", "压缩包嵌套过深，请先解压。";
        archive_too_large: "The archive unpacks to far more than its size allows.", "El archivo comprimido ocupa demasiado al descomprimirse.", "压缩包解压后体积异常。";
        archive_too_many_entries: "The archive has too many entries; the rest was not read.", "El archivo comprimido tiene demasiadas entradas; el resto no se leyó.", "压缩包条目过多，其余未读取。";
        archive_damaged: "The archive is damaged and cannot be unpacked further.", "El archivo comprimido está dañado y no se puede seguir descomprimiendo.", "压缩包已损坏，无法继续解压。";
        unreadable: "The file cannot be read further.", "El archivo no se puede seguir leyendo.", "文件无法继续读取。";
        taken: "Another record has this id or e-mail address.", "Otra ficha ya tiene este identificador o correo.", "该编号或邮箱已属于其他记录。";
        no_target: "It refers to a record that does not exist.", "Se refiere a una ficha que no existe.", "所引用的记录不存在。";
        forbidden: "Only an admin may bring this in.", "Solo un administrador puede importar esto.", "仅管理员可导入此内容。";
        kept_changed_since: "It was changed after the import, and stays.", "Se modificó después de la importación y se conserva.", "导入后已被修改，因此保留。";
    }
}

strings! {
    /// The bin.
    Bin {
        title: "Bin", "Papelera", "回收站";
        lead: "What was deleted waits here and can be brought back.", "Lo eliminado espera aquí y se puede recuperar.", "删除的内容保留在这里，可随时恢复。";
        empty_title: "The bin is empty", "La papelera está vacía", "回收站是空的";
        empty_lead: "What you delete is kept here, so that nothing is lost by mistake.", "Lo que elimines se guarda aquí, para que nada se pierda por error.", "删除的内容会保存在这里，以免误删丢失。";
        deleted_by: "deleted {when} by {name}", "eliminado {when} por {name}", "{name} 于{when}删除";
        deleted: "deleted {when}", "eliminado {when}", "{when}删除";
        select: "Select {name}", "Seleccionar {name}", "选择{name}";
        select_all: "Select all shown", "Seleccionar todo lo visible", "全选当前显示";
        restore_many: "Restore {n}", "Restaurar {n}", "恢复 {n} 项";
        restored: "{n} restored|{n} restored", "{n} restaurado|{n} restaurados", "已恢复 {n} 项";
        restored_one: "{name} is back", "{name} ha vuelto", "已恢复 {name}";
        restore_named: "Restore {name}", "Restaurar {name}", "恢复{name}";
        untitled: "Untitled", "Sin título", "无标题";
    }
}

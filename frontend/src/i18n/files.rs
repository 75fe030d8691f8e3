//! The files of mails: what of them can be found. How a row is written stands in `mod.rs`, and so do
//! the tests.

use super::strings;

strings! {
    /// Files that came with mails.
    Files {
        in_page: "{name}, page {n}", "{name}, página {n}", "{name}，第 {n} 页";
        in_slide: "{name}, slide {n}", "{name}, diapositiva {n}", "{name}，第 {n} 张幻灯片";
        in_sheet: "{name}, sheet {sheet}", "{name}, hoja {sheet}", "{name}，工作表“{sheet}”";
        inside: "{inner} in {name}", "{inner} en {name}", "{name} 中的 {inner}";
        found_page: "Found on page {n}", "Encontrado en la página {n}", "在第 {n} 页找到";
        found_slide: "Found on slide {n}", "Encontrado en la diapositiva {n}", "在第 {n} 张幻灯片找到";
        found_sheet: "Found on sheet {sheet}", "Encontrado en la hoja {sheet}", "在工作表“{sheet}”中找到";
        found_here: "Found in this file", "Encontrado en este archivo", "在此文件中找到";
        open: "Open {name} ({size})", "Abrir {name} ({size})", "打开 {name}（{size}）";
        open_place: "Open {place}", "Abrir {place}", "打开：{place}";
        save_place: "Save {place}", "Guardar {place}", "保存：{place}";
        holding: "In files", "En archivos", "附件中";
        more_places: "There is more in the files.", "Hay más en los archivos.", "附件中还有更多结果。";
        pages: "{n} page|{n} pages", "{n} página|{n} páginas", "{n} 页";
        waiting: "Its text will be searchable soon", "Su texto se podrá buscar en breve", "正文稍后即可搜索";
        read: "Its text is searchable", "Su texto se puede buscar", "正文可搜索";
        partly: "Part of its text is searchable", "Parte de su texto se puede buscar", "部分正文可搜索";
        unread: "Its text is not searchable", "Su texto no se puede buscar", "正文不可搜索";
        short_waiting: "being read", "leyéndose", "读取中";
        short_partly: "read in part", "leído en parte", "已读取部分";
        short_unread: "not searchable", "sin búsqueda", "不可搜索";
        reason_unsupported: "This kind of file, or one inside it, is not read.", "Este tipo de archivo, o uno que contiene, no se lee.", "不支持读取此类文件或其中的文件。";
        reason_encrypted: "It, or a file inside it, needs a password.", "Este archivo, o uno que contiene, necesita contraseña.", "此文件或其中的文件需要密码。";
        reason_damaged: "It, or a file inside it, is damaged.", "Este archivo, o uno que contiene, está dañado.", "此文件或其中的文件已损坏。";
        reason_no_text: "Its pages are pictures without text.", "Sus páginas son imágenes sin texto.", "其页面是不含文字的图片。";
        reason_too_large: "It is larger than {n} MB.", "Ocupa más de {n} MB.", "文件超过 {n} MB。";
        reason_too_much_text: "It has more than {n} MB of text; only the beginning was read.", "Tiene más de {n} MB de texto; solo se leyó el principio.", "文字超过 {n} MB，仅读取了开头部分。";
        reason_no_room: "With the files before it, this mail has more than {n} MB of text.", "Con los archivos anteriores, este correo suma más de {n} MB de texto.", "与前面的文件合计，此邮件的文字超过 {n} MB。";
        reason_too_many_members: "It has more than {n} parts; only the first were read.", "Tiene más de {n} partes; solo se leyeron las primeras.", "内含超过 {n} 个部分，仅读取了前面的部分。";
        reason_too_deep: "It has files more than {n} levels inside one another.", "Contiene archivos anidados a más de {n} niveles.", "内嵌文件超过 {n} 层。";
        reason_unpacks_too_large: "It unpacks to more than {n} MB.", "Descomprimido ocupa más de {n} MB.", "解压后超过 {n} MB。";
        reason_too_slow: "Reading it took more than {n} seconds.", "Leerlo tardaba más de {n} segundos.", "读取耗时超过 {n} 秒。";
        reason_too_much_memory: "Reading it needed more than {n} MB of memory.", "Leerlo necesitaba más de {n} MB de memoria.", "读取所需内存超过 {n} MB。";
        reason_crashed: "The reader broke down on it; nothing else was harmed.", "El lector falló con él; nada más se vio afectado.", "读取程序在此文件上出错，其他内容不受影响。";
        reason_other: "There is another reason.", "Hay otro motivo.", "其他原因。";
        progress: "Reading attachments: {done} of {total}", "Leyendo archivos adjuntos: {done} de {total}", "正在读取附件：{done}/{total}";
        progress_label: "Attachments", "Archivos adjuntos", "附件";
    }
}

//! Mail conversations. How a row is written stands in `mod.rs`, and so do the tests.

use super::strings;

strings! {
    /// A mail conversation.
    Thread {
        gone_title: "This conversation is not here", "Esta conversación no está aquí", "找不到此会话";
        gone_lead: "It was deleted, its import was undone, or the address has a typo.", "Se eliminó, se deshizo su importación o la dirección tiene una errata.", "会话已被删除、其导入已撤销，或者地址有误。";
        messages: "{n} mail|{n} mails", "{n} correo|{n} correos", "{n} 封邮件";
        to: "to {names}", "para {names}", "发给 {names}";
        no_recipients: "to nobody named", "sin destinatarios", "无收件人";
        close_message: "Fold this mail", "Plegar este correo", "收起此邮件";
        show_quoted: "Show quoted text", "Mostrar el texto citado", "显示引用文字";
        hide_quoted: "Hide quoted text", "Ocultar el texto citado", "隐藏引用文字";
        as_text: "Text", "Texto", "文本";
        as_sent: "As sent", "Original", "原样";
        view: "How the mail is shown", "Cómo se muestra el correo", "邮件显示方式";
        frame_title: "Mail of {name}", "Correo de {name}", "{name} 的邮件";
        images_blocked: "Images are blocked, so that the sender does not learn that you read this.", "Las imágenes están bloqueadas para que el remitente no sepa que lo has leído.", "图片已屏蔽，以免发件人得知您已阅读。";
        show_images: "Show them", "Mostrarlas", "显示图片";
        files: "Files", "Archivos", "附件";
        download: "Download {name}, {size}", "Descargar {name}, {size}", "下载 {name}（{size}）";
        raw: "Download the mail as it came", "Descargar el correo tal como llegó", "下载原始邮件";
        actions: "More about this mail", "Más sobre este correo", "更多操作";
        empty_body: "This mail has no text.", "Este correo no tiene texto.", "此邮件没有正文。";
        add_contact: "Add to contacts", "Añadir a contactos", "添加到联系人";
        add_named: "Add {name} to contacts", "Añadir a {name} a contactos", "将 {name} 添加到联系人";
        added: "{name} is a contact now", "{name} ya es un contacto", "已将 {name} 添加为联系人";
        people: "People", "Personas", "参与者";
        note: "Note", "Nota", "笔记";
        note_about: "these people", "estas personas", "这些人";
        note_needs_contact: "Add somebody here to your contacts, and you can keep notes about this conversation.", "Añade a alguien de aquí a tus contactos y podrás guardar notas sobre esta conversación.", "先将其中一人添加为联系人，即可记录有关此会话的笔记。";
        note_kept: "It appears on the page of everyone here who is a contact.", "Aparecerá en la ficha de cada contacto que participa.", "笔记会显示在每位参与联系人的页面上。";
        problem_too_complex: "This mail is built in such a tangled way that only its header was read.", "Este correo está construido de forma tan enrevesada que solo se leyó la cabecera.", "此邮件结构过于复杂，仅读取了邮件头。";
        problem_too_large: "This mail is larger than the limit: only its header was read.", "Este correo supera el tamaño permitido: solo se leyó la cabecera.", "此邮件超出大小限制，仅读取了邮件头。";
        problem_no_header: "This mail came without a header.", "Este correo llegó sin cabecera.", "此邮件没有邮件头。";
        problem_no_date: "This mail says no date; the time of import stands here.", "Este correo no indica fecha; se muestra la de importación.", "此邮件未注明日期，显示的是导入时间。";
        problem_charset_guessed: "The writing system was not stated and had to be guessed: some letters may be wrong.", "No se indicaba la codificación y hubo que adivinarla: puede haber letras incorrectas.", "邮件未注明编码，系推测得出，个别文字可能有误。";
        problem_charset_damaged: "Some letters arrived damaged and could not be read.", "Algunas letras llegaron dañadas y no se pudieron leer.", "部分文字在传输中损坏，无法读取。";
        problem_attachment_damaged: "A file that came with this mail is damaged.", "Un archivo adjunto a este correo está dañado.", "此邮件的一个附件已损坏。";
        problem_too_many_participants: "This mail names more people than are shown.", "Este correo nombra a más personas de las que se muestran.", "此邮件的收件人过多，未全部显示。";
        problem_text_cut: "This mail is very long: the end is missing here.", "Este correo es muy largo: aquí falta el final.", "此邮件过长，未显示结尾部分。";
        problem_other: "Something in this mail could not be read as it should.", "Algo de este correo no se pudo leer como es debido.", "此邮件的部分内容未能正常读取。";
        problem_all_there: "Nothing is lost: the mail as it came can be downloaded.", "No se ha perdido nada: puedes descargar el correo tal como llegó.", "内容没有丢失，可下载原始邮件。";
    }
}

//! Home and the contacts list. How a row is written stands in `mod.rs`, and so do the tests.

use super::strings;

strings! {
    /// The first page.
    Home {
        title: "Home", "Inicio", "首页";
        good_morning: "Good morning, {name}", "Buenos días, {name}", "早上好，{name}";
        good_afternoon: "Good afternoon, {name}", "Buenas tardes, {name}", "下午好，{name}";
        good_evening: "Good evening, {name}", "Buenas noches, {name}", "晚上好，{name}";
        recent: "Where you were", "Donde estabas", "最近访问";
        new_mail: "Latest mail", "Últimos correos", "最新邮件";
        new_contacts: "Lately changed", "Con cambios recientes", "最近更新";
        correspondents: "Write to you, not yet contacts", "Te escriben y aún no son contactos", "来信但尚未添加的人";
        all_contacts: "All contacts", "Todos los contactos", "全部联系人";
        mails: "{n} mail|{n} mails", "{n} correo|{n} correos", "{n} 封邮件";
        add_contact: "Add as contact", "Añadir como contacto", "添加为联系人";
        contact_added: "{name} is a contact now", "{name} ya es un contacto", "已将 {name} 添加为联系人";
        start_title: "Start with what you have", "Empieza con lo que ya tienes", "从已有资料开始";
        start_lead: "Bring over your mail and address book. Everything can be found as you type, a minute later.", "Trae tu correo y tu agenda. En un minuto podrás encontrarlo todo mientras escribes.", "导入邮件和通讯录，一分钟后即可边输入边查找。";
        start_import: "Import files", "Importar archivos", "导入文件";
        start_import_hint: "Mailboxes, address cards, tables, archives", "Buzones, tarjetas, tablas, archivos comprimidos", "邮箱、名片、表格、压缩包";
        start_sample: "Try it with sample data", "Probar con datos de ejemplo", "使用示例数据试用";
        start_sample_hint: "Made up by us; one click takes it away again", "Inventados por nosotros; se quitan con un clic", "由我们编写，一键即可移除";
        start_contact: "Add a contact", "Añadir un contacto", "添加联系人";
        start_contact_hint: "A name is enough", "Basta con un nombre", "只需一个名字";
        sample_loaded: "The sample data is coming in", "Los datos de ejemplo se están cargando", "正在载入示例数据";
        sample_removed: "The sample data is being removed", "Los datos de ejemplo se están quitando", "正在移除示例数据";
        messages_in_thread: "{n} message|{n} messages", "{n} mensaje|{n} mensajes", "{n} 封";
    }
}

strings! {
    /// The contacts list and the panel that makes one.
    Contacts {
        title: "Contacts", "Contactos", "联系人";
        new: "New contact", "Contacto nuevo", "新建联系人";
        quick_filter: "Filter contacts", "Filtrar contactos", "筛选联系人";
        quick_placeholder: "Filter by name, e-mail, tag…", "Filtrar por nombre, correo, etiqueta…", "按姓名、邮箱、标签筛选…";
        name: "Name", "Nombre", "姓名";
        email: "E-mail", "Correo", "邮箱";
        phone: "Phone", "Teléfono", "电话";
        stage: "Stage", "Etapa", "阶段";
        tags: "Tags", "Etiquetas", "标签";
        owner: "Owner", "Responsable", "负责人";
        updated: "Updated", "Actualizado", "更新时间";
        created: "Created", "Creado", "创建时间";
        first_name: "First name", "Nombre", "名";
        last_name: "Last name", "Apellidos", "姓";
        job_title: "Job title", "Cargo", "职位";
        no_stage: "No stage", "Sin etapa", "无阶段";
        filter_stage: "Stage is {value}", "Etapa: {value}", "阶段为{value}";
        filter_owner: "Owner is {value}", "Responsable: {value}", "负责人为{value}";
        filter_tag: "Tagged {value}", "Etiqueta: {value}", "标签为{value}";
        add_filter: "Filter", "Filtrar", "筛选";
        filter_by_tag: "With this tag", "Con esta etiqueta", "包含此标签";
        clear_filters: "Clear filters", "Quitar los filtros", "清除筛选";
        selected: "{n} selected|{n} selected", "{n} seleccionado|{n} seleccionados", "已选 {n} 项";
        select_all: "Select all", "Seleccionar todos", "全选";
        select_row: "Select {name}", "Seleccionar a {name}", "选择{name}";
        clear_selection: "Clear selection", "Anular la selección", "取消选择";
        deleted: "{n} contact deleted|{n} contacts deleted", "{n} contacto eliminado|{n} contactos eliminados", "已删除 {n} 位联系人";
        created_toast: "{name} added", "{name} se ha añadido", "已添加 {name}";
        too_many_selected: "At most {n} at once.", "Como máximo {n} a la vez.", "一次最多 {n} 项。";
        empty_title: "No contacts yet", "Aún no hay contactos", "还没有联系人";
        empty_lead: "Import an address book or mailbox, or add the first person yourself.", "Importa una agenda o un buzón, o añade tú a la primera persona.", "导入通讯录或邮箱，或自行添加第一位联系人。";
        import: "Import", "Importar", "导入";
        sample: "Use sample data", "Usar datos de ejemplo", "使用示例数据";
        no_match: "No contact matches", "Ningún contacto coincide", "没有匹配的联系人";
        no_match_lead: "Try fewer words, or take a filter away.", "Prueba con menos palabras o quita algún filtro.", "请减少关键词或移除筛选条件。";
        add_email: "Add e-mail", "Añadir correo", "添加邮箱";
        add_phone: "Add phone", "Añadir teléfono", "添加电话";
        email_number: "E-mail {n}", "Correo {n}", "邮箱 {n}";
        phone_number: "Phone {n}", "Teléfono {n}", "电话 {n}";
        create_another: "Create another", "Crear otro", "继续创建";
        view_taken: "Open that contact", "Abrir ese contacto", "打开该联系人";
        sort_ascending: "sorted ascending", "orden ascendente", "升序";
        sort_descending: "sorted descending", "orden descendente", "降序";
        count: "{n} contact|{n} contacts", "{n} contacto|{n} contactos", "{n} 位联系人";
        kind_work: "Work", "Trabajo", "工作";
        kind_home: "Home", "Casa", "家庭";
        kind_mobile: "Mobile", "Móvil", "手机";
        kind_fax: "Fax", "Fax", "传真";
        kind_other: "Other", "Otro", "其他";
        kind: "Kind", "Tipo", "类型";
    }
}

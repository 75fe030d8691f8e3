//! Companies, and who works where. How a row is written stands in `mod.rs`, and so do the tests.

use super::strings;

strings! {
    /// The companies list, the page of one company, and who works where.
    Companies {
        title: "Companies", "Empresas", "公司";
        new: "New company", "Empresa nueva", "新建公司";
        quick_filter: "Filter companies", "Filtrar empresas", "筛选公司";
        quick_placeholder: "Filter by name, domain, tag…", "Filtrar por nombre, dominio, etiqueta…", "按名称、域名、标签筛选…";
        name: "Name", "Nombre", "名称";
        domain: "Domain", "Dominio", "域名";
        domain_number: "Domain {n}", "Dominio {n}", "域名 {n}";
        add_domain: "Add domain", "Añadir dominio", "添加域名";
        website: "Website", "Sitio web", "网站";
        add_website: "Add website", "Añadir sitio web", "添加网站";
        address: "Address", "Dirección", "地址";
        add_address: "Add address", "Añadir dirección", "添加地址";
        visit: "Open {name} in a new tab", "Abrir {name} en otra pestaña", "在新标签页打开 {name}";
        selected: "{n} selected|{n} selected", "{n} seleccionada|{n} seleccionadas", "已选 {n} 项";
        deleted: "{n} company deleted|{n} companies deleted", "{n} empresa eliminada|{n} empresas eliminadas", "已删除 {n} 家公司";
        empty_title: "No companies yet", "Aún no hay empresas", "还没有公司";
        empty_lead: "Add the first one, or import an address book: the companies in it come along.", "Añade la primera o importa una agenda: las empresas que contiene vienen con ella.", "添加第一家公司，或导入通讯录，其中的公司会一并导入。";
        no_match: "No company matches", "Ninguna empresa coincide", "没有匹配的公司";
        view_taken: "Open that company", "Abrir esa empresa", "打开该公司";
        create_another: "Create another", "Crear otra", "继续创建";
        previous: "Previous company", "Empresa anterior", "上一家公司";
        next: "Next company", "Empresa siguiente", "下一家公司";
        delete: "Delete company", "Eliminar empresa", "删除公司";
        in_bin: "This company is in the bin. Restore it to go on working.", "Esta empresa está en la papelera. Restáurala para seguir trabajando.", "此公司在回收站中，恢复后才能继续使用。";
        gone_title: "This company is not here", "Esta empresa no está aquí", "找不到此公司";
        gone_lead: "It was removed for good, or the address has a typo.", "Se eliminó definitivamente o la dirección tiene una errata.", "公司已被彻底删除，或者地址有误。";
        to_list: "All companies", "Todas las empresas", "全部公司";
        timeline_empty: "Write the first note above. Notes about this company, and mail with its people, appear here.", "Escribe arriba la primera nota. Aquí aparecerán las notas sobre esta empresa y los correos con su gente.", "可在上方写下第一条笔记。与此公司有关的笔记和往来邮件会显示在这里。";
        people: "People", "Personas", "成员";
        add_person: "Add person", "Añadir persona", "添加成员";
        find_person: "Find or add a person", "Busca o añade a una persona", "查找或添加联系人";
        add_company: "Add company", "Añadir empresa", "添加公司";
        find_company: "Find or add a company", "Busca o añade una empresa", "查找或添加公司";
        filter_company: "Any company", "Cualquier empresa", "不限公司";
        at_company: "At {name}", "En {name}", "{name}";
        create_named: "Create “{name}”", "Crear «{name}»", "新建“{name}”";
        former: "Former ({n})|Former ({n})", "Anterior ({n})|Anteriores ({n})", "曾任（{n}）";
        role: "Role", "Función", "职务";
        from: "From", "Desde", "开始";
        until: "Until", "Hasta", "结束";
        since_date: "since {date}", "desde el {date}", "{date} 起";
        until_date: "until {date}", "hasta el {date}", "至 {date}";
        from_until: "{from} – {until}", "{from} – {until}", "{from} – {until}";
        edit: "Role and dates of {name}", "Función y fechas de {name}", "编辑 {name} 的职务和日期";
        remove: "Remove {name} from here", "Quitar a {name} de aquí", "移除{name}";
        removed: "{name} removed", "{name} ya no está aquí", "已移除 {name}";
        wrong_dates: "The last day is before the first.", "El último día es anterior al primero.", "结束日期早于开始日期。";
        more_people: "and {n} more", "y {n} más", "另有 {n} 位";
    }
}

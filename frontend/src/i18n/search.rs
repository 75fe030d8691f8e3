//! Search. How a row is written stands in `mod.rs`, and so do the tests.

use super::strings;

strings! {
    /// The search page.
    Search {
        title: "Search", "Buscar", "搜索";
        placeholder: "Search contacts, companies, notes and mail", "Busca contactos, empresas, notas y correos", "搜索联系人、公司、笔记和邮件";
        clear: "Clear the search", "Borrar la búsqueda", "清除搜索";
        kinds: "What is searched", "Qué se busca", "搜索范围";
        all: "All", "Todo", "全部";
        results: "{n} result|{n} results", "{n} resultado|{n} resultados", "{n} 条结果";
        results_list: "Results", "Resultados", "搜索结果";
        filters: "Filters", "Filtros", "筛选条件";
        owner: "Owner", "Responsable", "负责人";
        owner_is: "Owner: {name}", "Responsable: {name}", "负责人：{name}";
        any_owner: "Any owner", "Cualquiera", "不限负责人";
        date: "Date", "Fecha", "日期";
        any_date: "Any time", "Cualquier fecha", "不限时间";
        last_week: "Last 7 days", "Últimos 7 días", "最近 7 天";
        last_month: "Last 30 days", "Últimos 30 días", "最近 30 天";
        last_year: "Last 12 months", "Últimos 12 meses", "最近 12 个月";
        between: "Choose days…", "Elegir días…", "选择日期…";
        after: "From", "Desde", "从";
        before: "Until", "Hasta", "到";
        since: "Since {date}", "Desde el {date}", "{date} 起";
        until: "Until {date}", "Hasta el {date}", "截至 {date}";
        clear_date: "Any time", "Quitar la fecha", "清除日期";
        sort: "Order", "Orden", "排序";
        best_first: "Best first", "Más relevantes", "按相关度";
        newest_first: "Newest first", "Más recientes", "按时间";
        rebuilding: "The index is being rebuilt: results may be incomplete.", "El índice se está reconstruyendo: puede que falten resultados.", "正在重建索引，结果可能不完整。";
        rebuilding_percent: "The index is being rebuilt ({n} %): results may be incomplete.", "El índice se está reconstruyendo ({n} %): puede que falten resultados.", "正在重建索引（{n}%），结果可能不完整。";
        start_title: "Find a person, a sentence, a number", "Encuentra a una persona, una frase, un número", "查找人、一句话或一个号码";
        start_lead: "Results come as you type. \"Quotes\" keep words together, -word or NOT word leaves it out, OR gives a choice; parts of addresses and numbers are found too.", "Los resultados aparecen mientras escribes. Las \"comillas\" mantienen juntas las palabras, -palabra o NOT palabra la excluye y OR da a elegir; también se encuentran partes de direcciones y números.", "边输入边显示结果。用\"引号\"查找完整短语，用 -词 或 NOT 词 排除，用 OR 表示任一；也可输入地址或号码的一部分。";
        none_title: "Nothing found for “{q}”", "No hay nada para «{q}»", "没有找到“{q}”";
        none_lead: "Try fewer or other words, or part of an address or number.", "Prueba con menos palabras, con otras, o con parte de una dirección o un número.", "请减少或更换关键词，也可输入地址或号码的一部分。";
        none_filtered: "The filters leave nothing over. Without them there may be more.", "Con estos filtros no queda nada. Sin ellos puede haber más.", "当前筛选条件下没有结果，清除筛选后可能会有。";
        without_filters: "Search without filters", "Buscar sin filtros", "清除筛选后搜索";
        preview: "Preview", "Vista previa", "预览";
        about: "About", "Sobre", "相关";
        open_contact: "Open contact", "Abrir contacto", "打开联系人";
        open_company: "Open company", "Abrir empresa", "打开公司";
        open_thread: "Open conversation", "Abrir conversación", "打开会话";
        in_bin: "In the bin", "En la papelera", "在回收站中";
        open_bin: "Open the bin", "Abrir la papelera", "打开回收站";
        note_gone: "It was deleted meanwhile.", "Se ha eliminado mientras tanto.", "内容已被删除。";
        why: "Why this result", "Por qué este resultado", "为什么是这条结果";
        why_named: "Why “{name}” is a result", "Por qué «{name}» es un resultado", "为什么“{name}”在结果中";
        why_filters: "It fits the filters; no word was asked for.", "Cumple los filtros; no se pidió ninguna palabra.", "符合筛选条件；没有关键词。";
        why_whole_name: "The whole name is what was asked", "El nombre entero es lo que se buscó", "全名与搜索完全一致";
        why_party: "A person or company with this name, number or address", "Una persona o empresa con ese nombre, número o dirección", "姓名、号码或地址相符的联系人或公司";
        why_exact: "“{word}” as it was typed", "«{word}» tal como se escribió", "与“{word}”完全相同";
        why_stem: "Another form of “{word}”", "Otra forma de «{word}»", "“{word}”的其他词形";
        why_prefix: "A word that begins with “{word}”", "Una palabra que empieza por «{word}»", "以“{word}”开头的词";
        why_typo: "A word that is nearly “{word}”", "Una palabra casi igual a «{word}»", "与“{word}”相近的词";
        why_phrase: "“{word}” side by side", "«{word}» en ese orden", "“{word}”连续出现";
        why_recent: "It is recent", "Es reciente", "时间较近";
        why_close: "The words stand close together", "Las palabras están cerca unas de otras", "各词彼此靠近";
        why_early: "It begins with the words", "Empieza con las palabras", "开头就有这些词";
        why_own: "It is yours", "Es tuyo", "属于您";
        why_visited: "You opened it lately", "Lo abriste hace poco", "您最近打开过";
        why_forget: "Forget what I opened…", "Olvidar lo que he abierto…", "清除打开记录…";
        why_place: "{how} {place}", "{how} {place}", "{how}（{place}）";
        why_in_name: "in the name or subject", "en el nombre o asunto", "在名称或主题中";
        why_in_body: "in the text", "en el texto", "在正文中";
        why_in_quoted: "in a quote", "en una cita", "在引用中";
        why_in_identifier: "in an address, number or code", "en una dirección, un número o un código", "在地址、号码或编号中";
        why_in_attachment: "in a file", "en un archivo", "在附件中";
        similar: "Similar", "Parecidos", "相似内容";
        did_you_mean: "Did you mean", "Quizá quisiste decir", "您是不是要找";
        did_you_mean_end: "?", ".", "？";
        more_in_thread: "{n} more in this conversation|{n} more in this conversation", "{n} más en esta conversación|{n} más en esta conversación", "此会话中还有 {n} 条";
        tier_typos: "Hardly anything has these words exactly: words that are nearly the same count too.", "Casi nada tiene esas palabras exactas: también cuentan las muy parecidas.", "完全匹配的内容很少，已包含相近的词。";
        tier_some: "Hardly anything has all these words: the results have some of them.", "Casi nada tiene todas esas palabras: los resultados tienen algunas.", "包含全部关键词的内容很少，结果只含其中一部分。";
        keys: "J and K move, Enter opens, Ctrl Enter opens in a new tab", "J y K para moverse, Intro abre, Ctrl Intro abre en otra pestaña", "J/K 移动，Enter 打开，Ctrl+Enter 在新标签页打开";
    }
}

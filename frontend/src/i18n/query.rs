//! The query language: what completes it and what is wrong with it. How a row is written stands in
//! `mod.rs`, and so do the tests.

use super::strings;

strings! {
    /// The field that queries are typed into.
    Query {
        suggestions: "Suggestions", "Sugerencias", "建议";
        did_you_mean: "Did you mean:", "Quizá quisiste decir:", "您是否想输入：";
        write_instead: "Write {fix} instead", "Escribir {fix} en su lugar", "改为 {fix}";
        hint_from: "who sent the mail", "quién envió el correo", "邮件发件人";
        hint_to: "who got the mail", "quién recibió el correo", "邮件收件人";
        hint_with: "anyone involved", "cualquiera que participe", "任何相关的人";
        hint_company: "a company with its people and mail", "una empresa con su gente y sus correos", "公司及其人员和邮件";
        hint_owner: "whose it is", "de quién es", "负责的人";
        hint_kind: "contact, company, note, mail", "contacto, empresa, nota, correo", "联系人、公司、笔记、邮件";
        hint_tag: "a tag", "una etiqueta", "标签";
        hint_stage: "lead, customer…", "interesado, cliente…", "潜在客户、客户等";
        hint_has: "with an attachment", "con adjunto", "带附件";
        hint_filename: "a file’s name or ending", "nombre o extensión de un archivo", "文件名或扩展名";
        hint_subject: "words of the subject", "palabras del asunto", "邮件主题中的词";
        hint_lang: "written in a language", "escrito en un idioma", "所用语言";
        hint_in: "also the bin", "también la papelera", "包括回收站";
        hint_not_yet: "not in use yet", "aún no se usa", "暂未使用";
        hint_before: "before a day", "antes de un día", "某日之前";
        hint_after: "from a day on", "desde un día", "某日起";
        hint_on: "on a day, in a month or year", "un día, un mes o un año", "某日、某月或某年";
        hint_last: "7d, 3m, 1y", "7d, 3m, 1a", "7天、3个月、1年";
        hint_me: "yourself", "tú", "您本人";
        hint_none: "without one", "sin ninguno", "未设置";
        unknown_field: "“{part}”: there is no such field, so it is searched for as words.", "«{part}»: no existe ese campo, así que se busca como palabras.", "“{part}”：没有此字段，已按普通词语搜索。";
        missing_value: "“{part}” says nothing yet and is passed over.", "«{part}» aún no dice nada y no se tiene en cuenta.", "“{part}”尚未填写完整，已忽略。";
        wrong_value: "Nothing can be “{part}”, so nothing is found.", "Nada puede ser «{part}», así que no se encuentra nada.", "没有“{part}”这个值，因此找不到结果。";
        wrong_date: "“{part}” is not a date, so nothing is found.", "«{part}» no es una fecha, así que no se encuentra nada.", "“{part}”不是日期，因此找不到结果。";
        unclear_date: "“{part}” could be two days. Write the year first.", "«{part}» podría ser dos días distintos. Escribe primero el año.", "“{part}”可能指两个日期，请把年份写在前面。";
        not_yet: "Nothing is “{part}” yet: Rapport does not keep this so far.", "Aún no hay nada «{part}»: Rapport todavía no guarda ese dato.", "暂无“{part}”的内容，Rapport 目前不保存此信息。";
        no_such_user: "No user is called “{part}”.", "Ningún usuario se llama «{part}».", "没有名为“{part}”的用户。";
        no_such_company: "No company is called “{part}”.", "Ninguna empresa se llama «{part}».", "没有名为“{part}”的公司。";
        too_many: "Many are called “{part}”; the first 100 were followed.", "Muchos se llaman «{part}»; se han seguido los 100 primeros.", "名为“{part}”的记录过多，仅采用前 100 条。";
        unknown_zone: "The server does not know your time zone: “{part}” is counted in UTC.", "El servidor no conoce tu zona horaria: «{part}» se cuenta en UTC.", "服务器不认识您的时区：“{part}”按 UTC 计算。";
        unclosed_quote: "The quotation mark is not closed.", "Falta cerrar las comillas.", "引号未闭合。";
        unclosed_group: "The parenthesis is not closed.", "Falta cerrar el paréntesis.", "括号未闭合。";
        lone_or: "OR needs something on both sides and is passed over.", "OR necesita algo a ambos lados y no se tiene en cuenta.", "OR 两侧都需要内容，已忽略。";
        no_words: "“{part}” has no letter or digit to look for.", "«{part}» no tiene letras ni cifras que buscar.", "“{part}”中没有可搜索的文字或数字。";
        too_long: "“{part}” is more than is looked at.", "«{part}» es más de lo que se tiene en cuenta.", "“{part}”超出长度，未予处理。";
    }
}

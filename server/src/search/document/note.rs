//! Notes in search. Tests: `tests` of the search module.

use super::{Builder, Facet, Searchable, SeenBy, Shown};
use crate::{
    search::{analysis::language::detect, schema::TextField},
    store::{
        StoreError,
        reader::Reader,
        record::{Record, Target},
        schema::note::Note,
    },
};
use std::borrow::Cow;

/// Characters of a note's title at most.
const TITLE_CHARS_MAX: usize = 80;
/// Chinese digits and what else counts the items of a list.
const NUMERALS: &str = "〇零一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾貳參陸甲乙丙丁戊己庚辛壬癸";
/// Three of them.
const NUMERAL_BYTES_MAX: usize = 9;

impl Searchable for Note {
    const SORTS_BY_NAME: bool = false;

    fn fill(&self, _reader: &Reader, builder: &mut Builder) -> Result<(), StoreError> {
        builder.seen_by(SeenBy::of(self.activity.visibility, self.activity.author));
        let language = detect(&self.body);
        builder.language(&language);
        builder.text(TextField::Body, &self.body, &language.stemmed);
        builder.facet(&Facet::Owner(self.activity.author));
        for target in &self.activity.targets {
            match target {
                Target::Record(record) => builder.facet(&Facet::About(*record)),
                Target::Email(address) => builder.email_facets(address),
            }
        }
        Ok(())
    }

    fn show(&self, reader: &Reader) -> Result<Shown, StoreError> {
        let author = self.activity.author;
        let author = author
            .map(|author| reader.name_of_user(author))
            .transpose()?;
        let text = without_markdown(&self.body);
        let first_line = text.lines().next().unwrap_or_default();
        Ok(Shown {
            title: first_line.chars().take(TITLE_CHARS_MAX).collect(),
            title_is_name: false,
            texts: vec![text],
            context: author.unwrap_or_default(),
            context_is_name: false,
            at: self.head().updated_at,
            thread_id: None,
            seen_by: SeenBy::of(self.activity.visibility, self.activity.author),
        })
    }

    fn reach(&self) -> Vec<Facet> {
        Vec::new()
    }
}

/// The text without the most frequent marks of Markdown. One empty line is left between blocks, so
/// that their lines are not taken for one that is wrapped.
fn without_markdown(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut is_apart = false;
    for line in body.lines() {
        let begins = begins_block(line);
        let is_heading = begins && line.starts_with('#');
        is_apart |= begins;
        let line = line.trim_start_matches(['#', '>', '*', '-', '+', ' ', '\t']);
        // Most lines have none, and are not copied three times for it.
        let line = match line.contains(['*', '_', '`']) {
            true => Cow::Owned(line.replace("**", "").replace("__", "").replace('`', "")),
            false => Cow::Borrowed(line),
        };
        let line = line.trim();
        if line.is_empty() {
            is_apart = true;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if is_apart { "\n\n" } else { "\n" });
        }
        text.push_str(line);
        is_apart = is_heading;
    }
    text
}

/// Whether a line is a heading or an item of a list.
fn begins_block(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '\t']);
    let behind = line.trim_start_matches(['#', '*', '-', '+']);
    behind.len() < line.len() && behind.starts_with([' ', '\t']) || is_numbered(line)
}

/// `一、`, `（十二）`, `甲．`: numbers that are written as the text itself is.
fn is_numbered(line: &str) -> bool {
    let opened = line.trim_start_matches(['（', '(']);
    let behind = opened.trim_start_matches(|c| NUMERALS.contains(c));
    let length = opened.len() - behind.len();
    let is_number = (1..=NUMERAL_BYTES_MAX).contains(&length);
    is_number && behind.starts_with(['、', '．', '.', '）', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{query::tolerance::Tolerance, snippets::Marker};

    #[test]
    fn items_without_spaces_stay_apart() {
        let check = |body: &str, expected: &str| {
            let query = shared::query::parse("");
            let marker = Marker::new(&query, Tolerance::Strict);
            let shown = marker.snippet(&[without_markdown(body)]).marked.text;
            assert_eq!(shown, expected, "{body:?}");
        };
        check("- 项目一\n- 项目二", "项目一 项目二");
        check("* 项目一\n  * **项目二**\n+ 项目三", "项目一 项目二 项目三");
        check("# 标题\n正文", "标题 正文");
        check("一段\n\n二段\n---\n三段", "一段 二段 三段");
        check("- 很长的\n  项目\n- 二", "很长的项目 二");
        check("我们\n**必须**\n付款", "我们必须付款");
        check("> 引用\n> 的话", "引用的话");
        check(
            "一、项目\n二、项目\n十二、项目",
            "一、项目 二、项目 十二、项目",
        );
        check("1、项目\n2、项目", "1、项目 2、项目");
        check(
            "（一）项目\n(二)项目\n三．项目",
            "（一）项目 (二)项目 三．项目",
        );
        check(
            "见下：\n> 一、很长的\n> 项目\n甲）二",
            "见下： 一、很长的项目 甲）二",
        );
        check("我们\n一个月\n二月", "我们一个月二月");
        check("- pears\n- plums\n\nlate", "pears plums late");
    }

    #[test]
    fn marks_of_markdown_are_not_shown() {
        let text = without_markdown("# Call\n\n- **pears** late\n> `a_b`\n2 * 3 - 1");
        assert_eq!(text, "Call\n\npears late\na_b\n2 * 3 - 1");
    }
}

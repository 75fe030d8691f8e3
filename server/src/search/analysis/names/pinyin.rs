//! Chinese names by their sound: whole (`zhangwei`), by syllables, by initials (`zw`), with the
//! readings that surnames have of old. Tests: `tests.rs` beside `analysis/mod.rs`.

use super::Alias;
use crate::search::analysis::fold::fold;
use pinyin::ToPinyinMulti;
use std::ops::Range;

/// A name of a person has this many characters at most; longer ones are firms.
const PERSON_CHARS_MAX: usize = 4;
/// Of longer runs only the beginning is read.
const CHARS_MAX: usize = 16;
/// A stretch inside the name of a firm that has aliases of its own.
const STRETCH_CHARS: Range<usize> = 2..5;
/// Initials of a stretch inside a name say something from this many on.
const INITIALS_INSIDE_MIN: usize = 3;
/// Readings of a character that are tried.
const READINGS_MAX: usize = 3;
/// Readings of a whole name that are tried.
const WAYS_MAX: usize = 8;

/// Surnames that are read otherwise than the words they are written like; the usual reading of
/// those with two stands first.
const SURNAMES: [(&str, &[&str]); 46] = [
    ("单", &["shan"]),
    ("曾", &["zeng"]),
    ("仇", &["qiu"]),
    ("解", &["xie"]),
    ("任", &["ren"]),
    ("朴", &["piao", "pu"]),
    ("查", &["zha"]),
    ("盖", &["ge", "gai"]),
    ("乐", &["yue", "le"]),
    ("翟", &["zhai", "di"]),
    ("覃", &["qin", "tan"]),
    ("区", &["ou"]),
    ("繁", &["po"]),
    ("折", &["she"]),
    ("黑", &["he"]),
    ("重", &["chong"]),
    ("种", &["chong"]),
    ("洗", &["xian"]),
    ("冼", &["xian"]),
    ("缪", &["miao"]),
    ("员", &["yun"]),
    ("祭", &["zhai"]),
    ("隗", &["wei", "kui"]),
    ("燕", &["yan"]),
    ("应", &["ying"]),
    ("宁", &["ning"]),
    ("召", &["shao"]),
    ("卜", &["bu"]),
    ("秘", &["bi"]),
    ("逄", &["pang"]),
    ("郇", &["xun", "huan"]),
    ("郗", &["xi", "chi"]),
    ("谌", &["chen", "shen"]),
    ("晁", &["chao"]),
    ("幺", &["yao"]),
    ("哈", &["ha"]),
    ("阚", &["kan"]),
    ("曲", &["qu"]),
    ("都", &["du"]),
    ("车", &["che"]),
    ("沈", &["shen"]),
    ("石", &["shi"]),
    ("尉迟", &["yu chi"]),
    ("长孙", &["zhang sun"]),
    ("万俟", &["mo qi"]),
    ("令狐", &["ling hu"]),
];

/// Surnames of two characters that are read as they are written.
const DOUBLE_SURNAMES: [&str; 16] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "夏侯", "公孙", "慕容", "司徒", "南宫", "独孤",
    "端木", "宇文", "轩辕", "钟离",
];

/// Surnames of nearly all people, the most frequent ones first; a list of our own.
const COMMON_SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁\
    潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎\
    贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘\
    祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农\
    司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎\
    甄丛仲虞敖巩佘池查麻苑迟邝官封谈匡鞠荆乐冀郁胥班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘";

/// How the name that a run of simplified characters is can be typed, and which characters each
/// way stands for.
pub fn aliases(run: &[char]) -> Vec<Alias> {
    let run = &run[..run.len().min(CHARS_MAX)];
    let mut aliases = Vec::new();
    if run.len() <= PERSON_CHARS_MAX {
        let (surname, readings) = surname_of(run);
        for way in ways(&readings) {
            person(&way, surname, &mut aliases);
        }
        for (place, readings) in readings.iter().enumerate() {
            let syllables = readings.iter().cloned();
            aliases.extend(syllables.map(|text| Alias::new(text, place..place + 1)));
        }
    } else {
        let first = |c: &char| readings_of(*c).into_iter().next().unwrap_or_default();
        firm(&run.iter().map(first).collect::<Vec<_>>(), &mut aliases);
    }
    aliases.retain(|alias| !alias.text.is_empty());
    aliases.sort();
    aliases.dedup();
    aliases
}

/// How what may be a part of a longer name can be typed. Two initials are those of a whole name: what
/// begins with no surname has none.
pub fn of_part(run: &[char]) -> impl Iterator<Item = Alias> {
    let is_name = run.first().is_some_and(|&c| COMMON_SURNAMES.contains(c));
    let is_pair =
        |alias: &Alias| alias.text.len() < INITIALS_INSIDE_MIN && alias.end - alias.start > 1;
    aliases(run)
        .into_iter()
        .filter(move |alias| is_name || !is_pair(alias))
}

/// Whether a run could be typed so: one of its characters is read as it begins, or two side by side
/// begin with its first letters. Tells most names apart without making all ways to type them.
pub fn may_be_typed(run: &[char], typed: &str) -> bool {
    let is_read = |&c: &char| {
        let is_special = |(surname, _): &(&str, _)| surname.starts_with(c);
        let begins = |reading: &str| typed.starts_with(reading) || reading.starts_with(typed);
        // The vowel of `lü` is typed in several ways.
        readings(c).any(|reading| begins(reading.split('ü').next().unwrap_or_default()))
            || SURNAMES.iter().any(is_special)
    };
    let begins_with =
        |c: char, letter: Option<char>| readings(c).any(|it| it.chars().next() == letter);
    let mut letters = typed.chars();
    let (first, second) = (letters.next(), letters.next());
    let are_initials = |two: &[char]| begins_with(two[0], first) && begins_with(two[1], second);
    run.iter().any(is_read) || run.windows(2).any(are_initials)
}

fn readings(c: char) -> impl Iterator<Item = &'static str> {
    c.to_pinyin_multi()
        .into_iter()
        .flatten()
        .map(|reading| reading.plain())
}

/// The readings of each character, and how many characters are the surname.
fn surname_of(run: &[char]) -> (usize, Vec<Vec<String>>) {
    let mut readings: Vec<Vec<String>> = run.iter().map(|&c| readings_of(c)).collect();
    let text: String = run.iter().collect();
    let special = SURNAMES
        .iter()
        .rev()
        .find(|(surname, _)| run.len() > 1 && text.starts_with(surname));
    if let Some((_, ways)) = special {
        let size = ways.first().map_or(1, |way| way.split(' ').count());
        for (place, slot) in readings.iter_mut().enumerate().take(size) {
            *slot = ways
                .iter()
                .filter_map(|way| way.split(' ').nth(place).map(str::to_owned))
                .collect();
        }
        return (size, readings);
    }
    let is_double = run.len() > 2 && DOUBLE_SURNAMES.iter().any(|two| text.starts_with(two));
    (if is_double { 2 } else { 1 }, readings)
}

/// What a character can be read as, the usual way first; the vowel of `lü` in each spelling that
/// keyboards have for it.
fn readings_of(c: char) -> Vec<String> {
    let mut readings: Vec<String> = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let plain = reading.plain();
        let spelled = match plain.contains('ü') {
            true => vec![
                plain.replace('ü', "v"),
                fold(plain),
                plain.replace('ü', "yu"),
            ],
            false => vec![plain.to_owned()],
        };
        for reading in spelled {
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
    }
    readings.truncate(READINGS_MAX);
    readings
}

/// The combinations of readings, the usual one first.
fn ways(readings: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut ways = vec![Vec::new()];
    for readings in readings {
        let mut longer: Vec<Vec<String>> = Vec::new();
        let nothing = [String::new()];
        let readings = if readings.is_empty() {
            &nothing[..]
        } else {
            readings
        };
        for reading in readings {
            longer.extend(
                ways.iter()
                    .map(|way| [&way[..], std::slice::from_ref(reading)].concat()),
            );
        }
        longer.truncate(WAYS_MAX);
        ways = longer;
    }
    ways
}

fn initials(syllables: &[String]) -> String {
    syllables
        .iter()
        .filter_map(|syllable| syllable.chars().next())
        .collect()
}

/// The whole name in both orders, the given name, and the initials.
fn person(syllables: &[String], surname: usize, aliases: &mut Vec<Alias>) {
    let all = 0..syllables.len();
    let (family, given) = syllables.split_at(surname.min(syllables.len()));
    aliases.push(Alias::new(syllables.concat(), all.clone()));
    aliases.push(Alias::new(family.concat(), 0..family.len()));
    if given.is_empty() {
        return;
    }
    let reversed = [given, family].concat().concat();
    aliases.push(Alias::new(reversed, all.clone()));
    aliases.push(Alias::new(given.concat(), family.len()..all.end));
    aliases.push(Alias::new(initials(syllables), all));
}

/// The whole name, its tails and short stretches, and the initials.
fn firm(syllables: &[String], aliases: &mut Vec<Alias>) {
    let count = syllables.len();
    for start in 0..count {
        let tail = &syllables[start..];
        aliases.push(Alias::new(tail.concat(), start..count));
        aliases.push(Alias::new(syllables[start].clone(), start..start + 1));
        if tail.len() >= INITIALS_INSIDE_MIN {
            aliases.push(Alias::new(initials(tail), start..count));
        }
        for size in STRETCH_CHARS.filter(|&size| size < tail.len()) {
            let stretch = &tail[..size];
            aliases.push(Alias::new(stretch.concat(), start..start + size));
            if start == 0 || size >= INITIALS_INSIDE_MIN {
                aliases.push(Alias::new(initials(stretch), start..start + size));
            }
        }
    }
}

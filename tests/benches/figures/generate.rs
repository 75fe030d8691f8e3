//! Generated customers and texts in three languages, the same on every run: a fixed seed, words by
//! a Zipf-like law, so that some are frequent and most are rare, as in real notes.

use shared::{
    api::contact::{ContactCreate, Email, Phone},
    model::LifecycleStage,
};

/// Different rare words.
const RARE_WORDS: usize = 400_000;
/// One word in so many is rare.
const RARE_WORD_EVERY: usize = 6;

/// A small deterministic generator (SplitMix64, Steele et al. 2014).
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or_default()
    }

    /// An item, all equally likely.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// An item, the first ones much likelier: the square of an even draw.
    pub fn pick_skewed<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        let draw = self.below(10_000) as f64 / 10_000.0;
        items[((draw * draw) * items.len() as f64) as usize]
    }
}

/// A language of generated text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    Spanish,
    Chinese,
}

const ENGLISH: &[&str] = &[
    "the",
    "and",
    "to",
    "we",
    "of",
    "for",
    "in",
    "is",
    "on",
    "with",
    "that",
    "they",
    "will",
    "be",
    "order",
    "price",
    "delivery",
    "customer",
    "table",
    "invoice",
    "week",
    "sample",
    "quote",
    "phone",
    "meeting",
    "offer",
    "production",
    "wood",
    "oak",
    "walnut",
    "chair",
    "shelf",
    "shop",
    "window",
    "contract",
    "payment",
    "discount",
    "warehouse",
    "transport",
    "delay",
    "complaint",
    "repair",
    "catalogue",
    "measure",
    "drawing",
    "colour",
    "varnish",
    "drawer",
    "handle",
    "hinge",
    "bracket",
    "architect",
    "designer",
    "builder",
    "hotel",
    "restaurant",
    "office",
    "school",
    "museum",
    "library",
    "kitchen",
    "bathroom",
    "bedroom",
    "garden",
    "balcony",
    "staircase",
    "floor",
    "ceiling",
    "panel",
    "veneer",
    "plywood",
    "bamboo",
    "cherry",
    "maple",
    "birch",
    "beech",
    "cedar",
    "larch",
    "ash",
    "schedule",
    "deadline",
    "holiday",
    "season",
    "spring",
    "autumn",
    "budget",
    "approval",
    "signature",
    "insurance",
    "guarantee",
    "certificate",
    "inspection",
    "quality",
    "defect",
    "scratch",
    "packaging",
    "pallet",
    "container",
    "customs",
    "harbour",
    "courier",
    "receipt",
    "deposit",
    "balance",
    "transfer",
    "supplier",
    "partner",
    "competitor",
    "exhibition",
    "brochure",
    "website",
    "newsletter",
    "campaign",
    "referral",
    "feedback",
    "survey",
    "satisfaction",
    "renewal",
    "upgrade",
    "installation",
    "training",
];

const SPANISH: &[&str] = &[
    "el",
    "la",
    "de",
    "que",
    "y",
    "en",
    "los",
    "para",
    "con",
    "una",
    "por",
    "se",
    "del",
    "las",
    "pedido",
    "precio",
    "entrega",
    "cliente",
    "mesa",
    "factura",
    "semana",
    "muestra",
    "presupuesto",
    "teléfono",
    "reunión",
    "oferta",
    "producción",
    "madera",
    "roble",
    "nogal",
    "silla",
    "estantería",
    "tienda",
    "ventana",
    "contrato",
    "pago",
    "descuento",
    "almacén",
    "transporte",
    "retraso",
    "queja",
    "reparación",
    "catálogo",
    "medida",
    "plano",
    "color",
    "barniz",
    "cajón",
    "tirador",
    "bisagra",
    "arquitecta",
    "diseñador",
    "constructor",
    "hotel",
    "restaurante",
    "oficina",
    "escuela",
    "museo",
    "biblioteca",
    "cocina",
    "baño",
    "dormitorio",
    "jardín",
    "balcón",
    "escalera",
    "suelo",
    "techo",
    "tablero",
    "chapa",
    "contrachapado",
    "bambú",
    "cerezo",
    "arce",
    "abedul",
    "haya",
    "cedro",
    "fresno",
    "calendario",
    "plazo",
    "vacaciones",
    "temporada",
    "primavera",
    "otoño",
    "aprobación",
    "firma",
    "seguro",
    "garantía",
    "certificado",
    "inspección",
    "calidad",
    "defecto",
    "arañazo",
    "embalaje",
    "palé",
    "contenedor",
    "aduana",
    "puerto",
    "mensajero",
    "recibo",
    "señal",
    "saldo",
    "transferencia",
    "proveedor",
    "socio",
    "competencia",
    "exposición",
    "folleto",
    "boletín",
    "campaña",
    "encuesta",
    "satisfacción",
    "renovación",
    "mejora",
    "instalación",
    "formación",
    "recomendación",
    "opinión",
];

const CHINESE: &[&str] = &[
    "的",
    "我们",
    "了",
    "在",
    "客户",
    "和",
    "这个",
    "已经",
    "需要",
    "可以",
    "订单",
    "价格",
    "交货",
    "桌子",
    "发票",
    "星期",
    "样品",
    "报价",
    "电话",
    "会议",
    "生产",
    "木材",
    "橡木",
    "胡桃木",
    "椅子",
    "书架",
    "商店",
    "窗户",
    "合同",
    "付款",
    "折扣",
    "仓库",
    "运输",
    "延误",
    "投诉",
    "维修",
    "目录",
    "尺寸",
    "图纸",
    "颜色",
    "清漆",
    "抽屉",
    "把手",
    "铰链",
    "建筑师",
    "设计师",
    "酒店",
    "餐厅",
    "办公室",
    "学校",
    "博物馆",
    "图书馆",
    "厨房",
    "浴室",
    "卧室",
    "花园",
    "阳台",
    "楼梯",
    "地板",
    "天花板",
    "面板",
    "竹子",
    "樱桃木",
    "枫木",
    "桦木",
    "榉木",
    "雪松",
    "日程",
    "截止日期",
    "假期",
    "季节",
    "春天",
    "秋天",
    "预算",
    "批准",
    "签字",
    "保险",
    "保修",
    "证书",
    "检验",
    "质量",
    "缺陷",
    "划痕",
    "包装",
    "托盘",
    "集装箱",
    "海关",
    "港口",
    "快递",
    "收据",
    "定金",
    "余额",
    "转账",
    "供应商",
    "合作伙伴",
    "展览会",
    "宣传册",
    "网站",
    "活动",
    "推荐",
    "反馈",
    "调查",
    "满意",
    "续约",
    "升级",
    "安装",
    "培训",
];

const FIRST_NAMES: [&[&str]; 3] = [
    &[
        "Emma", "Oliver", "Grace", "Henry", "Sophie", "Jack", "Ruth", "Samuel", "Nora", "Walter",
    ],
    &[
        "Lucía", "Mateo", "Martina", "Hugo", "Inés", "Íñigo", "Carmen", "Álvaro", "Begoña", "José",
    ],
    &["伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "杰"],
];

const LAST_NAMES: [&[&str]; 3] = [
    &[
        "Smith", "Baker", "Turner", "Cooper", "Wright", "Fletcher", "Mason", "Hughes", "Ellis",
        "Byrne",
    ],
    &[
        "García",
        "Fernández",
        "López",
        "Ibáñez",
        "Núñez",
        "Etxeberria",
        "Romero",
        "Vidal",
        "Soler",
        "Peña",
    ],
    &["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴"],
];

/// The language of the document with this number.
pub fn language(number: usize) -> Language {
    match number % 3 {
        0 => Language::English,
        1 => Language::Spanish,
        _ => Language::Chinese,
    }
}

/// A text of `words` words with a number of its own in it.
pub fn text(random: &mut Random, number: usize, words: usize) -> String {
    let (vocabulary, gap) = match language(number) {
        Language::English => (ENGLISH, " "),
        Language::Spanish => (SPANISH, " "),
        Language::Chinese => (CHINESE, ""),
    };
    let mut text = String::with_capacity(words * 8);
    for at in 0..words {
        match random.below(RARE_WORD_EVERY) {
            0 if gap == " " => text.push_str(&rare_word(random)),
            _ => text.push_str(random.pick_skewed(vocabulary)),
        }
        text.push_str(if at % 12 == 11 { ". " } else { gap });
    }
    text.push_str(&format!(" NW-{number:06}"));
    text
}

/// A word of its own of four or more letters: names, codes and slips make most of the words of real
/// texts, and each of them is rare.
fn rare_word(random: &mut Random) -> String {
    const BEGIN: [&str; 16] = [
        "b", "br", "c", "ch", "d", "f", "g", "h", "l", "m", "n", "p", "qu", "s", "t", "v",
    ];
    const CORE: [&str; 16] = [
        "an", "ar", "e", "el", "en", "er", "i", "il", "in", "is", "o", "on", "or", "u", "um", "ac",
    ];
    let draw = random.below(1_000_000) as f64 / 1_000_000.0;
    let mut rank = ((RARE_WORDS as f64).powf(draw)) as usize;
    let mut word = String::new();
    while word.len() < 4 || rank > 0 {
        word.push_str(BEGIN[rank % 16]);
        word.push_str(CORE[rank / 16 % 16]);
        rank /= 256;
    }
    word
}

/// A contact with a name, an address, a number and a stage.
pub fn contact(random: &mut Random, number: usize) -> ContactCreate {
    let language = number % 3;
    let stage = LifecycleStage::ALL[random.below(4)];
    ContactCreate {
        first_name: format!("{} {}", random.pick(FIRST_NAMES[language]), number % 977),
        last_name: format!("{}{}", random.pick(LAST_NAMES[language]), number % 1_009),
        title: random.pick_skewed(ENGLISH).to_owned(),
        emails: vec![Email {
            address: format!("person{number}@firm{}.example", number % 5_003),
            kind: Default::default(),
        }],
        phones: vec![Phone {
            number: format!("+34 6{:08}", number),
            kind: Default::default(),
        }],
        tags: vec![random.pick_skewed(ENGLISH).to_owned()],
        stage: Some(stage),
        ..Default::default()
    }
}

//! Where the words of a PDF page stand. A page is a list of "move the pen" and "show these letters";
//! spaces and line ends are often not written but left by moving the pen, so they are told from how
//! far it moved (ISO 32000-1, 9.4). Tests: `tests/`.

use super::pdf_fonts::Font;
use lopdf::Object;
use std::rc::Rc;

/// States put aside, one inside the other.
const STATES_MAX: usize = 64;
/// A move along the line of more than this share of the letters' size is a space.
const SPACE: f32 = 0.17;
/// A move back by more than this begins another word.
const BACK: f32 = -0.8;
/// A move across the line of more than this is another line.
const LINE: f32 = 0.5;
/// Bytes of text of one page.
const PAGE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Characters from here on need no spaces between words.
const CJK_FIRST: char = '\u{2e80}';

/// `x' = ax + cy + e`, `y' = bx + dy + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Matrix([f32; 6]);

impl Matrix {
    const NONE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this one, then the other.
    fn then(self, next: Self) -> Self {
        let Self([a, b, c, d, e, f]) = self;
        let Self([na, nb, nc, nd, ne, nf]) = next;
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    fn moved(self, x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }

    fn read(operands: &[Object]) -> Option<Self> {
        let mut numbers = [0.0; 6];
        for (number, operand) in numbers.iter_mut().zip(operands.get(..6)?) {
            *number = operand.as_float().ok()?;
        }
        Some(Self(numbers))
    }
}

#[derive(Clone)]
struct State<'a> {
    font: Option<Rc<Font<'a>>>,
    size: f32,
    character_space: f32,
    word_space: f32,
    scale: f32,
    leading: f32,
    page: Matrix,
}

/// Where the last letters ended.
#[derive(Clone, Copy)]
struct End {
    x: f32,
    y: f32,
}

/// The text of a page.
pub struct PageText<'a> {
    text: String,
    state: State<'a>,
    aside: Vec<State<'a>>,
    /// States put aside beyond the limit: not kept, but counted.
    beyond: usize,
    pen: Matrix,
    line: Matrix,
    end: Option<End>,
}

impl Default for PageText<'_> {
    fn default() -> Self {
        Self {
            text: String::new(),
            state: State {
                font: None,
                size: 0.0,
                character_space: 0.0,
                word_space: 0.0,
                scale: 1.0,
                leading: 0.0,
                page: Matrix::NONE,
            },
            aside: Vec::new(),
            beyond: 0,
            pen: Matrix::NONE,
            line: Matrix::NONE,
            end: None,
        }
    }
}

impl<'a> PageText<'a> {
    /// The text.
    pub fn finish(self) -> String {
        self.text
    }

    /// Letters come in this font from now on.
    pub fn set_font(&mut self, font: Option<Rc<Font<'a>>>, size: Option<&Object>) {
        self.state.font = font;
        self.state.size = size
            .and_then(|size| size.as_float().ok())
            .unwrap_or_default();
    }

    /// A drawing begins; its own measure applies until [`Self::leave`].
    pub fn enter(&mut self, matrix: Option<&Object>) {
        self.put_aside();
        let matrix = matrix.and_then(|matrix| matrix.as_array().ok());
        if let Some(matrix) = matrix.and_then(|matrix| Matrix::read(matrix)) {
            self.state.page = matrix.then(self.state.page);
        }
    }

    /// A drawing ends.
    pub fn leave(&mut self) {
        self.take_back();
    }

    /// Does what an operator says; those that do not move the pen are passed over.
    pub fn operate(&mut self, operator: &str, operands: &[Object]) {
        let number = |place: usize| {
            let operand: Option<&Object> = operands.get(place);
            operand
                .and_then(|operand| operand.as_float().ok())
                .unwrap_or_default()
        };
        match operator {
            "q" => self.put_aside(),
            "Q" => self.take_back(),
            "cm" => {
                if let Some(matrix) = Matrix::read(operands) {
                    self.state.page = matrix.then(self.state.page);
                }
            }
            "BT" => self.place(Matrix::NONE),
            "Tm" => self.place(Matrix::read(operands).unwrap_or(Matrix::NONE)),
            "Td" => self.place(self.line.moved(number(0), number(1))),
            "TD" => {
                self.state.leading = -number(1);
                self.place(self.line.moved(number(0), number(1)));
            }
            "T*" => self.next_line(),
            "TL" => self.state.leading = number(0),
            "Tc" => self.state.character_space = number(0),
            "Tw" => self.state.word_space = number(0),
            "Tz" => self.state.scale = number(0) / 100.0,
            "Tj" => self.show_operand(operands.first()),
            "'" => {
                self.next_line();
                self.show_operand(operands.first());
            }
            "\"" => {
                self.state.word_space = number(0);
                self.state.character_space = number(1);
                self.next_line();
                self.show_operand(operands.get(2));
            }
            "TJ" => self.show_list(operands.first()),
            _ => {}
        }
    }

    fn put_aside(&mut self) {
        if self.aside.len() < STATES_MAX {
            self.aside.push(self.state.clone());
        } else {
            self.beyond += 1;
        }
    }

    fn take_back(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(state) = self.aside.pop() {
            self.state = state;
        }
    }

    fn place(&mut self, matrix: Matrix) {
        self.line = matrix;
        self.pen = matrix;
    }

    fn next_line(&mut self) {
        self.place(self.line.moved(0.0, -self.state.leading));
    }

    fn show_list(&mut self, list: Option<&Object>) {
        let items = list.and_then(|list| list.as_array().ok());
        for item in items.into_iter().flatten() {
            match item.as_float() {
                Ok(back) => {
                    let by = -back / 1_000.0 * self.state.size * self.state.scale;
                    self.pen = self.pen.moved(by, 0.0);
                }
                Err(_) => self.show_operand(Some(item)),
            }
        }
    }

    fn show_operand(&mut self, operand: Option<&Object>) {
        let bytes = operand.and_then(|operand| operand.as_str().ok());
        let (Some(bytes), Some(font)) = (bytes, self.state.font.clone()) else {
            return;
        };
        if self.text.len() > PAGE_BYTES_MAX {
            return;
        }
        let shown = font.decode(bytes);
        if shown.is_empty() {
            return;
        }
        self.separate(&shown);
        self.text.push_str(&shown);
        let advance = font.advance(bytes);
        let state = &self.state;
        let spaced = advance.characters as f32 * state.character_space
            + advance.spaces as f32 * state.word_space;
        let by = (advance.width / 1_000.0 * state.size + spaced) * state.scale;
        self.pen = self.pen.moved(by, 0.0);
        let Matrix([.., x, y]) = self.pen.then(self.state.page);
        self.end = Some(End { x, y });
    }

    /// Puts a space or a line end where the pen has moved since the last letters.
    fn separate(&mut self, shown: &str) {
        let Some(end) = self.end else {
            return;
        };
        let Matrix([a, b, c, d, x, y]) = self.pen.then(self.state.page);
        let size = (c.hypot(d) * self.state.size).abs().max(f32::EPSILON);
        let length = a.hypot(b).max(f32::EPSILON);
        let (dx, dy) = (x - end.x, y - end.y);
        let along = (dx * a + dy * b) / length / size;
        let across = (dy * a - dx * b) / length / size;
        if across.abs() > LINE {
            self.end_line(shown);
            return;
        }
        let is_moved = !(BACK..=SPACE).contains(&along);
        let last = self.text.chars().next_back().unwrap_or(' ');
        let is_open = !last.is_whitespace() && last < CJK_FIRST;
        if is_moved && is_open && !shown.starts_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }

    /// A word that was cut at the end of a line is joined again.
    fn end_line(&mut self, shown: &str) {
        let mut last = self.text.trim_end().chars().rev();
        let is_cut = last.next() == Some('-')
            && last.next().is_some_and(char::is_lowercase)
            && shown.starts_with(char::is_lowercase);
        let length = self.text.trim_end().len();
        if is_cut {
            self.text.truncate(length - 1);
        } else if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

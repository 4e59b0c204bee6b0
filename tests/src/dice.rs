//! What property tests throw: numbers, orders, and texts that were tampered with.

#![allow(clippy::indexing_slicing)]

/// A small generator of numbers: what proptest shrinks is the seed alone.
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 up to, but not including, the number of sides; 0 where there are none.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides.max(1)
    }

    /// One of several things.
    ///
    /// # Panics
    /// Where there are none.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len())]
    }

    /// Brings things into another order.
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for i in (1..all.len()).rev() {
            let j = self.roll(i + 1);
            all.swap(i, j);
        }
    }
}

/// Words, numbers and single characters.
fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for c in text.chars() {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        match out.last_mut() {
            Some(last) if word(c) && last.ends_with(word) => last.push(c),
            _ => out.push(c.to_string()),
        }
    }
    out
}

const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\"\"\"",
    "=",
    "->",
    ",",
    ";",
    ":",
    "..",
    "@",
    "\n",
    "\\(",
    "service",
    "secrets.x",
    "self.http",
    "1Gi",
    "9999999999",
    "-1",
    "if",
    "for",
    "else",
    "then",
    "in",
    "extends",
    "environment",
    "add",
    "remove",
    "template t(a string) { extends t(a) }\n",
    "for i in 1..99999 { ",
    "a[0]",
    "join(",
    "let x = x\n",
    "param p int\n",
    "\u{0}",
    "é",
    "\"\\(secrets.token)\"",
];

/// The text with a few of its words taken out, doubled, moved or replaced.
#[must_use]
pub fn mutate(text: &str, dice: &mut Dice) -> String {
    let mut all = tokens(text);
    for _ in 0..=dice.roll(4) {
        if all.is_empty() {
            break;
        }
        let (i, j) = (dice.roll(all.len()), dice.roll(all.len()));
        match dice.roll(5) {
            0 => {
                all.remove(i);
            }
            1 => {
                let copy = all[j].clone();
                all.insert(i, copy);
            }
            2 => all.swap(i, j),
            3 => all[i] = PIECES[dice.roll(PIECES.len())].to_owned(),
            // A whole stretch goes.
            _ => {
                let end = (i + dice.roll(40)).min(all.len());
                all.drain(i..end);
            }
        }
    }
    all.concat()
}

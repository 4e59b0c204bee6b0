//! The vocabulary: every word of the language, as data.
//!
//! The grammar has one statement form and no words; this table has the words. Matching,
//! checking, identity and merging of layers, completion, hover, the reference pages and the editor
//! grammars all read it. One file for each kind of block; a new kind adds one file and one line
//! to the list of tables.

mod account;
mod app;
mod config;
mod cron;
mod entry;
mod fields;
mod helper;
mod image;
mod in_words;
mod layers;
mod network;
mod placement;
mod probe;
mod route;
mod scale;
mod secrets;
mod security;
mod service;
mod steps;
mod table;
mod types;
mod workload;

pub use self::entry::{Foreign, Form, Label, Sign, Slot, Word};
pub use self::in_words::{blocks, identity, layering, takes, type_words, ways};
pub use self::service::{COMING, FOREIGN_SERVICE_WORDS};
pub use self::table::{key_of, path_of, word};
pub use self::types::{BlockKind, Head, Key, Late, Merge, Mode, RefKind, Role, Ty};

/// All tables, one for each kind.
fn tables() -> [&'static [Word]; 18] {
    [
        app::WORDS,
        layers::WORDS,
        secrets::WORDS,
        config::WORDS,
        image::WORDS,
        steps::WORDS,
        service::WORDS,
        workload::WORDS,
        cron::WORDS,
        security::WORDS,
        helper::WORDS,
        network::WORDS,
        placement::WORDS,
        scale::WORDS,
        account::WORDS,
        probe::WORDS,
        route::WORDS,
        fields::WORDS,
    ]
}

/// All words, in the order of the tables.
pub fn words() -> impl Iterator<Item = &'static Word> {
    tables().into_iter().flatten()
}

/// The words that may stand in a block.
pub fn words_in(block: BlockKind) -> impl Iterator<Item = &'static Word> {
    words().filter(move |w| w.within.contains(&block))
}

/// How a form is written, for messages and the reference: `copy SRC DST [from FROM]`.
#[must_use]
pub fn written(word: &Word, form: &Form) -> String {
    let slot = |s: &Slot| {
        let inner = match s.mode {
            Mode::Choice(words) => words.join("|"),
            Mode::NewName | Mode::Key | Mode::Reference(_) | Mode::Expr => s.name.to_uppercase(),
        };
        let inner = if s.variadic { format!("{inner} …") } else { inner };
        if s.optional { format!("[{inner}]") } else { inner }
    };
    let mut out = vec![word.spelling().to_owned()];
    out.extend(form.selector.map(str::to_owned));
    out.extend(form.slots.iter().map(slot));
    for l in form.labels {
        let inner: Vec<String> = std::iter::once(l.word.to_owned()).chain(l.slots.iter().map(slot)).collect();
        out.push(if l.required { inner.join(" ") } else { format!("[{}]", inner.join(" ")) });
    }
    out.extend(form.flags.iter().map(|f| format!("[{f}]")));
    match word.sign {
        Sign::None => {}
        Sign::OptionalEquals(_) => out.push(String::from("[= value]")),
        Sign::Equals(_) => out.push(String::from("= value")),
        Sign::Arrow(_) => out.push(String::from("-> service.port")),
    }
    if let Some(_kind) = word.block {
        out.push(String::from(if word.block_required { "{ … }" } else { "[{ … }]" }));
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_words_of_a_block_look_alike() {
        for w in words() {
            for b in w.within {
                let same = words_in(*b).filter(|o| o.head == w.head).count();
                assert_eq!(same, 1, "{} in {}", w.spelling(), b.described());
            }
        }
    }

    #[test]
    fn the_first_word_picks_the_form() {
        for w in words() {
            let mut selectors: Vec<_> = w.forms.iter().map(|f| f.selector).collect();
            let all = selectors.len();
            selectors.sort_unstable();
            selectors.dedup();
            assert_eq!(selectors.len(), all, "{}", w.spelling());
            for f in w.forms {
                let mut words: Vec<_> = f.labels.iter().map(|l| l.word).chain(f.flags.iter().copied()).collect();
                let all = words.len();
                words.sort_unstable();
                words.dedup();
                assert_eq!(words.len(), all, "labels and flags of {}", w.spelling());
                let optional_then_required = f.slots.windows(2).any(|p| p[0].optional && !p[1].optional);
                assert!(!optional_then_required, "required slots of {} come first", w.spelling());
            }
        }
    }

    #[test]
    fn every_word_is_documented() {
        for w in words() {
            assert!(!w.doc.is_empty() && !w.example.is_empty(), "{}", w.spelling());
            assert!(!w.doc.ends_with('.') && w.doc.len() <= 110, "one line for {}: {}", w.spelling(), w.doc);
        }
    }
}

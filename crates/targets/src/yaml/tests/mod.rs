//! The writer, seen from outside: values in, text out, and the text read back.

mod origins;
mod readers;
mod scalars;
mod shapes;

use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use serde::Serialize;

use super::{Document, Error, write};

/// The text of a value, with marks off.
fn text<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    let document: Document<u32> = write(value, &())?;
    assert_eq!(document.lines, []);
    Ok(document.text)
}

/// Strings that readers disagree on, or that break a style.
fn nasty_string() -> BoxedStrategy<String> {
    prop_oneof![
        // Any characters at all.
        4 => any::<String>(),
        // What numbers, dates and times are made of, and base 60.
        4 => "[-+]?[0-9_.,:]{1,8}([eE][-+]?[0-9]{0,2})?",
        2 => "[-+]?0[xXoObB]?[0-9a-fA-F_]{0,6}",
        2 => "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9:.]{0,8}(Z|[-+][0-9]{1,2})?)?",
        2 => "[-+]?[.]?([iI][nN][fF]|[nN][aA][nN])",
        3 => "(?i:y|n|yes|no|on|off|true|false|null|~|<<|=|)",
        // Indicators, blanks and line breaks around letters.
        6 => "[-?:,\\[\\]{}#&*!|>'\"%@` \\t\\na.]{0,8}",
        6 => "[ \\t\\n#:a-]{0,12}",
        // Whole lines, as in scripts and configuration files.
        4 => "(\\t| {0,3})?([a-z#:-]{0,4} ?[a-z]{0,3}(\\n{1,3}|)){1,5}",
        // Control characters, other line breaks, and marks that show nothing.
        2 => "[\\x00-\\x1F\\x7F-\\xA0\u{2028}\u{2029}\u{FEFF}\u{FFFE}\u{FFFF}\u{200E}\u{202E}é😀a\\n ]{1,5}",
        1 => "(---|\\.\\.\\.)[ a\\n]{0,3}",
        // Longer than an implicit key may be.
        1 => "[a ]{100,300}",
        1 => Just("C:\\path\\\"quoted\"".to_owned()),
    ]
    .boxed()
}

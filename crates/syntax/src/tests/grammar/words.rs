//! What the grammar says in words, `? … ?`, and what it means to a generator. Words that are not
//! listed here fail the tests: somebody has to say what they mean.

use super::{derive::Rng, render::Kind, render::Token};

#[derive(Debug)]
pub(super) enum Words {
    /// One of these characters.
    OneOf(&'static str),
    /// Nothing, where the statements' block or the file ends.
    End,
    /// A condition on what stands before it, for [`holds`]; or a mark that the deriver knows.
    Check,
}

const WHOLE: &str = "a whole number of bytes, of thousandths of a CPU or of milliseconds, of 64 bits";
const QUOTES: &str = "no '\"\"\"' inside, no '\"' at the end";

impl Words {
    pub(super) fn of(words: &str) -> Self {
        match words {
            "a to z, A to Z" => Self::OneOf("abcxyzABCXYZ"),
            "0 to 9" => Self::OneOf("0123456789"),
            "1 to 9" => Self::OneOf("123456789"),
            "0 to 7" => Self::OneOf("01234567"),
            "a to f, A to F" => Self::OneOf("abcdefABCDEF"),
            "any character but LF" => Self::OneOf("ab01 -_/{}()[],;:=$'ü→🚢"),
            "any character but LF, '\"' and \"\\\"" => Self::OneOf("ab01 -_/{}()[],;:=$'#ü→🚢\t"),
            "any character but \"\\\", LF too" => Self::OneOf("ab01 -_/{}()\"\n#$ü→🚢\t"),
            "before \"}\"" | "the end of the file" => Self::End,
            "tight"
            | "no map"
            | "a Unicode scalar value"
            | "the largest unit first, each once"
            | "no other form, no slip"
            | WHOLE
            | QUOTES => Self::Check,
            _ => panic!("nobody has said what `? {words} ?` means: say it here"),
        }
    }
}

pub(super) fn letter(all: &str, rng: &mut Rng) -> String {
    all.chars().nth(rng.below(all.chars().count())).map(String::from).unwrap_or_default()
}

/// Whether the words hold of a token's text, or of tokens.
pub(super) fn holds(words: &str, text: &str, tokens: &[Token]) -> bool {
    match words {
        "a Unicode scalar value" => u32::from_str_radix(text, 16).ok().and_then(char::from_u32).is_some(),
        "the largest unit first, each once" => {
            let units: Vec<&str> =
                text.split(|c: char| c.is_ascii_digit() || c == '_').filter(|u| !u.is_empty()).collect();
            let ranks: Vec<_> =
                units.iter().map(|u| ["d", "h", "min", "s", "ms"].iter().position(|o| o == u)).collect();
            ranks.is_sorted_by(|a, b| a < b)
        }
        WHOLE => is_whole(text),
        QUOTES => {
            let inner = text.strip_prefix("\"\"\"").and_then(|t| t.strip_suffix("\"\"\"")).unwrap_or_default();
            !inner.contains("\"\"\"") && !inner.ends_with('"')
        }
        "no other form, no slip" => begins_no_other(tokens) && !has_slip(tokens),
        _ => true,
    }
}

/// As the text of the grammar has it: thousands, 1024s, and a fraction that leaves nothing over.
fn is_whole(text: &str) -> bool {
    let text = text.replace('_', "");
    let at = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let power = |c: Option<char>| "KMGTP".chars().position(|p| Some(p) == c).map_or(0, |n| n as u32 + 1);
    let factor: u128 = match unit {
        "s" => 1000,
        "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        "m" | "ms" | "B" => 1,
        u if u.contains('i') => 1024u128.pow(power(u.chars().next())),
        u => 1000u128.pow(power(u.chars().next())),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let scale = 10u128.pow(fraction.len() as u32);
    let Ok(all) = format!("{whole}{fraction}").parse::<u128>() else { return false };
    (all * factor).is_multiple_of(scale) && all * factor / scale <= u128::from(u64::MAX)
}

/// A plain statement begins with a word of another form only before `=`, `->` or a block, and with
/// `if` and `for` not before a block. `for` may stand before a number. `else` goes on with an `if`
/// unless `=` follows.
fn begins_no_other(tokens: &[Token]) -> bool {
    let Some(first) = tokens.first().filter(|t| t.kind == Kind::Word) else { return true };
    let next = tokens.get(1).map(|t| t.text.as_str());
    match first.text.as_str() {
        "else" => next == Some("="),
        "use" | "let" | "param" | "template" => matches!(next, Some("=" | "->" | "{")),
        "if" => matches!(next, Some("=" | "->")),
        "for" => matches!(next, Some("=" | "->")) || tokens.get(1).is_some_and(|t| t.kind == Kind::Number),
        _ => true,
    }
}

/// `a, b "x"`: a `,` before a word that something else follows is a slip for `;`. Only where it is
/// no bracket's.
fn has_slip(tokens: &[Token]) -> bool {
    let mut depth = 0;
    for (i, t) in tokens.iter().enumerate() {
        match t.text.as_str() {
            "(" | "[" | "{" if t.kind == Kind::Sign => depth += 1,
            ")" | "]" | "}" if t.kind == Kind::Sign => depth -= 1,
            "," if depth == 0 && t.kind == Kind::Sign => {
                let (Some(word), Some(after)) = (tokens.get(i + 1), tokens.get(i + 2)) else { continue };
                let follows = matches!(after.kind, Kind::Number | Kind::String)
                    || (after.kind == Kind::Sign && ["=", "(", "[", "{"].contains(&after.text.as_str()));
                if word.kind == Kind::Word && follows {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

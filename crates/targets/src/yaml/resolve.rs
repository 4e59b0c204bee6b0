//! What a plain scalar means to a reader: is it a string to all of them?
//!
//! A reader gives a plain scalar its type by its spelling. YAML 1.1's type repository
//! (yaml.org/type), the core schema of YAML 1.2 (§10.3.2) and the readers in use each know
//! other spellings. Here is a language that holds all of theirs, so what stands outside of
//! it is a string everywhere:
//!
//! - letter case never counts, though most readers know three spellings of a word only;
//! - `_` and `,` between digits never count: Go's reader drops every `_` before it looks,
//!   Ruby's reads `1,000` as a number;
//! - base 60 takes any digits, not only those up to 59: a person who reads `8080:80` can't
//!   tell where the limit is;
//! - a mantissa may have several dots, as in the repository's expression for floats, so
//!   `1.2.3` and `10.0.0.1` are quoted.

/// Whether some reader takes this plain scalar for anything but a string.
pub(super) fn is_retyped(scalar: &str) -> bool {
    is_word(scalar) || is_number(scalar) || is_timestamp(scalar)
}

/// Null, booleans, and YAML 1.1's merge key and default value key.
fn is_word(scalar: &str) -> bool {
    const WORDS: [&str; 13] = ["", "~", "null", "y", "n", "yes", "no", "on", "off", "true", "false", "<<", "="];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(scalar))
}

/// Whole numbers of any base, fractions, exponents, base 60, infinities and not-a-number.
fn is_number(scalar: &str) -> bool {
    // The spellings without a dot are no YAML, but readers that ask their language's own
    // number parser take them.
    const SPECIAL: [&str; 5] = [".inf", ".nan", "inf", "nan", "infinity"];

    let unsigned = scalar.strip_prefix(['+', '-']).unwrap_or(scalar);
    if SPECIAL.iter().any(|word| word.eq_ignore_ascii_case(unsigned)) {
        return true;
    }
    // Go's reader asks for a digit, a dot or a sign first, and only then drops each `_`.
    if unsigned.len() == scalar.len() && scalar.starts_with('_') {
        return false;
    }
    unsigned
        .bytes()
        .filter(|byte| !matches!(byte, b'_' | b','))
        .try_fold(Number::Start, Number::step)
        .is_some_and(Number::is_complete)
}

/// How much of a number has been read.
#[derive(Clone, Copy)]
enum Number {
    Start,
    Zero,
    Whole,
    Hexadecimal,
    /// Octal or binary, with any digits.
    Radix,
    Fraction,
    Sexagesimal,
    Exponent,
    ExponentSign,
    ExponentDigits,
}

impl Number {
    fn step(self, byte: u8) -> Option<Self> {
        Some(match (self, byte) {
            (Self::Start, b'0') => Self::Zero,
            (Self::Zero, b'x' | b'X') => Self::Hexadecimal,
            (Self::Zero, b'o' | b'O' | b'b' | b'B') => Self::Radix,
            (Self::Hexadecimal, digit) if digit.is_ascii_hexdigit() => Self::Hexadecimal,
            (Self::Radix, b'0'..=b'9') => Self::Radix,
            (Self::Start | Self::Zero | Self::Whole, b'0'..=b'9') => Self::Whole,
            (Self::Start | Self::Zero | Self::Whole | Self::Sexagesimal, b'.')
            | (Self::Fraction, b'0'..=b'9' | b'.') => Self::Fraction,
            (Self::Zero | Self::Whole, b':') | (Self::Sexagesimal, b'0'..=b'9' | b':') => Self::Sexagesimal,
            (Self::Zero | Self::Whole | Self::Fraction, b'e' | b'E') => Self::Exponent,
            (Self::Exponent, b'+' | b'-') => Self::ExponentSign,
            (Self::Exponent | Self::ExponentSign | Self::ExponentDigits, b'0'..=b'9') => Self::ExponentDigits,
            _ => return None,
        })
    }

    fn is_complete(self) -> bool {
        !matches!(self, Self::Start | Self::Exponent | Self::ExponentSign)
    }
}

/// A date, or anything that begins like a date with a time behind it.
fn is_timestamp(scalar: &str) -> bool {
    fn digits(text: &str, atmost: usize) -> Option<&str> {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        (1..=atmost).contains(&(text.len() - rest.len())).then_some(rest)
    }
    fn after_date(scalar: &str) -> Option<&str> {
        let month = digits(scalar, 4)?.strip_prefix('-')?;
        let day = digits(month, 2)?.strip_prefix('-')?;
        digits(day, 2)
    }
    after_date(scalar).is_some_and(|rest| rest.is_empty() || rest.starts_with(['T', 't', ' ', '\t']))
}

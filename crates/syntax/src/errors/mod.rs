//! The wording of every fault of the text, one small function each: `lexical` for characters,
//! strings and numbers, `structure` for brackets, lines and separators, `syntax` for statements
//! and expressions.

mod lexical;
mod numbers;
mod structure;
mod syntax;

pub(crate) use lexical::{
    bad_code_point, bad_escape, block_comment, file_too_large, foreign_letters, foreign_quotes, foreign_sign,
    hash_comment, malformed_unicode_escape, unclosed_interpolation, unexpected_character, unterminated_string,
};
pub(crate) use numbers::{
    bad_compound, bad_digits, bad_percent, bad_rate, bad_rate_count, inexact_number, leading_zero,
    misplaced_underscore, number_too_large, number_with_dots, unknown_unit,
};
pub(crate) use structure::{
    and_more_unclosed, brace_on_own_line, comma_between_statements, comma_ends_statement, empty_group,
    expression_too_long, misplaced_comma, nested_too_deep, nothing_before_comma, space_before_dot, unclosed_bracket,
    unmatched_bracket,
};
pub(crate) use syntax::{Row, fault, is_key};

//! `wharf schema`

use crate::run::{Outcome, Stop};
use crate::terminal::print;

/// Prints the vocabulary as JSON.
pub(crate) fn run() -> Result<Outcome, Stop> {
    print(wharf::schema().as_bytes())?;
    Ok(Outcome::Clean)
}

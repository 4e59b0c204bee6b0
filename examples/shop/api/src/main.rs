//! The shop's API: `shop-api migrate` prepares the database, `shop-api serve` answers requests.

mod http;
mod store;

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let command = env::args().nth(1).unwrap_or_default();
    let result = match command.as_str() {
        "migrate" => store::migrate(),
        "serve" => http::serve(),
        _ => Err("usage: shop-api migrate|serve".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("shop-api {command}: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// What can go wrong: an operator reads it, so a text is enough.
type Failure = Box<dyn std::error::Error + Send + Sync>;

//! Tree to model: names, types, the vocabulary, evaluation, cross-checks.
//!
//! [`Files`] reads the sources and what they use; [`analyze`] gives, for each app of a file and each
//! environment that is asked for, the complete model where nothing is wrong, and every diagnostic.
//! The words of the language are data in [`vocabulary`]; matching pairs statements with them,
//! unfolding carries out `if`, `for` and `extends` and lays the layers over each other, evaluation
//! gives values, builders make the model, and the checks look at it as a whole. [`across`] compares
//! several apps.
//!
//! This room deliberately reads no disk (files come in through a [`Loader`]) and knows no target's
//! format, only the limits that targets put on names and amounts.

mod absent;
mod allow;
mod analysis;
mod bind;
mod bounds;
mod build;
mod calls;
mod check;
mod checker;
mod conditions;
mod definitions;
mod dollars;
mod environments;
mod errors;
mod eval;
pub mod fields;
mod files;
mod findings;
mod frames;
mod functions;
mod given;
mod index;
mod indices;
mod layers;
mod loader;
mod matching;
mod ops;
mod params;
mod readers;
mod refs;
mod removal;
mod scope;
mod statements;
mod survey;
mod templates;
mod texts;
mod types;
mod unfold;
mod value;
pub mod vocabulary;

pub use allow::allow;
pub use analysis::{Analysis, AnalyzedApp, Environments, analyze, analyze_used};
pub use check::{Claims, across};
pub use files::{Files, ParsedFile, Parses};
pub use functions::{Function, Gives, Param, Takes, functions};
pub use given::{Given, ParamValue};
pub use index::{Index, Known, NameKind, NameUse};
pub use loader::{EntryKind, LoadError, Loader};
pub use survey::TEMPLATE_KINDS;

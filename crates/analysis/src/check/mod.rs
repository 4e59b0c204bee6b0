//! Checks that look at a whole app, or at several.

mod across;
mod disk;
mod external;
mod ignore;
mod links;
mod network;
mod order;
mod secrets;
mod security;
mod storage;
mod unused;
mod users;

pub use across::{Claims, across};
pub(crate) use users::known_users;

use wharf_model::App;

use crate::checker::Checker;

/// What holds between declarations. The app may lack those in which something is wrong: a check says
/// nothing of what it does not find.
pub(crate) fn relations(c: &mut Checker<'_>, app: &mut App) {
    disk::contexts(c, app);
    external::uses(c, app);
    links::networks(c, app);
    network::ports(c, app);
    network::routes(c, app);
    order::needs(c, app);
    order::images(c, app);
    order::accounts(c, app);
    security::levels(c, app);
    secrets::of_types(c, app);
    storage::volumes(c, app);
    storage::read_only(c, app);
    storage::configs(c, app);
    storage::utilisation(c, app);
    storage::variables(c, app);
}

/// What is allowed, and may not be meant: told of complete apps only.
pub(crate) fn lints(c: &mut Checker<'_>, app: &App) {
    network::low_ports(c, app);
    users::lints(c, app);
    security::lints(c, app);
    unused::unused(c);
    unused::pulls(c, app);
}

//! Checks that look at a whole app, or at several.

mod across;
mod disk;
mod ignore;
mod network;
mod order;
mod storage;
mod unused;
mod users;

pub use across::across;
pub(crate) use users::known_users;

use wharf_model::App;

use crate::checker::Checker;

/// All checks of one complete app.
pub(crate) fn app(c: &mut Checker<'_>, app: &mut App) {
    disk::contexts(c, app);
    network::ports(c, app);
    network::routes(c, app);
    network::low_ports(c, app);
    order::needs(c, app);
    order::images(c, app);
    storage::volumes(c, app);
    storage::configs(c, app);
    storage::utilisation(c, app);
    storage::variables(c, app);
    users::lints(c, app);
    unused::unused(c);
}

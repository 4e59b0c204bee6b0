//! The database.

use std::env;

use postgres::{Client, NoTls};
use serde_json::{json, Value};

use crate::Failure;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS goods (
    id    integer PRIMARY KEY,
    name  text    NOT NULL,
    cents integer NOT NULL CHECK (cents > 0)
);
CREATE TABLE IF NOT EXISTS orders (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    good    integer     NOT NULL REFERENCES goods,
    ordered timestamptz NOT NULL DEFAULT now()
);
INSERT INTO goods VALUES (1, 'Anchor', 12900), (2, 'Bollard', 24900), (3, 'Rope, 10 m', 1900)
ON CONFLICT (id) DO NOTHING;
";

pub fn connect() -> Result<Client, Failure> {
    let url = env::var("DATABASE_URL").map_err(|_| "DATABASE_URL is not set")?;
    Ok(Client::connect(&url, NoTls)?)
}

pub fn migrate() -> Result<(), Failure> {
    connect()?.batch_execute(SCHEMA)?;
    println!("the tables are up to date");
    Ok(())
}

/// Whether requests can be answered: the tables are there.
pub fn ready() -> Result<Value, Failure> {
    connect()?.query_one("SELECT count(*) FROM goods", &[])?;
    Ok(json!({ "ready": true }))
}

pub fn goods() -> Result<Value, Failure> {
    let rows = connect()?.query("SELECT id, name, cents FROM goods ORDER BY id", &[])?;
    let goods = rows.iter().map(|row| {
        json!({ "id": row.get::<_, i32>(0), "name": row.get::<_, String>(1), "cents": row.get::<_, i32>(2) })
    });
    Ok(Value::Array(goods.collect()))
}

/// Writes an order down; `None` where there is no such good.
pub fn order(good: i32) -> Result<Option<Value>, Failure> {
    let row = connect()?
        .query_opt("INSERT INTO orders (good) SELECT id FROM goods WHERE id = $1 RETURNING id", &[&good])?;
    Ok(row.map(|row| json!({ "order": row.get::<_, i64>(0) })))
}

// Brings the tables up to date. Running it again changes nothing.
package main

import (
	"database/sql"
	"log"

	_ "github.com/lib/pq"
)

const schema = `
CREATE TABLE IF NOT EXISTS accounts (name text PRIMARY KEY, role text NOT NULL);
CREATE TABLE IF NOT EXISTS goods (id serial PRIMARY KEY, title text NOT NULL, cents bigint NOT NULL);
CREATE TABLE IF NOT EXISTS orders (id serial PRIMARY KEY, good int NOT NULL REFERENCES goods, paid bool NOT NULL DEFAULT false);
`

func main() {
	db, err := sql.Open("postgres", "") // libpq's variables say where
	if err != nil {
		log.Fatal(err)
	}
	if _, err := db.Exec(schema); err != nil {
		log.Fatal(err)
	}
}

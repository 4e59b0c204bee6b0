// What there is to buy.
package main

import (
	"context"
	"database/sql"
	"log"
	"net/http"

	_ "github.com/lib/pq"

	"market/internal/serve"
)

type good struct {
	ID    int    `json:"id"`
	Title string `json:"title"`
	Cents int64  `json:"cents"`
}

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/catalog", func(w http.ResponseWriter, r *http.Request) {
		all, err := goods(r.Context(), db)
		serve.JSON(w, all, err)
	})
	log.Fatal(serve.Until(mux, db.PingContext))
}

func goods(ctx context.Context, db *sql.DB) ([]good, error) {
	rows, err := db.QueryContext(ctx, `SELECT id, title, cents FROM goods ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []good{}
	for rows.Next() {
		var g good
		if err := rows.Scan(&g.ID, &g.Title, &g.Cents); err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, rows.Err()
}

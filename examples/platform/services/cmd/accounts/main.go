// Who may log in, and as what.
package main

import (
	"database/sql"
	"errors"
	"log"
	"net/http"

	_ "github.com/lib/pq"

	"market/internal/serve"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/accounts/{name}", func(w http.ResponseWriter, r *http.Request) {
		var role string
		err := db.QueryRowContext(r.Context(), `SELECT role FROM accounts WHERE name = $1`, r.PathValue("name")).Scan(&role)
		if errors.Is(err, sql.ErrNoRows) {
			http.NotFound(w, r)
			return
		}
		serve.JSON(w, map[string]string{"name": r.PathValue("name"), "role": role}, err)
	})
	log.Fatal(serve.Until(mux, db.PingContext))
}

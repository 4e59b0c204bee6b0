// Takes orders: writes them down, has them paid, and hands them to the workers.
package main

import (
	"database/sql"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	_ "github.com/lib/pq"

	"market/internal/queue"
	"market/internal/serve"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/orders/{good}", func(w http.ResponseWriter, r *http.Request) {
		id, err := order(r, db)
		serve.JSON(w, map[string]int{"order": id}, err)
	})
	log.Fatal(serve.Until(mux, db.PingContext))
}

func order(r *http.Request, db *sql.DB) (int, error) {
	var id int
	row := db.QueryRowContext(r.Context(), `INSERT INTO orders (good) VALUES ($1) RETURNING id`, r.PathValue("good"))
	if err := row.Scan(&id); err != nil {
		return 0, err
	}
	answer, err := http.Post(fmt.Sprintf("%s/api/payments/%d", os.Getenv("PAYMENTS_URL"), id), "", nil)
	if err != nil {
		return id, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return id, fmt.Errorf("payment of order %d: %s", id, answer.Status)
	}
	q, err := queue.Dial(os.Getenv("QUEUE"))
	if err != nil {
		return id, err
	}
	for _, list := range strings.Split(os.Getenv("QUEUES"), ",") {
		if err := q.Push(list, fmt.Sprint(id)); err != nil {
			return id, err
		}
	}
	return id, nil
}

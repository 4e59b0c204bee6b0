// The worker takes votes out of the queue and writes them into the database.
package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	_ "github.com/lib/pq"
)

// The file that is touched on every turn; `worker alive` looks at its age.
const heartbeat = "/tmp/alive"

const schema = `CREATE TABLE IF NOT EXISTS votes (voter text PRIMARY KEY, choice text NOT NULL)`

const upsert = `INSERT INTO votes VALUES ($1, $2) ON CONFLICT (voter) DO UPDATE SET choice = excluded.choice`

type vote struct {
	Voter  string `json:"voter"`
	Choice string `json:"choice"`
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "alive" {
		if err := alive(); err != nil {
			log.Fatal(err)
		}
		return
	}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer cancel()
	if err := work(stop); err != nil {
		log.Fatal(err)
	}
}

func alive() error {
	info, err := os.Stat(heartbeat)
	if err != nil {
		return err
	}
	if age := time.Since(info.ModTime()); age > 30*time.Second {
		return fmt.Errorf("no sign of life for %s", age.Round(time.Second))
	}
	return nil
}

// work runs until it is asked to stop. A lost connection is an error: starting again is the
// business of whoever started it.
func work(stop context.Context) error {
	db, err := sql.Open("postgres", "") // libpq's variables say where
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(stop, schema); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	queue, err := dial(os.Getenv("QUEUE"))
	if err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	defer queue.Close()
	log.Print("working")
	for stop.Err() == nil {
		if err := os.WriteFile(heartbeat, nil, 0o600); err != nil {
			return err
		}
		text, err := queue.Pop("votes", 2*time.Second)
		if err != nil {
			return fmt.Errorf("queue: %w", err)
		}
		if text == nil {
			continue
		}
		var v vote
		if err := json.Unmarshal(text, &v); err != nil {
			log.Printf("not a vote: %q", text)
			continue
		}
		// Even if it is time to stop: the vote is no longer in the queue.
		if _, err := db.Exec(upsert, v.Voter, v.Choice); err != nil {
			return fmt.Errorf("database: %w", err)
		}
	}
	return nil
}

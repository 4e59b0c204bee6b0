// Works off one queue, the one that its argument names.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"market/internal/queue"
)

// The file that is touched on every turn; `worker alive` looks at its age.
const heartbeat = "/tmp/alive"

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: worker QUEUE | worker alive")
	}
	run := work
	if os.Args[1] == "alive" {
		run = alive
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func alive(string) error {
	info, err := os.Stat(heartbeat)
	if err == nil && time.Since(info.ModTime()) > 30*time.Second {
		err = fmt.Errorf("no sign of life since %s", info.ModTime())
	}
	return err
}

func work(list string) error {
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer cancel()
	q, err := queue.Dial(os.Getenv("QUEUE"))
	if err != nil {
		return err
	}
	for stop.Err() == nil {
		if err := os.WriteFile(heartbeat, nil, 0o600); err != nil {
			return err
		}
		order, found, err := q.Pop(list, 2*time.Second)
		if err != nil {
			return err
		}
		if found {
			log.Printf("%s: order %s", list, order)
		}
	}
	return nil
}

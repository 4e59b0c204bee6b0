// One page, and an end as soon as it is asked for.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	hello := func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "hello from Go") }
	server := &http.Server{Addr: ":8080", Handler: http.HandlerFunc(hello)}
	go func() {
		<-ctx.Done()
		_ = server.Shutdown(context.Background())
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}

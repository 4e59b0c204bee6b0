// One page, and an end as soon as it is asked for: what is under way is answered first.
package main

import (
	"context"
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
	go func() { log.Println(server.ListenAndServe()) }()
	<-ctx.Done()
	if err := server.Shutdown(context.Background()); err != nil {
		log.Fatal(err)
	}
}

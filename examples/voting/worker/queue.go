package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// queue speaks as much of Redis' protocol as one command needs.
type queue struct {
	net.Conn
	in *bufio.Reader
}

func dial(address string) (*queue, error) {
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return nil, err
	}
	return &queue{conn, bufio.NewReader(conn)}, nil
}

// Pop takes the oldest element of a list; nil if there is none before the wait is over.
func (q *queue) Pop(list string, wait time.Duration) ([]byte, error) {
	seconds := strconv.Itoa(int(wait.Seconds()))
	if err := q.SetDeadline(time.Now().Add(wait + 5*time.Second)); err != nil {
		return nil, err
	}
	if err := q.send("BRPOP", list, seconds); err != nil {
		return nil, err
	}
	// An array of the list's name and the element, or a null array.
	n, err := q.header('*')
	if err != nil || n < 0 {
		return nil, err
	}
	if _, err := q.bulk(); err != nil {
		return nil, err
	}
	return q.bulk()
}

func (q *queue) send(words ...string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "*%d\r\n", len(words))
	for _, word := range words {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(word), word)
	}
	_, err := io.WriteString(q, b.String())
	return err
}

func (q *queue) header(kind byte) (int, error) {
	line, err := q.in.ReadString('\n')
	if err != nil {
		return 0, err
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" || line[0] != kind {
		return 0, errors.New("unexpected answer: " + line)
	}
	return strconv.Atoi(line[1:])
}

func (q *queue) bulk() ([]byte, error) {
	n, err := q.header('$')
	if err != nil || n < 0 {
		return nil, err
	}
	text := make([]byte, n+len("\r\n"))
	if _, err := io.ReadFull(q.in, text); err != nil {
		return nil, err
	}
	return text[:n], nil
}

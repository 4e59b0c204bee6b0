// Package queue speaks as much of Redis' protocol as lists of work need.
package queue

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

// Queue is one connection.
type Queue struct {
	conn net.Conn
	in   *bufio.Reader
}

// Dial connects to an address such as `queue:6379`.
func Dial(address string) (*Queue, error) {
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return nil, err
	}
	return &Queue{conn, bufio.NewReader(conn)}, nil
}

// Push adds an element to a list.
func (q *Queue) Push(list, element string) error {
	if err := q.send(5*time.Second, "LPUSH", list, element); err != nil {
		return err
	}
	_, err := q.header(':')
	return err
}

// Pop takes the oldest element of a list; false if there is none before the wait is over.
func (q *Queue) Pop(list string, wait time.Duration) (string, bool, error) {
	if err := q.send(wait+5*time.Second, "BRPOP", list, strconv.Itoa(int(wait.Seconds()))); err != nil {
		return "", false, err
	}
	// An array of the list's name and the element, or a null array.
	n, err := q.header('*')
	if err != nil || n < 0 {
		return "", false, err
	}
	if _, err := q.bulk(); err != nil {
		return "", false, err
	}
	text, err := q.bulk()
	return text, err == nil, err
}

func (q *Queue) send(within time.Duration, words ...string) error {
	if err := q.conn.SetDeadline(time.Now().Add(within)); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "*%d\r\n", len(words))
	for _, word := range words {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(word), word)
	}
	_, err := io.WriteString(q.conn, b.String())
	return err
}

func (q *Queue) header(kind byte) (int, error) {
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

func (q *Queue) bulk() (string, error) {
	n, err := q.header('$')
	if err != nil || n < 0 {
		return "", err
	}
	text := make([]byte, n+len("\r\n"))
	if _, err := io.ReadFull(q.in, text); err != nil {
		return "", err
	}
	return string(text[:n]), nil
}

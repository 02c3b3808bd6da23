package sandbox

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
)

// exchange is the answer to one request. It writes the request down as soon as the status is known, so that a client that
// has its answer finds it in the journal.
type exchange struct {
	http.ResponseWriter
	journal *journal
	entry   Entry
	wrote   bool
}

func (s *Sandbox) begin(w http.ResponseWriter, r *http.Request) *exchange {
	x := &exchange{ResponseWriter: w, journal: &s.journal, entry: Entry{
		Time: s.clock().UTC(), Method: r.Method, Host: hostOnly(r.Host), Path: masked(r.URL.Path), RequestID: requestID(r),
	}}
	w.Header().Set("Opc-Request-Id", x.entry.RequestID)
	if id := r.Header.Get("Opc-Client-Request-Id"); id != "" {
		w.Header().Set("Opc-Client-Request-Id", id)
	}
	return x
}

// requestID is three parts as Oracle's: the client's, and two of the service.
func requestID(r *http.Request) string {
	parts := [3]string{printable(r.Header.Get("Opc-Request-Id"))}
	for i := range parts {
		if parts[i] == "" {
			id := make([]byte, 16)
			_, _ = rand.Read(id) // never fails: crypto/rand ends the program instead
			parts[i] = strings.ToUpper(hex.EncodeToString(id))
		}
	}
	return strings.Join(parts[:], "/")
}

// printable keeps a client's id only if it can stand in a header and a journal.
func printable(id string) string {
	if len(id) > 98 || strings.ContainsFunc(id, func(c rune) bool { return c < '!' || c > '~' }) {
		return ""
	}
	return id
}

// WriteHeader implements http.ResponseWriter.
func (x *exchange) WriteHeader(status int) {
	if !x.wrote && status >= http.StatusOK {
		x.record(status)
	}
	x.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (x *exchange) Write(b []byte) (int, error) {
	if !x.wrote {
		x.WriteHeader(http.StatusOK)
	}
	return x.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

func (x *exchange) record(status int) {
	x.wrote = true
	x.entry.Status = status
	x.journal.add(x.entry)
}

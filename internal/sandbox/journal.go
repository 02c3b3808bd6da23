package sandbox

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// Entry is one request in the journal. It holds no secrets and no query string.
type Entry struct {
	Time      time.Time `json:"time"`
	Principal string    `json:"principal"` // the user's name; "" for a request that nobody is known to have signed
	Method    string    `json:"method"`
	Host      string    `json:"host"`
	Path      string    `json:"path"`
	Region    string    `json:"region"`
	Status    int       `json:"status"` // 0 when a fault left the request without an answer
	RequestID string    `json:"opc-request-id"`
	Fault     string    `json:"fault,omitempty"` // such as "429" or "reset after", when a fault was put in
}

type journal struct {
	mu      sync.Mutex
	w       io.Writer
	forget  bool
	entries []Entry
}

func (j *journal) add(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.forget {
		j.entries = append(j.entries, e)
	}
	if j.w == nil {
		return
	}
	line, err := json.Marshal(e)
	if err == nil {
		// A journal that cannot be written must not stop the cloud; the command notices when it closes the file.
		_, _ = j.w.Write(append(line, '\n'))
	}
}

func (j *journal) all() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.entries)
}

// masked hides what gives access: the token in the path of a pre-authenticated request.
func masked(path string) string {
	rest, ok := strings.CutPrefix(path, "/p/")
	if !ok {
		return path
	}
	_, rest, _ = strings.Cut(rest, "/")
	return "/p/***/" + rest
}

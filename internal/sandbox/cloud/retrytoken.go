package cloud

import (
	"bytes"
	"crypto/sha256"
	"io"
	"maps"
	"net/http"
	"sync"
	"time"
)

// retention is how long Oracle remembers a retry token.
const retention = 24 * time.Hour

// RetryTokens remembers the answers of creates by their opc-retry-token. Its zero value is ready.
type RetryTokens struct {
	mu    sync.Mutex
	used  map[string]*attempt
	swept time.Time // when old ones were last dropped
}

type attempt struct {
	mu     sync.Mutex
	at     time.Time
	body   [sha256.Size]byte
	answer *answer // nil until an attempt succeeded
}

type answer struct {
	status int
	header http.Header
	body   bytes.Buffer
}

// Do answers the call by serve, or, when the same principal has used the same token for the same operation before,
// with the answer of then. The same token with another body is 409. Failures are not remembered.
func (t *RetryTokens) Do(w http.ResponseWriter, c *Call, serve func(http.ResponseWriter) error) error {
	token := c.Header.Get("Opc-Retry-Token")
	if token == "" {
		return serve(w)
	}
	body, err := io.ReadAll(c.Body)
	if err != nil {
		return err
	}
	c.Body = io.NopCloser(bytes.NewReader(body))
	a := t.attempt(c, token)
	a.mu.Lock()
	defer a.mu.Unlock()
	sum := sha256.Sum256(body)
	if a.answer != nil {
		if a.body != sum {
			return InvalidatedRetryToken()
		}
		return a.answer.replay(w)
	}
	got := &answer{header: w.Header().Clone()}
	if err := serve(got); err != nil {
		return err
	}
	a.body, a.answer = sum, got
	return got.replay(w)
}

func (t *RetryTokens) attempt(c *Call, token string) *attempt {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.used == nil {
		t.used = map[string]*attempt{}
	}
	if c.Now.Sub(t.swept) > retention/24 {
		maps.DeleteFunc(t.used, func(_ string, a *attempt) bool { return c.Now.Sub(a.at) > retention })
		t.swept = c.Now
	}
	key := c.Principal.ID + " " + c.Method + " " + c.Host + c.URL.Path + " " + token
	if t.used[key] == nil {
		t.used[key] = &attempt{at: c.Now}
	}
	return t.used[key]
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }
func (a *answer) WriteHeader(status int)      { a.status = status }

func (a *answer) replay(w http.ResponseWriter) error {
	id := w.Header().Get("Opc-Request-Id")
	maps.Copy(w.Header(), a.header)
	w.Header().Set("Opc-Request-Id", id)
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = w.Write(a.body.Bytes())
	return nil
}

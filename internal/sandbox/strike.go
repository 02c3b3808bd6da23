package sandbox

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// hit is what a fault does to one request. The zero hit does nothing.
type hit struct {
	kind  string // "" for none
	after bool   // the operation takes effect, its answer is lost
	slow  time.Duration
	stall time.Duration
}

// maxSeen bounds the memory of requests that have been; past it the count begins anew.
const maxSeen = 1 << 16

// ocidForm finds OCIDs in paths: they are new in each run and must not make a run another than the one before.
var ocidForm = regexp.MustCompile(`ocid1\.([a-z0-9]+)\.[^/]*`)

// next decides about a request. The nth request of the same method and path meets the same fate with the same seed,
// whatever comes in between.
func (f *faults) next(r *http.Request) hit {
	if f == nil {
		return hit{}
	}
	h := hit{slow: f.slow, stall: f.stall}
	what := r.Method + " " + r.Host + ocidForm.ReplaceAllString(r.URL.Path, "$1")
	dice := sha256.Sum256(fmt.Appendf(nil, "%d %s %d", f.seed, what, f.count(what)))
	if float64(binary.BigEndian.Uint64(dice[0:])>>11)/(1<<53) >= f.rate {
		return h
	}
	h.kind = f.kinds[int(binary.BigEndian.Uint16(dice[8:]))%len(f.kinds)]
	lossy := h.kind == "reset" || h.kind == "timeout"
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	h.after = lossy && !reads && dice[12]&1 == 1
	return h
}

func (f *faults) count(what string) uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.seen) > maxSeen {
		clear(f.seen)
	}
	f.seen[what]++
	return f.seen[what]
}

func (h hit) name() string {
	if h.after {
		return h.kind + " after"
	}
	return h.kind
}

// lost is the error of a request that gets no answer.
type lost struct {
	timeout bool
	stall   time.Duration // how long until the connection breaks
}

func (l *lost) Error() string {
	if l.timeout {
		return "the sandbox let the request time out"
	}
	return "the sandbox reset the connection"
}

// around carries an operation out with what the fault does to it.
func (h hit) around(w http.ResponseWriter, r *http.Request, serve func(http.ResponseWriter) error) error {
	if !pause(r, h.slow, nil) {
		return &lost{}
	}
	if h.after {
		// The operation takes effect, and whatever it answers is lost.
		_ = serve(&unheard{header: http.Header{}})
	}
	switch h.kind {
	case "":
		return serve(w)
	case "429":
		w.Header().Set("Retry-After", "1")
		return cloud.TooManyRequests()
	case "500":
		return cloud.InternalServerError()
	case "503":
		return cloud.ServiceUnavailable()
	case "timeout":
		return &lost{timeout: true, stall: h.stall}
	}
	return &lost{}
}

// unheard is where an answer goes that its client never gets.
type unheard struct{ header http.Header }

func (u *unheard) Header() http.Header         { return u.header }
func (u *unheard) Write(b []byte) (int, error) { return len(b), nil }
func (u *unheard) WriteHeader(int)             {}

// dropper is an answer that is not on a wire and can be lost all the same.
type dropper interface{ drop(*lost) }

// lose writes the request down and breaks its connection, as a network does: without a word.
func (x *exchange) lose(r *http.Request, l *lost, stop <-chan struct{}) {
	x.record(0)
	pause(r, l.stall, stop)
	if d, ok := x.ResponseWriter.(dropper); ok {
		d.drop(l)
		return
	}
	conn, _, err := http.NewResponseController(x.ResponseWriter).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	reset(conn)
}

// reset closes a connection so that its peer sees a reset: what is not sent is thrown away.
func reset(conn net.Conn) {
	if inner, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = inner.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// pause waits for d. False: the client has gone, or the sandbox ends.
func pause(r *http.Request, d time.Duration, stop <-chan struct{}) bool {
	if d == 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-stop:
	}
	return false
}

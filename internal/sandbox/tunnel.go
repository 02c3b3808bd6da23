package sandbox

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// tunnelled are the hosts that a proxy client reaches untouched: what `init` needs of the Terraform and OpenTofu registries
// and where they send their downloads.
var tunnelled = []string{
	"registry.terraform.io",
	"releases.hashicorp.com",
	"registry.opentofu.org",
	"get.opentofu.org",
	"github.com",
	"codeload.github.com",
	"objects.githubusercontent.com",
	"release-assets.githubusercontent.com",
	"raw.githubusercontent.com",
}

// tunnels are the connections that are let through.
type tunnels struct {
	mu     sync.Mutex
	open   map[net.Conn]struct{}
	closed bool
	dial   func(ctx context.Context, host string) (net.Conn, error) // for tests; default: dialOut
}

func (p *proxy) tunnel(w http.ResponseWriter, r *http.Request) {
	dial := p.tunnels.dial
	if dial == nil {
		dial = dialOut
	}
	ctx, cancel := context.WithTimeout(r.Context(), 30*time.Second)
	defer cancel()
	out, err := dial(ctx, r.Host)
	if err != nil {
		http.Error(w, fmt.Sprintf("The sandbox lets %s through, but cannot reach it: %s", r.Host, err), http.StatusBadGateway)
		return
	}
	if in := established(w); in != nil {
		p.tunnels.splice(in, out)
		return
	}
	_ = out.Close()
}

// splice copies both ways until both have ended.
func (t *tunnels) splice(a, b net.Conn) {
	if !t.add(a, b) {
		return
	}
	defer t.remove(a, b)
	var wg sync.WaitGroup
	wg.Go(func() { pour(a, b) })
	wg.Go(func() { pour(b, a) })
	wg.Wait()
}

// pour copies one way and passes the end on.
func pour(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	if half, ok := to.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
		return
	}
	_ = to.Close()
}

func (t *tunnels) add(conns ...net.Conn) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open == nil {
		t.open = map[net.Conn]struct{}{}
	}
	for _, c := range conns {
		if t.closed {
			_ = c.Close()
			continue
		}
		t.open[c] = struct{}{}
	}
	return !t.closed
}

func (t *tunnels) remove(conns ...net.Conn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
		delete(t.open, c)
	}
}

func (t *tunnels) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	for c := range t.open {
		_ = c.Close()
	}
}

package sandbox_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

func readCloser(s string) io.ReadCloser { return io.NopCloser(strings.NewReader(s)) }

func TestTransport_parallel(t *testing.T) {
	t.Parallel()
	s := open(t)
	var wg sync.WaitGroup
	data := identity.GetCompartmentRequest{CompartmentId: common.String(s.CompartmentOCID())} // which everybody may see
	for _, user := range s.Users() {
		c := client(t, s, user, "ap-singapore-1", nil)
		for range 10 {
			wg.Go(func() {
				if _, err := c.GetCompartment(t.Context(), data); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	require.Len(t, s.Journal(), 40)
}

func TestTransport_contextEnds(t *testing.T) {
	t.Parallel()
	s := open(t, sandbox.WithFaults("slow=1h"))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+ashburn+regions, nil)
	require.NoError(t, err)
	newSigner(t, s, "terraform").sign(t, r, ashburn, regions, "", generic...)
	_, err = s.Transport().RoundTrip(r)
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// A client that closes the body before its end does not keep the answer's goroutine.
func TestTransport_bodyClosedEarly(t *testing.T) {
	t.Parallel()
	s := open(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+ashburn+regions, nil)
	require.NoError(t, err)
	newSigner(t, s, "terraform").sign(t, r, ashburn, regions, "", generic...)
	response, err := s.Transport().RoundTrip(r)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.NotEmpty(t, response.Header.Get("Date"))
}

// The client's own id is the first part of the answer's, and what cannot stand in a header is left out.
func TestTransport_requestID(t *testing.T) {
	t.Parallel()
	s := open(t)
	for sent, want := range map[string]string{
		"MINE":                   "^MINE/[0-9A-F]{32}/[0-9A-F]{32}$",
		"":                       "^[0-9A-F]{32}/[0-9A-F]{32}/[0-9A-F]{32}$",
		"with space":             "^[0-9A-F]{32}/[0-9A-F]{32}/[0-9A-F]{32}$",
		strings.Repeat("x", 200): "^[0-9A-F]{32}/[0-9A-F]{32}/[0-9A-F]{32}$",
	} {
		got := request{before: both(header("Opc-Request-Id", sent), header("Opc-Client-Request-Id", "echo"))}.send(t, s)
		require.Regexp(t, want, got.header.Get("Opc-Request-Id"))
		require.Equal(t, "echo", got.header.Get("Opc-Client-Request-Id"))
	}
}

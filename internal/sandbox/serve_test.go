package sandbox

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// fake is a service that misbehaves as the path says.
type fake struct{}

func (fake) Name() string                             { return "fake" }
func (fake) Region(host string) (region.Region, bool) { return cloud.Endpoint("fake", host) }
func (fake) Dump() map[string]any                     { return nil }
func (fake) Anonymous(*http.Request) bool             { return true }

func (fake) Serve(w http.ResponseWriter, c *cloud.Call) error {
	switch c.URL.Path {
	case "/panic":
		panic("a bug")
	case "/half":
		w.Header().Set("Content-Length", "10")
		if _, err := io.WriteString(w, "half"); err != nil {
			return err
		}
		return errors.New("the disk is full")
	case "/fail":
		return errors.New("the disk is full")
	case "/denied":
		return c.Authorize(cloud.Access{Operation: "ListAll"})
	}
	return nil
}

func TestAnswer_misbehaviour(t *testing.T) {
	t.Parallel()
	s, err := New()
	require.NoError(t, err)
	s.services = append(s.services, fake{})
	for path, want := range map[string]struct {
		status int
		text   string
	}{
		"/panic":   {http.StatusInternalServerError, "The sandbox failed: panic: a bug"},
		"/fail":    {http.StatusInternalServerError, "The sandbox failed: the disk is full."},
		"/denied":  {http.StatusNotFound, "NotAuthorizedOrNotFound"},
		"/nothing": {http.StatusOK, ""},
	} {
		t.Run(path, func(t *testing.T) {
			response, err := s.Transport().RoundTrip(newRequest(t, "https://fake.us-ashburn-1.oraclecloud.com"+path))
			require.NoError(t, err)
			body, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			require.Equal(t, want.status, response.StatusCode)
			require.Contains(t, string(body), want.text)
		})
	}
	response, err := s.Transport().RoundTrip(newRequest(t, "https://fake.us-ashburn-1.oraclecloud.com/half"))
	require.NoError(t, err)
	_, err = io.ReadAll(response.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.NoError(t, response.Body.Close())
	require.NoError(t, s.Close())
}

func TestOptions_journal(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	s, err := New(WithJournal(&out), WithoutHistory())
	require.NoError(t, err)
	response, err := s.Transport().RoundTrip(newRequest(t, "https://streaming.us-ashburn-1.oraclecloud.com/20160918/x?secret=1"))
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Empty(t, s.Journal())
	require.Contains(t, out.String(), `"path":"/20160918/x","region":"","status":501,`)
	require.NotContains(t, out.String(), "secret")
	require.NoError(t, s.Close())
	require.NoError(t, s.Close())
}

func TestQueue_closed(t *testing.T) {
	t.Parallel()
	q := newQueue()
	require.NoError(t, q.Close())
	require.NoError(t, q.Close())
	_, err := q.Accept()
	require.ErrorIs(t, err, net.ErrClosed)
	near, far := net.Pipe()
	q.put(near)
	_, err = far.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)
	require.Equal(t, "127.0.0.1:0", q.Addr().String())
}

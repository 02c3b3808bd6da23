package cloud_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// counted answers with the number of times that it was called.
func counted(n *int, fail error) func(http.ResponseWriter) error {
	return func(w http.ResponseWriter) error {
		if fail != nil {
			return fail
		}
		*n++
		w.Header().Set("Etag", fmt.Sprint(*n))
		return cloud.WriteJSON(w, http.StatusCreated, *n)
	}
}

func TestRetryTokens(t *testing.T) {
	t.Parallel()
	var tokens cloud.RetryTokens
	n := 0
	try := func(token, body string, change func(*cloud.Call), fail error) (*httptest.ResponseRecorder, error) {
		c := call(t, "POST", "/buckets", body)
		c.Header.Set("Opc-Retry-Token", token)
		if change != nil {
			change(c)
		}
		w := httptest.NewRecorder()
		w.Header().Set("Opc-Request-Id", "id of this request")
		return w, tokens.Do(w, c, counted(&n, fail))
	}
	// A failure is not remembered.
	_, err := try("t", "a", nil, cloud.IncorrectState("busy"))
	require.ErrorContains(t, err, "busy")
	for range 2 {
		w, err := try("t", "a", nil, nil)
		require.NoError(t, err)
		require.Equal(t, http.StatusCreated, w.Code)
		require.Equal(t, "1", w.Body.String())
		require.Equal(t, "1", w.Header().Get("Etag"))
		require.Equal(t, "id of this request", w.Header().Get("Opc-Request-Id"))
	}
	_, err = try("t", "b", nil, nil)
	require.ErrorContains(t, err, "InvalidatedRetryToken")
	for _, other := range []func(*cloud.Call){
		func(c *cloud.Call) { c.Header.Set("Opc-Retry-Token", "another") },
		func(c *cloud.Call) { c.Principal.ID = "another" },
		func(c *cloud.Call) { c.URL.Path = "/another" },
		func(c *cloud.Call) { c.Host = "another" },
		func(c *cloud.Call) { c.Header.Del("Opc-Retry-Token") },
		func(c *cloud.Call) { c.Now = c.Now.Add(25 * time.Hour) },
	} {
		before := n
		_, err := try("t", "a", other, nil)
		require.NoError(t, err)
		require.Equal(t, before+1, n)
	}
}

// Of two requests with the same token at the same time, the second waits for the first one's answer.
func TestRetryTokens_together(t *testing.T) {
	t.Parallel()
	var tokens cloud.RetryTokens
	n := 0
	var wg sync.WaitGroup
	for range 20 {
		c := call(t, "POST", "/buckets", "a")
		c.Header.Set("Opc-Retry-Token", "t")
		wg.Go(func() {
			w := httptest.NewRecorder()
			if err := tokens.Do(w, c, counted(&n, nil)); err != nil || w.Body.String() != "1" {
				t.Errorf("%v %s", err, w.Body)
			}
		})
	}
	wg.Wait()
	require.Equal(t, 1, n)
}

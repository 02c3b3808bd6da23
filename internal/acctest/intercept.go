package acctest

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
)

// interceptor stands between the provider and the sandbox, for what the sandbox would not do.
type interceptor struct {
	next   http.RoundTripper
	mu     sync.Mutex
	answer func(*http.Request) (*http.Response, error)
}

func (i *interceptor) set(answer func(*http.Request) (*http.Response, error)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.answer = answer
}

// RoundTrip implements http.RoundTripper.
func (i *interceptor) RoundTrip(r *http.Request) (*http.Response, error) {
	i.mu.Lock()
	answer := i.answer
	i.mu.Unlock()
	if answer != nil {
		if response, err := answer(r); response != nil || err != nil {
			return response, err
		}
	}
	return i.next.RoundTrip(r)
}

func refusal(status int, code, message string) *http.Response {
	body, err := json.Marshal(map[string]string{"code": code, "message": message})
	if err != nil {
		body = nil
	}
	return &http.Response{
		StatusCode: status,
		Status:     http.StatusText(status),
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}, "Opc-Request-Id": {"intercepted"}},
		Body:   io.NopCloser(strings.NewReader(string(body))),
	}
}

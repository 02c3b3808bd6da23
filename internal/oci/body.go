package oci

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const (
	bodyLimit   = 1 << 20  // requests up to this size are kept, so that they can be sent again
	answerLimit = 16 << 20 // JSON answers up to this size are read within the attempt
)

// payload is a request's body: kept where it is small, and a stream that can be sent once where it is not.
type payload struct {
	data   []byte
	stream io.ReadCloser
	length int64
}

func newPayload(request *http.Request) (*payload, error) {
	if request.Body == nil || request.Body == http.NoBody {
		return &payload{}, nil
	}
	if request.ContentLength > bodyLimit {
		return &payload{stream: request.Body, length: request.ContentLength}, nil
	}
	data, err := io.ReadAll(io.LimitReader(request.Body, bodyLimit+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read the request's body: %w", err)
	}
	if len(data) <= bodyLimit {
		return &payload{data: data}, nil
	}
	rest := struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(data), request.Body), request.Body}
	return &payload{stream: rest, length: -1}, nil
}

func (p *payload) repeatable() bool { return p.stream == nil }

func (p *payload) open() (io.ReadCloser, int64) {
	switch {
	case p.stream != nil:
		return p.stream, p.length
	case len(p.data) == 0:
		return nil, 0
	}
	return io.NopCloser(bytes.NewReader(p.data)), int64(len(p.data))
}

// slurp reads a JSON answer, and every failure's, into memory. What is longer than answerLimit goes on as a stream.
func slurp(response *http.Response) error {
	json := strings.HasPrefix(response.Header.Get("Content-Type"), "application/json")
	if response.Body == nil {
		response.Body = http.NoBody
	}
	if !json && response.StatusCode < http.StatusMultipleChoices {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, answerLimit+1))
	if err != nil {
		_ = response.Body.Close()
		return err
	}
	var rest io.Reader = bytes.NewReader(data)
	if len(data) > answerLimit {
		rest = io.MultiReader(rest, response.Body)
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{rest, response.Body}
	return nil
}

// closer ends the attempt's context with the body.
type closer struct {
	io.ReadCloser
	done context.CancelCauseFunc
}

func (c *closer) Close() error {
	err := c.ReadCloser.Close()
	c.done(nil)
	return err
}

package main

import (
	"strings"
	"testing"
)

const stream = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestB","Output":"=== RUN   TestB\n"}
{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:9: no CLI\n"}
{"Action":"output","Package":"p","Test":"TestB","Output":"--- SKIP: TestB (0.00s)\n"}
{"Action":"skip","Package":"p","Test":"TestB"}
{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.003s\n"}
{"Action":"pass","Package":"p"}
`

func summarize(t *testing.T, stream string, require ...string) (string, error) {
	t.Helper()
	var out strings.Builder
	s, err := newSummary(&out, require)
	if err != nil {
		t.Fatal(err)
	}
	for _, piece := range strings.SplitAfter(stream, "\":") { // pieces end in the middle of lines
		if _, err := s.Write([]byte(piece)); err != nil {
			t.Fatal(err)
		}
	}
	err = s.Close()
	return out.String(), err
}

func TestSummary(t *testing.T) {
	got, err := summarize(t, stream, "^TestA")
	if err != nil {
		t.Fatal(err)
	}
	want := "ok  \tp\t0.003s\nskipped TestB: b_test.go:9: no CLI\n1 tests passed, 0 failed, 1 skipped\n"
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestSummary_skippedKindFails(t *testing.T) {
	_, err := summarize(t, stream, "^TestB")
	if err == nil || !strings.Contains(err.Error(), "^TestB") {
		t.Errorf("a required kind that was only skipped must fail, got %v", err)
	}
}

func TestSummary_failureShowsItsOutput(t *testing.T) {
	got, err := summarize(t, `{"Action":"output","Package":"p","Test":"TestC","Output":"    c_test.go:1: broken\n"}
{"Action":"fail","Package":"p","Test":"TestC"}
{"Action":"build-output","ImportPath":"q","Output":"q.go:1: syntax error\n"}
`)
	if err == nil {
		t.Error("a failing test must be an error")
	}
	for _, part := range []string{"c_test.go:1: broken", "q.go:1: syntax error", "0 tests passed, 1 failed"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is not in:\n%s", part, got)
		}
	}
}

func TestSummary_diedInATest(t *testing.T) {
	got, _ := summarize(t, `{"Action":"output","Package":"p","Test":"TestD","Output":"panic: out of range\n"}
`)
	if !strings.Contains(got, "panic: out of range") {
		t.Errorf("the panic is not in:\n%s", got)
	}
}

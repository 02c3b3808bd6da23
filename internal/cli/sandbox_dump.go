package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// dumpFile is where -dump writes: at the end, and before it whenever the process gets dumpSignals.
type dumpFile struct {
	file    *os.File
	mu      sync.Mutex
	signals chan os.Signal
}

// createDump opens the file at once: a run must not end with a dump that cannot be written.
func createDump(name string) (*dumpFile, error) {
	file, err := os.Create(name)
	if err != nil {
		return nil, fmt.Errorf("cannot write -dump: %w", err)
	}
	return &dumpFile{file: file, signals: make(chan os.Signal, 1)}, nil
}

// listen writes what exists whenever a signal asks for it.
func (d *dumpFile) listen(s *sandbox.Sandbox, failed func(error)) {
	if len(dumpSignals) == 0 {
		return
	}
	signal.Notify(d.signals, dumpSignals...)
	go func() {
		for range d.signals {
			if err := d.write(s); err != nil {
				failed(err)
			}
		}
	}()
}

// write replaces what the file has.
func (d *dumpFile) write(s *sandbox.Sandbox) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, err := d.file.Seek(0, io.SeekStart)
	if err = errors.Join(err, d.file.Truncate(0)); err == nil {
		err = json.MarshalWrite(d.file, s.Dump(), json.Deterministic(true), jsontext.WithIndent("  "))
	}
	if err != nil {
		return fmt.Errorf("cannot write the dump: %w", err)
	}
	return nil
}

// close ends the file, with what exists in a sandbox unless that is nil.
func (d *dumpFile) close(s *sandbox.Sandbox) error {
	if d == nil {
		return nil
	}
	signal.Stop(d.signals)
	close(d.signals)
	var err error
	if s != nil {
		err = d.write(s)
	}
	return errors.Join(err, d.file.Close())
}

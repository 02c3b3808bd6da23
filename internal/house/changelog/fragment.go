package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// kinds are the sections of a version, in the order of keepachangelog.com.
var kinds = []string{"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}

// fragment is one change: a file whose text is "Kind: one or more sentences."
type fragment struct{ kind, text string }

// read reads every fragment, in the order of their file names, and reports every malformed one.
func read(dir fs.FS) ([]fragment, error) {
	files, err := fs.Glob(dir, "*.md")
	if err != nil {
		return nil, err
	}
	var fragments []fragment
	var errs []error
	for _, file := range files {
		if file == "README.md" {
			continue
		}
		text, err := fs.ReadFile(dir, file)
		if err != nil {
			return nil, err
		}
		f, err := parse(string(text))
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", file, err))
		}
		fragments = append(fragments, f)
	}
	return fragments, errors.Join(errs...)
}

func parse(text string) (fragment, error) {
	kind, sentence, found := strings.Cut(strings.TrimSpace(text), ": ")
	if !found || !slices.Contains(kinds, kind) {
		return fragment{}, fmt.Errorf("must begin with one of %s and a colon", strings.Join(kinds, ", "))
	}
	sentence = strings.Join(strings.Fields(sentence), " ")
	if !strings.HasSuffix(sentence, ".") {
		return fragment{}, errors.New("must be full sentences, for the people who use the provider, and end with a full stop")
	}
	return fragment{kind, sentence}, nil
}

// write prints the version's section, one line for each fragment.
func write(w io.Writer, version, date string, fragments []fragment) error {
	if version == "" {
		return errors.New("-version is required")
	}
	var section strings.Builder
	fmt.Fprintf(&section, "## %s (%s)\n", version, date)
	for _, kind := range kinds {
		heading := "\n### " + kind + "\n\n"
		for _, f := range fragments {
			if f.kind == kind {
				section.WriteString(heading + "- " + f.text + "\n")
				heading = ""
			}
		}
	}
	_, err := io.WriteString(w, section.String())
	return err
}

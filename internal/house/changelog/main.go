// Command changelog prints the next version's section of CHANGELOG.md from the fragments in changes/. It knows the form
// of a fragment; it changes no file, because a release's notes deserve a reader.
//
//	changelog -version 0.2.0 [-dir changes] [-date 2027-01-31]
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	version := flag.String("version", "", "version of the section")
	dir := flag.String("dir", "changes", "folder of the fragments")
	date := flag.String("date", time.Now().UTC().Format(time.DateOnly), "day of the release")
	flag.Parse()
	fragments, err := read(os.DirFS(*dir))
	if err == nil {
		err = write(os.Stdout, *version, *date, fragments)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "changelog:", err)
		os.Exit(1)
	}
}

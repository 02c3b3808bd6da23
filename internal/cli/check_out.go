package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"github.com/data-residency/terraform-provider-residency/internal/report"
)

// write writes the report to its file, or to the output.
func (c *checkCommand) write(flags *checkFlags, r *report.Report) error {
	writer := report.Format(flags.format)
	if flags.out != "" {
		return replace(flags.out, func(w io.Writer) error { return writer.Write(w, r) })
	}
	if flags.format == "text" {
		writer = report.Text{Colour: c.colour}
	}
	if err := buffered(c.out, func(w io.Writer) error { return writer.Write(w, r) }); err != nil {
		return fmt.Errorf("the report cannot be written: %w", err)
	}
	return nil
}

func buffered(out io.Writer, write func(io.Writer) error) error {
	w := bufio.NewWriterSize(out, 64<<10)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}

// replace writes a file whole or not at all: beside it, and then over it. What is no file, such as a pipe, is written to.
func replace(name string, write func(io.Writer) error) error {
	target := name
	if resolved, err := filepath.EvalSymlinks(name); err == nil {
		target = resolved
	}
	info, err := os.Stat(target)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("-out %s is a directory: name a file", name)
	case err == nil && !info.Mode().IsRegular():
		return unwritable(name, writeTo(target, os.O_WRONLY, write))
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return unwritable(name, err)
	}
	beside := filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+"."+strconv.FormatUint(rand.Uint64(), 36))
	if err := writeTo(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, write); err != nil {
		return unwritable(name, errors.Join(err, ignoreMissing(os.Remove(beside))))
	}
	if info != nil {
		err = os.Chmod(beside, info.Mode().Perm())
	} else {
		err = nil
	}
	if err == nil {
		err = os.Rename(beside, target)
	}
	if err != nil {
		return unwritable(name, errors.Join(err, os.Remove(beside)))
	}
	return nil
}

func writeTo(name string, how int, write func(io.Writer) error) error {
	const mode = 0o666 // less what the umask takes, as for any file that a program makes
	f, err := os.OpenFile(name, how, mode)
	if err != nil {
		return err
	}
	err = buffered(f, write)
	if how&os.O_CREATE != 0 && err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func unwritable(name string, err error) error {
	if err == nil {
		return nil
	}
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = at.Err
	}
	return fmt.Errorf("the report cannot be written to %s: %w", name, err)
}

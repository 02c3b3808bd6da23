package objectstorage

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// smallObject is the size in bytes up to which contents stay in memory; larger ones are files.
const smallObject = 64 << 10

// store keeps contents. What is written once is shared by reference: a copy, a version or a replica costs no bytes.
type store struct {
	parent string // the directory that dir is made in; empty: the system's

	mu     sync.Mutex
	dir    string // made when the first large object comes
	closed bool
}

// segment is a run of bytes that is written once: in memory, or in a file that goes when the last reference does.
type segment struct {
	size int64
	data []byte
	path string
	refs atomic.Int32
}

// content is what an object consists of: one segment, or one for each part of its upload. It is immutable.
type content struct {
	segments []*segment
	size     int64
}

var errClosed = errors.New("the sandbox's object storage is closed")

// write stores what r yields, with one reference, while copying it to tee.
func (s *store) write(r io.Reader, tee io.Writer) (*content, error) {
	r = io.TeeReader(r, tee)
	var head bytes.Buffer
	if _, err := io.CopyN(&head, r, smallObject+1); errors.Is(err, io.EOF) {
		data := bytes.Clone(head.Bytes())
		return newContent(&segment{size: int64(len(data)), data: data}), nil
	} else if err != nil {
		return nil, err
	}
	file, err := s.create()
	if err != nil {
		return nil, err
	}
	size, err := io.Copy(file, io.MultiReader(&head, r))
	if err = errors.Join(err, file.Close()); err != nil {
		_ = os.Remove(file.Name()) // it is of no use; what went wrong first is the error to tell
		return nil, err
	}
	return newContent(&segment{size: size, path: file.Name()}), nil
}

func (s *store) create() (*os.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	if s.dir == "" {
		if s.parent != "" {
			if err := os.MkdirAll(s.parent, 0o700); err != nil {
				return nil, err
			}
		}
		dir, err := os.MkdirTemp(s.parent, "objectstorage-")
		if err != nil {
			return nil, err
		}
		s.dir = dir
	}
	return os.CreateTemp(s.dir, "segment-")
}

func (s *store) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.dir == "" {
		return nil
	}
	return os.RemoveAll(filepath.Clean(s.dir))
}

func newContent(seg *segment) *content {
	seg.refs.Store(1)
	return &content{segments: []*segment{seg}, size: seg.size}
}

// join makes one content of several, in order, with references of its own.
func join(parts []*content) *content {
	whole := &content{}
	for _, p := range parts {
		p.retain()
		whole.segments = append(whole.segments, p.segments...)
		whole.size += p.size
	}
	return whole
}

// retain adds a reference, so that c outlives what it was found in.
func (c *content) retain() *content {
	for _, seg := range c.segments {
		seg.refs.Add(1)
	}
	return c
}

// release takes a reference away. The last one removes what is on disk.
func (c *content) release() {
	for _, seg := range c.segments {
		if seg.refs.Add(-1) == 0 && seg.path != "" {
			_ = os.Remove(seg.path) // if it stays, Close removes it with the directory
		}
	}
}

// writeTo writes n bytes from offset on to w. The caller holds a reference.
func (c *content) writeTo(w io.Writer, offset, n int64) error {
	for _, seg := range c.segments {
		if n <= 0 {
			return nil
		}
		if offset >= seg.size {
			offset -= seg.size
			continue
		}
		length := min(n, seg.size-offset)
		if err := seg.writeTo(w, offset, length); err != nil {
			return err
		}
		offset, n = 0, n-length
	}
	return nil
}

func (seg *segment) writeTo(w io.Writer, offset, n int64) error {
	if seg.path == "" {
		_, err := w.Write(seg.data[offset : offset+n])
		return err
	}
	file, err := os.Open(seg.path)
	if err != nil {
		return err
	}
	written, err := io.Copy(w, io.NewSectionReader(file, offset, n))
	if err == nil && written < n {
		err = io.ErrUnexpectedEOF
	}
	return errors.Join(err, file.Close())
}

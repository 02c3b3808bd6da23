package objectstorage

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func files(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	require.NoError(t, err)
	return found
}

func TestStore_sizes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := &store{parent: filepath.Join(dir, "made", "when needed")}
	for size, wantFiles := range map[int]int{0: 0, 1: 0, smallObject: 0, smallObject + 1: 1, 3*smallObject + 5: 1} {
		text := bytes.Repeat([]byte("x"), size)
		var tee bytes.Buffer
		c, err := s.write(iotest.OneByteReader(bytes.NewReader(text)), &tee)
		require.NoError(t, err)
		require.Equal(t, int64(size), c.size)
		require.Equal(t, text, append([]byte{}, tee.Bytes()...))
		require.Len(t, files(t, s.parent), wantFiles)
		var got bytes.Buffer
		require.NoError(t, c.writeTo(&got, 0, c.size))
		require.True(t, bytes.Equal(text, got.Bytes()))
		c.release()
		require.Empty(t, files(t, s.parent), "the last reference takes the file with it")
	}
	require.NoError(t, s.close())
	require.NoError(t, s.close())
	_, err := s.write(bytes.NewReader(make([]byte, smallObject+1)), io.Discard)
	require.ErrorIs(t, err, errClosed)
}

func TestStore_sharing(t *testing.T) {
	t.Parallel()
	s := &store{parent: t.TempDir()}
	large, err := s.write(strings.NewReader(strings.Repeat("0123456789", 10_000)), io.Discard)
	require.NoError(t, err)
	small, err := s.write(strings.NewReader("abc"), io.Discard)
	require.NoError(t, err)
	whole := join([]*content{small, large, small})
	small.release()
	large.release()
	require.Len(t, files(t, s.parent), 1, "the joined content holds it")
	var got bytes.Buffer
	require.NoError(t, whole.writeTo(&got, 2, 4))
	require.Equal(t, "c012", got.String())
	got.Reset()
	require.NoError(t, whole.writeTo(&got, whole.size-5, 5))
	require.Equal(t, "89abc", got.String())
	again := whole.retain()
	whole.release()
	require.Len(t, files(t, s.parent), 1)
	again.release()
	require.Empty(t, files(t, s.parent))
}

func TestStore_faults(t *testing.T) {
	t.Parallel()
	broken := errors.New("the client hung up")
	s := &store{parent: t.TempDir()}
	for _, size := range []int{10, 10 * smallObject} {
		_, err := s.write(io.MultiReader(bytes.NewReader(make([]byte, size)), iotest.ErrReader(broken)), io.Discard)
		require.ErrorIs(t, err, broken)
		require.Empty(t, files(t, s.parent), "half a body leaves nothing")
	}
	c, err := s.write(bytes.NewReader(make([]byte, smallObject+1)), io.Discard)
	require.NoError(t, err)
	require.NoError(t, os.Truncate(files(t, s.parent)[0], 5))
	require.ErrorIs(t, c.writeTo(io.Discard, 0, c.size), io.ErrUnexpectedEOF)
	require.NoError(t, s.close())
	require.Error(t, c.writeTo(io.Discard, 0, c.size))

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = (&store{parent: file}).write(bytes.NewReader(make([]byte, smallObject+1)), io.Discard)
	require.Error(t, err, "a directory that cannot be made is an error, not a panic")
}

func TestIndex_model(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	exists := map[string]bool{}
	var x index
	for range 300 {
		for range random.IntN(20) {
			name := fmt.Sprint(random.IntN(100))
			if exists[name] {
				delete(exists, name)
				x.remove()
			} else {
				exists[name] = true
				x.add(name)
			}
		}
		names := x.order(func(name string) bool { return exists[name] })
		require.True(t, slices.IsSorted(names))
		require.Len(t, slices.Compact(slices.Clone(names)), len(names), "no name twice")
		require.LessOrEqual(t, len(names), 2*len(exists)+1)
		kept := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !exists[name] })
		require.Len(t, kept, len(exists))
	}
}

func TestCombineCRC(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		a, b := make([]byte, random.IntN(300)), make([]byte, random.IntN(3000))
		for i := range a {
			a[i] = byte(random.Uint32())
		}
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		want := crc32.Checksum(append(slices.Clone(a), b...), castagnoli)
		require.Equal(t, want, combineCRC(crc32.Checksum(a, castagnoli), crc32.Checksum(b, castagnoli), int64(len(b))))
	}
}

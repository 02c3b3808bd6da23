package objectstorage

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseRange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		header  string
		size    int64
		want    byteRange
		partial bool
		bad     bool
	}{
		{"", 10, byteRange{0, 10}, false, false},
		{"lines=1-2", 10, byteRange{0, 10}, false, false},
		{"bytes=0-", 10, byteRange{0, 10}, true, false},
		{"bytes=0-0", 10, byteRange{0, 1}, true, false},
		{"bytes=9-", 10, byteRange{9, 1}, true, false},
		{"bytes=3-99", 10, byteRange{3, 7}, true, false},
		{"bytes=-4", 10, byteRange{6, 4}, true, false},
		{"bytes=-99", 10, byteRange{0, 10}, true, false},
		{"bytes= 1-2 ", 10, byteRange{1, 2}, true, false},
		{"bytes=10-", 10, byteRange{}, false, true},
		{"bytes=5-4", 10, byteRange{}, false, true},
		{"bytes=-0", 10, byteRange{}, false, true},
		{"bytes=0-", 0, byteRange{}, false, true},
		{"bytes=-1", 0, byteRange{}, false, true},
		{"bytes=", 10, byteRange{}, false, true},
		{"bytes=-", 10, byteRange{}, false, true},
		{"bytes=a-b", 10, byteRange{}, false, true},
		{"bytes=1-2,4-5", 10, byteRange{}, false, true},
		{"bytes=+1-2", 10, byteRange{}, false, true},
		{"bytes=0-99999999999999999999", 10, byteRange{}, false, true},
		{"bytes=9223372036854775807-", 10, byteRange{}, false, true},
	} {
		got, partial, err := parseRange(c.header, c.size)
		require.Equal(t, c.bad, err != nil, "%q of %d: %v", c.header, c.size, err)
		if !c.bad {
			require.Equal(t, c.want, got, "%q of %d", c.header, c.size)
			require.Equal(t, c.partial, partial, "%q of %d", c.header, c.size)
		}
	}
}

func FuzzParseRange(f *testing.F) {
	for _, header := range []string{"bytes=0-1", "bytes=-5", "bytes=7-", "bytes=1-2,3-4", "x", "bytes=--", "bytes=18446744073709551615-"} {
		f.Add(header, int64(10))
	}
	f.Fuzz(func(t *testing.T, header string, size int64) {
		if size < 0 {
			return
		}
		r, partial, err := parseRange(header, size)
		if err != nil {
			return
		}
		if r.first < 0 || r.length < 0 || r.first+r.length > size {
			t.Fatalf("%q of %d is %+v", header, size, r)
		}
		if partial && r.length == 0 || !partial && r.length != size {
			t.Fatalf("%q of %d is %+v, partial %t", header, size, r, partial)
		}
	})
}

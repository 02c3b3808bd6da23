package objectstorage

import (
	"crypto/md5"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"io"
	"net/http"
	"slices"
	"strconv"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// The checksums that a client may ask for beside the MD5, and the headers that carry them.
var checksums = map[string]struct {
	header, multipart string // of the whole, and of an object made of parts
	new               func() hash.Hash
}{
	"CRC32C": {"opc-content-crc32c", "opc-content-crc32c", func() hash.Hash { return crc32.New(castagnoli) }},
	"SHA256": {"opc-content-sha256", "opc-multipart-sha256", sha256.New},
	"SHA384": {"opc-content-sha384", "opc-multipart-sha384", sha512.New384},
}

// digest computes a body's hashes while it streams.
type digest struct {
	md5       hash.Hash
	algorithm string // empty: none beside MD5
	other     hash.Hash
}

// sums are a body's or an object's hashes, in binary, and from how many parts they come.
type sums struct {
	md5       []byte
	algorithm string
	other     []byte
	parts     int // 0: not from parts
}

func newDigest(algorithm string) (*digest, error) {
	d := &digest{md5: md5.New(), algorithm: algorithm}
	if algorithm == "" {
		return d, nil
	}
	known, ok := checksums[algorithm]
	if !ok {
		return nil, badRequest("MissingOrInvalidChecksumType", "The checksum algorithm '%s' is none of CRC32C, SHA256, SHA384", algorithm)
	}
	d.other = known.new()
	return d, nil
}

func (d *digest) writer() io.Writer {
	if d.other == nil {
		return d.md5
	}
	return io.MultiWriter(d.md5, d.other)
}

func (d *digest) sums() sums {
	s := sums{md5: d.md5.Sum(nil), algorithm: d.algorithm}
	if d.other != nil {
		s.other = d.other.Sum(nil)
	}
	return s
}

// verify holds the hashes that the request's headers state against those of its body.
func (s sums) verify(h http.Header) error {
	if stated := h.Get("Content-MD5"); stated != "" {
		want, err := base64.StdEncoding.DecodeString(stated)
		if err != nil || len(want) != md5.Size {
			return badRequest("InvalidContentMD5", "The Content-MD5 header '%s' is not the base64 of an MD5", stated)
		}
		if !slices.Equal(want, s.md5) {
			return badRequest("UnmatchedContentMD5",
				"The computed MD5 of the request body (%s) does not match the Content-MD5 header (%s)", encode(s.md5), stated)
		}
	}
	if s.algorithm == "" {
		return nil
	}
	header := checksums[s.algorithm].header
	if stated := h.Get(header); stated != "" && stated != encode(s.other) {
		return badRequest("UnmatchedContent"+s.algorithm,
			"The computed %s of the request body (%s) does not match the %s header (%s)", s.algorithm, encode(s.other), header, stated)
	}
	return nil
}

// answer sets the headers that tell the uploader what was computed.
func (s sums) answer(h http.Header) {
	if s.parts > 0 {
		h.Set("opc-multipart-md5", s.text(s.md5))
	} else {
		h.Set("opc-content-md5", encode(s.md5))
	}
	s.setOther(h)
}

// describe sets the headers that tell a reader of the object.
func (s sums) describe(h http.Header) {
	if s.parts > 0 {
		h.Set("opc-multipart-md5", s.text(s.md5))
	} else {
		h.Set("content-md5", encode(s.md5))
	}
	s.setOther(h)
}

func (s sums) setOther(h http.Header) {
	switch {
	case s.algorithm == "":
	case s.parts == 0 || s.algorithm == "CRC32C":
		h.Set(checksums[s.algorithm].header, encode(s.other))
	default:
		h.Set(checksums[s.algorithm].multipart, s.text(s.other))
	}
}

// text is a hash in base64; that of an object made of parts is followed by a hyphen and their number.
func (s sums) text(b []byte) string {
	if s.parts == 0 {
		return encode(b)
	}
	return encode(b) + "-" + strconv.Itoa(s.parts)
}

// joinSums computes the hashes of an object from those of its parts: the hash of the parts' hashes, but the CRC32C is
// that of the whole.
func joinSums(parts []sums, sizes []int64) sums {
	whole := sums{parts: len(parts), algorithm: parts[0].algorithm}
	sum := md5.New()
	for _, p := range parts {
		sum.Write(p.md5)
	}
	whole.md5 = sum.Sum(nil)
	switch whole.algorithm {
	case "":
	case "CRC32C":
		crc := binary.BigEndian.Uint32(parts[0].other)
		for i, p := range parts[1:] {
			crc = combineCRC(crc, binary.BigEndian.Uint32(p.other), sizes[i+1])
		}
		whole.other = binary.BigEndian.AppendUint32(nil, crc)
	default:
		other := checksums[whole.algorithm].new()
		for _, p := range parts {
			other.Write(p.other)
		}
		whole.other = other.Sum(nil)
	}
	return whole
}

func encode(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

package objectstorage

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// sse says with whose key an object is encrypted. The sandbox encrypts nothing; it holds callers to the key.
type sse struct {
	kmsKey    string // a master key of the caller's choice
	keySHA256 string // base64: the caller sends the key itself with each request
}

// sseOf reads the headers of a request that carry a key; prefix is "opc-" or, for the source of a copy, "opc-source-".
func sseOf(h http.Header, prefix string) (sse, error) {
	algorithm, key, sum := h.Get(prefix+"sse-customer-algorithm"), h.Get(prefix+"sse-customer-key"), h.Get(prefix+"sse-customer-key-sha256")
	if algorithm == "" && key == "" && sum == "" {
		return sse{}, nil
	}
	raw, err := base64.StdEncoding.DecodeString(key)
	if algorithm != "AES256" || err != nil || len(raw) != 32 {
		return sse{}, badRequest("InvalidParameter", "A key of the customer's takes the algorithm AES256 and 256 bits in base64")
	}
	actual := sha256.Sum256(raw)
	if sum != base64.StdEncoding.EncodeToString(actual[:]) {
		return sse{}, badRequest("InvalidParameter", "The SHA256 of the customer's key does not match the key")
	}
	return sse{keySHA256: sum}, nil
}

// uploadSSE reads the key of an upload to a region, which may be a master key as well.
func (q *request) uploadSSE(h http.Header, at region.Region) (sse, error) {
	s, err := sseOf(h, "opc-")
	if err != nil {
		return s, err
	}
	key := h.Get("opc-sse-kms-key-id")
	if key == "" {
		return s, nil
	}
	if s.keySHA256 != "" {
		return s, badRequest("InvalidParameter", "A master key and a key of the customer's exclude each other")
	}
	s.kmsKey = key
	return s, q.useKey(at, key)
}

// open refuses a reader who does not send the key.
func (s sse) open(h http.Header, prefix string) error {
	sent, err := sseOf(h, prefix)
	if err != nil {
		return err
	}
	if sent.keySHA256 != s.keySHA256 {
		return badRequest("InvalidParameter", "The object can be read only with the customer's key that it was uploaded with")
	}
	return nil
}

func (s sse) answer(h http.Header) {
	if s.keySHA256 != "" {
		h.Set("opc-sse-customer-algorithm", "AES256")
		h.Set("opc-sse-customer-key-sha256", s.keySHA256)
	}
	if s.kmsKey != "" {
		h.Set("opc-sse-kms-key-id", s.kmsKey)
	}
}

package objectstorage

import (
	"crypto/rand"
	"fmt"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// newETag makes the entity tag of a bucket, a rule or a policy.
func newETag() string { return cloud.NewETag() }

// newUUID makes the ids and etags that Object Storage has as UUIDs: those of objects, versions, uploads, rules and policies.
func newUUID() string {
	b := randomBytes(16)
	b[6] = b[6]&0x0f | 0x40 // version 4
	b[8] = b[8]&0x3f | 0x80 // variant of RFC 9562
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}

package report

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// FuzzBaseline holds that no baseline, whatever is in it, excuses more findings than it has itself, excuses one of another
// address or verdict, or makes a report that cannot be written.
func FuzzBaseline(f *testing.F) {
	f.Add([]byte(`{"format_version":"1.0","summary":{},"findings":[{"rule":"RES101","verdict":"outside","address":"oci_objectstorage_bucket.late"}]}`))
	f.Add([]byte(`{"format_version":"1.0","summary":{},"findings":[{"rule":"RES207","verdict":"outside","address":"module.eu.oci_objectstorage_bucket.store[\"a b\"]","attribute":"kms_key_id","kind":"placement","region":"eu-zurich-1","country":"CH"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := ReadBaseline("b.json", bytes.NewReader(raw))
		if err != nil {
			return
		}
		has := map[identity]int{}
		for id, all := range b.known {
			id.plan = ""
			has[id] += len(all)
		}
		r := mixed()
		r.Apply(b)
		for _, one := range r.Plans[0].Findings {
			if !one.Known {
				continue
			}
			is := one.json("")
			has[is.identity("")]--
			assert.GreaterOrEqual(t, has[is.identity("")], 0, one.Message)
			assert.False(t, one.Verdict.Passes())
		}
		assert.False(t, r.Passes(), "the plan is not complete, whatever the baseline says")
		require.NotEmpty(t, written(t, Text{}, r))
		assert.NotEqual(t, boundary.Inside, r.Plans[0].Findings[0].Verdict)
	})
}

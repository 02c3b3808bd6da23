package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// large makes a plan of n resources like Terraform's: modules with aliases, a hundred resources each, of which nine in ten
// are there already.
func large(t testing.TB, n int) []byte {
	t.Helper()
	const each = 100
	var changes, planned, calls bytes.Buffer
	for m := range (n + each - 1) / each {
		key := []string{"oci", "oci.us", "oci.eu"}[m%3]
		module := fmt.Sprintf("m%d", m)
		var configured []object
		for i := range min(each, n-m*each) {
			name := fmt.Sprintf("r%d", i)
			r := databaseLike(module, name, key, i)
			configured = append(configured, r.config())
			add(t, &changes, r.change())
			add(t, &planned, object{"address": r.Address, "mode": "managed", "type": r.typ(), "name": name, "provider_name": r.provider(), "schema_version": 0, "values": r.After, "sensitive_values": object{}})
		}
		if calls.Len() > 0 {
			calls.WriteByte(',')
		}
		fmt.Fprintf(&calls, "%q:", module)
		add(t, &calls, object{"source": "./m", "module": object{"resources": configured}})
	}
	body := strings.NewReplacer("CHANGES", changes.String(), "PLANNED", planned.String(), "CALLS", strings.ReplaceAll(calls.String(), ":,{", ":{")).Replace(
		`{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[PLANNED]}},"resource_changes":[CHANGES],` +
			`"configuration":{"provider_config":{"oci":{"name":"oci","full_name":"registry.terraform.io/oracle/oci","expressions":{"region":{"constant_value":"us-ashburn-1"}}},` +
			`"oci.us":{"name":"oci","full_name":"registry.terraform.io/oracle/oci","alias":"us","expressions":{"region":{"constant_value":"us-phoenix-1"}}},` +
			`"oci.eu":{"name":"oci","full_name":"registry.terraform.io/oracle/oci","alias":"eu","expressions":{"region":{"constant_value":"eu-frankfurt-1"}}}},` +
			`"root_module":{"module_calls":{CALLS}}}}`)
	return []byte(body)
}

// databaseLike is a resource with about as many values as a volume or a subnet has.
func databaseLike(module, name, key string, i int) instance {
	place := map[string]string{"oci": "iad", "oci.us": "phx", "oci.eu": "eu-frankfurt-1"}[key]
	values := object{
		"id": fmt.Sprintf("ocid1.volume.oc1.%s.%s%s", place, strings.Repeat("a", 40), name), "compartment_id": "ocid1.compartment.oc1..aaaaaaaauserdata",
		"display_name": "volume " + name, "size_in_gbs": "1024", "vpus_per_gb": "10", "state": "AVAILABLE", "time_created": "2026-01-01T00:00:00Z",
		"freeform_tags": object{"team": "a", "service": "ledger"}, "defined_tags": object{"Operations.CostCentre": "42"}, "is_hydrated": true,
		"block_volume_replicas": []any{}, "autotune_policies": []any{object{"autotune_type": "DETACHED_VOLUME", "max_vpus_per_gb": nil}}, "timeouts": nil,
	}
	r := instance{
		Address: "module." + module + ".oci_core_volume." + name, Key: key, Actions: []string{"no-op"}, Before: values, After: values,
		Expressions: object{"compartment_id": constant("ocid1.compartment.oc1..aaaaaaaauserdata"), "kms_key_id": ref("var.key"), "display_name": ref("each.key")},
	}
	if i%10 == 0 {
		delete(values, "id")
		r.Actions, r.Before = []string{"create"}, nil
		r.Unknown = object{"id": true, "kms_key_id": true, "block_volume_replicas": true, "time_created": true, "state": true}
	}
	return r
}

func add(t testing.TB, b *bytes.Buffer, v any) {
	t.Helper()
	if b.Len() > 0 {
		b.WriteByte(',')
	}
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	b.Write(raw)
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		raw := large(b, n)
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				_, err := Read(bytes.NewReader(raw))
				require.NoError(b, err)
			}
		})
	}
}

func BenchmarkJudge(b *testing.B) {
	boundary := usBoundary(b)
	for _, n := range []int{1000, 10000} {
		raw := large(b, n)
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				p, err := Read(bytes.NewReader(raw))
				require.NoError(b, err)
				require.Len(b, p.Judge(boundary, at, Options{}).Resources, n)
			}
		})
	}
}

// TestMemory holds that reading and judging take less than three times the plan, garbage and all: the file goes by.
func TestMemory(t *testing.T) {
	raw := large(t, 5000)
	var peak atomic.Uint64
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	watched := &watching{Reader: bytes.NewReader(raw), peak: &peak, base: before.HeapAlloc}
	p, err := Read(watched)
	require.NoError(t, err)
	require.Len(t, p.Judge(usBoundary(t), at, Options{}).Resources, 5000)
	watched.look()
	assert.Less(t, peak.Load(), 3*uint64(len(raw)), "of a plan of %d bytes", len(raw))
}

// watching notes the highest heap while something is read.
type watching struct {
	io.Reader
	peak *atomic.Uint64
	base uint64
	last time.Time
}

func (w *watching) Read(b []byte) (int, error) {
	if time.Since(w.last) > 10*time.Millisecond {
		w.last = time.Now()
		w.look()
	}
	return w.Reader.Read(b)
}

func (w *watching) look() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > w.base {
		w.peak.Store(max(w.peak.Load(), m.HeapAlloc-w.base))
	}
}

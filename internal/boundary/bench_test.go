package boundary

import (
	"fmt"
	"testing"
)

// BenchmarkJudge judges facts of a plan against a small boundary and against one with many classes and exceptions. A plan
// of 100,000 resources has about 300,000 facts.
func BenchmarkJudge(b *testing.B) {
	large := usDeclaration()
	for i := range 50 {
		large.Classes[fmt.Sprintf("class-%d", i)] = Class{Jurisdictions: []string{"US", "CA"}, Addresses: []string{fmt.Sprintf("module.team%d.*", i)}}
		large.Exceptions[fmt.Sprintf("exception-%d", i)] = exceptionFor("ca-toronto-1", func(e *Exception) {
			e.Addresses = []string{fmt.Sprintf("module.team%d.module.backup[*].*", i)}
		})
	}
	boundaries := map[string]*Boundary{"small": us(b), "large": mustNew(b, large)}
	facts := map[string]Fact{
		"inside":   {Kind: Placement, Address: `module.app["eu"].module.store.oci_objectstorage_bucket.events["media"]`, Place: in("us-ashburn-1")},
		"outside":  {Kind: Placement, Address: `module.app["eu"].module.store.oci_objectstorage_bucket.events["media"]`, Place: in("eu-frankfurt-1")},
		"excepted": {Kind: Placement, Address: "module.legacy.oci_objectstorage_bucket.backup", Place: in("ap-singapore-1")},
	}
	now := day(b, "2026-12-01")
	for _, size := range []string{"small", "large"} {
		for _, name := range []string{"inside", "outside", "excepted"} {
			b.Run(size+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					boundaries[size].Judge(facts[name], now)
				}
			})
		}
	}
}

func BenchmarkParse(b *testing.B) {
	src := []byte(usFile)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := Parse("bench.hcl", src); err != nil {
			b.Fatal(err)
		}
	}
}

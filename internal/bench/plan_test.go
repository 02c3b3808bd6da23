package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The generated plan is JSON, has as many resources as asked for, each in the state, the changes and the configuration, and
// grows in proportion.
func TestPlanFile(t *testing.T) {
	sizes := map[int]int64{}
	for _, n := range []int{1, 250, 2500} {
		path := filepath.Join(t.TempDir(), "plan.json")
		size, err := planFile(path, n)
		if err != nil {
			t.Fatal(err)
		}
		sizes[n] = size
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var p struct {
			Changes []struct{ Address string } `json:"resource_changes"`
		}
		if err := json.Unmarshal(raw, &p); err != nil {
			t.Fatal(err)
		}
		if len(p.Changes) != n || strings.Count(string(raw), `"provider_config_key"`) != n || strings.Count(string(raw), `"sensitive_values"`) != 2*n {
			t.Errorf("the plan of %d resources has %d changes", n, len(p.Changes))
		}
	}
	if growth := float64(sizes[2500]) / float64(sizes[250]); growth < 9 || growth > 11 {
		t.Errorf("ten times the resources take %.1f times the bytes", growth)
	}
}

func TestCheckResults(t *testing.T) {
	small := checked{resources: 10_000, size: 50e6, cpu: 200 * time.Millisecond, memory: 80e6, floor: 70 * time.Millisecond}
	large := checked{resources: 100_000, size: 500e6, cpu: 2 * time.Second, memory: 500e6, floor: 700 * time.Millisecond}
	passed := func(large checked) bool {
		for _, r := range checkResults([]checked{small, large}) {
			if !r.ok() {
				return false
			}
		}
		return true
	}
	if !passed(large) {
		t.Error("within the limits is not passed")
	}
	for name, change := range map[string]func(*checked){
		"slow":   func(c *checked) { c.cpu = 2600 * time.Millisecond },
		"large":  func(c *checked) { c.memory = 1600e6 },
		"slower": func(c *checked) { c.cpu = 2450 * time.Millisecond },
	} {
		worse := large
		change(&worse)
		if passed(worse) {
			t.Errorf("%s is passed", name)
		}
	}
}

package main

import "testing"

func TestLogWanted(t *testing.T) {
	for entry, want := range map[string]bool{
		"TF_LOG=debug": true, "TF_LOG_PROVIDER_RESIDENCY=INFO": true, "TF_LOG_PATH=x": true, "TF_ACC_LOG=1": true, "TF_LOG=": false, "TF_VAR_LOG=x": false,
	} {
		if got := logWanted([]string{"PATH=/bin", entry}); got != want {
			t.Errorf("logWanted(%s) = %t, want %t", entry, got, want)
		}
	}
}

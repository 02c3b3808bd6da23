package guard

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// change is a policy's in a plan. No statements at all: there is no policy.
func change(actions []string, before, after []string) map[string]any {
	values := func(statements []string) any {
		if statements == nil {
			return nil
		}
		return map[string]any{"compartment_id": tenancy, "name": "p", "statements": statements}
	}
	return map[string]any{
		"address": "oci_identity_policy.p", "mode": "managed", "type": "oci_identity_policy", "provider_name": "registry.terraform.io/oracle/oci",
		"change": map[string]any{"actions": actions, "before": values(before), "after": values(after), "after_unknown": map[string]any{}},
	}
}

// TestJudge_plan holds what a plan makes of a deny, with what was done to it outside Terraform.
func TestJudge_plan(t *testing.T) {
	deny, none := []string{fence}, []string{"allow group A to read buckets in tenancy"}
	for name, tt := range map[string]struct {
		changes, drift []any
		want           boundary.Verdict
	}{
		"created":                      {[]any{change([]string{"create"}, nil, deny)}, nil, boundary.GlobalOK},
		"deleted":                      {[]any{change([]string{"delete"}, deny, nil)}, nil, boundary.Faulty},
		"forgotten":                    {[]any{change([]string{"forget"}, deny, nil)}, nil, boundary.GlobalOK},
		"replaced by the same":         {[]any{change([]string{"delete", "create"}, deny, deny)}, nil, boundary.GlobalOK},
		"replaced by another":          {[]any{change([]string{"create", "delete"}, deny, none)}, nil, boundary.Faulty},
		"forgotten for another":        {[]any{change([]string{"forget", "create"}, deny, none)}, nil, boundary.GlobalOK},
		"gone by hand, put back":       {[]any{change([]string{"update"}, none, deny)}, []any{change([]string{"update"}, deny, none)}, boundary.GlobalOK},
		"gone by hand, not put back":   {[]any{change([]string{"no-op"}, none, none)}, []any{change([]string{"update"}, deny, none)}, boundary.Faulty},
		"deleted by hand, made again":  {[]any{change([]string{"create"}, nil, deny)}, []any{change([]string{"delete"}, deny, nil)}, boundary.GlobalOK},
		"deleted by hand":              {nil, []any{change([]string{"delete"}, deny, nil)}, boundary.Faulty},
		"seen by a refresh":            {nil, []any{change([]string{"update"}, deny, none)}, boundary.Faulty},
		"nothing of it is in the plan": {[]any{change([]string{"update"}, deny, nil)}, nil, boundary.Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := json.Marshal(map[string]any{
				"format_version": "1.2", "planned_values": map[string]any{}, "configuration": map[string]any{}, "resource_changes": tt.changes, "resource_drift": tt.drift,
			})
			require.NoError(t, err)
			p, err := plan.Read(strings.NewReader(string(raw)))
			require.NoError(t, err)
			report := p.Judge(usBoundary(t), at, plan.Options{Guard: Judge})
			require.Len(t, report.Resources, 1)
			assert.Equal(t, tt.want, report.Resources[0].Verdict, "%v", report.Findings)
		})
	}
}

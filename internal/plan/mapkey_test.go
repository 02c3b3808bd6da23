package plan

import (
	"testing"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// A map by regions says with its keys where data goes.
func TestFlows_mapKeys(t *testing.T) {
	table := func(replicas any) object { return object{"region": "us-ashburn-1", "replicas": replicas} }
	units := object{"max_read_units": 3, "max_write_units": nil}
	for name, test := range map[string]flowCase{
		"none":              {after: table(nil), want: boundary.Inside},
		"no element":        {after: table(object{}), want: boundary.Inside},
		"inside":            {after: table(object{"us-phoenix-1": object{}, "us-chicago-1": units}), want: boundary.Inside},
		"outside":           {after: table(object{"us-phoenix-1": object{}, "eu-frankfurt-1": object{}}), want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Replica},
		"no region":         {after: table(object{"mars-olympus-1": object{}}), want: boundary.Undecided, regions: []string{"mars-olympus-1"}, kind: boundary.Replica},
		"country not known": {after: table(object{"us-saltlake-2": object{}}), want: boundary.Undecided, regions: []string{"us-saltlake-2"}, kind: boundary.Replica},
		"not known":         {after: object{"region": "us-ashburn-1"}, unknown: object{"replicas": true}, exprs: object{"replicas": ref("local.r")}, want: boundary.Undecided, kind: boundary.Replica},
		"units not known":   {after: table(object{"us-phoenix-1": object{}}), unknown: object{"replicas": object{"us-phoenix-1": object{"max_read_units": true}}}, want: boundary.Inside},
		"table abroad":      {after: object{"region": "eu-frankfurt-1", "replicas": object{"us-phoenix-1": object{}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Placement},
	} {
		test.typ = "residency_nosql_table"
		t.Run(name, test.hold)
	}
}

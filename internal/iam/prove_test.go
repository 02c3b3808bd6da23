package iam

import (
	"fmt"
	"testing"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

func inUSA() []region.Region {
	var all []region.Region
	for _, name := range []string{"us-ashburn-1", "us-phoenix-1"} {
		r, _ := region.ByName(name)
		all = append(all, r)
	}
	return all
}

func TestProve_look(t *testing.T) {
	policies := []Policy{NewPolicy("guard", nil,
		"deny any-user to inspect all-resources in tenancy where all {request.region!='iad', request.region!='phx'}",
	)}
	p := Prove(policies, Obligations{Kinds: []string{Outside}, Inside: inUSA()}, Options{})
	fmt.Println(p.Proved, len(p.Operations))
	for _, r := range p.Operations {
		if !r.Denied {
			fmt.Printf("%+v %+v\n", r, r.Counterexample)
		}
	}
	for _, a := range p.Assumptions {
		fmt.Println(a.ID)
	}
	for _, l := range p.Later {
		if !l.Covered {
			fmt.Println(l)
		}
	}
}

package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/quota"
)

// planValues is what the iam commands read of a plan.
type planValues struct {
	PlannedValues *struct {
		Root planModule `json:"root_module"`
	} `json:"planned_values"`
	PriorState *struct {
		Values struct {
			Root planModule `json:"root_module"`
		} `json:"values"`
	} `json:"prior_state"`
	Data jsontext.Value `json:"data"` // of an answer of Oracle's CLI, which is no plan
}

type planModule struct {
	Resources []planResource `json:"resources"`
	Children  []planModule   `json:"child_modules"`
}

type planResource struct {
	Address string         `json:"address"`
	Mode    string         `json:"mode"`
	Type    string         `json:"type"`
	Values  jsontext.Value `json:"values"`
}

// planPolicy is a policy or quota, or a resource that writes some. What only apply will tell is left out, and null among statements.
type planPolicy struct {
	Compartment string    `json:"compartment_id"`
	Statements  []*string `json:"statements"`
	Quotas      []*string `json:"quota_statements"`
}

// What writes statements into a tenancy.
const (
	typePolicy       = "oci_identity_policy"
	typeQuota        = "oci_limits_quota"
	typeDenyRule     = "residency_deny_rule" // policies, each of as many statements as one can have, and a quota
	typeServiceGrant = "residency_service_grant"
)

// planCompartment is one of the tenancy's.
type planCompartment struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Parent string `json:"compartment_id"`
}

const howToPlan = "make one with terraform show -json tfplan > plan.json"

// plan reads the policies and quotas of a plan.
func (s *statements) plan(file string, src []byte) error {
	var p planValues
	switch err := json.Unmarshal(src, &p); {
	case jsontext.Value(src).Kind() == '[':
		return fmt.Errorf("%s is a list in JSON, no plan; write its statements one a line, as jq -r '.[]' does", inputName(file))
	case err != nil:
		return fmt.Errorf("%s is no plan in JSON: %w; %s", inputName(file), whyJSON(err), howToPlan)
	case p.PlannedValues == nil && p.Data != nil:
		return fmt.Errorf("%s is what Oracle's CLI answers, no plan; write its statements one a line, as jq -r '.data[].statements[]' does for the policies of the root compartment", inputName(file))
	case p.PlannedValues == nil:
		return fmt.Errorf("%s is JSON, but no plan: it has no planned_values; %s", inputName(file), howToPlan)
	}
	paths := p.paths()
	maps.Copy(s.compartments, paths)
	return p.PlannedValues.Root.each(func(r planResource) error {
		if r.Mode == "data" || !slices.Contains([]string{typePolicy, typeQuota, typeDenyRule, typeServiceGrant}, r.Type) {
			return nil
		}
		var values planPolicy
		if err := json.Unmarshal(r.Values, &values); err != nil {
			return fmt.Errorf("%s: %s has values that no %s has: %w", inputName(file), r.Address, r.Type, whyJSON(err))
		}
		s.files[r.Address] = file
		if r.Type != typeQuota {
			s.planPolicy(file, r.Address, values, paths)
		}
		if r.Type == typeDenyRule {
			values.Statements = values.Quotas
		}
		if r.Type == typeQuota || r.Type == typeDenyRule {
			s.planQuota(file, r.Address, values)
		}
		return nil
	})
}

func (s *statements) planPolicy(file, address string, values planPolicy, paths map[string][]string) {
	path, known := paths[values.Compartment]
	if !known && !isTenancy(values.Compartment) {
		s.astray = append(s.astray, address)
	}
	for texts := range slices.Chunk(s.known(file, address, values), chunk(values)) {
		p := iam.NewPolicy(address, path, texts...)
		p.Unplaced = !known && !isTenancy(values.Compartment)
		for _, one := range p.Statements {
			one.Source.File = file
		}
		for _, e := range p.Unread {
			e.Source.File = file
		}
		s.policies = append(s.policies, p)
	}
}

// chunk is how many statements one policy has: those of a deny rule are spread over as many as it takes.
func chunk(values planPolicy) int {
	if values.Quotas != nil {
		return iam.StatementsPerPolicy
	}
	return max(len(values.Statements), 1)
}

func (s *statements) planQuota(file, address string, values planPolicy) {
	p := quota.NewPolicy(address, s.known(file, address, values)...)
	for _, one := range p.Statements {
		one.Source.File = file
	}
	for _, e := range p.Unread {
		e.Source.File = file
	}
	s.quotas = append(s.quotas, p)
}

// known returns the statements that the plan tells, and notes those that it does not. Statements are required, so where there
// are none they are unknown.
func (s *statements) known(file, address string, values planPolicy) []string {
	var texts []string
	for _, text := range values.Statements {
		if text == nil {
			s.unknown = append(s.unknown, unknownStatement{file, address})
		} else {
			texts = append(texts, *text)
		}
	}
	if values.Statements == nil {
		s.unknown = append(s.unknown, unknownStatement{file, address})
	}
	return texts
}

// each calls f for every resource of the module and those below it.
func (m planModule) each(f func(planResource) error) error {
	for _, r := range m.Resources {
		if err := f(r); err != nil {
			return err
		}
	}
	for _, child := range m.Children {
		if err := child.each(f); err != nil {
			return err
		}
	}
	return nil
}

// paths finds the paths of the compartments that the plan has or reads.
func (p planValues) paths() map[string][]string {
	all := map[string]planCompartment{}
	collect := func(r planResource) error {
		var c planCompartment
		if r.Type == "oci_identity_compartment" && json.Unmarshal(r.Values, &c) == nil && c.ID != "" {
			all[c.ID] = c
		}
		return nil
	}
	modules := []planModule{p.PlannedValues.Root}
	if p.PriorState != nil {
		modules = append(modules, p.PriorState.Values.Root)
	}
	for _, m := range modules {
		_ = m.each(collect) // collect has no errors
	}
	paths := map[string][]string{}
	for ocid := range all {
		if path, ok := pathOf(ocid, all, len(all)); ok {
			paths[ocid] = path
		}
	}
	return paths
}

// pathOf follows parents up to the tenancy, no further than there are compartments.
func pathOf(ocid string, all map[string]planCompartment, left int) ([]string, bool) {
	if isTenancy(ocid) {
		return nil, true
	}
	c, ok := all[ocid]
	if !ok || left == 0 || c.Name == "" {
		return nil, false
	}
	path, ok := pathOf(c.Parent, all, left-1)
	return append(path, c.Name), ok
}

func isTenancy(ocid string) bool { return strings.HasPrefix(strings.ToLower(ocid), "ocid1.tenancy.") }

// kinds are JSON's kinds of values in words.
var kinds = map[jsontext.Kind]string{
	'n': "null", 'f': "false", 't': "true", '"': "a text", '0': "a number", '{': "an object", '[': "an array",
}

// whyJSON says what is wrong with JSON, and where, without the library's words for itself.
func whyJSON(err error) error {
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		where := string(semantic.JSONPointer)
		if where == "" {
			where = "at the top"
		}
		if errors.Is(semantic.Err, json.ErrUnknownName) {
			return fmt.Errorf("unknown member %s", where)
		}
		if semantic.Err != nil {
			return fmt.Errorf("%s: %w", where, semantic.Err)
		}
		return fmt.Errorf("%s cannot be %s", where, kinds[semantic.JSONKind])
	}
	return errors.New(strings.TrimPrefix(strings.TrimPrefix(err.Error(), "jsontext: "), "json: "))
}

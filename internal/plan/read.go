package plan

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Read reads the JSON of a plan, of format 1.x. The plan goes by once: what is about no place is not kept. Every error is
// an *InputError that says what the input is and what to do, but for the reader's own errors.
func Read(r io.Reader) (*Plan, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	head, err := buffered.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if err := recognise(head); err != nil {
		return nil, err
	}
	in := newReader(buffered)
	if in.plan(); in.err != nil {
		return nil, explain(in.err)
	}
	return in.p, nil
}

// reader reads one plan.
type reader struct {
	scanner
	p         *Plan
	types     map[string]*typeInfo
	locations map[region.Location]*region.Location
	read      map[string]*region.Location // by the text, of identifiers by all but its last part
	claims    map[membership]*claims
	added     int32               // changes
	trees     int                 // of marks that have been read
	collected []value             // of the resource that is being read
	planned   []plannedValue      // resources that have to have a change
	changed   map[string]struct{} // addresses that have a change
	prior     []*change           // what is in the state and had no change when it was read
	seen      map[string]bool     // top-level names
}

// plannedValue is a resource among the planned values.
type plannedValue struct{ address, typ string }

func newReader(r io.Reader) *reader {
	return &reader{
		scanner:   newScanner(r),
		types:     map[string]*typeInfo{},
		locations: map[region.Location]*region.Location{},
		read:      map[string]*region.Location{},
		claims:    map[membership]*claims{},
		changed:   map[string]struct{}{},
		seen:      map[string]bool{},
		p: &Plan{
			root: newModule(nil, ""), providers: map[string]*provider{}, variables: map[string][]byte{},
			known: map[string][]known{},
		},
	}
}

func (in *reader) plan() {
	for name := range in.members() {
		in.section(in.name(name))
	}
	in.whole()
	if in.err == nil {
		in.link()
	}
}

// whole refuses what is no plan, or not all of one, and what follows it.
func (in *reader) whole() {
	if in.err != nil {
		return
	}
	followed := in.followed()
	switch {
	case in.seen["@level"] || followed && in.seen["@message"]:
		in.fail(refuse("The input is the log of `plan -json`, not a plan: %s.", makeJSON))
	case followed:
		in.fail(refuse("Something follows the end of the plan: give one plan in one file."))
	case in.seen["remote_plan_format"]:
		in.fail(refuse("The input is the bookmark of a plan that HCP Terraform or Terraform Enterprise keeps: get its JSON with `terraform show -json FILE > plan.json`."))
	case in.seen["encrypted_data"]:
		in.fail(refuse("The input is encrypted, as OpenTofu writes plans and states: get the JSON of the plan with `tofu show -json FILE > plan.json`."))
	case in.seen["lineage"] || in.seen["serial"] && in.seen["version"]:
		in.fail(refuse("The input is a state file, not a plan: %s.", makeJSON))
	case in.seen["values"] && !in.seen["configuration"]:
		in.fail(refuse("The input is the JSON of a state, not of a plan: name the plan file, as in `terraform show -json tfplan > plan.json`."))
	case !in.seen["format_version"]:
		in.fail(refuse("The input is no plan, for it has no format_version: %s.", makeJSON))
	case !in.seen["configuration"] || !in.seen["planned_values"] && !in.seen["resource_changes"]:
		in.fail(refuse("The input is no plan, or not all of it: a plan has planned_values and configuration. To get one, %s.", makeJSON))
	}
}

// section reads one member of the plan.
func (in *reader) section(name string) {
	in.seen[name] = true
	switch name {
	case "format_version":
		in.format()
	case "terraform_version":
		in.p.TerraformVersion = in.string()
	case "variables":
		for name := range in.members() {
			in.variable(string(name))
		}
	case "planned_values":
		in.rootModule(in.plannedResource)
	case "prior_state":
		in.priorState()
	case "resource_changes":
		for range in.elements() {
			in.change(planned)
		}
	case "resource_drift":
		for range in.elements() {
			in.change(drifted)
		}
	case "deferred_changes":
		for range in.elements() {
			in.deferred()
		}
	case "configuration":
		in.configuration()
	case "errored", "complete", "applyable":
		in.completeness(name)
	default:
		in.skip()
	}
}

func (in *reader) format() {
	version := in.string()
	if major, _, _ := strings.Cut(version, "."); major != "1" {
		in.fail(refuse("The plan is of format %.20q, and this release reads format 1.x only: use a newer release of this provider, or the Terraform that it was tested with.", version))
	}
	in.p.FormatVersion = version
}

func (in *reader) completeness(name string) {
	kind := in.kind()
	in.skip()
	switch {
	case name == "errored" && kind == jsontext.KindTrue:
		in.p.doubts = append(in.p.doubts, "Planning failed half-way, so the plan does not show everything that the configuration says.")
	case name == "complete" && kind == jsontext.KindFalse:
		in.p.doubts = append(in.p.doubts, "The plan is not complete: Terraform leaves a part of the configuration for a later plan, which has to be judged too.")
	}
}

func (in *reader) variable(name string) {
	for member := range in.members() {
		if string(member) == "value" {
			in.takes(roomOfExpression)
			in.p.variables[name] = bytes.Clone(in.raw())
		} else {
			in.skip()
		}
	}
}

func (in *reader) priorState() {
	for name := range in.members() {
		if string(name) == "values" {
			in.rootModule(in.priorResource)
		} else {
			in.skip()
		}
	}
}

// rootModule reads planned values, or those of a state.
func (in *reader) rootModule(resource func()) {
	for name := range in.members() {
		if string(name) == "root_module" {
			in.stateModule(resource)
		} else {
			in.skip()
		}
	}
}

func (in *reader) stateModule(resource func()) {
	for name := range in.members() {
		switch string(name) {
		case "resources":
			for range in.elements() {
				resource()
			}
		case "child_modules":
			for range in.elements() {
				in.stateModule(resource)
			}
		default:
			in.skip()
		}
	}
}

// plannedResource notes a planned resource, to see that each has its change.
func (in *reader) plannedResource() {
	var is identity
	in.contents(&is, nil)
	if is.mode == "managed" {
		in.takes(roomOfText)
		in.planned = append(in.planned, plannedValue{is.address, is.typ})
	}
}

// missing are the types of the planned resources that have no change, by address.
func (in *reader) missing() map[string]string {
	out := map[string]string{}
	for _, is := range in.planned {
		if !in.isChanged(is.address) {
			out[is.address] = is.typ
		}
	}
	return out
}

// link joins the changes with the configuration.
func (in *reader) link() {
	missing := in.missing()
	for _, c := range in.prior {
		if _, ok := missing[c.address]; !ok && !in.isChanged(c.address) {
			in.add(c)
		}
	}
	for _, address := range sortedNames(missing) {
		in.add(&change{
			address: address, config: withoutKeys(address), typ: in.typeNamed(missing[address], ""), action: Other,
			claims: noClaims, beforeClaims: noClaims, unknownTop: true, cut: true,
		})
	}
	for _, c := range in.p.changes {
		c.resource = in.p.root.resource(c.config)
	}
	in.p.index()
	slices.SortFunc(in.p.content, func(a, b Content) int { return cmp.Compare(a.Address, b.Address) })
}

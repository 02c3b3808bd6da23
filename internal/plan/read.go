package plan

import (
	"bufio"
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
	if err := in.plan(); err != nil {
		return nil, explain(err)
	}
	return in.p, nil
}

// reader reads one plan.
type reader struct {
	dec   *jsontext.Decoder
	p     *Plan
	names interner
	types map[string]*typeInfo
	found map[region.Location]*region.Location
	ocids map[string]region.Location
	todo  map[string]string // address and type of what is planned and has no change yet
	prior []*change         // what is in the state and had no change when it was read
	seen  map[string]bool   // top-level names
}

func newReader(r io.Reader) *reader {
	return &reader{
		dec:   jsontext.NewDecoder(r),
		names: interner{},
		types: map[string]*typeInfo{},
		found: map[region.Location]*region.Location{},
		ocids: map[string]region.Location{},
		todo:  map[string]string{},
		seen:  map[string]bool{},
		p: &Plan{
			root: newModule(nil, ""), providers: map[string]*provider{}, variables: map[string][]byte{},
			known: map[string][]known{}, byConfig: map[string][]*change{}, byAddress: map[string][]*change{},
		},
	}
}

func (in *reader) plan() error {
	if err := in.object(in.section); err != nil {
		return err
	}
	if err := in.end(); err != nil {
		return err
	}
	if err := in.whole(); err != nil {
		return err
	}
	in.link()
	return nil
}

// end refuses what follows the plan.
func (in *reader) end() error {
	if _, err := in.dec.ReadToken(); errors.Is(err, io.EOF) {
		return nil
	}
	if in.seen["@level"] || in.seen["@message"] {
		return refuse("The input is the log of `plan -json`, not a plan: %s.", makeJSON)
	}
	return refuse("Something follows the end of the plan: give one plan in one file.")
}

// whole refuses what is no plan, or not all of one.
func (in *reader) whole() error {
	switch {
	case in.seen["@level"]:
		return refuse("The input is the log of `plan -json`, not a plan: %s.", makeJSON)
	case in.seen["lineage"] || in.seen["serial"] && in.seen["version"]:
		return refuse("The input is a state file, not a plan: %s.", makeJSON)
	case in.seen["values"] && !in.seen["configuration"]:
		return refuse("The input is the JSON of a state, not of a plan: name the plan file, as in `terraform show -json tfplan > plan.json`.")
	case !in.seen["format_version"]:
		return refuse("The input is no plan, for it has no format_version: %s.", makeJSON)
	case !in.seen["configuration"] || !in.seen["planned_values"] && !in.seen["resource_changes"]:
		return refuse("The input is no plan, or not all of it: a plan has planned_values and configuration. To get one, %s.", makeJSON)
	}
	return nil
}

// object reads an object, a member at a time. Null is an object without members.
func (in *reader) object(member func(name string) error) error {
	token, err := in.dec.ReadToken()
	if err != nil {
		return err
	}
	if token.Kind() == 'n' {
		return nil
	}
	if token.Kind() != '{' {
		return in.unexpected("an object")
	}
	for in.dec.PeekKind() == '"' {
		name, err := in.dec.ReadToken()
		if err != nil {
			return err
		}
		if err := member(in.names.string([]byte(name.String()))); err != nil {
			return err
		}
	}
	_, err = in.dec.ReadToken()
	return err
}

// array reads an array, an element at a time. Null is an array without elements.
func (in *reader) array(element func() error) error {
	token, err := in.dec.ReadToken()
	if err != nil {
		return err
	}
	if token.Kind() == 'n' {
		return nil
	}
	if token.Kind() != '[' {
		return in.unexpected("an array")
	}
	for {
		switch in.dec.PeekKind() {
		case ']', 0:
			_, err := in.dec.ReadToken()
			return err
		}
		if err := element(); err != nil {
			return err
		}
	}
}

func (in *reader) unexpected(want string) error {
	return refuse("The input is no plan: at %q there should be %s. To get one, %s.", string(in.dec.StackPointer()), want, makeJSON)
}

// section reads one member of the plan.
func (in *reader) section(name string) error {
	in.seen[name] = true
	switch name {
	case "format_version":
		return in.format()
	case "terraform_version":
		raw, err := in.dec.ReadValue()
		in.p.TerraformVersion, _ = text(raw)
		return err
	case "variables":
		return in.object(in.variable)
	case "planned_values":
		return in.object(func(name string) error { return in.rootModule(name, in.plannedResource) })
	case "prior_state":
		return in.object(in.priorState)
	case "resource_changes":
		return in.array(func() error { return in.change(planned) })
	case "resource_drift":
		return in.array(func() error { return in.change(drifted) })
	case "deferred_changes":
		return in.array(in.deferred)
	case "configuration":
		return in.object(in.configuration)
	case "errored", "complete", "applyable":
		return in.completeness(name)
	}
	return in.dec.SkipValue()
}

func (in *reader) format() error {
	raw, err := in.dec.ReadValue()
	if err != nil {
		return err
	}
	version, ok := text(raw)
	if !ok {
		return refuse("The input is no plan: its format_version is not a text. To get one, %s.", makeJSON)
	}
	if major, _, _ := strings.Cut(version, "."); major != "1" {
		return refuse("The plan is of format %.20q, and this release reads format 1.x only: use a newer release of this provider, or the Terraform that it was tested with.", version)
	}
	in.p.FormatVersion = version
	return nil
}

func (in *reader) completeness(name string) error {
	raw, err := in.dec.ReadValue()
	if err != nil {
		return err
	}
	switch {
	case name == "errored" && isTrue(raw):
		in.p.doubts = append(in.p.doubts, "Planning failed half-way, so the plan does not show everything that the configuration says.")
	case name == "complete" && len(raw) > 0 && raw[0] == 'f':
		in.p.doubts = append(in.p.doubts, "The plan is not complete: Terraform leaves a part of the configuration for a later plan, which has to be judged too.")
	}
	return nil
}

func (in *reader) variable(name string) error {
	raw, err := in.dec.ReadValue()
	if err != nil {
		return err
	}
	members(raw, func(member, v []byte) {
		if string(member) == "value" {
			in.p.variables[name] = slices.Clone(v)
		}
	})
	return nil
}

func (in *reader) priorState(name string) error {
	if name != "values" {
		return in.dec.SkipValue()
	}
	return in.object(func(name string) error { return in.rootModule(name, in.priorResource) })
}

func (in *reader) rootModule(name string, resource func(raw []byte)) error {
	if name != "root_module" {
		return in.dec.SkipValue()
	}
	return in.stateModule(resource)
}

// stateModule reads a module of planned values or of a state.
func (in *reader) stateModule(resource func(raw []byte)) error {
	return in.object(func(name string) error {
		switch name {
		case "resources":
			return in.array(func() error {
				raw, err := in.dec.ReadValue()
				if err == nil {
					resource(raw)
				}
				return err
			})
		case "child_modules":
			return in.array(func() error { return in.stateModule(resource) })
		}
		return in.dec.SkipValue()
	})
}

// plannedResource notes a planned resource, to see that each has its change.
func (in *reader) plannedResource(raw []byte) {
	var address, typ string
	managed := false
	members(raw, func(name, v []byte) {
		switch string(name) {
		case "address":
			address, _ = text(v)
		case "type":
			typ = in.names.string(plainOr(v))
		case "mode":
			managed = string(plainOr(v)) == "managed"
		}
	})
	if managed && !in.p.changed(address) {
		in.todo[address] = typ
	}
}

func plainOr(raw []byte) []byte {
	if len(raw) < 2 || raw[0] != '"' {
		return nil
	}
	return plain(raw)
}

// link joins the changes with the configuration.
func (in *reader) link() {
	for address := range in.todo {
		if !in.p.changed(address) {
			in.p.missing = append(in.p.missing, address)
		}
	}
	slices.Sort(in.p.missing)
	for _, c := range in.prior {
		if _, missing := in.todo[c.address]; !missing && !in.p.changed(c.address) {
			in.p.add(c)
		}
	}
	for _, c := range in.p.changes {
		c.resource = in.p.root.resource(c.config)
	}
	slices.SortFunc(in.p.content, func(a, b Content) int { return cmp.Compare(a.Address, b.Address) })
	for _, address := range in.p.missing {
		c := &change{address: address, config: withoutKeys(address), typ: in.typeNamed(in.todo[address], ""), action: Other, unknownTop: true, cut: true}
		c.resource = in.p.root.resource(c.config)
		in.p.add(c)
	}
	in.todo, in.prior, in.found, in.ocids = nil, nil, nil, nil
}

func (p *Plan) add(c *change) {
	p.changes = append(p.changes, c)
	p.byConfig[c.config] = append(p.byConfig[c.config], c)
	p.byAddress[c.address] = append(p.byAddress[c.address], c)
}

// changed says whether the plan has a change for an address, be it that nothing changes.
func (p *Plan) changed(address string) bool {
	return slices.ContainsFunc(p.byAddress[address], func(c *change) bool { return c.source != drifted })
}

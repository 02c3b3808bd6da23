package iam

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Request is one request to Oracle's API, as far as policies see it.
type Request struct {
	Operation   string            `json:"operation,omitempty"`   // the SDK's or IAM's name, in any case
	Service     string            `json:"service,omitempty"`     // the SDK's package, where the name alone says too little
	Variant     string            `json:"variant,omitempty"`     // see Operation.Variant
	Permissions []string          `json:"permissions,omitempty"` // instead of an operation: all of them are needed
	Region      string            `json:"region,omitempty"`      // a name or key
	Compartment []string          `json:"compartment"`           // the path from the root, without the root itself; names or OCIDs
	Principal   Requester         `json:"principal"`
	Tenancy     string            `json:"tenancy,omitempty"` // the OCID of the tenancy where it acts, if that is another
	Variables   map[string]Values `json:"variables,omitempty"`

	CompartmentIDs []string  `json:"compartment_ids,omitempty"` // OCIDs of the compartment and those above it, as far as known
	Time           time.Time `json:"time,omitzero"`             // fills request.utc-timestamp and its parts
}

// Requester is who makes a request.
type Requester struct {
	Type            string   `json:"type"`           // user, instance, resource or service; group or dynamic-group: anybody in that of the name
	Name            string   `json:"name,omitempty"` // or an OCID
	ID              string   `json:"id,omitempty"`
	Domain          string   `json:"domain,omitempty"` // the identity domain of a user; "" is the Default domain
	Groups          []string `json:"groups,omitempty"` // Group, Domain/Group or an OCID; without a domain, of the user's own. Of others: dynamic groups
	GroupIDs        []string `json:"group_ids,omitempty"`
	DynamicGroups   []string `json:"dynamic_groups,omitempty"`
	DynamicGroupIDs []string `json:"dynamic_group_ids,omitempty"`
	Tenancy         string   `json:"tenancy,omitempty"` // the OCID of the principal's tenancy, if it is another
}

// The types of a Requester.
const (
	typeUser     = "user"
	typeInstance = "instance"
	typeResource = "resource"
	typeService  = "service"

	typeGroup        = "group"
	typeDynamicGroup = "dynamic-group"
)

// requesterTypes are those that a request can have.
var requesterTypes = []string{typeUser, typeInstance, typeResource, typeService, typeGroup, typeDynamicGroup}

// Values is what a request carries in a variable: one value, or many of a set. No values: the variable is absent, even
// if the rest of the request would give it one.
type Values []string

// UnmarshalJSON reads a text, number or boolean, a list of them, or null for a variable that is absent.
func (v *Values) UnmarshalJSON(src []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(src))
	decoder.UseNumber()
	var given any
	if err := decoder.Decode(&given); err != nil {
		return err
	}
	list, many := given.([]any)
	switch {
	case given == nil:
		*v = nil
		return nil
	case !many:
		list = []any{given}
	}
	*v = Values{}
	for _, one := range list {
		switch one := one.(type) {
		case string:
			*v = append(*v, one)
		case json.Number, bool:
			*v = append(*v, fmt.Sprint(one))
		default:
			return fmt.Errorf("a variable's value is a text, a list of texts, or null where the request does not carry it")
		}
	}
	return nil
}

// MarshalJSON writes a single value as a text, several as a list, and none as null.
func (v Values) MarshalJSON() ([]byte, error) {
	switch len(v) {
	case 0:
		return []byte("null"), nil
	case 1:
		return json.Marshal(v[0])
	}
	return json.Marshal([]string(v))
}

// Check tells what is wrong with a request that nothing can be decided about, or nil.
func (r Request) Check() error {
	switch {
	case r.Operation == "" && len(r.Permissions) == 0:
		return fmt.Errorf("the request has neither an operation nor permissions")
	case r.Operation != "" && len(r.Permissions) > 0:
		return fmt.Errorf("the request has an operation and permissions; give one of them")
	case !slices.Contains(requesterTypes, lex.Fold(r.Principal.Type)):
		return fmt.Errorf("the principal's type is %q; it must be user, instance, resource or service, or, for whoever is in one, group or dynamic-group", r.Principal.Type)
	case isMembership(r.Principal.Type) && r.Principal.Name == "" && r.Principal.ID == "":
		return fmt.Errorf("the principal's type is %s, but its name is missing", lex.Fold(r.Principal.Type))
	}
	return nil
}

func isMembership(kind string) bool {
	return lex.Fold(kind) == typeGroup || lex.Fold(kind) == typeDynamicGroup
}

// plain is the request in the terms that decisions are made in: OCIDs told from names, and whoever is in a group as a principal.
// The path of a compartment that is given by OCID is looked up.
func (r Request) plain(known map[string][]string) Request {
	r.Principal = r.Principal.plain()
	r.CompartmentIDs = slices.Clone(r.CompartmentIDs)
	path := []string{}
	for _, name := range r.Compartment {
		if !isOCID(name) {
			path = append(path, name)
			continue
		}
		r.CompartmentIDs = append(r.CompartmentIDs, name)
		if at, ok := known[lex.Fold(name)]; ok {
			path = slices.Clone(at)
		} else if !strings.HasPrefix(lex.Fold(name), "ocid1.tenancy.") { // the root is on no path
			path = append(path, name)
		}
	}
	r.Compartment = path
	return r
}

func (p Requester) plain() Requester {
	if isOCID(p.Name) && p.ID == "" {
		p.Name, p.ID = "", p.Name
	}
	switch lex.Fold(p.Type) {
	case typeGroup:
		p.Type = typeUser
		p.Groups, p.GroupIDs = joined(p.Groups, p.Name), joined(p.GroupIDs, p.ID)
		p.Name, p.ID = "", ""
	case typeDynamicGroup:
		p.Type = typeResource // of which nothing more is known
		p.DynamicGroups, p.DynamicGroupIDs = joined(p.DynamicGroups, p.Name), joined(p.DynamicGroupIDs, p.ID)
		p.Name, p.ID = "", ""
	}
	p.Groups, p.GroupIDs = apart(p.Groups, p.GroupIDs)
	p.DynamicGroups, p.DynamicGroupIDs = apart(p.DynamicGroups, p.DynamicGroupIDs)
	return p
}

func joined(list []string, one string) []string {
	if one == "" {
		return list
	}
	return append(slices.Clone(list), one)
}

// apart tells the OCIDs among names from the names.
func apart(names, ids []string) (onlyNames, allIDs []string) {
	if !slices.ContainsFunc(names, isOCID) {
		return names, ids
	}
	allIDs = slices.Clone(ids)
	for _, name := range names {
		if isOCID(name) {
			allIDs = append(allIDs, name)
		} else {
			onlyNames = append(onlyNames, name)
		}
	}
	return onlyNames, allIDs
}

// regionKey is the region as request.region has it: the key, in lower case. What is no region that is known is taken as a key.
func (r Request) regionKey() string {
	if known, ok := region.Lookup(strings.TrimSpace(r.Region)); ok {
		return known.Key
	}
	return lex.Fold(strings.TrimSpace(r.Region))
}

// isList tells whether the operation lists, and so has no single target.
func (r Request) isList() bool { return strings.HasPrefix(lex.Fold(r.Operation), "list") }

// dynamicGroups are the dynamic groups of a principal that is no user.
func (p Requester) dynamicGroups() []string {
	if lex.Fold(p.Type) == typeUser {
		return p.DynamicGroups
	}
	return slices.Concat(p.DynamicGroups, p.Groups)
}

func (p Requester) dynamicGroupIDs() []string {
	if lex.Fold(p.Type) == typeUser {
		return p.DynamicGroupIDs
	}
	return slices.Concat(p.DynamicGroupIDs, p.GroupIDs)
}

// groups are the user's groups with their domains, folded: "domain/group", the Default domain spelled out.
func (p Requester) groups() []string {
	own := lex.Fold(p.Domain)
	if own == "" {
		own = defaultDomain
	}
	return qualified(p.Groups, own)
}

const defaultDomain = "default"

func qualified(names []string, domain string) []string {
	all := make([]string, 0, len(names))
	for _, name := range names {
		d, n, ok := strings.Cut(lex.Fold(name), "/")
		if !ok {
			d, n = domain, d
		}
		all = append(all, d+"/"+n)
	}
	return all
}

// exempt tells whether denies never bind the principal: a member of the Default domain's Administrators.
func (p Requester) exempt() bool {
	return lex.Fold(p.Type) == typeUser && p.Tenancy == "" && slices.Contains(p.groups(), defaultDomain+"/administrators")
}

// derived is what the rest of a request says of a variable.
func (r Request) derived(name string) Values {
	p := r.Principal
	kind := lex.Fold(p.Type)
	switch name {
	case "request.region":
		return values(r.regionKey())
	case "request.principal.id":
		return values(p.ID)
	case "request.instance.id":
		if kind == typeInstance {
			return values(p.ID)
		}
	case "request.principal.type":
		if kind == typeUser || kind == typeInstance {
			return Values{kind}
		}
	case "request.user.name", "request.user.id", "request.domain.name", "request.groups.name", "request.groups.id":
		if kind == typeUser {
			return p.derivedUser(name)
		}
	case "request.dynamicgroup.name":
		return plain(p.dynamicGroups())
	case "request.dynamicgroup.id":
		return p.dynamicGroupIDs()
	case targetCompartment, "target.compartment.name":
		n := len(r.Compartment)
		if n > 0 && r.Tenancy == "" && !r.isList() && isOCID(r.Compartment[n-1]) == (name == targetCompartment) {
			return values(r.Compartment[n-1])
		}
	}
	if strings.HasPrefix(name, "request.utc-timestamp") {
		return r.derivedTime(name)
	}
	return nil
}

func (p Requester) derivedUser(name string) Values {
	switch {
	case name == "request.user.name":
		return values(p.Name)
	case name == "request.user.id":
		return values(p.ID)
	case p.Tenancy != "" && name != "request.domain.name":
		return nil // the groups of another tenancy are none of ours
	case name == "request.groups.id":
		return p.GroupIDs
	case name == "request.groups.name":
		return plain(p.Groups)
	}
	if p.Domain == "" {
		return Values{"Default"}
	}
	return Values{p.Domain}
}

// plain takes the domains off names.
func plain(names []string) Values {
	all := make(Values, 0, len(names))
	for _, name := range names {
		all = append(all, name[strings.Index(name, "/")+1:])
	}
	return all
}

func values(one string) Values {
	if one == "" {
		return nil
	}
	return Values{one}
}

// derivedTime is a part of the time of a request, which its variables or its Time give.
func (r Request) derivedTime(name string) Values {
	t := r.Time
	if given, ok := r.Variables[timestampVariable]; ok && name != timestampVariable {
		t = time.Time{}
		if len(given) == 1 {
			t, _ = parseTimestamp(given[0])
		}
	}
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	switch name {
	case timestampVariable:
		return Values{t.Format(time.RFC3339Nano)}
	case timestampVariable + ".month-of-year":
		return Values{strconv.Itoa(int(t.Month()))}
	case timestampVariable + ".day-of-month":
		return Values{strconv.Itoa(t.Day())}
	case timestampVariable + ".day-of-week":
		return Values{t.Weekday().String()}
	case timestampVariable + ".time-of-day":
		return Values{t.Format("15:04:05.999999999Z")}
	}
	return nil
}

const targetCompartment = "target.compartment.id"

const timestampVariable = "request.utc-timestamp"

package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Keeper is a Source that also shows where the tool keeps its own data. It is false where the configuration says nothing, and
// the state is then on the machine that runs the tool.
type Keeper interface{ State() (Backend, bool) }

// Backend is where the state is kept.
type Backend struct {
	Type     string            // such as oci, s3 or cloud
	Block    string            // such as terraform.backend.s3
	Settings map[string]string // the literal texts, those of maps with a dot between the names
	Unknown  []string          // settings whose value is not a literal text
}

// clouds are the providers that backends of other clouds are ungoverned with.
var clouds = map[string]string{
	"s3": "aws", "gcs": "google", "azurerm": "azurerm", "cos": "tencentcloud", "oss": "alicloud", "kubernetes": "kubernetes",
	"consul": "consul", "pg": "postgresql", "remote": "tfe", "cloud": "tfe", "artifactory": "artifactory", "etcdv3": "etcd",
}

// endpoints are the settings that name the host of a backend, the one that counts first.
var endpoints = map[string][]string{
	"s3": {"endpoints.s3", "endpoint"}, "http": {"address"}, "remote": {"hostname"}, "cloud": {"hostname"},
}

// tooling judges where the state is kept.
func (h *hearing) tooling(o Options) []boundary.Finding {
	keeper, ok := o.Source.(Keeper)
	if !ok {
		return nil
	}
	backend, ok := keeper.State()
	if !ok || backend.Type == "local" || backend.Type == "inmem" {
		return []boundary.Finding{{
			Rule: ruleState, Verdict: boundary.GlobalOK, Address: backend.Block, Kind: boundary.Placement,
			Message: "The state is kept on the machine that runs the tool, so it is where that machine is, which no plan shows (rule " + ruleState + ").",
		}}
	}
	var out []boundary.Finding
	for _, b := range h.boundaries {
		out = append(out, backend.judge(b, h, o))
	}
	return out
}

func (s Backend) judge(b *boundary.Boundary, h *hearing, o Options) boundary.Finding {
	attribute, place, isOracle := s.place(o)
	if isOracle {
		return b.Judge(boundary.Fact{Address: s.Block, Type: "terraform", Attribute: attribute, Kind: boundary.Placement, Place: place}, h.now)
	}
	f := boundary.Finding{
		Rule: ruleState, Verdict: boundary.Undecided, Address: s.Block, Attribute: attribute, Kind: boundary.Placement,
		Message: "The state is kept by the backend " + quoted(s.Type) + s.where() + ", outside Oracle Cloud or where no region is told, so whether it is inside the boundary " + quoted(b.Name()) +
			" is undecided. Keep it in a bucket inside, or list " + quoted(s.cloud()) + " in the boundary's ungoverned (rule " + ruleState + ").",
	}
	if b.Ungoverned(s.cloud()) {
		f.Verdict = boundary.GlobalOK
		f.Message = "The state is kept by the backend " + quoted(s.Type) + s.where() + ", which the boundary " + quoted(b.Name()) + " lists as ungoverned: it is not judged (rule " + ruleState + ")."
	}
	return f
}

// cloud is what a boundary calls the backend's owner.
func (s Backend) cloud() string { return cmp.Or(clouds[s.Type], s.Type) }

// where names the host or the region of a backend for people.
func (s Backend) where() string {
	for _, name := range append(slices.Clone(endpoints[s.Type]), "region", "location") {
		if v := s.Settings[name]; v != "" {
			return ", " + name + " " + quoted(hostOf(v))
		}
	}
	return ""
}

// hostOf cuts what may be secret off an address: the path of a pre-authenticated request, and a user with a password.
func hostOf(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	address, _, _ = strings.Cut(address, "/")
	return address[strings.LastIndexByte(address, '@')+1:]
}

// place is where a backend of Oracle Cloud keeps the state. It is false for every other.
func (s Backend) place(o Options) (attribute string, place boundary.Place, isOracle bool) {
	for _, name := range endpoints[s.Type] {
		switch address, unknown := s.Settings[name], slices.Contains(s.Unknown, name); {
		case unknown:
			return name, boundary.Place{}, false
		case address != "":
			l := region.FindHost(address)
			if l.Kind == region.Regional {
				l.Text = ""
			}
			return name, boundary.Place{Location: l, Evidence: "the backend's " + name}, l.Kind == region.Regional
		}
	}
	if s.Type != "oci" {
		return "", boundary.Place{}, false
	}
	evidence := `the backend's "region"`
	switch name := s.Settings["region"]; {
	case name != "":
		return "region", boundary.Place{Location: due(region.Find(name), strings.ToLower(name)), Evidence: evidence}, true
	case slices.Contains(s.Unknown, "region") || o.Region == "":
		return "region", boundary.Place{Deferred: true, Evidence: evidence}, true
	}
	return "region", boundary.Place{Location: due(region.Find(o.Region), o.Region), Evidence: "the region that was given for the environment"}, true
}

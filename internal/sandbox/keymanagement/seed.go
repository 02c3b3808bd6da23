package keymanagement

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

var _ cloud.Seeder = (*Service)(nil)

// SeedBlocks implements cloud.Seeder.
//
//	vault "us-user-data" {
//	  region      = "us-ashburn-1"
//	  compartment = "data"                          # by default the tenancy
//	  type        = "VIRTUAL_PRIVATE"               # by default "DEFAULT"
//	  ocid        = "ocid1.vault.oc1.iad.ext.unique" # by default it follows from the name and the region
//	  key "profiles" {
//	    ocid  = "ocid1.key.oc1.iad.ext.unique"      # by default it follows from the names and the region
//	    state = "DISABLED"                          # by default "ENABLED"
//	  }
//	}
//
// A dump shows the OCIDs and endpoints.
func (s *Service) SeedBlocks() []hcl.BlockHeaderSchema {
	return []hcl.BlockHeaderSchema{{Type: "vault", LabelNames: []string{"name"}}}
}

// seededVault is a vault that a seed file asks for.
type seededVault struct {
	Region      string      `hcl:"region"`
	Compartment *string     `hcl:"compartment,optional"`
	Type        *string     `hcl:"type,optional"`
	OCID        *string     `hcl:"ocid,optional"`
	Keys        []seededKey `hcl:"key,block"`

	name, compartment string
	region            region.Region
}

type seededKey struct {
	Name  string  `hcl:"name,label"`
	OCID  *string `hcl:"ocid,optional"`
	State *string `hcl:"state,optional"`
}

// Seed implements cloud.Seeder.
func (s *Service) Seed(seed cloud.Seed, blocks hcl.Blocks) hcl.Diagnostics {
	var diags hcl.Diagnostics
	all := make([]seededVault, len(blocks))
	for i, block := range blocks {
		all[i].name = block.Labels[0]
		faults := gohcl.DecodeBody(block.Body, nil, &all[i])
		if !faults.HasErrors() {
			faults = all[i].check(seed, block)
		}
		diags = append(diags, faults...)
	}
	if diags.HasErrors() {
		return diags
	}
	for i, v := range all {
		if taken := s.plant(v); taken != "" {
			diags = append(diags, cloud.SeedFault(blocks[i].DefRange, "Duplicate vault or key", "There is something by the OCID %s already.", taken))
		}
	}
	return diags
}

// check finds what the block refers to, and gives what has no OCID one.
func (v *seededVault) check(seed cloud.Seed, block *hcl.Block) hcl.Diagnostics {
	at, compartment, diags := seed.Place(block, v.Region, orElse(v.Compartment, ""))
	if diags.HasErrors() {
		return diags
	}
	v.region, v.compartment = at, compartment
	fault := func(summary, format string, args ...any) {
		diags = append(diags, cloud.SeedFault(block.DefRange, summary, format, args...))
	}
	if kind := orElse(v.Type, "DEFAULT"); counted[kind] == "" {
		fault("Invalid type", "The type %q of the vault %q must be DEFAULT or VIRTUAL_PRIVATE.", kind, v.name)
	}
	v.OCID = v.identified("vault", v.name, v.OCID)
	if !placed(at, *v.OCID, "vault") {
		fault("Invalid OCID", "The ocid %q is not one of a vault in %s.", *v.OCID, at.Name)
	}
	for i := range v.Keys {
		k := &v.Keys[i]
		k.OCID = v.identified("key", v.name+"/"+k.Name, k.OCID)
		if !placed(at, *k.OCID, "key") {
			fault("Invalid OCID", "The ocid %q is not one of a key in %s.", *k.OCID, at.Name)
		}
		if state := orElse(k.State, enabled); state != enabled && state != disabled {
			fault("Invalid state", "The state %q of the key %q must be ENABLED or DISABLED.", state, k.Name)
		}
	}
	return diags
}

// identified is the OCID that is given, or that follows from a name.
func (v *seededVault) identified(kind, name string, given *string) *string {
	if given != nil {
		return given
	}
	return new(within(cloud.OCIDOf(kind, v.region, name), extensionOf(cloud.OCIDOf("vault", v.region, v.name))))
}

// placed says whether an OCID is of a kind and a region.
func placed(at region.Region, ocid, kind string) bool {
	found := region.FindOCID(ocid)
	return strings.HasPrefix(ocid, "ocid1."+kind+".") && found.Kind == region.Regional && found.Region.Name == at.Name
}

func orElse(text *string, other string) string {
	if text == nil {
		return other
	}
	return *text
}

// plant makes a vault with its keys. It returns an OCID that is taken already, or "".
func (s *Service) plant(v seededVault) (taken string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.vaults[*v.OCID] != nil {
		return *v.OCID
	}
	made := s.newVault(v.region, extensionOf(cloud.OCIDOf("vault", v.region, v.name)), createVault{
		CompartmentID: v.compartment, DisplayName: v.name, VaultType: orElse(v.Type, "DEFAULT"),
	})
	delete(s.vaults, made.ID)
	made.ID, made.State, made.next = *v.OCID, active, ""
	for _, k := range v.Keys {
		if s.holds(*k.OCID) || made.keys[*k.OCID] != nil {
			return *k.OCID
		}
		s.newKey(made, *k.OCID, createKey{CompartmentID: v.compartment, DisplayName: k.Name, KeyShape: &shape{Algorithm: "AES", Length: 32}}, orElse(k.State, enabled))
	}
	s.vaults[made.ID] = made
	return ""
}

// holds says whether any vault has a key. The caller holds the lock.
func (s *Service) holds(key string) bool {
	for _, v := range s.vaults {
		if v.keys[key] != nil {
			return true
		}
	}
	return false
}

// AddKey makes an enabled key of an OCID in a vault of its own, whose OCID differs from the key's in nothing but the kind. What is
// there already stays.
func (s *Service) AddKey(compartment, ocid string) error {
	at := region.FindOCID(ocid)
	if !placed(at.Region, ocid, "key") {
		return cloud.InvalidParameter("%q is not the OCID of a key", ocid)
	}
	vault := strings.Replace(ocid, "ocid1.key.", "ocid1.vault.", 1)
	s.plant(seededVault{name: vault, region: at.Region, compartment: compartment, OCID: &vault, Keys: []seededKey{{Name: ocid, OCID: &ocid}}})
	return nil
}

package keymanagement

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const virtualPrivate = "VIRTUAL_PRIVATE"

// vault is a vault with its keys. Its replicas in other regions have its OCID and endpoints of their own.
type vault struct {
	thing
	named
	Type          string `json:"vaultType"`
	WrappingKeyID string `json:"wrappingkeyId"`

	region    region.Region
	extension string
	replicas  map[string]*replica // by region name
	keys      map[string]*key     // by OCID
}

// vaultJSON is a vault as Oracle answers it in a region.
type vaultJSON struct {
	vault              `json:",inline"`
	ManagementEndpoint string       `json:"managementEndpoint"`
	CryptoEndpoint     string       `json:"cryptoEndpoint"`
	IsPrimary          bool         `json:"isPrimary"`
	IsVaultReplicable  bool         `json:"isVaultReplicable"`
	ReplicaDetails     *replication `json:"replicaDetails,omitempty"`
}

type replication struct {
	ReplicationID string `json:"replicationId"`
}

type vaultDump struct {
	vaultJSON `json:",inline"`
	Keys      []keyDump `json:"keys"`
}

// at is the vault as a region answers it: its own, or one that it is replicated to.
func (v *vault) at(regionName string) vaultJSON {
	place, extension := v.region, v.extension
	out := vaultJSON{vault: *v, IsPrimary: true, IsVaultReplicable: v.Type == virtualPrivate}
	if r := v.replicas[regionName]; r != nil {
		place, extension, out.IsPrimary = r.region, r.extension, false
	}
	if len(v.replicas) > 0 {
		out.ReplicaDetails = &replication{v.ID}
	}
	out.ManagementEndpoint, out.CryptoEndpoint = endpoints(place, extension)
	return out
}

func endpoints(r region.Region, extension string) (management, crypto string) {
	host := ".kms." + r.Name + "." + r.Domain
	return "https://" + extension + "-management" + host, "https://" + extension + "-crypto" + host
}

func (v *vault) dump(regionName string) vaultDump {
	d := vaultDump{vaultJSON: v.at(regionName), Keys: []keyDump{}}
	for _, k := range v.sortedKeys() {
		d.Keys = append(d.Keys, keyDump{*k, k.sortedVersions()})
	}
	return d
}

// places are the names of the regions that the vault is in.
func (v *vault) places() []string {
	out := []string{v.region.Name}
	for name := range v.replicas {
		out = append(out, name)
	}
	return out
}

// settle is everything as of now. The caller holds the lock.
func (s *Service) settle() {
	now := s.world.Now()
	for _, v := range s.vaults {
		v.settle(now)
		for name, r := range v.replicas {
			if r.settle(now); r.gone {
				delete(v.replicas, name)
			}
		}
		for _, k := range v.keys {
			k.settle(now)
			for _, version := range k.versions {
				version.settle(now)
			}
		}
	}
}

// byExtension finds the vault whose endpoints in a region have the extension. The caller holds the lock.
func (s *Service) byExtension(r region.Region, extension string) *vault {
	for _, v := range s.vaults {
		if v.State == deleted {
			continue
		}
		if v.region.Name == r.Name && v.extension == extension || v.replicas[r.Name] != nil && v.replicas[r.Name].extension == extension {
			return v
		}
	}
	return nil
}

// sorted are all vaults by name. The caller holds the lock.
func (s *Service) sorted() []*vault {
	out := make([]*vault, 0, len(s.vaults))
	for _, v := range s.vaults {
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b *vault) int { return cmp.Compare(a.sortKey(), b.sortKey()) })
	return out
}

func (v *vault) sortKey() string { return strings.ToLower(v.DisplayName) + "\x00" + v.ID }

const vaultsPath = "/20180608/vaults"

func (s *Service) routeVaults() {
	one := vaultsPath + "/{vault}"
	for pattern, op := range map[string]cloud.Operation{
		"POST " + vaultsPath:    s.tokens.Once(s.createVault),
		"GET " + vaultsPath:     s.listVaults,
		"GET " + one:            s.getVault,
		"PUT " + one:            s.updateVault,
		"GET " + one + "/usage": s.vaultUsage,
		"POST " + one + "/actions/changeCompartment": s.tokens.Once(s.moveVault),
		"POST " + one + "/actions/scheduleDeletion":  s.tokens.Once(s.scheduleVault),
		"POST " + one + "/actions/cancelDeletion":    s.tokens.Once(s.cancelVault),
		"POST " + one + "/actions/createReplica":     s.tokens.Once(s.createReplica),
		"POST " + one + "/actions/deleteReplica":     s.tokens.Once(s.deleteReplica),
		"GET " + one + "/actions/listReplicas":       s.listReplicas,
	} {
		s.vaultHost.Handle(pattern, op)
	}
}

type createVault struct {
	CompartmentID string                    `json:"compartmentId"`
	DisplayName   string                    `json:"displayName"`
	VaultType     string                    `json:"vaultType"`
	FreeformTags  map[string]string         `json:"freeformTags"`
	DefinedTags   map[string]map[string]any `json:"definedTags"`
}

func (d createVault) check() error {
	switch {
	case d.CompartmentID == "":
		return cloud.MissingParameter("compartmentId")
	case d.DisplayName == "":
		return cloud.MissingParameter("displayName")
	case d.VaultType != "DEFAULT" && d.VaultType != virtualPrivate:
		return cloud.InvalidParameter("The vaultType must be DEFAULT or VIRTUAL_PRIVATE, not %q.", d.VaultType)
	}
	return nil
}

func (s *Service) createVault(w http.ResponseWriter, c *cloud.Call) error {
	var d createVault
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	if err := d.check(); err != nil {
		return err
	}
	if !s.world.HasCompartment(d.CompartmentID) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := c.Authorize(access("CreateVault", "", d.CompartmentID, true)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := c.Reserve(s.one(c.Region, d.VaultType, d.CompartmentID)); err != nil {
		return err
	}
	v := s.newVault(c.Region, newExtension(), d)
	return answer(w, v.etag, v.at(c.Region.Name))
}

func (s *Service) newVault(r region.Region, extension string, d createVault) *vault {
	v := &vault{
		thing:  newThing(extended("vault", r, extension), d.CompartmentID, active, s.world.Now(), s.world.Pace.Create),
		named:  named{d.DisplayName, orEmpty(d.FreeformTags), orEmpty(d.DefinedTags)},
		Type:   d.VaultType,
		region: r, extension: extension, replicas: map[string]*replica{}, keys: map[string]*key{},
	}
	v.WrappingKeyID = extended("key", r, extension)
	s.vaults[v.ID] = v
	return v
}

// newExtension is the name of a new vault in its endpoints and OCIDs.
func newExtension() string { return extensionOf(cloud.NewOCID("x", region.Region{})) }

func orEmpty[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

func answer(w http.ResponseWriter, etag string, v any) error {
	w.Header().Set("Etag", etag)
	return cloud.WriteJSON(w, http.StatusOK, v)
}

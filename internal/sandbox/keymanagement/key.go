package keymanagement

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// key is a master encryption key.
type key struct {
	thing
	named
	VaultID           string `json:"vaultId"`
	CurrentKeyVersion string `json:"currentKeyVersion"`
	KeyShape          shape  `json:"keyShape"`
	ProtectionMode    string `json:"protectionMode"`
	IsPrimary         bool   `json:"isPrimary"`
	IsAutoRotation    bool   `json:"isAutoRotationEnabled"`

	versions map[string]*version // by OCID
}

type shape struct {
	Algorithm string `json:"algorithm"`
	Length    int    `json:"length"` // in bytes
	CurveID   string `json:"curveId,omitempty"`
}

// version is a key's version.
type version struct {
	thing
	KeyID   string `json:"keyId"`
	VaultID string `json:"vaultId"`
	Origin  string `json:"origin"`
}

type keyDump struct {
	key      `json:",inline"`
	Versions []version `json:"keyVersions"`
}

// lengths are the key lengths, in bytes, that each algorithm has.
var lengths = map[string][]int{"AES": {16, 24, 32}, "RSA": {256, 384, 512}, "ECDSA": {32, 48, 66}}

func (v *vault) sortedKeys() []*key {
	out := make([]*key, 0, len(v.keys))
	for _, k := range v.keys {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b *key) int { return cmp.Compare(a.sortKey(), b.sortKey()) })
	return out
}

func (k *key) sortKey() string { return strings.ToLower(k.DisplayName) + "\x00" + k.ID }

func (k *key) sortedVersions() []version {
	out := make([]version, 0, len(k.versions))
	for _, v := range k.versions {
		out = append(out, *v)
	}
	slices.SortFunc(out, func(a, b version) int { return cmp.Compare(a.sortKey(), b.sortKey()) })
	return out
}

func (v version) sortKey() string { return stamp(v.TimeCreated) + v.ID }

const keysPath = "/20180608/keys"

func (s *Service) routeKeys() {
	one := keysPath + "/{key}"
	versions := one + "/keyVersions"
	for pattern, op := range map[string]cloud.Operation{
		"POST " + keysPath: s.tokens.Once(s.createKey),
		"GET " + keysPath:  s.listKeys,
		"GET " + one:       s.getKey,
		"PUT " + one:       s.updateKey,
		"POST " + one + "/actions/changeCompartment":               s.tokens.Once(s.moveKey),
		"POST " + one + "/actions/enable":                          s.tokens.Once(s.turn("EnableKey", disabled, "ENABLING", enabled)),
		"POST " + one + "/actions/disable":                         s.tokens.Once(s.turn("DisableKey", enabled, "DISABLING", disabled)),
		"POST " + one + "/actions/scheduleDeletion":                s.tokens.Once(s.scheduleKey),
		"POST " + one + "/actions/cancelDeletion":                  s.tokens.Once(s.cancelKey),
		"POST " + versions:                                         s.tokens.Once(s.createVersion),
		"GET " + versions:                                          s.listVersions,
		"GET " + versions + "/{version}":                           s.getVersion,
		"POST " + versions + "/{version}/actions/scheduleDeletion": s.tokens.Once(s.scheduleVersion),
		"POST " + versions + "/{version}/actions/cancelDeletion":   s.tokens.Once(s.cancelVersion),
	} {
		s.management.Handle(pattern, op)
	}
}

type createKey struct {
	CompartmentID  string                    `json:"compartmentId"`
	DisplayName    string                    `json:"displayName"`
	KeyShape       *shape                    `json:"keyShape"`
	ProtectionMode string                    `json:"protectionMode"`
	IsAutoRotation bool                      `json:"isAutoRotationEnabled"`
	FreeformTags   map[string]string         `json:"freeformTags"`
	DefinedTags    map[string]map[string]any `json:"definedTags"`
}

func (d createKey) check() error {
	switch {
	case d.CompartmentID == "":
		return cloud.MissingParameter("compartmentId")
	case d.DisplayName == "":
		return cloud.MissingParameter("displayName")
	case d.KeyShape == nil:
		return cloud.MissingParameter("keyShape")
	case !slices.Contains(lengths[d.KeyShape.Algorithm], d.KeyShape.Length):
		return cloud.InvalidParameter("There is no key of algorithm %q and a length of %d bytes.", d.KeyShape.Algorithm, d.KeyShape.Length)
	case d.ProtectionMode != "" && d.ProtectionMode != "HSM" && d.ProtectionMode != "SOFTWARE":
		return cloud.InvalidParameter("The protectionMode must be HSM or SOFTWARE, not %q.", d.ProtectionMode)
	}
	return nil
}

// home is the vault of the call's endpoint, for a write. The caller holds the lock.
func (s *Service) home(c *cloud.Call) (*vault, error) {
	extension, _, _ := parts(c.Host)
	v := s.byExtension(c.Region, extension)
	switch {
	case v == nil:
		return nil, cloud.NotAuthorizedOrNotFound()
	case v.region.Name != c.Region.Name:
		return nil, cloud.IncorrectState("The vault %s is a replica here: its keys are changed in %s.", v.ID, v.region.Name)
	}
	return v, v.mustBe(active)
}

func (s *Service) createKey(w http.ResponseWriter, c *cloud.Call) error {
	var d createKey
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	if err := d.check(); err != nil {
		return err
	}
	if !s.world.HasCompartment(d.CompartmentID) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := c.Authorize(access("CreateKey", "", d.CompartmentID, true)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v, err := s.home(c)
	if err != nil {
		return err
	}
	k := s.newKey(v, extended("key", v.region, v.extension), d, enabled)
	k.pass(creating, enabled, s.world.Now().Add(s.world.Pace.Create))
	return answer(w, k.etag, k)
}

// newKey makes a key in a state. The caller holds the lock.
func (s *Service) newKey(v *vault, ocid string, d createKey, state string) *key {
	k := &key{
		thing:   thing{ID: ocid, CompartmentID: d.CompartmentID, State: state, TimeCreated: s.world.Now(), etag: cloud.NewETag()},
		named:   named{d.DisplayName, orEmpty(d.FreeformTags), orEmpty(d.DefinedTags)},
		VaultID: v.ID, KeyShape: *d.KeyShape, ProtectionMode: cmp.Or(d.ProtectionMode, "HSM"), IsPrimary: true, IsAutoRotation: d.IsAutoRotation,
		versions: map[string]*version{},
	}
	s.rotate(v, k)
	v.keys[k.ID] = k
	return k
}

// rotate gives a key a new version. The caller holds the lock.
func (s *Service) rotate(v *vault, k *key) *version {
	made := &version{
		thing: newThing(extended("keyversion", v.region, v.extension), k.CompartmentID, enabled, s.world.Now(), s.world.Pace.Create),
		KeyID: k.ID, VaultID: v.ID, Origin: "INTERNAL",
	}
	k.versions[made.ID], k.CurrentKeyVersion = made, made.ID
	return made
}

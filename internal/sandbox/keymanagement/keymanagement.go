// Package keymanagement is Oracle's Vault service for the sandbox, as far as vaults and their keys go: each vault has a
// management endpoint of its own, which holds its keys and their versions, and a vault that is replicated can be read in the
// other region too. There is no key material anywhere: the crypto endpoints are known, and what they do is not implemented.
// It knows no identities: who may do what is the Authorizer's to say.
package keymanagement

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Service is the service in all regions. It is a cloud.Service.
type Service struct {
	world      cloud.World
	vaultHost  *cloud.Router
	management *cloud.Router
	crypto     *cloud.Router
	tokens     cloud.RetryTokens

	mu     sync.Mutex
	vaults map[string]*vault // by OCID
}

var (
	_ cloud.Service  = (*Service)(nil)
	_ cloud.Occupant = (*Service)(nil)
	_ cloud.Metered  = (*Service)(nil)
)

// New returns a service without a vault.
func New(world cloud.World) *Service {
	s := &Service{
		world: world, vaults: map[string]*vault{},
		vaultHost: cloud.NewRouter("keymanagement"), management: cloud.NewRouter("keymanagement"), crypto: cloud.NewRouter("keymanagement"),
	}
	s.routeVaults()
	s.routeKeys()
	return s
}

// Name implements cloud.Service.
func (s *Service) Name() string { return "keymanagement" }

// Region implements cloud.Service: vaults are at kms.<region>.<domain>, and a vault's keys at
// <extension>-management.kms.<region>.<domain> and <extension>-crypto.kms.<region>.<domain>.
func (s *Service) Region(host string) (region.Region, bool) {
	_, _, rest := parts(host)
	return cloud.Endpoint("kms", rest)
}

// parts takes a host apart: the vault's extension and which of its endpoints it is, both "" for that of all vaults, and the
// rest of the host.
func parts(host string) (extension, endpoint, rest string) {
	host = strings.ToLower(host)
	first, after, _ := strings.Cut(host, ".")
	for _, endpoint := range []string{"management", "crypto"} {
		if extension, ok := strings.CutSuffix(first, "-"+endpoint); ok && extension != "" {
			return extension, endpoint, after
		}
	}
	return "", "", host
}

// Serve implements cloud.Service.
func (s *Service) Serve(w http.ResponseWriter, c *cloud.Call) error {
	// The keys of a tenancy are not known in a region that it is not subscribed to.
	if !s.world.HasRegion(c.Region.Name) {
		return cloud.NotAuthenticated()
	}
	s.mu.Lock()
	s.settle()
	extension, endpoint, _ := parts(c.Host)
	known := endpoint == "" || s.byExtension(c.Region, extension) != nil
	s.mu.Unlock()
	switch {
	case !known:
		return cloud.NotAuthorizedOrNotFound()
	case endpoint == "management":
		return s.management.Serve(w, c)
	case endpoint == "crypto":
		return s.crypto.Serve(w, c)
	}
	return s.vaultHost.Serve(w, c)
}

// Usable finds the compartment of a key that is enabled in a region; vault is that of the key, or "". The error says what keeps the
// key from being used. As long as there has been no vault at all, whatever names a key is taken for one, of no compartment: who does
// not try keys need not make them.
func (s *Service) Usable(at region.Region, key, vault string) (compartment string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.vaults) == 0 {
		return "", nil
	}
	s.settle()
	for _, v := range s.vaults {
		k := v.keys[key]
		switch {
		case k == nil:
		case vault != "" && vault != v.ID:
			return "", fmt.Errorf("it is not in the vault %s", vault)
		case !slices.Contains(v.places(), at.Name):
			return "", fmt.Errorf("it is not in the region %s", at.Name)
		case v.State != active || k.State != enabled:
			return "", fmt.Errorf("it is %s, and its vault %s", k.State, v.State)
		default:
			return k.CompartmentID, nil
		}
	}
	return "", errors.New("it does not exist")
}

// Occupies implements cloud.Occupant.
func (s *Service) Occupies(compartment string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	for _, v := range s.vaults {
		if v.CompartmentID == compartment && v.State != deleted {
			return true
		}
		for _, k := range v.keys {
			if k.CompartmentID == compartment && k.State != deleted {
				return true
			}
		}
	}
	return false
}

// Dump implements cloud.Service: by region its vaults, each with its keys and their versions. A vault that is deleted is
// not there any more.
func (s *Service) Dump() map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	byRegion := map[string][]vaultDump{}
	for _, v := range s.sorted() {
		if v.State == deleted {
			continue
		}
		for _, place := range v.places() {
			byRegion[place] = append(byRegion[place], v.dump(place))
		}
	}
	out := map[string]any{}
	for name, vaults := range byRegion {
		out[name] = map[string]any{"vaults": vaults}
	}
	return out
}

// counted are the limits of vaults, by the type that counts against them.
var counted = map[string]string{virtualPrivate: "virtual-private-vault-count", "DEFAULT": "virtual-vault-count"}

// Limits implements cloud.Metered.
func (s *Service) Limits() []cloud.Limit {
	return []cloud.Limit{
		{Service: "kms", Name: counted[virtualPrivate], Description: "Virtual private vaults", Families: []string{"kms"}, Value: 10},
		{Service: "kms", Name: counted["DEFAULT"], Description: "Virtual vaults", Families: []string{"kms"}, Value: 100},
	}
}

// Used implements cloud.Metered.
func (s *Service) Used(limit string, r region.Region, in func(compartment string) bool) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	return s.used(limit, r, in)
}

func (s *Service) used(limit string, r region.Region, in func(compartment string) bool) (n int64) {
	for _, v := range s.vaults {
		if counted[v.Type] == limit && v.State != deleted && slices.Contains(v.places(), r.Name) && in(v.CompartmentID) {
			n++
		}
	}
	return n
}

// one is a vault of a type more in a region.
func (s *Service) one(at region.Region, kind, compartment string) cloud.Usage {
	return cloud.Usage{
		Service: "kms", Limit: counted[kind], Compartment: compartment, Amount: 1,
		InUse: func(in func(string) bool) int64 { return s.used(counted[kind], at, in) },
	}
}

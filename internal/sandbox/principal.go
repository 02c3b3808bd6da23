package sandbox

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Credentials are what a user signs requests with.
type Credentials struct {
	TenancyOCID   string
	UserOCID      string
	Fingerprint   string
	PrivateKeyPEM string
	Region        string // the home region of the user's tenancy
}

// Users returns the names of the seed's users, in its order, and then those of its other principals; those of other tenancies
// after those of the sandbox's own.
func (s *Sandbox) Users() []string {
	var names []string
	for _, t := range s.tenants {
		names = append(names, t.users()...)
	}
	return names
}

// DefaultUser is the user "terraform" of the sandbox's own tenancy, or its first user if it has no "terraform".
func (s *Sandbox) DefaultUser() string {
	users := s.home().users()
	if slices.Contains(users, "terraform") || len(users) == 0 {
		return "terraform"
	}
	return users[0]
}

// user finds a user by name in the tenancy that has it.
func (s *Sandbox) user(name string) (*tenant, string, error) {
	for _, t := range s.tenants {
		if ocid, ok := t.user(name); ok {
			return t, ocid, nil
		}
	}
	return nil, "", fmt.Errorf("the sandbox has no user %q; it has %s", name, strings.Join(s.Users(), ", "))
}

// Credentials returns a user's API key, which is generated when first asked for.
func (s *Sandbox) Credentials(user string) (Credentials, error) {
	t, ocid, err := s.user(user)
	if err != nil {
		return Credentials{}, err
	}
	k, err := keyOf(user)
	if err != nil {
		return Credentials{}, err
	}
	fingerprint, err := t.identity.AddKey(ocid, &k.private.PublicKey)
	if err != nil {
		return Credentials{}, err
	}
	return Credentials{
		TenancyOCID: t.ocid, UserOCID: ocid, Fingerprint: fingerprint, PrivateKeyPEM: k.pem, Region: t.home.Name,
	}, nil
}

// SetAddress changes where a user's requests come from: an IP address, or VCN-OCID/ADDRESS for one in a virtual cloud network.
// By default, and with "", that is nowhere that a network source could name.
func (s *Sandbox) SetAddress(user, address string) error {
	t, ocid, err := s.user(user)
	if err != nil {
		return err
	}
	if err := t.identity.SetAddress(ocid, address); err != nil {
		return fmt.Errorf("the address %q is neither an IP address nor VCN-OCID/ADDRESS: %w", address, err)
	}
	return nil
}

type key struct {
	private *rsa.PrivateKey
	pem     string
}

// keys holds this process's keys by user name. Generating one takes a tenth of a second, and tests make many sandboxes.
var keys = struct {
	mu     sync.Mutex
	byUser map[string]func() (key, error)
}{byUser: map[string]func() (key, error){}}

func keyOf(user string) (key, error) {
	keys.mu.Lock()
	if keys.byUser[user] == nil {
		keys.byUser[user] = sync.OnceValues(newKey)
	}
	generate := keys.byUser[user]
	keys.mu.Unlock()
	return generate()
}

func newKey() (key, error) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return key{}, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return key{}, err
	}
	return key{private: private, pem: string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))}, nil
}

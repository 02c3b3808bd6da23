package identity

import (
	"crypto/md5" // Oracle's fingerprints are MD5; nothing rests on its strength
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"net/http"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// maxKeys is Oracle's limit of API keys for one user.
const maxKeys = 3

type apiKey struct {
	KeyID          string    `json:"keyId"` // tenancy/user/fingerprint
	KeyValue       string    `json:"keyValue"`
	Fingerprint    string    `json:"fingerprint"`
	UserID         string    `json:"userId"`
	TimeCreated    time.Time `json:"timeCreated"`
	LifecycleState string    `json:"lifecycleState"`

	public *rsa.PublicKey
}

func (s *Service) routeKeys() {
	s.create("/users/{id}/apiKeys", s.uploadKey)
	s.read("/users/{id}/apiKeys", s.listKeys)
	s.write(http.MethodDelete, "/users/{id}/apiKeys/{fingerprint}", s.deleteKey)
}

// Key finds the public key and the principal that a signature's key id names.
func (s *Service) Key(id string) (cloud.Principal, *rsa.PublicKey, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	key := s.keys[id]
	if key == nil {
		return cloud.Principal{}, nil, false
	}
	return s.principal(key.UserID), key.public, true
}

// Principal returns a user as of now, with the names of their groups; false where there is no such user any more.
func (s *Service) Principal(user string) (cloud.Principal, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.users[user] == nil {
		return cloud.Principal{}, false
	}
	return s.principal(user), true
}

func (s *Service) principal(user string) cloud.Principal {
	u := s.users[user]
	p := cloud.Principal{ID: user, Tenancy: s.config.Tenancy, Name: u.Name, Type: "user", Domain: u.domain, Address: u.address}
	if u.machine != nil {
		return s.as(p, u.machine)
	}
	for _, m := range s.memberships {
		if m.UserID == user {
			g := s.groups[m.GroupID]
			p.Groups, p.GroupIDs = append(p.Groups, qualifiedName(g.domain, g.Name)), append(p.GroupIDs, g.ID)
		}
	}
	return p
}

// AddKey gives a user an API key and returns its fingerprint. A key that the user has already stays as it is.
func (s *Service) AddKey(user string, public *rsa.PublicKey) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.newKey(user, public)
	if err != nil {
		return "", err
	}
	if s.keys[key.KeyID] == nil {
		s.keys[key.KeyID] = key
	}
	return key.Fingerprint, nil
}

func (s *Service) newKey(user string, public *rsa.PublicKey) (*apiKey, error) {
	if s.users[user] == nil {
		return nil, cloud.NotAuthorizedOrNotFound()
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, err
	}
	fingerprint := Fingerprint(der)
	return &apiKey{
		KeyID:          s.config.Tenancy + "/" + user + "/" + fingerprint,
		KeyValue:       string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
		Fingerprint:    fingerprint,
		UserID:         user,
		TimeCreated:    s.config.Clock().UTC().Truncate(time.Millisecond),
		LifecycleState: active,
		public:         public,
	}, nil
}

// Fingerprint is Oracle's fingerprint of a public key in DER: MD5 in hexadecimal pairs.
func Fingerprint(der []byte) string {
	sum := md5.Sum(der)
	pairs := make([]string, len(sum))
	for i, b := range sum {
		pairs[i] = hex.EncodeToString([]byte{b})
	}
	return strings.Join(pairs, ":")
}

func (s *Service) uploadKey(w http.ResponseWriter, c *cloud.Call) error {
	var d struct {
		Key string `json:"key"`
	}
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	public, err := readKey(d.Key)
	if err != nil {
		return err
	}
	if err := s.authorizeKeys(c, "UploadApiKey", "USER_UPDATE", "USER_APIKEY_ADD"); err != nil {
		return err
	}
	key, err := s.upload(c.PathValue("id"), public)
	if err != nil {
		return err
	}
	return cloud.WriteJSON(w, http.StatusOK, key)
}

func readKey(text string) (*rsa.PublicKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, cloud.InvalidParameter("The key is not a public key in PEM.")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, cloud.InvalidParameter("The key cannot be read: %s.", err)
	}
	public, ok := parsed.(*rsa.PublicKey)
	if !ok || public.N.BitLen() < 2048 {
		return nil, cloud.InvalidParameter("The key must be an RSA key of at least 2048 bits.")
	}
	return public, nil
}

func (s *Service) upload(user string, public *rsa.PublicKey) (*apiKey, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.newKey(user, public)
	if err != nil {
		return nil, err
	}
	if s.keys[key.KeyID] != nil {
		return nil, cloud.Errorf(http.StatusConflict, "ApiKeyAlreadyExists", "The user has the key %s already.", key.Fingerprint)
	}
	if len(s.keysOf(user)) >= maxKeys {
		return nil, cloud.Errorf(http.StatusBadRequest, "LimitExceeded", "A user has at most %d API keys.", maxKeys)
	}
	s.keys[key.KeyID] = key
	return key, nil
}

func (s *Service) keysOf(user string) []*apiKey {
	all := []*apiKey{}
	for _, key := range s.keys {
		if key.UserID == user {
			all = append(all, key)
		}
	}
	return all
}

// authorizeKeys asks whether the caller may do something with a user's keys. Everybody may with their own, without any policy
// (docs.oracle.com, Working with Console Passwords and API Keys).
func (s *Service) authorizeKeys(c *cloud.Call, operation string, permissions ...string) error {
	user := c.PathValue("id")
	if c.Principal.ID == user && user != "" {
		return nil
	}
	a := cloud.Access{
		Service: serviceName, Operation: operation, Permissions: permissions, Compartment: s.config.Tenancy, Write: operation != "ListApiKeys",
	}
	s.mu.RLock()
	if u := s.users[user]; u != nil {
		a.Variables = userTarget(u).Variables
	}
	s.mu.RUnlock()
	return c.Authorize(a)
}

func (s *Service) listKeys(w http.ResponseWriter, c *cloud.Call) error {
	if err := s.authorizeKeys(c, "ListApiKeys", "USER_READ"); err != nil {
		return err
	}
	s.mu.RLock()
	_, err := s.users.find(c, c.PathValue("id"))
	keys := s.keysOf(c.PathValue("id"))
	s.mu.RUnlock()
	if err != nil {
		return err
	}
	return paged(w, c, keys, func(k *apiKey) string { return k.Fingerprint }, false)
}

func (s *Service) deleteKey(w http.ResponseWriter, c *cloud.Call) error {
	if err := s.authorizeKeys(c, "DeleteApiKey", "USER_UPDATE", "USER_APIKEY_REMOVE"); err != nil {
		return err
	}
	if !s.forget(s.config.Tenancy + "/" + c.PathValue("id") + "/" + c.PathValue("fingerprint")) {
		return cloud.NotAuthorizedOrNotFound()
	}
	return cloud.WriteNoContent(w)
}

func (s *Service) forget(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, known := s.keys[id]
	delete(s.keys, id)
	return known
}

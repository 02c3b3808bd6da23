package oci

import "strings"

// UserOCID is the user whose API key signs; "" for principals that are no user of their own, such as an instance, and for a
// session token, which does not say.
func (s *Session) UserOCID() string {
	keyring, ok := s.credentials.(*keyring)
	if !ok {
		return ""
	}
	_, rest, _ := strings.Cut(keyring.keyID, "/")
	user, _, _ := strings.Cut(rest, "/")
	return user
}

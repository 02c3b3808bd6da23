package oci

import (
	"crypto/rsa"
	"fmt"
	"os"
	"strings"
)

// tokenSession is a security token of `oci session authenticate`. The key is parsed once; the token's file is read for each
// request, because `oci session refresh` writes it anew while an apply runs.
type tokenSession struct {
	tenancy   string
	profile   string
	key       *rsa.PrivateKey
	tokenFile value
	path      string
}

func (s *tokenSession) PrivateRSAKey() (*rsa.PrivateKey, error) { return s.key, nil }

func (s *tokenSession) KeyID() (string, error) {
	token, err := os.ReadFile(s.path)
	if err != nil {
		return "", s.tokenFile.fault(fmt.Sprintf("the token file %s cannot be read (%s)", s.path, reason(err)), s.remedy())
	}
	text := strings.TrimSpace(string(token))
	if text == "" {
		return "", s.tokenFile.fault(fmt.Sprintf("the token file %s is empty", s.path), s.remedy())
	}
	return "ST$" + text, nil
}

func (s *tokenSession) remedy() string {
	return "Sign in again: oci session authenticate --profile-name " + s.profile + "."
}

func (s *tokenSession) tenancyOCID() (string, error) { return s.tenancy, nil }
func (s *tokenSession) realm() string                { return ocidRealm(s.tenancy) }
func (s *tokenSession) mode() authMode               { return securityToken }
func (s *tokenSession) refreshable() bool            { return true }

// tokenCredentials reads a profile with a security token.
func (r *resolver) tokenCredentials() (credentials, error) {
	file, name, err := r.profileFile()
	if err != nil {
		return nil, err
	}
	if file == nil {
		path, _ := r.filePath()
		return nil, &ConfigError{
			Argument: "config_file_profile", Problem: "SecurityToken needs a profile of an OCI config file, and there is none in " + path,
			Remedy: "Sign in with oci session authenticate, and set config_file_profile to the profile that it writes.",
		}
	}
	token := file.setting(name, "security_token_file")
	if !token.set() {
		token.argument = "config_file_profile"
		return nil, token.fault(fmt.Sprintf("profile %s has no security_token_file", name),
			"Set config_file_profile to a profile that oci session authenticate has written.")
	}
	tenancy := file.setting(name, "tenancy")
	if tenancy = orElse(tenancy, r.argument("tenancy_ocid", r.config.TenancyOCID)); !tenancy.set() {
		return nil, r.missing("tenancy_ocid", "tenancy")
	}
	if err := checkOCID(tenancy, "tenancy"); err != nil {
		return nil, err
	}
	key := file.setting(name, "key_file")
	if !key.set() {
		return nil, r.missing("private_key_path", "key_file")
	}
	key.argument = "private_key_path"
	parsed, _, err := r.keyFile(key, file.setting(name, "pass_phrase"))
	if err != nil {
		return nil, err
	}
	s := &tokenSession{tenancy: tenancy.text, profile: name, key: parsed, tokenFile: token, path: r.expand(token.text)}
	_, err = s.KeyID()
	return s, err
}

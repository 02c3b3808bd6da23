package oci

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// authMode is a way of signing requests, under the name that Oracle's provider uses.
type authMode string

const (
	apiKey              authMode = "ApiKey"
	securityToken       authMode = "SecurityToken"
	instancePrincipal   authMode = "InstancePrincipal"
	resourcePrincipal   authMode = "ResourcePrincipal"
	okeWorkloadIdentity authMode = "OKEWorkloadIdentity"
)

// AuthModes are the values that the argument "auth" takes, in any case.
func AuthModes() []string {
	return []string{string(apiKey), string(securityToken), string(instancePrincipal), string(resourcePrincipal), string(okeWorkloadIdentity)}
}

// credentials sign requests.
type credentials interface {
	common.KeyProvider
	tenancyOCID() (string, error)
	realm() string     // the tenancy's realm, "" where it is not known without a request
	mode() authMode    // for hints
	refreshable() bool // whether a 401 may come from a token that is just being replaced
}

func (r *resolver) authMode() (authMode, error) {
	v := r.argument("auth", r.config.Auth)
	if !v.set() {
		return apiKey, nil
	}
	for _, mode := range AuthModes() {
		if strings.EqualFold(v.text, mode) {
			return authMode(mode), nil
		}
	}
	return "", v.fault(shown(v.text)+" is not a way to authenticate that this provider knows",
		"Use "+orList(AuthModes())+".")
}

func (r *resolver) credentials(mode authMode) (credentials, error) {
	switch mode {
	case securityToken:
		return r.tokenCredentials()
	case instancePrincipal, resourcePrincipal, okeWorkloadIdentity:
		return r.principal(mode)
	}
	return r.keyCredentials()
}

// keyring is an API key: everything is read and parsed once, when the session is made. The SDK's own raw provider parses
// the PEM text again for every request.
type keyring struct {
	tenancy string
	keyID   string
	key     *rsa.PrivateKey
}

func (k *keyring) PrivateRSAKey() (*rsa.PrivateKey, error) { return k.key, nil }
func (k *keyring) KeyID() (string, error)                  { return k.keyID, nil }
func (k *keyring) tenancyOCID() (string, error)            { return k.tenancy, nil }
func (k *keyring) realm() string                           { return ocidRealm(k.tenancy) }
func (k *keyring) mode() authMode                          { return apiKey }
func (k *keyring) refreshable() bool                       { return false }

// apiUser is who signs: tenancy, user and fingerprint belong together.
type apiUser struct{ tenancy, user, fingerprint value }

func (r *resolver) keyCredentials() (credentials, error) {
	who, err := r.identity()
	if err != nil {
		return nil, err
	}
	// A profile that `oci session authenticate` wrote has a token in the user's place; Oracle's provider takes it so too.
	if !who.user.set() {
		if file, name, _ := r.profileFile(); file != nil && file.own(name, "security_token_file") != "" {
			return r.tokenCredentials()
		}
	}
	if err := who.check(r); err != nil {
		return nil, err
	}
	key, source, err := r.privateKey()
	if err != nil {
		return nil, err
	}
	if actual := fingerprint(key); actual != "" && !strings.EqualFold(actual, who.fingerprint.text) {
		return nil, who.fingerprint.fault(
			fmt.Sprintf("the fingerprint is %s, but that of the private key (%s) is %s", who.fingerprint.text, source.detail, actual),
			"Give the fingerprint of this key, or the key of this fingerprint.")
	}
	return &keyring{
		tenancy: who.tenancy.text, key: key,
		keyID: strings.Join([]string{who.tenancy.text, who.user.text, who.fingerprint.text}, "/"),
	}, nil
}

// identity takes the three from the provider block and the environment. Where these name neither user nor key, all three are
// the config file's, as with Oracle's provider: TF_VAR_tenancy_ocid is often there for another purpose.
func (r *resolver) identity() (apiUser, error) {
	who := apiUser{
		tenancy:     r.argument("tenancy_ocid", r.config.TenancyOCID),
		user:        r.argument("user_ocid", r.config.UserOCID),
		fingerprint: r.argument("fingerprint", r.config.Fingerprint),
	}
	if who.tenancy.set() && who.user.set() && who.fingerprint.set() {
		return who, nil
	}
	file, err := r.fileIdentity()
	if err != nil {
		return who, err
	}
	if !who.user.set() && !who.fingerprint.set() {
		file.tenancy = orElse(file.tenancy, who.tenancy)
		return file, nil
	}
	sameUser := who.user.text == file.user.text || !file.user.set()
	who.tenancy = orElse(who.tenancy, file.tenancy)
	if sameUser { // another user's fingerprint would only make for a riddle
		who.fingerprint = orElse(who.fingerprint, file.fingerprint)
	}
	if strings.EqualFold(who.fingerprint.text, file.fingerprint.text) {
		who.user = orElse(who.user, file.user)
	}
	return who, nil
}

func (r *resolver) fileIdentity() (who apiUser, err error) {
	if who.tenancy, err = r.fromFile("tenancy_ocid", "tenancy"); err != nil {
		return who, err
	}
	if who.user, err = r.fromFile("user_ocid", "user"); err != nil {
		return who, err
	}
	who.fingerprint, err = r.fromFile("fingerprint", "fingerprint")
	return who, err
}

func orElse(a, b value) value {
	if a.set() {
		return a
	}
	return b
}

func (i apiUser) check(r *resolver) error {
	for _, part := range []struct {
		value value
		key   string
	}{{i.tenancy, "tenancy"}, {i.user, "user"}, {i.fingerprint, "fingerprint"}} {
		if !part.value.set() {
			return r.missing(part.value.argument, part.key)
		}
	}
	if err := checkOCID(i.tenancy, "tenancy"); err != nil {
		return err
	}
	if err := checkOCID(i.user, "user", "saml2idp"); err != nil {
		return err
	}
	return checkFingerprint(i.fingerprint)
}

// missing is the fault of a setting that nothing gives.
func (r *resolver) missing(argument, key string) error {
	path, _ := r.filePath()
	profile := r.profile().text
	if profile == "" {
		profile = defaultProfile
	}
	return &ConfigError{
		Argument: argument,
		Problem:  fmt.Sprintf("the argument %q is missing", argument),
		Remedy: fmt.Sprintf("Set it in the provider block, as TF_VAR_%s or OCI_%s, or as %q in profile %s of the file %s. Other ways to authenticate are chosen with auth: %s.",
			argument, strings.ToUpper(argument), key, profile, path, orList(AuthModes())),
	}
}

// privateKey reads and parses the API key, and says where it came from.
func (r *resolver) privateKey() (*rsa.PrivateKey, value, error) {
	source := r.argument("private_key", r.config.PrivateKey)
	if source.set() {
		key, err := r.parse(source, strings.ReplaceAll(source.text, `\n`, "\n"), value{})
		return key, source, err
	}
	source = r.argument("private_key_path", r.config.PrivateKeyPath)
	if source.set() {
		return r.keyFile(source, value{})
	}
	source, err := r.fromFile("private_key_path", "key_file")
	if err != nil {
		return nil, source, err
	}
	if !source.set() {
		return nil, source, r.missing("private_key_path", "key_file")
	}
	passphrase, err := r.fromFile("private_key_password", "pass_phrase")
	if err != nil {
		return nil, source, err
	}
	return r.keyFile(source, passphrase)
}

func (r *resolver) keyFile(source, passphrase value) (*rsa.PrivateKey, value, error) {
	path := r.expand(source.text)
	if strings.Contains(path, "-----BEGIN") {
		return nil, source, source.fault("it holds the text of a key, not the path of a file", "Give the text as private_key, or the path of a file that has it.")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, source, source.fault(fmt.Sprintf("the key file %s cannot be read (%s)", path, reason(err)),
			"Give the path of a file that this process may read; ~/ stands for the home folder.")
	}
	key, err := r.parse(source, string(text), passphrase)
	return key, source, err
}

// parse parses the text; the passphrase of the provider block or the environment comes before the file's.
func (r *resolver) parse(source value, text string, fallback value) (*rsa.PrivateKey, error) {
	passphrase := orElse(r.argument("private_key_password", r.config.PrivateKeyPassword), fallback)
	key, err := parseKey(text, passphrase.text)
	if err == nil {
		return key, nil
	}
	fault := source.fault("the private key cannot be used: "+err.Error(), keyRemedy(err))
	if errors.Is(err, errNeedsPassphrase) || errors.Is(err, errWrongPassphrase) {
		fault.Argument = "private_key_password"
	}
	return nil, fault
}

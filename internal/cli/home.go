package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// home is a temporary directory with what clients of a sandbox read: certificates, keys, and configuration files.
type home struct {
	dir    string
	mirror mirror
}

func newHome(r *running, user, version string) (_ *home, err error) {
	dir, err := os.MkdirTemp("", "residency-sandbox-")
	if err != nil {
		return nil, err
	}
	h := &home{dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.remove())
		}
	}()
	if err := h.writeCertificates(r); err != nil {
		return nil, err
	}
	if err := h.writeConfig(r, user); err != nil {
		return nil, err
	}
	if h.mirror, err = newMirror(version); err != nil {
		return nil, err
	}
	return h, os.WriteFile(h.path("terraform.tfrc"), h.mirror.config(), 0o600)
}

func (h *home) path(elements ...string) string {
	return filepath.Join(append([]string{h.dir}, elements...)...)
}

func (h *home) remove() error { return os.RemoveAll(h.dir) }

// writeCertificates writes the sandbox's authority, alone and before the system's: registries are reached untouched, with
// their own certificates.
func (h *home) writeCertificates(r *running) error {
	authority, err := r.CertificateAuthority()
	if err != nil {
		return err
	}
	system, err := systemRoots()
	if err != nil {
		return err
	}
	all := append(append([]byte{}, authority...), system...)
	return errors.Join(os.WriteFile(h.path("authority.pem"), authority, 0o600), os.WriteFile(h.path("certificates.pem"), all, 0o600))
}

// writeConfig writes .oci/config, where Oracle's provider looks when TF_HOME_OVERRIDE names the directory above, with the
// user's key as DEFAULT and a profile for every user.
func (h *home) writeConfig(r *running, user string) error {
	if err := os.Mkdir(h.path(".oci"), 0o700); err != nil {
		return err
	}
	profiles, err := h.profiles(r)
	if err != nil {
		return err
	}
	own, ok := profiles[user]
	if !ok {
		return fmt.Errorf("the sandbox has no user %q; it has %s", user, strings.Join(r.Users(), ", "))
	}
	var config strings.Builder
	config.WriteString("[DEFAULT]\n" + own)
	for _, name := range r.Users() {
		config.WriteString("\n[" + name + "]\n" + profiles[name])
	}
	return os.WriteFile(h.path(".oci", "config"), []byte(config.String()), 0o600)
}

// profiles writes the users' keys and returns their profiles' lines. Keys take time to make: all are made at once.
func (h *home) profiles(r *running) (map[string]string, error) {
	users := r.Users()
	texts, errs := make([]string, len(users)), make([]error, len(users))
	var wg sync.WaitGroup
	for i, user := range users {
		wg.Go(func() { texts[i], errs[i] = h.profile(r, i, user) })
	}
	wg.Wait()
	profiles := map[string]string{}
	for i, user := range users {
		profiles[user] = texts[i]
	}
	return profiles, errors.Join(errs...)
}

func (h *home) profile(r *running, i int, user string) (string, error) {
	c, err := r.Credentials(user)
	if err != nil {
		return "", err
	}
	file := h.path(".oci", fmt.Sprintf("key-%d.pem", i))
	text := fmt.Sprintf("user=%s\nfingerprint=%s\nkey_file=%s\ntenancy=%s\nregion=%s\n", c.UserOCID, c.Fingerprint, file, c.TenancyOCID, c.Region)
	return text, os.WriteFile(file, []byte(c.PrivateKeyPEM), 0o600)
}

// environment is what makes clients use the sandbox.
func (h *home) environment(r *running) []variable {
	proxy, certificates, config := r.server.URL, h.path("certificates.pem"), h.path(".oci", "config")
	const direct = "localhost,127.0.0.1,::1"
	return []variable{
		// HTTP as well: nothing that is meant for Oracle, such as instance metadata, may leave by another way.
		{"HTTPS_PROXY", proxy},
		{"https_proxy", proxy},
		{"HTTP_PROXY", proxy},
		{"http_proxy", proxy},
		{"NO_PROXY", direct},
		{"no_proxy", direct},
		{"SSL_CERT_FILE", certificates},
		{"CURL_CA_BUNDLE", certificates},
		{"REQUESTS_CA_BUNDLE", certificates},
		{"NODE_EXTRA_CA_CERTS", h.path("authority.pem")},
		{"OCI_DEFAULT_CERTS_PATH", certificates},
		{"OCI_CONFIG_FILE", config},
		{"OCI_CLI_CONFIG_FILE", config},
		{"TF_HOME_OVERRIDE", h.dir},
		{"TF_CLI_CONFIG_FILE", h.path("terraform.tfrc")},
		{"TF_VAR_tenancy_ocid", r.TenancyOCID()},
		{"TF_VAR_compartment_id", r.CompartmentOCID()},
		{"TF_VAR_compartment_ids", assignments(r.Compartments())},
		{"TF_VAR_namespace", r.Namespace()},
		{"RESIDENCY_SANDBOX", proxy},
		{"CHECKPOINT_DISABLE", "1"},
	}
}

// assignments writes a map of texts as Terraform reads it from a variable of the environment.
func assignments(values map[string]string) string {
	pairs := make([]string, 0, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		pairs = append(pairs, fmt.Sprintf("%q=%q", name, values[name]))
	}
	return "{" + strings.Join(pairs, ",") + "}"
}

package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
	"golang.org/x/mod/sumdb/dirhash"
)

// addresses are the provider's, one for each registry: a filesystem mirror wants host names spelled out.
var addresses = []string{
	"registry.terraform.io/data-residency/residency",
	"registry.opentofu.org/data-residency/residency",
}

// mirror is a filesystem mirror, in Terraform's sense, that holds this very binary. `init` leaves links into it in the
// working directory, so that it stays when the sandbox ends: it is in the user's cache, one for each binary.
type mirror struct {
	dir     string
	version string
}

func newMirror(version string) (mirror, error) {
	binary, err := os.Executable()
	if err != nil {
		return mirror{}, err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return mirror{}, fmt.Errorf("the sandbox keeps a link to the provider in the user's cache: %w", err)
	}
	m := mirror{version: release(version)}
	sum := sha256.Sum256([]byte(binary))
	m.dir = filepath.Join(cache, name, "mirror", hex.EncodeToString(sum[:6]))
	for _, address := range addresses {
		if err := m.hold(address, binary); err != nil {
			return mirror{}, fmt.Errorf("the sandbox cannot offer the provider to Terraform: %w", err)
		}
	}
	return m, nil
}

var releaseForm = regexp.MustCompile(`^v?(\d+\.\d+\.\d+)`)

// release is the plain version that a build is offered under: mirrors never select prereleases.
func release(version string) string {
	if found := releaseForm.FindStringSubmatch(version); found != nil {
		return found[1]
	}
	return "0.1.0"
}

func (m mirror) packageDir(address string) string {
	return filepath.Join(m.dir, filepath.FromSlash(address), m.version, runtime.GOOS+"_"+runtime.GOARCH)
}

// hold puts the binary into the mirror, and what earlier versions left there out of it: Terraform takes the newest.
func (m mirror) hold(address, binary string) error {
	dir := m.packageDir(address)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	versions := filepath.Dir(filepath.Dir(dir))
	entries, err := os.ReadDir(versions)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Name() != m.version {
			if err := os.RemoveAll(filepath.Join(versions, entry.Name())); err != nil {
				return err
			}
		}
	}
	file := name + "_v" + m.version
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	return link(binary, filepath.Join(dir, file))
}

// link makes target a link to binary, at once, so that another sandbox that does the same does not stumble.
func link(binary, target string) error {
	if have, err := os.Readlink(target); err == nil && have == binary {
		return nil
	}
	fresh, err := os.MkdirTemp(filepath.Dir(filepath.Dir(target)), "new-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(fresh) }()
	temporary := filepath.Join(fresh, "binary")
	if err := os.Symlink(binary, temporary); err != nil {
		// Windows lets not everybody make links.
		if err := duplicate(binary, temporary); err != nil {
			return err
		}
	}
	return os.Rename(temporary, target)
}

func duplicate(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o700) //nolint:gosec // a program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

// config is a Terraform CLI configuration that takes this provider from the mirror and all others from where they are.
func (m mirror) config() []byte {
	values := make([]cty.Value, len(addresses))
	for i, address := range addresses {
		values[i] = cty.StringVal(address)
	}
	file := hclwrite.NewEmptyFile()
	installation := file.Body().AppendNewBlock("provider_installation", nil).Body()
	local := installation.AppendNewBlock("filesystem_mirror", nil).Body()
	local.SetAttributeValue("path", cty.StringVal(m.dir))
	local.SetAttributeValue("include", cty.ListVal(values))
	direct := installation.AppendNewBlock("direct", nil).Body()
	direct.SetAttributeValue("exclude", cty.ListVal(values))
	return file.Bytes()
}

var lockForm = regexp.MustCompile(`(?s)provider "([^"]+)" \{(.*?)\n\}`)

// lockHint says what to do about a lock file that another build of this provider has left in the working directory:
// Terraform says only that checksums differ.
func (m mirror) lockHint() string {
	const lock = ".terraform.lock.hcl"
	text, err := os.ReadFile(lock)
	if err != nil {
		return ""
	}
	for _, found := range lockForm.FindAllStringSubmatch(string(text), -1) {
		address, body := found[1], found[2]
		if slices.Contains(addresses, address) && strings.Contains(body, `"`+m.version+`"`) && !strings.Contains(body, m.hash(address)) {
			return fmt.Sprintf("Note: %s is from another build of %s %s, so that Terraform will refuse this one. Delete that block from the file and run init again.",
				lock, address, m.version)
		}
	}
	return ""
}

// hash is Terraform's checksum of the package, as in lock files.
func (m mirror) hash(address string) string {
	hash, err := dirhash.HashDir(m.packageDir(address), "", dirhash.Hash1)
	if err != nil {
		return "unreadable"
	}
	return hash
}

package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRelease(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{
		"0.1.0": "0.1.0", "v1.2.3": "1.2.3", "1.2.3-rc1": "1.2.3", "1.2.3+abc": "1.2.3", "dev": "0.1.0", "": "0.1.0", "1.2": "0.1.0",
	} {
		require.Equal(t, want, release(version), version)
	}
}

func TestMirror(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	self, err := os.Executable()
	require.NoError(t, err)
	old, err := newMirror("0.9.0")
	require.NoError(t, err)
	m, err := newMirror("1.2.3-rc1")
	require.NoError(t, err)
	require.Equal(t, old.dir, m.dir)
	for _, address := range []string{"registry.terraform.io/data-residency/residency", "registry.opentofu.org/data-residency/residency"} {
		file := filepath.Join(m.dir, address, "1.2.3", runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-residency_v1.2.3")
		target, err := os.Readlink(file)
		require.NoError(t, err)
		require.Equal(t, self, target)
		// Terraform takes the newest that it finds: nothing old may stay.
		entries, err := os.ReadDir(filepath.Join(m.dir, address))
		require.NoError(t, err)
		require.Len(t, entries, 1)
	}
	again, err := newMirror("1.2.3")
	require.NoError(t, err)
	require.Equal(t, m, again)
}

func TestLink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	target := filepath.Join(dir, "package", "binary")
	require.NoError(t, os.Mkdir(filepath.Dir(target), 0o700))
	for _, binary := range []string{"/first", "/second", "/second"} {
		require.NoError(t, link(binary, target))
		got, err := os.Readlink(target)
		require.NoError(t, err)
		require.Equal(t, binary, got)
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "from"), []byte("text"), 0o600))
	require.NoError(t, duplicate(filepath.Join(dir, "from"), filepath.Join(dir, "to")))
	text, err := os.ReadFile(filepath.Join(dir, "to"))
	require.NoError(t, err)
	require.Equal(t, "text", string(text))
	require.Error(t, duplicate(filepath.Join(dir, "missing"), filepath.Join(dir, "to")))
}

func TestMirror_lockHint(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Chdir(t.TempDir())
	m, err := newMirror("1.2.3")
	require.NoError(t, err)
	require.Empty(t, m.lockHint())
	lock := func(address, version, hash string) string {
		text := "provider \"" + address + "\" {\n  version = \"" + version + "\"\n  hashes = [\n    \"" + hash + "\",\n  ]\n}\n"
		require.NoError(t, os.WriteFile(".terraform.lock.hcl", []byte(text), 0o600))
		return m.lockHint()
	}
	require.Empty(t, lock(addresses[0], "1.2.3", m.hash(addresses[0])))
	require.Empty(t, lock("registry.terraform.io/hashicorp/null", "1.2.3", "h1:other"))
	require.Empty(t, lock(addresses[0], "1.2.2", "h1:other"))
	require.Contains(t, lock(addresses[1], "1.2.3", "h1:other"), ".terraform.lock.hcl is from another build of registry.opentofu.org/data-residency/residency 1.2.3")
}

func TestSystemRoots(t *testing.T) {
	file := filepath.Join(t.TempDir(), "roots.pem")
	require.NoError(t, os.WriteFile(file, []byte("roots"), 0o600))
	t.Setenv("SSL_CERT_FILE", file)
	got, err := systemRoots()
	require.NoError(t, err)
	require.Equal(t, "\nroots", string(got))
	t.Setenv("SSL_CERT_FILE", t.TempDir())
	_, err = systemRoots()
	require.Error(t, err)
	t.Setenv("SSL_CERT_FILE", file+".missing")
	got, err = systemRoots()
	require.NoError(t, err)
	require.Empty(t, got)
}

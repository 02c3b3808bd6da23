package oci

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// file is a config file with a complete DEFAULT profile, and whatever follows.
func file(t *testing.T, more string) string {
	return write(t, "config", `# written by oci setup config
[DEFAULT]
user = `+otherUser+`
fingerprint: `+testFingerprint+`
tenancy=`+otherTenancy+`
region = us-phoenix-1
key_file = `+mustAbs(t, "testdata/pkcs8-encrypted.pem")+`
pass_phrase = `+passphrase+`
`+more)
}

func mustAbs(t *testing.T, path string) string {
	abs, err := filepath.Abs(path)
	require.NoError(t, err)
	return abs
}

func keyID(t *testing.T, s *Session) string {
	id, err := s.credentials.KeyID()
	require.NoError(t, err)
	return id
}

func TestNewSession_providerBlock(t *testing.T) {
	config := complete(t)
	config.Transport = silent(t)
	s := session(t, config)

	name, source := s.Region()
	assert.Equal(t, "us-ashburn-1", name)
	assert.Equal(t, RegionSource{FromProvider, "the provider block"}, source)
	assert.False(t, source.FromMachine())
	assert.Equal(t, testTenancy+"/"+testUser+"/"+testFingerprint, keyID(t, s))
	tenancy, err := s.TenancyOCID()
	require.NoError(t, err)
	assert.Equal(t, testTenancy, tenancy)
}

// A setting is looked for in the provider block, TF_VAR_x, OCI_X and the file, in this order.
func TestNewSession_regionPrecedence(t *testing.T) {
	path := file(t, "")
	for name, c := range map[string]struct {
		block, tf, oci, file string
		want                 string
		kind                 RegionKind
		detail               string
		machine              bool
	}{
		"block":       {"us-ashburn-1", "uk-london-1", "eu-frankfurt-1", path, "us-ashburn-1", FromProvider, "the provider block", false},
		"TF_VAR":      {"", "uk-london-1", "eu-frankfurt-1", path, "uk-london-1", FromEnvironment, "the variable TF_VAR_region", true},
		"OCI":         {"", "", "eu-frankfurt-1", path, "eu-frankfurt-1", FromEnvironment, "the variable OCI_REGION", true},
		"file":        {"", "", "", path, "us-phoenix-1", FromFile, "region in profile DEFAULT of the file " + path, true},
		"nowhere":     {"", "", "", write(t, "config", "[DEFAULT]\n"), "", FromNowhere, "nowhere", false},
		"key":         {"IAD", "", "", path, "us-ashburn-1", FromProvider, "the provider block", false},
		"upper case":  {"US-Ashburn-1", "", "", path, "us-ashburn-1", FromProvider, "the provider block", false},
		"unknown one": {"us-atlantis-9", "", "", path, "us-atlantis-9", FromProvider, "the provider block", false},
	} {
		t.Run(name, func(t *testing.T) {
			config := complete(t)
			config.Region = c.block
			config.Getenv = env("TF_VAR_region", c.tf, "OCI_REGION", c.oci, "OCI_CONFIG_FILE", c.file)
			got, source := session(t, config).Region()
			assert.Equal(t, c.want, got)
			assert.Equal(t, c.kind, source.Kind)
			assert.Equal(t, c.detail, source.String())
			assert.Equal(t, c.machine, source.FromMachine())
		})
	}
}

func TestNewSession_identityPrecedence(t *testing.T) {
	path := file(t, "[other]\nuser="+testUser+"\nregion=us-chicago-1\n")
	whole := []string{"OCI_CONFIG_FILE", path}
	for name, c := range map[string]struct {
		change func(*Config)
		env    []string
		want   string
	}{
		"block before all": {func(*Config) {}, append([]string{"TF_VAR_user_ocid", otherUser}, whole...), testTenancy + "/" + testUser},
		"TF_VAR before OCI": {
			func(c *Config) { c.UserOCID = "" },
			append([]string{"TF_VAR_user_ocid", testUser, "OCI_USER_OCID", otherUser}, whole...), testTenancy + "/" + testUser,
		},
		"OCI before file": {func(c *Config) { c.UserOCID = "" }, append([]string{"OCI_USER_OCID", testUser}, whole...), testTenancy + "/" + testUser},
		"file":            {func(c *Config) { *c = Config{} }, whole, otherTenancy + "/" + otherUser},
		"profile inherits from DEFAULT": {
			func(c *Config) { *c = Config{ConfigFileProfile: "other"} }, whole, otherTenancy + "/" + testUser,
		},
		"profile from the environment": {
			func(c *Config) { *c = Config{} }, append([]string{"OCI_CONFIG_FILE_PROFILE", "other"}, whole...), otherTenancy + "/" + testUser,
		},
		"a stray TF_VAR_tenancy_ocid leaves the file's identity whole": {
			func(c *Config) { *c = Config{} }, append([]string{"TF_VAR_tenancy_ocid", testTenancy}, whole...), otherTenancy + "/" + otherUser,
		},
		"the file's fingerprint goes with the file's user": {
			func(c *Config) { *c = Config{UserOCID: otherUser} }, whole, otherTenancy + "/" + otherUser,
		},
		"the CLI's variable": {func(c *Config) { *c = Config{} }, []string{"OCI_CLI_CONFIG_FILE", path}, otherTenancy + "/" + otherUser},
	} {
		t.Run(name, func(t *testing.T) {
			config := complete(t)
			c.change(&config)
			config.Getenv = env(c.env...)
			config.Transport = silent(t)
			assert.Equal(t, c.want+"/"+testFingerprint, keyID(t, session(t, config)))
		})
	}
}

func TestNewSession_configFilePlace(t *testing.T) {
	home := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(home, ".oci"), 0o700))
	text, err := os.ReadFile(file(t, ""))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(home, ".oci", "config"), text, 0o600))
	named := write(t, "elsewhere", strings.ReplaceAll(string(text), "us-phoenix-1", "us-chicago-1"))

	for name, c := range map[string]struct {
		env  []string
		want string
	}{
		"home":                            {[]string{"HOME", home}, "us-phoenix-1"},
		"TF_HOME_OVERRIDE":                {[]string{"TF_HOME_OVERRIDE", home, "HOME", "/nonexistent"}, "us-phoenix-1"},
		"a named file wins":               {[]string{"HOME", home, "OCI_CONFIG_FILE", named}, "us-chicago-1"},
		"the SDK's name before the CLI's": {[]string{"OCI_CLI_CONFIG_FILE", "/nonexistent", "OCI_CONFIG_FILE", named}, "us-chicago-1"},
	} {
		t.Run(name, func(t *testing.T) {
			got, source := session(t, Config{Getenv: env(c.env...)}).Region()
			assert.Equal(t, c.want, got)
			assert.Equal(t, FromFile, source.Kind)
		})
	}
}

func TestNewSession_keys(t *testing.T) {
	home := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(home, "key.pem"), []byte(key(t, "pkcs8")), 0o600))
	for name, change := range map[string]func(*Config){
		"PKCS #1":             func(*Config) {},
		"PKCS #8":             func(c *Config) { c.PrivateKey = key(t, "pkcs8") },
		"PKCS #1 encrypted":   func(c *Config) { c.PrivateKey, c.PrivateKeyPassword = key(t, "pkcs1-encrypted"), passphrase },
		"PKCS #8 encrypted":   func(c *Config) { c.PrivateKey, c.PrivateKeyPassword = key(t, "pkcs8-encrypted"), passphrase },
		"literal \\n":         func(c *Config) { c.PrivateKey = strings.ReplaceAll(c.PrivateKey, "\n", `\n`) },
		"path":                func(c *Config) { c.PrivateKey, c.PrivateKeyPath = "", "testdata/pkcs1.pem" },
		"path from home":      func(c *Config) { c.PrivateKey, c.PrivateKeyPath = "", "~/key.pem" },
		"text before path":    func(c *Config) { c.PrivateKeyPath = "/nonexistent" },
		"Oracle's label":      func(c *Config) { c.PrivateKey += "OCI_API_KEY\n" },
		"password not needed": func(c *Config) { c.PrivateKeyPassword = "x" },
	} {
		t.Run(name, func(t *testing.T) {
			config := complete(t)
			change(&config)
			config.Getenv = env("HOME", home)
			s := session(t, config)
			got, err := s.credentials.PrivateRSAKey()
			require.NoError(t, err)
			assert.Equal(t, testFingerprint, fingerprint(got))
		})
	}
}

// Whatever happens to the key's file later, the session keeps the one key that it parsed.
func TestNewSession_keyParsedOnce(t *testing.T) {
	path := write(t, "key.pem", key(t, "pkcs8"))
	config := complete(t)
	config.PrivateKey, config.PrivateKeyPath = "", path
	s := session(t, config)
	require.NoError(t, os.Remove(path))

	first, err := s.credentials.PrivateRSAKey()
	require.NoError(t, err)
	second, err := s.credentials.PrivateRSAKey()
	require.NoError(t, err)
	assert.Same(t, first, second)
	parses := testing.AllocsPerRun(100, func() { _, _ = s.credentials.PrivateRSAKey(); _, _ = s.credentials.KeyID() })
	assert.Zero(t, parses, "nothing is made anew for a request")
}

func TestNewSession_faults(t *testing.T) {
	path := file(t, "[broken]\nuser = x\nthis line is wrong\n[twice]\n[twice]\n[open\n[token]\nsecurity_token_file = /nonexistent/token\n")
	for name, c := range map[string]struct {
		change   func(*Config)
		env      []string
		argument string
		says     []string
	}{
		"auth": {
			func(c *Config) { c.Auth = "Password" }, nil, "auth",
			[]string{`"Password"`, "ApiKey, SecurityToken, InstancePrincipal, ResourcePrincipal or OKEWorkloadIdentity"},
		},
		"tenancy not an OCID": {func(c *Config) { c.TenancyOCID = "acme" }, nil, "tenancy_ocid", []string{`"acme" is not an OCID`, "ocid1.tenancy"}},
		"user is a tenancy": {
			func(c *Config) { c.UserOCID = testTenancy }, nil, "user_ocid", []string{"is the OCID of a tenancy, not of a user"},
		},
		"OCID in the environment": {
			func(c *Config) { c.UserOCID = "" }, []string{"OCI_USER_OCID", "me"}, "user_ocid", []string{"The variable OCI_USER_OCID", `"me"`},
		},
		"fingerprint missing": {
			func(c *Config) { c.Fingerprint = "" }, nil, "fingerprint",
			[]string{`"fingerprint" is missing`, "TF_VAR_fingerprint", "OCI_FINGERPRINT", "profile DEFAULT", "InstancePrincipal"},
		},
		"fingerprint of another user in the file": {
			func(c *Config) { c.Fingerprint = "" }, []string{"OCI_CONFIG_FILE", path}, "fingerprint", []string{`"fingerprint" is missing`},
		},
		"fingerprint malformed": {func(c *Config) { c.Fingerprint = "26:2b" }, nil, "fingerprint", []string{`"26:2b"`, "sixteen pairs"}},
		"fingerprint of another key": {
			func(c *Config) { c.Fingerprint = strings.Replace(testFingerprint, "26", "ff", 1) }, nil, "fingerprint",
			[]string{"but that of the private key", testFingerprint},
		},
		"everything missing": {func(c *Config) { *c = Config{} }, nil, "tenancy_ocid", []string{`"tenancy_ocid" is missing`, "/nonexistent/.oci/config"}},
		"key missing": {
			func(c *Config) { c.PrivateKey = "" }, nil, "private_key_path", []string{`"private_key_path" is missing`, `"key_file"`},
		},
		"key unreadable": {
			func(c *Config) { c.PrivateKey, c.PrivateKeyPath = "", "/nonexistent/key.pem" }, nil, "private_key_path",
			[]string{"/nonexistent/key.pem cannot be read (no such file or directory)"},
		},
		"key in the path's place": {func(c *Config) { c.PrivateKeyPath, c.PrivateKey = c.PrivateKey, "" }, nil, "private_key_path", []string{"the text of a key"}},
		"key in the user's place": {func(c *Config) { c.UserOCID = c.PrivateKey }, nil, "user_ocid", []string{"not shown", "is not an OCID"}},
		"key is a folder":         {func(c *Config) { c.PrivateKey, c.PrivateKeyPath = "", "/" }, nil, "private_key_path", []string{"cannot be read (is a directory)"}},
		"not PEM":                 {func(c *Config) { c.PrivateKey = "s3cret-text" }, nil, "private_key", []string{"not a PEM file"}},
		"public key":              {func(c *Config) { c.PrivateKey = key(t, "public") }, nil, "private_key", []string{"public key"}},
		"OpenSSH key":             {func(c *Config) { c.PrivateKey = key(t, "openssh") }, nil, "private_key", []string{"ssh-keygen -p -m PEM"}},
		"not RSA":                 {func(c *Config) { c.PrivateKey = key(t, "ec") }, nil, "private_key", []string{"RSA keys only"}},
		"passphrase missing": {
			func(c *Config) { c.PrivateKey = key(t, "pkcs8-encrypted") }, nil, "private_key_password", []string{"encrypted", "Set private_key_password"},
		},
		"passphrase missing, PKCS #1": {
			func(c *Config) { c.PrivateKey = key(t, "pkcs1-encrypted") }, nil, "private_key_password", []string{"encrypted"},
		},
		"passphrase wrong": {
			func(c *Config) { c.PrivateKey, c.PrivateKeyPassword = key(t, "pkcs8-encrypted"), "s3cret-text" }, nil, "private_key_password",
			[]string{"cannot be decrypted"},
		},
		"passphrase wrong, PKCS #1": {
			func(c *Config) { c.PrivateKey, c.PrivateKeyPassword = key(t, "pkcs1-encrypted"), "s3cret-text" }, nil, "private_key_password",
			[]string{"cannot be decrypted"},
		},
		"region with a space": {func(c *Config) { c.Region = "us ashburn" }, nil, "region", []string{`"us ashburn"`, "us-ashburn-1"}},
		"profile without a file": {
			func(c *Config) { c.ConfigFileProfile, c.UserOCID = "x", "" }, nil, "config_file_profile", []string{"profile x", "does not exist"},
		},
		"profile not found": {
			func(c *Config) { *c = Config{ConfigFileProfile: "prod"} },
			[]string{"OCI_CONFIG_FILE", path},
			"config_file_profile",
			[]string{"there is no profile prod", "It has DEFAULT, broken, open, token, twice."},
		},
		"named file missing": {
			func(c *Config) { *c = Config{} },
			[]string{"OCI_CONFIG_FILE", "/nonexistent/config"},
			"",
			[]string{"The variable OCI_CONFIG_FILE", "/nonexistent/config does not exist"},
		},
		"file is a folder": {func(c *Config) { *c = Config{} }, []string{"OCI_CONFIG_FILE", "/"}, "", []string{"cannot be read"}},
		"broken line": {
			func(c *Config) { *c = Config{ConfigFileProfile: "broken"} },
			[]string{"OCI_CONFIG_FILE", path},
			"",
			[]string{"line 11 of profile broken is not of the form key = value"},
		},
		"profile twice": {
			func(c *Config) { *c = Config{ConfigFileProfile: "twice"} },
			[]string{"OCI_CONFIG_FILE", path},
			"",
			[]string{"profile twice is there twice, in lines 12 and 13"},
		},
		"header not closed": {
			func(c *Config) { *c = Config{ConfigFileProfile: "open"} }, []string{"OCI_CONFIG_FILE", path}, "", []string{"line 14 of profile open"},
		},
		"setting before the first profile": {
			func(c *Config) { *c = Config{} },
			[]string{"OCI_CONFIG_FILE", write(t, "config", "user=x\n[DEFAULT]\n")},
			"",
			[]string{"line 1 stands before the first profile"},
		},
		"token file missing": {
			func(c *Config) { *c = Config{Auth: "SecurityToken", ConfigFileProfile: "token"} },
			[]string{"OCI_CONFIG_FILE", path},
			"",
			[]string{"the token file /nonexistent/token cannot be read", "oci session authenticate --profile-name token"},
		},
		"token without a profile": {
			func(c *Config) { *c = Config{Auth: "SecurityToken"} },
			[]string{"OCI_CONFIG_FILE", path},
			"config_file_profile",
			[]string{"profile DEFAULT has no security_token_file"},
		},
		"token without a file": {func(c *Config) { *c = Config{Auth: "SecurityToken"} }, nil, "config_file_profile", []string{"there is none"}},
		"resource principal elsewhere": {
			func(c *Config) { c.Auth = "ResourcePrincipal" }, nil, "auth", []string{"OCI_RESOURCE_PRINCIPAL_VERSION", "Resource Manager"},
		},
		"OKE elsewhere": {
			func(c *Config) { c.Auth = "OKEWorkloadIdentity" },
			[]string{"OCI_RESOURCE_PRINCIPAL_VERSION", "2.2"},
			"auth",
			[]string{"OCI_RESOURCE_PRINCIPAL_REGION and KUBERNETES_SERVICE_HOST"},
		},
		"retries not a boolean": {
			func(*Config) {}, []string{"OCI_DISABLE_AUTO_RETRIES", "maybe"}, "disable_auto_retries", []string{`"maybe" is not a boolean`},
		},
		"duration not a number": {
			func(*Config) {}, []string{"TF_VAR_retry_duration_seconds", "1h"}, "retry_duration_seconds", []string{`"1h" is not a whole number`},
		},
		"certificates missing": {
			func(c *Config) { c.Transport = nil }, []string{"OCI_DEFAULT_CERTS_PATH", "/nonexistent"}, "", []string{"The variable OCI_DEFAULT_CERTS_PATH"},
		},
		"certificates empty": {
			func(c *Config) { c.Transport = nil }, []string{"OCI_DEFAULT_CERTS_PATH", write(t, "x", "")}, "", []string{"no certificate"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			config := complete(t)
			config.Transport = silent(t)
			c.change(&config)
			config.Getenv = env(c.env...)
			_, err := NewSession(config)
			var fault *ConfigError
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, c.argument, fault.Argument)
			for _, text := range c.says {
				assert.Contains(t, err.Error(), text)
			}
			for _, secret := range []string{"s3cret-text", passphrase, "MII", "this line"} {
				assert.NotContains(t, err.Error(), secret)
			}
			assert.True(t, strings.HasSuffix(err.Error(), "."), "a full sentence: %s", err)
		})
	}
}

// A file or a profile that nothing is needed from does not stand in the way.
func TestNewSession_brokenFileNotNeeded(t *testing.T) {
	for name, path := range map[string]string{
		"missing":         "/nonexistent/config",
		"another profile": file(t, "[broken]\nwrong\n"),
	} {
		t.Run(name, func(t *testing.T) {
			config := complete(t)
			config.Getenv = env("OCI_CONFIG_FILE", path)
			session(t, config)
		})
	}
}

func TestNewSession_securityToken(t *testing.T) {
	token := write(t, "token", "eyJ0b2tlbg\n")
	path := write(t, "config", "[work]\ntenancy="+testTenancy+"\nregion=us-phoenix-1\nfingerprint="+testFingerprint+
		"\nkey_file="+mustAbs(t, "testdata/pkcs1.pem")+"\nsecurity_token_file="+token+"\n")
	for name, auth := range map[string]string{"asked for": "securitytoken", "by the profile": ""} {
		t.Run(name, func(t *testing.T) {
			s := session(t, Config{Auth: auth, ConfigFileProfile: "work", Getenv: env("OCI_CONFIG_FILE", path), Transport: silent(t)})
			assert.Equal(t, "ST$eyJ0b2tlbg", keyID(t, s))
			assert.Equal(t, securityToken, s.credentials.mode())
			assert.True(t, s.credentials.refreshable())
			tenancy, err := s.TenancyOCID()
			require.NoError(t, err)
			assert.Equal(t, testTenancy, tenancy)
		})
	}

	s := session(t, Config{Auth: "SecurityToken", ConfigFileProfile: "work", Getenv: env("OCI_CONFIG_FILE", path)})
	require.NoError(t, os.WriteFile(token, []byte("fresh"), 0o600))
	assert.Equal(t, "ST$fresh", keyID(t, s), "a refreshed token is seen")
	require.NoError(t, os.WriteFile(token, nil, 0o600))
	_, err := s.credentials.KeyID()
	require.ErrorContains(t, err, "is empty")
}

// The modes of auth are made without a request, in any case of their names.
func TestNewSession_principals(t *testing.T) {
	principalEnv := []string{
		"OCI_RESOURCE_PRINCIPAL_VERSION", "2.2", "OCI_RESOURCE_PRINCIPAL_REGION", "us-chicago-1", "KUBERNETES_SERVICE_HOST", "10.0.0.1",
		"OCI_CONFIG_FILE", file(t, ""),
	}
	for auth, region := range map[string]string{
		"instanceprincipal": "", "RESOURCEPRINCIPAL": "us-chicago-1", "OkeWorkloadIdentity": "us-chicago-1",
	} {
		t.Run(auth, func(t *testing.T) {
			s := session(t, Config{Auth: auth, TenancyOCID: testTenancy, Getenv: env(principalEnv...), Transport: silent(t)})
			name, source := s.Region()
			assert.Equal(t, region, name, "a principal's region is not the config file's")
			if region != "" {
				assert.Equal(t, RegionSource{FromEnvironment, "the variable OCI_RESOURCE_PRINCIPAL_REGION"}, source)
			}
			client, err := s.ObjectStorage("us-ashburn-1")
			require.NoError(t, err)
			assert.Equal(t, "https://objectstorage.us-ashburn-1.oraclecloud.com", client.Host, "the configuration's region, not the principal's")
			tenancy, err := s.TenancyOCID()
			require.NoError(t, err)
			assert.Equal(t, testTenancy, tenancy)
		})
	}
	_, err := NewSession(Config{Auth: "InstancePrincipal", TenancyOCID: "x", Getenv: env()})
	require.ErrorContains(t, err, "is not an OCID")
}

func TestConfigError_text(t *testing.T) {
	err := error(&ConfigError{Argument: "a", Source: "the variable X", Problem: "it is wrong", Remedy: "Mend it."})
	assert.Equal(t, "The variable X: it is wrong. Mend it.", err.Error())
	assert.Empty(t, upperFirst(""))
	assert.Equal(t, "a", orList([]string{"a"}))
	var fault *ConfigError
	assert.ErrorAs(t, err, &fault)
}

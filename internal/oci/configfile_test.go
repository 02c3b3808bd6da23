package oci

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParseConfigFile(t *testing.T) {
	f := parseConfigFile("F", "\ufeff# comment\r\n; another\n\n [ DEFAULT ] \r\nUser = a=b\r\npassphrase: p:q=r\n[x] # remark\n key\t=\tvalue \n[x]\nkey = other\n[]\n[y] junk\n")
	assert.Equal(t, "a=b", f.setting("x", "user").text, "inherited, and whole")
	assert.Equal(t, "p:q=r", f.setting(defaultProfile, "pass_phrase").text)
	assert.Equal(t, "value", f.setting("x", "key").text, "the first of two profiles")
	assert.Equal(t, "key in profile x of the file F", f.setting("x", "key").detail)
	assert.False(t, f.setting("x", "region").set())
	assert.Empty(t, f.own("nobody", "user"))
	assert.Equal(t, []string{"DEFAULT", "x", "y"}, f.names())
	assert.Nil(t, f.fault(defaultProfile))
	assert.Contains(t, f.fault("x").Error(), "lines 7 and 9")
	assert.Contains(t, f.fault("y").Error(), "line 12")
	assert.Contains(t, parseConfigFile("F", "").fault(defaultProfile).Error(), "The file has no profile.")
}

func FuzzParseConfigFile(f *testing.F) {
	f.Add("[DEFAULT]\nuser=x\n", "DEFAULT")
	f.Add("user\n[a]\n[a]\n=\n:", "a")
	f.Add("[", "")
	f.Fuzz(func(t *testing.T, text, name string) {
		file := parseConfigFile("F", text)
		fault := file.fault(name)
		if p, ok := file.profiles[name]; fault == nil && (!ok || p.bad != 0 || p.again != 0) {
			t.Errorf("profile %q is used with faults", name)
		}
		for key := range file.profiles {
			for _, setting := range []string{"user", "key_file"} {
				if v := file.setting(key, setting); strings.ContainsAny(v.text, "\n") {
					t.Errorf("a value of more than a line: %q", v.text)
				}
			}
		}
	})
}

func FuzzParseKey(f *testing.F) {
	for _, name := range []string{"pkcs1", "pkcs8", "ec", "public", "openssh"} {
		f.Add(key(f, name), "")
	}
	f.Add(key(f, "pkcs1-encrypted"), passphrase)
	f.Fuzz(func(t *testing.T, text, password string) {
		got, err := parseKey(text, password)
		if (got == nil) == (err == nil) {
			t.Errorf("key %v, error %v", got, err)
		}
	})
}

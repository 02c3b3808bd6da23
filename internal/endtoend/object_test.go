package endtoend

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// object sends a request about an object of a bucket, as the sandbox's first user, and fails unless the cloud does it. No
// provider of Terraform is in between: objects are what programs write.
func (c *cloud) object(t *testing.T, method, region, bucket, name string) {
	t.Helper()
	address := fmt.Sprintf("%s/objectstorage.%s.oraclecloud.com/n/%s/b/%s/o/%s", c.variable(t, "RESIDENCY_SANDBOX"), region, c.variable(t, "TF_VAR_namespace"), bucket, name)
	req, err := http.NewRequestWithContext(t.Context(), method, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	c.sign(t, req)
	resp, err := (&http.Transport{}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		t.Fatalf("%s %s: %s", method, address, resp.Status)
	}
}

// sign signs a request without a body, by Oracle's rules for signature version 1.
func (c *cloud) sign(t *testing.T, req *http.Request) {
	t.Helper()
	text, err := os.ReadFile(c.variable(t, "OCI_CONFIG_FILE"))
	if err != nil {
		t.Fatal(err)
	}
	setting := func(name string) string {
		found := regexp.MustCompile(`(?m)^` + name + `=(.*)$`).FindSubmatch(text)
		if found == nil {
			t.Fatalf("the config file has no %s", name)
		}
		return string(found[1])
	}
	date := time.Now().UTC().Format(http.TimeFormat)
	signed := fmt.Sprintf("date: %s\n(request-target): %s %s\nhost: %s", date, strings.ToLower(req.Method), req.URL.Path, req.URL.Host)
	hash := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, privateKey(t, setting("key_file")), crypto.SHA256, hash[:])
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Date", date)
	req.Header.Set("Authorization", fmt.Sprintf(`Signature version="1",keyId="%s/%s/%s",algorithm="rsa-sha256",headers="date (request-target) host",signature="%s"`,
		setting("tenancy"), setting("user"), setting("fingerprint"), base64.StdEncoding.EncodeToString(signature)))
}

func privateKey(t *testing.T, file string) *rsa.PrivateKey {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	encoded, _ := pem.Decode(text)
	if encoded == nil {
		t.Fatalf("%s has no PEM", file)
	}
	if key, err := x509.ParsePKCS1PrivateKey(encoded.Bytes); err == nil {
		return key
	}
	key, err := x509.ParsePKCS8PrivateKey(encoded.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	private, is := key.(*rsa.PrivateKey)
	if !is {
		t.Fatalf("%s has a key of another kind", file)
	}
	return private
}

// variable is what `sandbox exec` gave to its command under a name.
func (c *cloud) variable(t *testing.T, name string) string {
	t.Helper()
	for _, assigned := range c.env {
		if value, found := strings.CutPrefix(assigned, name+"="); found {
			return value
		}
	}
	t.Fatalf("the sandbox gives no %s", name)
	return ""
}

// A client without any SDK: what it signs is answered, what it did not sign is not.
func TestExamples_curl(t *testing.T) {
	t.Parallel()
	for _, needed := range []string{"curl", "openssl"} {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skip(err)
		}
	}
	c := newCloud(t)
	cmd := exec.Command("sh", filepath.Join(root(), "examples", "sandbox", "curl.sh"))
	cmd.Env = c.env
	out, err := cmd.CombinedOutput()
	answers := regexp.MustCompile(`-> (\d+)`).FindAllString(string(out), -1)
	if err != nil || !slices.Equal(answers, []string{"-> 200", "-> 200", "-> 401", "-> 401"}) || !strings.Contains(string(out), `"name":"signed-by-openssl"`) {
		t.Errorf("%v\n%s", err, out)
	}
}

package sandbox_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// raw is a request that is signed by Oracle's signer, and otherwise as it is written.
func (n tenant) raw(method, address string, body []byte, headers ...string) *http.Request {
	n.t.Helper()
	r, err := http.NewRequestWithContext(n.t.Context(), method, address, bytes.NewReader(body))
	require.NoError(n.t, err)
	r.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	r.Header.Set("Content-Type", "application/json")
	sum := sha256.Sum256(body)
	r.Header.Set("X-Content-Sha256", base64.StdEncoding.EncodeToString(sum[:]))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	signed := []string{"date", "(request-target)", "host"}
	if method != http.MethodGet && method != http.MethodHead && method != http.MethodDelete {
		r.Header.Set("Content-Length", fmt.Sprint(len(body)))
		signed = append(signed, "content-length", "content-type", "x-content-sha256")
	}
	require.NoError(n.t, common.RequestSigner(n.as("admin"), signed, nil).Sign(r))
	return r
}

// creates are where each service makes things.
var creates = []string{
	"https://identity.us-ashburn-1.oraclecloud.com/20160918/compartments",
	"https://identity.us-ashburn-1.oraclecloud.com/20160918/policies",
	"https://identity.us-ashburn-1.oraclecloud.com/20160918/networkSources",
	"https://limits.us-ashburn-1.oci.oraclecloud.com/20181025/quotas",
	"https://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b",
	"https://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/replicationPolicies",
	"https://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/p",
	"https://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/u",
	"https://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/actions/copyObject",
	"https://database.us-ashburn-1.oraclecloud.com/20160918/autonomousDatabases",
	"https://database.us-ashburn-1.oraclecloud.com/20160918/autonomousDatabaseBackups",
	"https://mysql.us-ashburn-1.ocp.oraclecloud.com/20190415/dbSystems",
	"https://mysql.us-ashburn-1.ocp.oraclecloud.com/20190415/backups",
	"https://postgresql.us-ashburn-1.oci.oraclecloud.com/20220915/dbSystems",
	"https://postgresql.us-ashburn-1.oci.oraclecloud.com/20220915/backups",
	"https://kms.us-ashburn-1.oraclecloud.com/20180608/vaults",
	"https://nosql.us-ashburn-1.oci.oraclecloud.com/20190828/tables",
}

// Whatever comes for a body, the answer is an error of Oracle's, and no failure of the sandbox.
func TestHostile_bodies(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	require.NoError(t, n.createBucket("admin", inAshburn, "there"))
	bodies := map[string]string{
		"empty": "", "blank": " ", "no JSON": "{", "text": `"x"`, "number": "1", "null": "null", "list": "[]", "true": "true", "empty object": "{}",
		"twice":       `{"compartmentId":"a","compartmentId":"b"}`,
		"wrong types": `{"compartmentId":1,"name":[],"displayName":{},"description":false,"statements":"x","dbName":7,"ddlStatement":{},"storageDetails":[]}`,
		"nulls":       `{"compartmentId":null,"name":null,"displayName":null,"description":null,"statements":[null],"dbName":null,"regions":[null]}`,
		"deep":        strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20000),
		"long":        `{"name":"` + strings.Repeat("x", 1<<20) + `"}`,
		"not UTF-8":   "{\"name\":\"\xff\xfe\"}",
		"nul":         "{\"name\":\"a\x00b\",\"compartmentId\":\"\\u0000\"}",
		"huge number": `{"name":"x","compartmentId":"x","dataStorageSizeInGBs":1e400}`,
		"two":         `{"name":"x"}{"name":"y"}`,
	}
	for _, address := range creates {
		for name, body := range bodies {
			a := do(t, n.Transport(), n.raw(http.MethodPost, address, []byte(body)))
			require.GreaterOrEqual(t, a.status, 400, "%s: %s", address, name)
			require.NotEqual(t, 500, a.status, "%s: %s: %s", address, name, a.body)
			require.NotEmpty(t, a.code, "%s: %s: %s", address, name, a.body)
			require.NotContains(t, a.message, "panic", "%s: %s", address, name)
		}
		a := do(t, n.Transport(), n.raw(http.MethodPost, address, []byte(`{"a":"`+strings.Repeat("x", cloud.MaxJSON)+`"}`)))
		require.Equal(t, 413, a.status, "%s: %s", address, a.message)
	}
}

// What is there answers changes in the same way.
func TestHostile_changes(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, withKeys+"\n"+`autonomous_database "orders" { region = "us-ashburn-1" }`)))
	require.NoError(t, n.createBucket("admin", inAshburn, "there"))
	addresses := []string{
		"https://identity.us-ashburn-1.oraclecloud.com/20160918/compartments/" + n.CompartmentOCID(),
		"https://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/l",
		"https://kms.us-ashburn-1.oraclecloud.com/20180608/vaults/" + itsVault,
	}
	for _, address := range addresses {
		for _, body := range []string{"", "{", "[]", `"x"`, `{"displayName":1,"description":1,"items":1}`, `{"items":[null],"displayName":[],"name":{}}`} {
			a := do(t, n.Transport(), n.raw(http.MethodPut, address, []byte(body)))
			require.GreaterOrEqual(t, a.status, 400, "%s: %s", address, body)
			require.NotEqual(t, 500, a.status, "%s: %s: %s", address, body, a.body)
			require.NotEmpty(t, a.code)
		}
	}
}

// Paths that try to be others lead nowhere, and nothing is redirected.
func TestHostile_paths(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	require.NoError(t, n.createBucket("admin", inAshburn, "there"))
	for _, path := range []string{
		"identity.us-ashburn-1.oraclecloud.com/20160918/users/../compartments", "identity.us-ashburn-1.oraclecloud.com//20160918/regions",
		"identity.us-ashburn-1.oraclecloud.com/20160918/./regions", "identity.us-ashburn-1.oraclecloud.com/20160918/users/..%2Fregions",
		"identity.us-ashburn-1.oraclecloud.com/20160918/users/%252e%252e", "identity.us-ashburn-1.oraclecloud.com/20160918/users/%00",
		"identity.us-ashburn-1.oraclecloud.com/20160918/users/" + strings.Repeat("x", 1<<16), "identity.us-ashburn-1.oraclecloud.com/",
		"database.us-ashburn-1.oraclecloud.com/20160918/autonomousDatabases/../../20160918/autonomousDatabases",
		"mysql.us-ashburn-1.ocp.oraclecloud.com/20190415//dbSystems", "nosql.us-ashburn-1.oci.oraclecloud.com/20190828/tables/%2e%2e",
		"kms.us-ashburn-1.oraclecloud.com/20180608/vaults/..", "limits.us-ashburn-1.oci.oraclecloud.com/20181025/quotas/../quotas",
		"objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/../b/there", "objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/%2e%2e/o",
		"objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there%2Fo", "objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/o/%252e%252e%252f",
		"objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/o/../../../../../etc/passwd", "objectstorage.us-ashburn-1.oraclecloud.com/p/../n/sandbox/b/there",
	} {
		u, err := url.Parse("https://" + path)
		require.NoError(t, err, path)
		for _, method := range []string{http.MethodGet, http.MethodDelete, "PURGE"} {
			a := do(t, n.Transport(), n.raw(method, u.String(), nil))
			require.GreaterOrEqual(t, a.status, 400, "%s %s: %s", method, path, a.body)
			require.NotEqual(t, 500, a.status, "%s %s: %s", method, path, a.body)
			require.NotEmpty(t, a.code, "%s %s: %s", method, path, a.body)
		}
		head := do(t, n.Transport(), n.raw(http.MethodHead, u.String(), nil))
		require.GreaterOrEqual(t, head.status, 400, path)
		require.Empty(t, head.body)
	}
	// What it is about is still there.
	require.NoError(t, n.getBucket("admin", inAshburn, "there"))
}

// Names of objects are whatever they are: they come back as they went in, and only under the very name.
func TestHostile_objectNames(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	require.NoError(t, n.createBucket("admin", inAshburn, "there"))
	for _, name := range []string{"../a", "a//b", "/", "%2e%2e%2f", "a b", "ä", "a?b#c", ".", "..", "a%00b", "\\\\host\\share", strings.Repeat("x", 1024)} {
		require.NoError(t, n.putObject("admin", inAshburn, "there", name), name)
		a := do(t, n.Transport(), n.raw(http.MethodGet, "https://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/o/"+url.PathEscape(name), nil))
		require.Equal(t, 200, a.status, name)
		require.Equal(t, "x", a.body)
	}
	require.Error(t, n.putObject("admin", inAshburn, "there", strings.Repeat("x", 1025)))
}

// A client that goes away in the middle, and one that says that more comes than does, leave nothing behind: no object, and nobody
// who waits.
func TestHostile_clientsThatLeave(t *testing.T) {
	s := open(t)
	n := tenant{s, t}
	require.NoError(t, n.createBucket("admin", inAshburn, "there"))
	server, err := s.Listen("127.0.0.1:0")
	require.NoError(t, err)
	address := strings.TrimPrefix(server.URL, "http://")
	before := runtime.NumGoroutine()
	for range 20 {
		r := n.raw(http.MethodPut, "http://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/o/half", []byte("0123456789"))
		r.URL.Host, r.ContentLength = address, 1<<30
		var head bytes.Buffer
		fmt.Fprintf(&head, "PUT /objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/o/half HTTP/1.1\r\nHost: %s\r\n", address)
		require.NoError(t, r.Header.Write(&head))
		c, err := net.Dial("tcp", address)
		require.NoError(t, err)
		_, err = io.WriteString(c, head.String()+"\r\n01234")
		require.NoError(t, err)
		require.NoError(t, c.Close())
	}
	a := do(t, s.Transport(), n.raw(http.MethodHead, "https://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/o/half", nil))
	require.Equal(t, 404, a.status)
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+2 }, 10*time.Second, 20*time.Millisecond, "somebody still waits")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 5*time.Second)
	defer cancel()
	require.NoError(t, server.Close(ctx))
}

// What is not for Oracle is refused before anything is looked at.
func TestHostile_hosts(t *testing.T) {
	t.Parallel()
	s := open(t)
	for host, status := range map[string]int{
		"streaming.us-ashburn-1.oraclecloud.com": 501, "objectstorage.us-ashburn-1.oraclecloud.com.evil.example": 0, "oraclecloud.com": 0,
		"evil-oraclecloud.com": 0, "127.0.0.1": 0, "169.254.169.254": 0, "identity.us-ashburn-1.oraclecloud.com.": 0, "": 0,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://x/", nil)
		require.NoError(t, err)
		r.Host, r.URL.Host = host, host
		response, err := s.Transport().RoundTrip(r)
		if status == 0 {
			require.ErrorContains(t, err, "answers for Oracle Cloud only", host)
			continue
		}
		require.NoError(t, err, host)
		require.Equal(t, status, response.StatusCode)
		require.NoError(t, response.Body.Close())
	}
}

// In the same process, too, a client that gives up leaves nobody behind, whether it has its answer's head by then or not.
func TestHostile_clientsThatGiveUp(t *testing.T) {
	s := open(t)
	n := tenant{s, t}
	require.NoError(t, n.createBucket("admin", inAshburn, "there"))
	put := n.raw(http.MethodPut, "https://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/o/large", bytes.Repeat([]byte("x"), 4<<20))
	require.Equal(t, 200, do(t, s.Transport(), put).status)
	before := runtime.NumGoroutine()
	for i := range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		r := n.raw(http.MethodGet, "https://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/there/o/large", nil).WithContext(ctx)
		if i%2 == 0 {
			time.AfterFunc(time.Duration(i)*time.Millisecond, cancel)
		}
		response, err := s.Transport().RoundTrip(r)
		if err == nil {
			require.Equal(t, 200, response.StatusCode)
			_, err = response.Body.Read(make([]byte, 1)) // and no more
		}
		if i%2 == 1 {
			require.NoError(t, err)
		}
		cancel()
	}
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+1 }, 10*time.Second, 20*time.Millisecond, "somebody still waits")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Transport().RoundTrip(n.raw(http.MethodGet, "https://objectstorage.us-ashburn-1.oraclecloud.com/n", nil).WithContext(ctx))
	require.ErrorIs(t, err, context.Canceled)
}

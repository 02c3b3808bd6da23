package sandbox_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// What a service is told in confidence is in no dump and in no list of requests, and it comes back in no answer but the one that
// tells it.
func TestSecrets(t *testing.T) {
	t.Parallel()
	var requests bytes.Buffer
	n := newTenant(t, sandbox.WithJournal(&requests))
	require.NoError(t, n.createBucket("admin", inAshburn, "ledger"))
	var answers strings.Builder
	send := func(method, address string, body map[string]any, headers ...string) answer {
		a := n.send(method, address, body, headers...)
		require.Less(t, a.status, 300, "%s %s: %s", method, address, a.body)
		return a
	}
	for _, c := range creations(n) {
		answers.WriteString(send(http.MethodPost, c.address, c.body).body)
		compartment, _ := c.body["compartmentId"].(string)
		answers.WriteString(send(http.MethodGet, c.address+"?compartmentId="+compartment, nil).body)
	}
	const bucket = "https://objectstorage.us-ashburn-1.oraclecloud.com/n/sandbox/b/ledger"
	par := send(http.MethodPost, bucket+"/p", map[string]any{"name": "out", "accessType": "AnyObjectRead", "timeExpires": "2099-01-01T00:00:00Z"})
	var made struct{ AccessURI string }
	require.NoError(t, json.Unmarshal([]byte(par.body), &made))
	token := strings.Split(made.AccessURI, "/")[2]
	require.Len(t, token, 64)
	customer := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("k"), 32))
	sum := sha256.Sum256(bytes.Repeat([]byte("k"), 32))
	send(http.MethodPut, bucket+"/o/sealed", nil, "opc-sse-customer-algorithm", "AES256", "opc-sse-customer-key", customer,
		"opc-sse-customer-key-sha256", base64.StdEncoding.EncodeToString(sum[:]))
	_ = get(t, n.Transport(), "https://objectstorage.us-ashburn-1.oraclecloud.com"+made.AccessURI+"sealed?password=Long3nough%23Pass")

	dump, err := json.Marshal(n.Dump())
	require.NoError(t, err)
	journal, err := json.Marshal(n.Journal())
	require.NoError(t, err)
	credentials, err := n.Credentials("admin")
	require.NoError(t, err)
	for what, text := range map[string]string{"dump": string(dump), "journal": string(journal), "requests": requests.String(), "answers": answers.String()} {
		require.NotEmpty(t, text)
		for _, secret := range []string{"Long3nough", token, customer, "PRIVATE KEY", strings.Split(credentials.PrivateKeyPEM, "\n")[3]} {
			require.NotContains(t, text, secret, what)
		}
	}
	require.Contains(t, requests.String(), "/p/***/n/sandbox/b/ledger/o/sealed")
}

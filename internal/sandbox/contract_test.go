package sandbox_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// creation is how a service makes something, where it lists it, and what a second body differs in.
type creation struct {
	address string
	body    map[string]any
	change  map[string]any
	change2 map[string]any // of an update
}

func creations(n tenant) map[string]creation {
	in := n.CompartmentOCID()
	return map[string]creation{
		"compartment": {
			"https://identity.us-ashburn-1.oraclecloud.com/20160918/compartments",
			map[string]any{"compartmentId": n.TenancyOCID(), "name": "one", "description": "x"},
			map[string]any{"name": "two"},
			map[string]any{"description": "y"},
		},
		"policy": {
			"https://identity.us-ashburn-1.oraclecloud.com/20160918/policies",
			map[string]any{"compartmentId": in, "name": "one", "description": "x", "statements": []string{"allow any-user to read buckets in compartment data"}},
			map[string]any{"name": "two"},
			map[string]any{"description": "y"},
		},
		"quota": {
			"https://limits.us-ashburn-1.oci.oraclecloud.com/20181025/quotas",
			map[string]any{"compartmentId": n.TenancyOCID(), "name": "one", "description": "x", "statements": []string{"zero vcn quotas in compartment data"}},
			map[string]any{"name": "two"},
			map[string]any{"description": "y"},
		},
		"Autonomous Database": {
			"https://database.us-ashburn-1.oraclecloud.com/20160918/autonomousDatabases",
			map[string]any{"compartmentId": in, "dbName": "ONE", "adminPassword": "Long3nough#Pass", "computeModel": "ECPU", "computeCount": 2, "dataStorageSizeInTBs": 1},
			map[string]any{"dbName": "TWO"},
			map[string]any{"displayName": "y"},
		},
		"MySQL": {
			"https://mysql.us-ashburn-1.ocp.oraclecloud.com/20190415/dbSystems",
			map[string]any{
				"compartmentId": in, "displayName": "one", "subnetId": "ocid1.subnet.oc1.iad.a", "shapeName": "MySQL.4", "availabilityDomain": "Sbox:US-ASHBURN-AD-1",
				"adminUsername": "keeper", "adminPassword": "Long3nough#Pass",
			},
			map[string]any{"displayName": "two"},
			map[string]any{"displayName": "y"},
		},
		"PostgreSQL": {
			"https://postgresql.us-ashburn-1.oci.oraclecloud.com/20220915/dbSystems",
			map[string]any{
				"compartmentId": in, "displayName": "one", "dbVersion": "16", "shape": "PostgreSQL.VM.Standard.E5.Flex",
				"storageDetails": map[string]any{"systemType": "OCI_OPTIMIZED_STORAGE", "isRegionallyDurable": true},
				"networkDetails": map[string]any{"subnetId": "ocid1.subnet.oc1.iad.a"},
				"credentials":    map[string]any{"username": "keeper", "passwordDetails": map[string]any{"passwordType": "PLAIN_TEXT", "password": "Long3nough#Pass"}},
			},
			map[string]any{"displayName": "two"},
			map[string]any{"displayName": "y"},
		},
		"vault": {
			"https://kms.us-ashburn-1.oraclecloud.com/20180608/vaults",
			map[string]any{"compartmentId": in, "displayName": "one", "vaultType": "DEFAULT"},
			map[string]any{"displayName": "two"},
			map[string]any{"displayName": "y"},
		},
		"table": {
			"https://nosql.us-ashburn-1.oci.oraclecloud.com/20190828/tables",
			map[string]any{
				"compartmentId": in, "name": "one", "ddlStatement": "CREATE TABLE one(id INTEGER, PRIMARY KEY(id))",
				"tableLimits": map[string]any{"maxReadUnits": 1, "maxWriteUnits": 1, "maxStorageInGBs": 1},
			},
			map[string]any{"name": "two", "ddlStatement": "CREATE TABLE two(id INTEGER, PRIMARY KEY(id))"},
			map[string]any{"freeformTags": map[string]string{"a": "b"}},
		},
	}
}

// send sends a body with headers.
func (n tenant) send(method, address string, body map[string]any, headers ...string) answer {
	n.t.Helper()
	var text []byte
	if body != nil {
		var err error
		text, err = json.Marshal(body)
		require.NoError(n.t, err)
	}
	return do(n.t, n.Transport(), n.raw(method, address, text, headers...))
}

func with(body, change map[string]any) map[string]any {
	changed := maps.Clone(body)
	maps.Copy(changed, change)
	return changed
}

// A retry token is good for one request: again it gets the same answer and makes nothing, with another body it is refused.
func TestContract_retryTokens(t *testing.T) {
	t.Parallel()
	for name, c := range creations(tenant{open(t), t}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newTenant(t)
			first := n.send(http.MethodPost, c.address, c.body, "Opc-Retry-Token", "once")
			require.Less(t, first.status, 300, first.body)
			again := n.send(http.MethodPost, c.address, c.body, "Opc-Retry-Token", "once")
			require.Equal(t, first.status, again.status)
			require.Equal(t, first.body, again.body)
			require.NotEqual(t, first.header.Get("Opc-Request-Id"), again.header.Get("Opc-Request-Id"))
			other := n.send(http.MethodPost, c.address, with(c.body, c.change), "Opc-Retry-Token", "once")
			require.Equal(t, 409, other.status, other.body)
			require.Equal(t, "InvalidatedRetryToken", other.code)
			second := n.send(http.MethodPost, c.address, with(c.body, c.change), "Opc-Retry-Token", "twice")
			require.Less(t, second.status, 300, second.body)

			compartment, _ := c.body["compartmentId"].(string)
			list := n.send(http.MethodGet, c.address+"?compartmentId="+compartment, nil)
			require.Equal(t, 200, list.status, list.body)
			require.Equal(t, 1, count(t, list.body, "one"), "made once: %s", list.body)
			require.Equal(t, 1, count(t, list.body, "two"))
		})
	}
}

// count is how many items of a list have a name.
func count(t *testing.T, list, name string) int {
	t.Helper()
	var items []map[string]any
	if json.Unmarshal([]byte(list), &items) != nil {
		var collection struct{ Items []map[string]any }
		require.NoError(t, json.Unmarshal([]byte(list), &collection), list)
		items = collection.Items
	}
	found := 0
	for _, item := range items {
		for _, member := range []string{"name", "displayName", "dbName"} {
			if text, _ := item[member].(string); strings.EqualFold(text, name) {
				found++
				break
			}
		}
	}
	return found
}

// Lists have bounds, and pages are told from what is none.
func TestContract_pages(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	for name, c := range creations(n) {
		compartment, _ := c.body["compartmentId"].(string)
		for _, fault := range []string{"limit=0", "limit=-1", "limit=x", "limit=1000000", "page=x", "page=%25"} {
			a := n.send(http.MethodGet, c.address+"?compartmentId="+compartment+"&"+fault, nil)
			require.Equal(t, 400, a.status, "%s %s: %s", name, fault, a.body)
			require.Equal(t, "InvalidParameter", a.code, "%s %s", name, fault)
		}
		a := n.send(http.MethodGet, c.address+"?compartmentId="+compartment+"&colour=red", nil)
		require.Equal(t, 501, a.status, "%s: %s", name, a.body)
		made := n.send(http.MethodPost, c.address, c.body)
		require.Less(t, made.status, 300, made.body)
		made = n.send(http.MethodPost, c.address, with(c.body, c.change))
		require.Less(t, made.status, 300, made.body)
		first := n.send(http.MethodGet, c.address+"?limit=1&compartmentId="+compartment, nil)
		require.Equal(t, 200, first.status, first.body)
		page := first.header.Get("Opc-Next-Page")
		require.NotEmpty(t, page, name)
		seen := count(t, first.body, "one") + count(t, first.body, "two")
		for range 10 {
			next := n.send(http.MethodGet, c.address+"?limit=1&compartmentId="+compartment+"&page="+page, nil)
			require.Equal(t, 200, next.status, next.body)
			seen += count(t, next.body, "one") + count(t, next.body, "two")
			if page = next.header.Get("Opc-Next-Page"); page == "" {
				break
			}
		}
		require.Equal(t, 2, seen, name)
	}
}

// A change on condition of an etag that is not the resource's is refused, and changes nothing.
func TestContract_ifMatch(t *testing.T) {
	t.Parallel()
	n := newTenant(t)
	for name, c := range creations(n) {
		made := n.send(http.MethodPost, c.address, c.body)
		require.Less(t, made.status, 300, made.body)
		var m struct{ ID string }
		if made.body != "" {
			require.NoError(t, json.Unmarshal([]byte(made.body), &m))
		}
		if m.ID == "" {
			m.ID = "one?compartmentId=" + n.CompartmentOCID()
		}
		address := c.address + "/" + m.ID
		for _, method := range []string{http.MethodPut, http.MethodDelete} {
			if method == http.MethodDelete && name == "vault" {
				continue // which is scheduled
			}
			var body map[string]any
			at := address
			if method == http.MethodPut {
				body = c.change2
				if name == "table" {
					at, body = c.address+"/one", with(body, map[string]any{"compartmentId": n.CompartmentOCID()})
				}
			}
			a := n.send(method, at, body, "If-Match", "stale")
			require.Equal(t, 412, a.status, "%s %s: %s", method, name, a.body)
			require.Equal(t, "NoEtagMatch", a.code)
			etag := n.send(http.MethodGet, address, nil).header.Get("Etag")
			require.NotEmpty(t, etag, name)
			a = n.send(method, at, body, "If-Match", etag)
			require.Less(t, a.status, 300, "%s %s: %s", method, name, a.body)
		}
	}
}

// What is made under a name that is taken is refused, where names are unique.
func TestContract_names(t *testing.T) {
	t.Parallel()
	codes := map[string]string{
		"compartment": "CompartmentAlreadyExists", "policy": "PolicyAlreadyExists", "quota": "QuotaAlreadyExists", "table": "TableAlreadyExists",
		"Autonomous Database": "",
	}
	n := newTenant(t, sandbox.WithPolicyDelay(time.Minute))
	for name, c := range creations(n) {
		code, unique := codes[name]
		first, second := n.send(http.MethodPost, c.address, c.body), n.send(http.MethodPost, c.address, c.body)
		require.Less(t, first.status, 300, first.body)
		switch {
		case !unique:
			require.Less(t, second.status, 300, "%s: %s", name, second.body)
		case code != "":
			require.Equal(t, 409, second.status, "%s: %s", name, second.body)
			require.Equal(t, code, second.code)
		default:
			require.Equal(t, 400, second.status, "%s: %s", name, second.body)
		}
	}
}

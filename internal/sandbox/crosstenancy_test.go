package sandbox_test

import (
	"io"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/keymanagement"
	"github.com/oracle/oci-go-sdk/v65/nosql"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// partners is a seed with a second tenancy, whose policies and the own tenancy's are as given.
func partners(own, other string) string {
	return `
tenancy "acme" { regions = ["us-ashburn-1", "eu-frankfurt-1"] }
compartment "data" {}
group "Administrators" {}
group "Engineers" {}
user "admin" { groups = ["Administrators"] }
user "engineer" { groups = ["Engineers"] }
bucket "ledger" {
  region      = "us-ashburn-1"
  compartment = "data"
}
policy "own" {
  statements = [
    "define tenancy Partner as ${tenancy.partner.ocid}",
    "define group Analysts as ${tenancy.partner.groups.Analysts}",
    "allow group Engineers to manage object-family in tenancy",
    "allow service objectstorage-us-ashburn-1 to manage object-family in tenancy",
    ` + own + `
  ]
}
other_tenancy "partner" {
  namespace = "partner-ns"
  compartment "exchange" {}
  group "Administrators" {}
  group "Analysts" {}
  user "partner-admin" { groups = ["Administrators"] }
  user "analyst" { groups = ["Analysts"] }
  bucket "inbox" {
    region      = "us-ashburn-1"
    compartment = "exchange"
  }
  policy "out" {
    statements = [
      "define tenancy Acme as ${tenancy.acme.ocid}",
      "define group Engineers as ${tenancy.acme.groups.Engineers}",
      "allow service objectstorage-us-ashburn-1 to manage object-family in tenancy",
      ` + other + `
    ]
  }
}
`
}

const (
	analystsAdmitted = `"admit group Analysts of tenancy Partner to manage object-family in compartment data",`
	analystsEndorsed = `"endorse group Analysts to manage object-family in tenancy Acme",`
	engineersOut     = `"endorse group Engineers to manage object-family in tenancy Partner",`
	engineersIn      = `"admit group Engineers of tenancy Acme to manage object-family in compartment exchange",`
)

// A principal of another tenancy reads and writes what its own tenancy endorses and this one admits, and nothing else.
func TestCrossTenancy_read(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		own, other string
		allowed    bool
	}{
		"both":             {own: analystsAdmitted, other: analystsEndorsed, allowed: true},
		"endorse alone":    {other: analystsEndorsed},
		"admit alone":      {own: analystsAdmitted},
		"neither":          {},
		"an allow is none": {own: `"allow any-user to manage object-family in tenancy",`, other: analystsEndorsed},
		"deny endorse":     {own: analystsAdmitted, other: analystsEndorsed + `"deny endorse any-user to inspect object-family in any-tenancy",`},
		"deny admit":       {own: analystsAdmitted + `"deny admit group Analysts of tenancy Partner to inspect object-family in tenancy",`, other: analystsEndorsed},
		"deny of another":  {own: analystsAdmitted + `"deny group Engineers to inspect object-family in tenancy",`, other: analystsEndorsed, allowed: true},
		"deny any-user":    {own: analystsAdmitted + `"deny any-user to inspect object-family in tenancy",`, other: analystsEndorsed},
		"another group":    {own: analystsAdmitted, other: `"endorse group Administrators to manage object-family in tenancy Acme",`},
		"any tenancy": {
			own:   `"admit any-user of any-tenancy to manage object-family in compartment data where request.region = 'iad'",`,
			other: `"endorse any-user to manage object-family in any-tenancy",`, allowed: true,
		},
		"another region": {
			own:   `"admit any-user of any-tenancy to manage object-family in compartment data where request.region = 'fra'",`,
			other: `"endorse any-user to manage object-family in any-tenancy",`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newTenant(t, sandbox.WithSeed(seed(t, partners(test.own, test.other))))
			for what, err := range map[string]error{
				"read":   n.getBucket("analyst", "us-ashburn-1", "ledger"),
				"write":  n.putObject("analyst", "us-ashburn-1", "ledger", "o"),
				"create": n.createBucket("analyst", "us-ashburn-1", "mine"),
			} {
				switch {
				case test.allowed:
					require.NoError(t, err, what)
				case what == "create": // Oracle's code for a create that may not be
					refused(t, err, 409, "BucketAlreadyExists", "not authorized")
				default:
					refused(t, err, 404, "BucketNotFound", "not authorized")
				}
			}
			// At home nothing has changed.
			require.NoError(t, n.putObject("admin", "us-ashburn-1", "ledger", "own"))
		})
	}
}

// A denial binds the Administrators of other tenancies: they are nobody's here. At home they are exempt.
func TestCrossTenancy_administrators(t *testing.T) {
	t.Parallel()
	const endorsed = `"endorse group Administrators to manage object-family in tenancy Acme", "deny endorse any-user to inspect object-family in any-tenancy",`
	own := `"define group Theirs as ${tenancy.partner.groups.Administrators}", "admit group Theirs of tenancy Partner to manage object-family in tenancy",`
	n := newTenant(t, sandbox.WithSeed(seed(t, partners(own, endorsed))))
	require.NoError(t, n.getBucket("partner-admin", "us-ashburn-1", "ledger"))
	n = newTenant(t, sandbox.WithSeed(seed(t, partners(own+`"deny admit any-user of any-tenancy to inspect object-family in tenancy",`, endorsed))))
	refused(t, n.getBucket("partner-admin", "us-ashburn-1", "ledger"), 404, "BucketNotFound", "")
}

func (n tenant) copyOut(user, to, bucket string) error {
	n.t.Helper()
	_, err := n.storage(user, "us-ashburn-1").CopyObject(n.t.Context(), oss.CopyObjectRequest{
		NamespaceName: common.String(n.Namespace()), BucketName: common.String("ledger"),
		CopyObjectDetails: oss.CopyObjectDetails{
			SourceObjectName: common.String("o"), DestinationRegion: common.String("us-ashburn-1"), DestinationNamespace: &to,
			DestinationBucket: &bucket, DestinationObjectName: common.String("o"),
		},
	})
	return err
}

// A copy into another tenancy's bucket takes an endorse here and an admit there, and grants to Object Storage in both.
func TestCrossTenancy_copy(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, partners(engineersOut, engineersIn))))
	require.NoError(t, n.putObject("engineer", "us-ashburn-1", "ledger", "o"))
	require.NoError(t, n.copyOut("engineer", "partner-ns", "inbox"))
	got, err := n.storage("partner-admin", "us-ashburn-1").GetObject(t.Context(), oss.GetObjectRequest{
		NamespaceName: common.String("partner-ns"), BucketName: common.String("inbox"), ObjectName: common.String("o"),
	})
	require.NoError(t, err)
	body, err := io.ReadAll(got.Content)
	require.NoError(t, err)
	require.Equal(t, "x", string(body))
	require.NoError(t, got.Content.Close())

	for name, fault := range map[string][2]string{
		"not admitted":       {engineersOut, ""},
		"not endorsed":       {"", engineersIn},
		"endorsement denied": {engineersOut + `"deny endorse any-user to {OBJECT_CREATE, OBJECT_OVERWRITE} in any-tenancy",`, engineersIn},
	} {
		n := newTenant(t, sandbox.WithSeed(seed(t, partners(fault[0], fault[1]))))
		require.NoError(t, n.putObject("engineer", "us-ashburn-1", "ledger", "o"), name)
		refused(t, n.copyOut("engineer", "partner-ns", "inbox"), 404, "BucketNotFound", "")
		refused(t, n.copyOut("engineer", "nobody-ns", "inbox"), 404, "BucketNotFound", "")
	}
}

// Namespaces are apart: each tenancy sees its own, in lists and dumps, and buckets of one name do not meet.
func TestCrossTenancy_namespaces(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, partners("", ""))))
	theirs := n.Tenancies()[1]
	require.Equal(t, "partner-ns", theirs.Namespace)
	c := n.storage("partner-admin", "us-ashburn-1")
	got, err := c.GetNamespace(t.Context(), oss.GetNamespaceRequest{})
	require.NoError(t, err)
	require.Equal(t, "partner-ns", *got.Value)
	create := func(namespace, compartment string) error {
		_, err := c.CreateBucket(t.Context(), oss.CreateBucketRequest{
			NamespaceName: &namespace, CreateBucketDetails: oss.CreateBucketDetails{Name: common.String("ledger"), CompartmentId: &compartment},
		})
		return err
	}
	refused(t, create("partner-ns", n.CompartmentOCID()), 404, "CompartmentIdNotFound", "")
	refused(t, create("acme", theirs.Compartments["exchange"]), 404, "CompartmentIdNotFound", "")
	require.NoError(t, create("partner-ns", theirs.Compartments["exchange"]))
	list, err := c.ListBuckets(t.Context(), oss.ListBucketsRequest{
		NamespaceName: common.String("partner-ns"), CompartmentId: common.String(theirs.Compartments["exchange"]),
	})
	require.NoError(t, err)
	require.Len(t, list.Items, 2)
	require.Equal(t, "partner-ns", *list.Items[0].Namespace)
	buckets, ok := n.Dump().(map[string]map[string]any)
	require.True(t, ok)
	require.Contains(t, buckets["global"], "tenancy partner")
}

// Identity is each tenancy's own; across, its policies decide as well.
func TestCrossTenancy_identity(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, partners("", ""))))
	theirs := n.Tenancies()[1]
	c := n.iam("partner-admin")
	subscribed, err := c.ListRegionSubscriptions(t.Context(), identity.ListRegionSubscriptionsRequest{TenancyId: &theirs.OCID})
	require.NoError(t, err)
	require.Len(t, subscribed.Items, 2)
	_, err = c.GetTenancy(t.Context(), tenancy(n.Sandbox))
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = n.createPolicy("partner-admin", "mine", n.TenancyOCID(), "allow any-user to manage all-resources in tenancy")
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = n.createPolicy("partner-admin", "own", theirs.OCID, "allow group Analysts to manage all-resources in tenancy")
	require.NoError(t, err)

	n = newTenant(t, sandbox.WithSeed(seed(t, partners(
		`"admit group Analysts of tenancy Partner to manage policies in tenancy",`, `"endorse group Analysts to manage policies in tenancy Acme",`))))
	_, err = n.createPolicy("analyst", "opened", n.TenancyOCID(), "allow any-user to read buckets in tenancy")
	require.NoError(t, err)
}

// Where the other tenancy is not subscribed, its principals are not known, and its buckets are not there.
func TestCrossTenancy_regions(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, `
tenancy "acme" { regions = ["us-ashburn-1", "eu-frankfurt-1"] }
other_tenancy "partner" {
  home_region = "us-ashburn-1"
  regions     = ["us-phoenix-1"]
  group "Administrators" {}
  user "partner-admin" { groups = ["Administrators"] }
}
`)))
	refused(t, n.getBucket("partner-admin", "eu-frankfurt-1", "b"), 401, "NotAuthenticated", "")
	refused(t, n.getBucket("partner-admin", "us-phoenix-1", "b"), 404, "BucketNotFound", "")
	refused(t, n.getBucket("admin", "us-phoenix-1", "b"), 401, "NotAuthenticated", "")
}

// Nothing moves into another tenancy, whatever policies say.
func TestCrossTenancy_move(t *testing.T) {
	t.Parallel()
	n := newTenant(t, sandbox.WithSeed(seed(t, partners(`"endorse any-user to manage all-resources in any-tenancy",`, `"admit any-user of any-tenancy to manage all-resources in tenancy",`))))
	there := n.Tenancies()[1].Compartments["exchange"]
	require.NotNil(t, n.table())
	_, err := n.nosql().ChangeTableCompartment(t.Context(), nosql.ChangeTableCompartmentRequest{
		TableNameOrId: common.String("visits"), ChangeTableCompartmentDetails: nosql.ChangeTableCompartmentDetails{
			FromCompartmentId: common.String(n.CompartmentOCID()), ToCompartmentId: &there,
		},
	})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = n.vaults().ChangeVaultCompartment(t.Context(), keymanagement.ChangeVaultCompartmentRequest{
		VaultId: n.vault(), ChangeVaultCompartmentDetails: keymanagement.ChangeVaultCompartmentDetails{CompartmentId: &there},
	})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = n.storage("admin", inAshburn).UpdateBucket(t.Context(), oss.UpdateBucketRequest{
		NamespaceName: common.String(n.Namespace()), BucketName: common.String("ledger"), UpdateBucketDetails: oss.UpdateBucketDetails{CompartmentId: &there},
	})
	refused(t, err, 404, "CompartmentIdNotFound", "")
}

package bucket_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

const owner = `owner = "platform/us-prod"`

var errReset = errors.New("connection reset by peer")

// loseOne lets one request through and drops its answer.
func loseOne(e *acctest.Env, method, path string) {
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if r.Method != method || r.URL.Path != path {
			return nil, nil
		}
		e.Intercept(nil)
		response, err := e.Sandbox.Transport().RoundTrip(r)
		if err == nil {
			err = response.Body.Close()
		}
		return nil, errors.Join(errReset, err)
	})
}

func TestAccBucket_ownerMarks(t *testing.T) {
	e := acctest.New(t)
	run(t, e,
		resource.TestStep{
			Config:            e.ProviderHCL(ashburn, owner) + block(e),
			ConfigStateChecks: []statecheck.StateCheck{value("freeform_tags", knownvalue.Null())},
		},
		resource.TestStep{
			Config: e.ProviderHCL(ashburn, owner) + block(e, `freeform_tags = { team = "storage" }`),
			Check: func(*terraformState) error {
				assert.Equal(t, map[string]string{"team": "storage", "residency-owner": "platform/us-prod"}, byHand(t, e, ashburn).Get("records").FreeformTags)
				return nil
			},
		},
		resource.TestStep{ // without an owner the mark is still not shown
			Config:           in(e, `freeform_tags = { team = "storage" }`),
			ConfigPlanChecks: before(does(plancheck.ResourceActionNoop)),
		},
	)
}

// What the one half of a replacement adopts the other half never deletes.
func TestAccBucket_replacementKeepsWhatItAdopts(t *testing.T) {
	e := acctest.New(t)
	config := e.ProviderHCL(ashburn, owner) + block(e, "force_destroy = true", "lifecycle {\n create_before_destroy = true\n }")
	var ocid string
	same := func(*terraformState) error {
		assert.Equal(t, ocid, *byHand(t, e, ashburn).Get("records").Id)
		return nil
	}
	run(t, e,
		resource.TestStep{Config: config, Check: func(*terraformState) error {
			ocid = *byHand(t, e, ashburn).Get("records").Id
			return nil
		}},
		// A tainted resource's plan does not say that it is a replacement.
		resource.TestStep{Config: config, Taint: []string{"residency_bucket.test"}, Check: same},
		resource.TestStep{
			Config:      strings.Replace(config, "force_destroy", `storage_tier = "Archive"`+"\n  force_destroy", 1),
			ExpectError: acctest.Says("its tier is Standard and not Archive, which cannot be changed"),
		},
		resource.TestStep{Config: config, Check: same},
		// A resource that is renamed without a moved block is destroyed and created at once.
		resource.TestStep{Config: strings.Replace(config, `"test"`, `"renamed"`, 1), Check: func(*terraformState) error {
			_ = byHand(t, e, ashburn).Get("records")
			return nil
		}},
	)
}

// An apply that was killed has made a bucket of which no state knows.
func TestAccBucket_adopts(t *testing.T) {
	e := acctest.New(t)
	compartment := e.Sandbox.CompartmentOCID()
	byHand(t, e, ashburn).Create(objectstorage.CreateBucketDetails{
		Name: common.String("records"), CompartmentId: &compartment,
		FreeformTags: map[string]string{"residency-owner": "platform/us-prod"},
		DefinedTags:  map[string]map[string]any{"Oracle-Tags": {"CreatedBy": "somebody"}, "Operations": {"CostCenter": "41", "Team": "storage"}},
	})
	ocid := *byHand(t, e, ashburn).Get("records").Id
	run(t, e, resource.TestStep{
		Config: e.ProviderHCL(ashburn, owner) + block(e, `versioning = "Enabled"`, `freeform_tags = { team = "storage" }`, `defined_tags = { "Operations.CostCenter" = "42" }`),
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply:             []plancheck.PlanCheck{does(plancheck.ResourceActionCreate)},
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		},
		ConfigStateChecks: []statecheck.StateCheck{value("ocid", knownvalue.StringExact(ocid)), value("versioning", knownvalue.StringExact("Enabled"))},
		Check: func(*terraformState) error {
			b := byHand(t, e, ashburn).Get("records")
			assert.Equal(t, map[string]string{"team": "storage", "residency-owner": "platform/us-prod"}, b.FreeformTags)
			assert.Equal(t, map[string]map[string]any{"Oracle-Tags": {"CreatedBy": "somebody"}, "Operations": {"CostCenter": "42", "Team": "storage"}}, b.DefinedTags)
			return nil
		},
	})
}

func TestAccBucket_nameTaken(t *testing.T) {
	for name, test := range map[string]struct {
		mark     string
		provider []string
		lines    []string
		says     string
	}{
		"no owner":           {"", nil, nil, "The provider block has no owner"},
		"no mark":            {"", []string{owner}, nil, "does not have this configuration's mark"},
		"another's mark":     {"platform/eu-prod", []string{owner}, nil, `"platform/eu-prod" made it`},
		"the import block":   {"", nil, nil, `import { to = residency_bucket.NAME id = "us-ashburn-1/n/sandbox/b/records" }`},
		"a tier that is not": {"platform/us-prod", []string{owner}, []string{`storage_tier = "Archive"`}, "its tier is Standard and not Archive"},
	} {
		t.Run(name, func(t *testing.T) {
			e := acctest.New(t)
			compartment := e.Sandbox.CompartmentOCID()
			details := objectstorage.CreateBucketDetails{Name: common.String("records"), CompartmentId: &compartment, Metadata: map[string]string{"keep": "me"}}
			if test.mark != "" {
				details.FreeformTags = map[string]string{"residency-owner": test.mark}
			}
			byHand(t, e, ashburn).Create(details)
			etag := *byHand(t, e, ashburn).Get("records").Etag
			run(t, e, resource.TestStep{Config: e.ProviderHCL(ashburn, test.provider...) + block(e, test.lines...), ExpectError: acctest.Says(test.says)})
			assert.Equal(t, etag, *byHand(t, e, ashburn).Get("records").Etag, "the bucket was touched")
		})
	}
}

// A bucket in another compartment is not this configuration's, whatever its mark says.
func TestAccBucket_nameTakenInAnotherCompartment(t *testing.T) {
	e := acctest.New(t)
	tenancy := e.Sandbox.TenancyOCID()
	byHand(t, e, ashburn).Create(objectstorage.CreateBucketDetails{
		Name: common.String("records"), CompartmentId: &tenancy, FreeformTags: map[string]string{"residency-owner": "platform/us-prod"},
	})
	run(t, e, resource.TestStep{Config: e.ProviderHCL(ashburn, owner) + block(e), ExpectError: acctest.Says("Bucket name is taken")})
}

// The answer to a create is lost, and the repeated one finds the name taken: by its own first attempt.
func TestAccBucket_createAnswerLost(t *testing.T) {
	e := acctest.New(t)
	loseOne(e, http.MethodPost, "/n/sandbox/b/")
	loseOne(e, http.MethodPost, "/n/sandbox/b")
	run(t, e, resource.TestStep{Config: in(e)})
	assert.Len(t, e.Requests(method(http.MethodPost, "/b")), 2)
}

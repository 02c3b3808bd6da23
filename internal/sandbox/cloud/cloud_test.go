package cloud_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func call(t *testing.T, method, target, body string) *cloud.Call {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	iad, ok := region.ByName("us-ashburn-1")
	require.True(t, ok)
	return &cloud.Call{Request: r, Region: iad, Principal: cloud.Principal{ID: "ocid1.user.oc1..u"}, Now: time.Unix(1_700_000_000, 0)}
}

func TestWriteError(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	w.Header().Set("Etag", "stale")
	cloud.WriteError(w, cloud.InvalidParameter("the path \"/\xff\" is wrong"))
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.JSONEq(t, `{"code":"InvalidParameter","message":"the path \"/�\" is wrong"}`, w.Body.String())
	require.Equal(t, "application/json", w.Header().Get("Content-Type"))
	require.Empty(t, w.Header().Get("Etag"))

	w = httptest.NewRecorder()
	cloud.WriteError(w, cloud.NotModified())
	require.Equal(t, http.StatusNotModified, w.Code)
	require.Empty(t, w.Body.String())
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]*cloud.Error{
		"400 CannotParseRequest: x":                             cloud.CannotParseRequest("x"),
		"400 MissingParameter: Missing required parameter name": cloud.MissingParameter("name"),
		"403 NotAllowed: Please go to your home region IAD to execute CREATE, UPDATE and DELETE operations.": cloud.NotAllowed("IAD"),
		"404 NotAuthorizedOrNotFound: Authorization failed or requested resource not found.":                 cloud.NotAuthorizedOrNotFound(),
		"405 MethodNotAllowed: The target resource does not support the HTTP method PATCH.":                  cloud.MethodNotAllowed("PATCH"),
		"409 IncorrectState: busy": cloud.IncorrectState("busy"),
		"409 NotAuthorizedOrResourceAlreadyExists: Authorization failed or requested resource already exists.":         cloud.NotAuthorizedOrResourceAlreadyExists(),
		"412 NoEtagMatch: The ETag specified in the request does not match the ETag for the resource.":                 cloud.NoETagMatch(),
		"429 TooManyRequests: Too many requests for the user.":                                                         cloud.TooManyRequests(),
		"500 InternalServerError: An internal server error occurred.":                                                  cloud.InternalServerError(),
		"500 InternalServerError: The sandbox failed: disk full.":                                                      cloud.AsError(errors.New("disk full")),
		"501 NotImplemented: The sandbox does not implement GET /x of the service waas.":                               cloud.UnknownOperation(call(t, "GET", "/x", ""), "waas"),
		"503 ServiceUnavailable: The service is currently unavailable.":                                                cloud.AsError(fmt.Errorf("wrapped: %w", cloud.ServiceUnavailable())),
		"401 NotAuthenticated: The required information to complete authentication was not provided or was incorrect.": cloud.NotAuthenticated(),
	} {
		require.Equal(t, want, fmt.Sprintf("%d %s", err.Status, err))
	}
}

func TestReadJSON(t *testing.T) {
	t.Parallel()
	type details struct {
		Name string     `json:"name"`
		At   *time.Time `json:"at"`
	}
	for body, want := range map[string]string{
		`{"name":"a","at":"2026-01-02T03:04:05.678Z"}`: "",
		`{"name":"a","at":null}`:                       "",
		`{"name":"a","colour":"red"}`:                  "NotImplemented: The sandbox does not implement the member /colour of the body of POST /x.",
		`{"name":"a","name":"b"}`:                      "CannotParseRequest: ",
		`{"name":7}`:                                   "CannotParseRequest: ",
		`{"at":"yesterday"}`:                           "CannotParseRequest: ",
		`{`:                                            "CannotParseRequest: ",
		``:                                             "CannotParseRequest: ",
		`[]`:                                           "CannotParseRequest: ",
		strings.Repeat(" ", cloud.MaxJSON+1):           "PayloadTooLarge: ",
	} {
		var d details
		err := cloud.ReadJSON(call(t, "POST", "/x", body), &d)
		if want == "" {
			require.NoError(t, err)
			require.Equal(t, "a", d.Name)
			continue
		}
		require.ErrorContains(t, err, want)
	}
	broken := call(t, "POST", "/x", "")
	broken.Body = io.NopCloser(io.MultiReader(strings.NewReader("{"), failing{}))
	require.ErrorIs(t, cloud.ReadJSON(broken, &details{}), io.ErrUnexpectedEOF)
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestWriteJSON(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	at := time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.UTC)
	require.NoError(t, cloud.WriteJSON(w, http.StatusCreated, map[string]any{"at": at}))
	require.Equal(t, http.StatusCreated, w.Code)
	require.Equal(t, `{"at":"2026-01-02T03:04:05.678Z"}`, w.Body.String()) //nolint:testifylint // to the letter
	require.Error(t, cloud.WriteJSON(httptest.NewRecorder(), http.StatusOK, make(chan int)))
	w = httptest.NewRecorder()
	require.NoError(t, cloud.WriteNoContent(w))
	require.Equal(t, http.StatusNoContent, w.Code)
}

func TestCheckQuery(t *testing.T) {
	t.Parallel()
	require.NoError(t, cloud.CheckQuery(call(t, "GET", "/x?limit=1", ""), "limit", "page"))
	require.ErrorContains(t, cloud.CheckQuery(call(t, "GET", "/x?colour=1", ""), "limit"), "the query parameter colour of GET /x")
}

// pages reads all pages of a list.
func pages(t *testing.T, items []string, query string, between func([]string) []string) []string {
	t.Helper()
	var all []string
	page := ""
	for range 100 {
		w := httptest.NewRecorder()
		got, err := cloud.Page(w, call(t, "GET", "/x?"+query+page, ""), items, cloud.Limits{Default: 2, Max: 10}, func(s string) string { return s })
		require.NoError(t, err)
		all = append(all, got...)
		next := w.Header().Get("Opc-Next-Page")
		if next == "" {
			return all
		}
		page = "&page=" + next
		if between != nil {
			items = between(items)
		}
	}
	t.Fatal("no end")
	return nil
}

func TestPage(t *testing.T) {
	t.Parallel()
	up, down := []string{"a", "b", "c", "d", "e"}, []string{"e", "d", "c", "b", "a"}
	require.Equal(t, up, pages(t, up, "", nil))
	require.Equal(t, down, pages(t, down, "", nil))
	require.Equal(t, up, pages(t, up, "limit=1", nil))
	require.Equal(t, up, pages(t, up, "limit=5", nil))
	require.Empty(t, pages(t, nil, "", nil))
	// What goes between two pages hides nothing else, and what comes is not repeated.
	require.Equal(t, up, pages(t, up, "", func(items []string) []string { return items[min(2, len(items)):] }))
	require.Equal(t, down, pages(t, down, "", func(items []string) []string { return items[min(2, len(items)):] }))
	require.Equal(t, up, pages(t, up, "", func(items []string) []string { return append([]string{"A"}, items...) }))
	for _, query := range []string{"limit=0", "limit=11", "limit=x", "page=?"} {
		_, err := cloud.Page(httptest.NewRecorder(), call(t, "GET", "/x?"+query, ""), up, cloud.Limits{Default: 2, Max: 10}, func(s string) string { return s })
		require.ErrorContains(t, err, "InvalidParameter: ", query)
	}
}

func TestCheckMatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method, header, value string
		status                int
	}{
		{"PUT", "If-Match", "tag", 0},
		{"PUT", "If-Match", `"other", "tag"`, 0},
		{"PUT", "If-Match", "*", 0},
		{"PUT", "If-Match", "old", 412},
		{"GET", "If-None-Match", "old", 0},
		{"GET", "If-None-Match", "tag", 304},
		{"HEAD", "If-None-Match", "*", 304},
		{"PUT", "If-None-Match", "*", 412},
		{"PUT", "Accept", "*", 0},
	} {
		r := call(t, c.method, "/x", "")
		r.Header.Set(c.header, c.value)
		err := cloud.CheckMatch(r.Request, "tag")
		if c.status == 0 {
			require.NoError(t, err, c)
			continue
		}
		require.Equal(t, c.status, cloud.AsError(err).Status, c)
	}
	first, second := cloud.NewETag(), cloud.NewETag()
	require.NotEqual(t, first, second)
}

func TestOCID(t *testing.T) {
	t.Parallel()
	for name, part := range map[string]string{"us-ashburn-1": "iad", "us-phoenix-1": "phx", "eu-frankfurt-1": "eu-frankfurt-1", "us-chicago-1": "us-chicago-1"} {
		r, ok := region.ByName(name)
		require.True(t, ok)
		ocid := cloud.NewOCID("bucket", r)
		require.Regexp(t, `^ocid1\.bucket\.oc1\.`+part+`\.a{8}[a-z2-7]{52}$`, ocid)
		found := region.FindOCID(ocid)
		require.Equal(t, region.Regional, found.Kind)
		require.Equal(t, name, found.Region.Name)
	}
	global := cloud.OCIDOf("compartment", region.Region{}, "data")
	require.Equal(t, global, cloud.OCIDOf("compartment", region.Region{}, "data"))
	require.NotEqual(t, global, cloud.OCIDOf("compartment", region.Region{}, "other"))
	require.Equal(t, region.Global, region.FindOCID(global).Kind)
	frankfurt, _ := region.ByName("eu-frankfurt-2")
	require.Contains(t, cloud.NewOCID("bucket", frankfurt), ".oc19.eu-frankfurt-2.")
}

func TestEndpoint(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"identity.us-ashburn-1.oraclecloud.com":       "us-ashburn-1",
		"identity.us-ashburn-1.oci.oraclecloud.com":   "us-ashburn-1",
		"IDENTITY.EU-Frankfurt-1.OCI.oraclecloud.com": "eu-frankfurt-1",
		"identity.eu-frankfurt-2.oraclecloud.eu":      "eu-frankfurt-2",
		"identity.us-ashburn-1.oraclecloud.eu":        "",
		"identity.us-nowhere-1.oraclecloud.com":       "",
		"database.us-ashburn-1.oraclecloud.com":       "",
		"identity":                                    "",
	} {
		r, ok := cloud.Endpoint("identity", host)
		require.Equal(t, want, r.Name, host)
		require.Equal(t, want != "", ok)
	}
}

func TestWorkRequests(t *testing.T) {
	t.Parallel()
	var s cloud.WorkRequests
	c := call(t, "POST", "/x", "")
	id := s.New(c, "COPY_OBJECT", "compartment", cloud.WorkRequestResource{ActionType: "CREATED", EntityType: "object", Identifier: "x"})
	c.Now = c.Now.Add(time.Second)
	second := s.New(c, "COPY_OBJECT", "compartment")
	s.Update(id, func(wr *cloud.WorkRequest) { wr.Status, wr.PercentComplete = cloud.Succeeded, 100 })
	s.Update("unknown", func(*cloud.WorkRequest) { t.Fatal("called") })
	got, err := s.Get(c.Region, id)
	require.NoError(t, err)
	require.Equal(t, cloud.Succeeded, got.Status)
	got.Resources[0].Identifier = "changed"
	again, err := s.Get(c.Region, id)
	require.NoError(t, err)
	require.Equal(t, "x", again.Resources[0].Identifier)
	_, err = s.Get(region.Region{Name: "us-phoenix-1"}, id)
	require.ErrorContains(t, err, "NotAuthorizedOrNotFound")
	list := s.List(c.Region, "compartment")
	require.Len(t, list, 2)
	require.Equal(t, []string{id, second}, []string{list[0].ID, list[1].ID})
	require.Empty(t, s.List(c.Region, "other"))
}

package oci

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// step is what the fake cloud does with one attempt.
type step func(*http.Request) (*http.Response, error)

func status(code int, headers ...string) step {
	return func(r *http.Request) (*http.Response, error) {
		return answer(r, code, fmt.Sprintf(`{"code":"Code%d","message":"message %d"}`, code, code), headers...), nil
	}
}

func fault(err error) step {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// stall answers nothing until the attempt is given up.
func stall(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func ok(r *http.Request) (*http.Response, error) { return answer(r, 200, `{"name":"b"}`), nil }

// torn is an answer whose body breaks.
func torn(r *http.Request) (*http.Response, error) {
	response := answer(r, 200, "")
	response.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"na`), iotest.ErrReader(io.ErrUnexpectedEOF)))
	return response, nil
}

func dialFault() error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
}

// cloud plays its steps, the last one again and again, and keeps each attempt's time and headers.
type cloud struct {
	steps []step
	at    []time.Duration
	heads []http.Header
	start time.Time
}

func (c *cloud) RoundTrip(r *http.Request) (*http.Response, error) {
	next := c.steps[min(len(c.at), len(c.steps)-1)]
	c.at = append(c.at, time.Since(c.start))
	c.heads = append(c.heads, r.Header)
	if r.GetBody != nil {
		return nil, errors.New("the transport could send the request again on its own account")
	}
	return next(r)
}

// run makes a client of a cloud inside a bubble of fake time and gives it to the test.
func run(t *testing.T, change func(*Config), steps []step, test func(t *testing.T, c *cloud, client *objectstorage.ObjectStorageClient)) {
	config := complete(t)
	if change != nil {
		change(&config)
	}
	synctest.Test(t, func(t *testing.T) {
		c := &cloud{steps: steps, start: time.Now()}
		config.Transport = c
		client, err := session(t, config).ObjectStorage("us-ashburn-1")
		require.NoError(t, err)
		test(t, c, client)
	})
}

func get(ctx context.Context, client *objectstorage.ObjectStorageClient) error {
	_, err := client.GetBucket(Shield(ctx), objectstorage.GetBucketRequest{NamespaceName: common.String("n"), BucketName: common.String("b")})
	return Explain("GetBucket", "", err)
}

func create(ctx context.Context, client *objectstorage.ObjectStorageClient) error {
	_, err := client.CreateBucket(Shield(ctx), objectstorage.CreateBucketRequest{
		NamespaceName:       common.String("n"),
		CreateBucketDetails: objectstorage.CreateBucketDetails{Name: common.String("b"), CompartmentId: common.String("c")},
	})
	return Explain("CreateBucket", "", err)
}

func remove(ctx context.Context, client *objectstorage.ObjectStorageClient) error {
	_, err := client.DeleteBucket(Shield(ctx), objectstorage.DeleteBucketRequest{NamespaceName: common.String("n"), BucketName: common.String("b")})
	return Explain("DeleteBucket", "", err)
}

func TestDo_retries(t *testing.T) {
	reset := fault(&net.OpError{Op: "read", Err: syscall.ECONNRESET})
	for name, c := range map[string]struct {
		call      func(context.Context, *objectstorage.ObjectStorageClient) error
		steps     []step
		attempts  int
		status    int // of the error; -1: success
		ambiguous bool
	}{
		"success":                        {get, []step{ok}, 1, -1, false},
		"429":                            {get, []step{status(429), ok}, 2, -1, false},
		"500, 502, 503, 504":             {get, []step{status(500), status(502), status(503), status(504), ok}, 5, -1, false},
		"reset":                          {get, []step{reset, ok}, 2, -1, false},
		"end of file":                    {get, []step{fault(io.EOF), ok}, 2, -1, false},
		"stall":                          {get, []step{stall, ok}, 2, -1, false},
		"answer torn":                    {get, []step{torn, ok}, 2, -1, false},
		"create succeeds at last":        {create, []step{status(503), reset, stall, torn, ok}, 5, -1, false},
		"501 is final":                   {create, []step{status(501)}, 1, 501, false},
		"400 is final":                   {create, []step{status(400)}, 1, 400, false},
		"401 is final for an API key":    {get, []step{status(401)}, 1, 401, false},
		"403 is final":                   {get, []step{status(403)}, 1, 403, false},
		"404 is final":                   {get, []step{status(404)}, 1, 404, false},
		"409 is final":                   {create, []step{status(409)}, 1, 409, false},
		"412 is final":                   {create, []step{status(412)}, 1, 412, false},
		"a redirect is not followed":     {get, []step{status(307, "Location", "https://elsewhere.example")}, 1, 307, false},
		"409 after a reset":              {create, []step{reset, status(409)}, 2, 409, true},
		"409 after a 500":                {create, []step{status(500), status(409)}, 2, 409, true},
		"409 after a torn answer":        {create, []step{torn, status(409)}, 2, 409, true},
		"409 after a stall":              {create, []step{stall, status(409)}, 2, 409, true},
		"409 after 429 is plain":         {create, []step{status(429), status(409)}, 2, 409, false},
		"409 after no connection":        {create, []step{fault(dialFault()), status(409)}, 2, 409, false},
		"404 after a delete's reset":     {remove, []step{reset, status(404)}, 2, 404, true},
		"a read is never ambiguous":      {get, []step{reset, status(404)}, 2, 404, false},
		"attempts are bounded":           {get, []step{status(500)}, 12, 500, false},
		"unreachable":                    {get, []step{fault(dialFault())}, 4, 0, false},
		"name unknown":                   {create, []step{fault(&net.DNSError{Err: "no such host", IsNotFound: true})}, 4, 0, false},
		"refused by a proxy":             {create, []step{fault(&proxyRefusal{403})}, 1, 0, false},
		"a proxy's own fault":            {create, []step{fault(&proxyRefusal{502}), ok}, 2, -1, false},
		"no TLS":                         {create, []step{fault(tls.RecordHeaderError{Msg: "no TLS"})}, 1, 0, false},
		"certificate not trusted":        {create, []step{fault(x509.UnknownAuthorityError{})}, 1, 0, false},
		"a reset that stays, in a write": {create, []step{reset}, 12, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, nil, c.steps, func(t *testing.T, cloud *cloud, client *objectstorage.ObjectStorageClient) {
				err := c.call(t.Context(), client)
				assert.Len(t, cloud.at, c.attempts)
				if c.status < 0 {
					require.NoError(t, err)
					return
				}
				var e *Error
				require.ErrorAs(t, err, &e)
				assert.Equal(t, c.status, e.Status)
				assert.Equal(t, c.attempts, e.Attempts)
				assert.Equal(t, c.ambiguous, e.Ambiguous)
				assert.Equal(t, c.ambiguous, IsAmbiguous(err))
				assert.Equal(t, "us-ashburn-1", e.Region)
			})
		})
	}
}

// With a retry token Oracle gives the first attempt's answer again, so only the last attempt's fate is unknown.
func TestDo_retryToken(t *testing.T) {
	send := func(ctx context.Context, client *objectstorage.ObjectStorageClient) error {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://objectstorage.us-ashburn-1.oraclecloud.com/x", nil)
		require.NoError(t, err)
		r.Header.Set("opc-retry-token", "token")
		_, err = client.HTTPClient.Do(r)
		return Explain("X", "", err)
	}
	run(t, nil, []step{fault(io.EOF), status(409)}, func(t *testing.T, _ *cloud, client *objectstorage.ObjectStorageClient) {
		assert.False(t, IsAmbiguous(send(t.Context(), client)))
	})
	run(t, nil, []step{fault(io.EOF)}, func(t *testing.T, _ *cloud, client *objectstorage.ObjectStorageClient) {
		assert.True(t, IsAmbiguous(send(t.Context(), client)))
	})
}

// Right after a write to Identity the SDK would retry a 404 for four minutes.
func TestDo_no404RetryAfterIdentityWrite(t *testing.T) {
	run(t, nil, []step{status(404)}, func(t *testing.T, cloud *cloud, client *objectstorage.ObjectStorageClient) {
		common.EcContext.UpdateEndOfWindow(240 * time.Second)
		require.True(t, IsNotFound(get(t.Context(), client)))
		assert.Len(t, cloud.at, 1)
		assert.Zero(t, time.Since(cloud.start))
	})
}

func TestDo_retryAfter(t *testing.T) {
	for name, c := range map[string]struct {
		header func() string
		least  time.Duration
		most   time.Duration
	}{
		"seconds":     {func() string { return "7" }, 7 * time.Second, 7 * time.Second},
		"a date":      {func() string { return time.Now().Add(30 * time.Second).UTC().Format(http.TimeFormat) }, 29 * time.Second, 30 * time.Second},
		"in the past": {func() string { return time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat) }, 1, firstPause},
		"nonsense":    {func() string { return "soon" }, 1, firstPause},
		"negative":    {func() string { return "-5" }, 1, firstPause},
		"a fraction":  {func() string { return "1.5" }, 1500 * time.Millisecond, 1500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			throttle := func(r *http.Request) (*http.Response, error) { return status(429, "Retry-After", c.header())(r) }
			run(t, nil, []step{throttle, ok}, func(t *testing.T, cloud *cloud, client *objectstorage.ObjectStorageClient) {
				require.NoError(t, get(t.Context(), client))
				assert.GreaterOrEqual(t, cloud.at[1], c.least)
				assert.LessOrEqual(t, cloud.at[1], c.most)
			})
		})
	}
}

// A Retry-After past the retries' end makes the answer final at once: waiting a part of it would help nobody.
func TestDo_retryAfterTooLong(t *testing.T) {
	run(t, nil, []step{status(429, "Retry-After", "3600")}, func(t *testing.T, cloud *cloud, client *objectstorage.ObjectStorageClient) {
		err := get(t.Context(), client)
		assert.Equal(t, 429, Status(err))
		assert.Zero(t, time.Since(cloud.start))
	})
}

func TestDo_durations(t *testing.T) {
	for name, c := range map[string]struct {
		change   func(*Config)
		step     step
		attempts int // 0: see most
		most     time.Duration
		least    time.Duration
	}{
		"default":                        {nil, status(503), 12, defaultRetryDuration, 0},
		"disabled":                       {func(c *Config) { c.DisableAutoRetries = true }, status(503), 1, 0, 0},
		"disabled by env":                {func(c *Config) { c.Getenv = env("TF_VAR_disable_auto_retries", "true") }, status(503), 1, 0, 0},
		"a minute":                       {func(c *Config) { c.RetryDurationSeconds = 60 }, status(503), 0, time.Minute, 30 * time.Second},
		"an hour":                        {func(c *Config) { c.RetryDurationSeconds = 3600 }, status(503), 0, time.Hour, 50 * time.Minute},
		"an hour by env":                 {func(c *Config) { c.Getenv = env("OCI_RETRY_DURATION_SECONDS", "3600") }, status(503), 0, time.Hour, 50 * time.Minute},
		"until the operation's time-out": {func(c *Config) { c.RetryDurationSeconds = -1 }, status(503), 0, 3 * time.Hour, 3*time.Hour - longestPause},
		"stalls are given up":            {func(c *Config) { c.DisableAutoRetries = true }, stall, 1, readLimit, readLimit},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, c.change, []step{c.step}, func(t *testing.T, cloud *cloud, client *objectstorage.ObjectStorageClient) {
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Hour)
				defer cancel()
				err := get(ctx, client)
				var e *Error
				require.ErrorAs(t, err, &e, "the answer, and not that the time ran out")
				if c.attempts > 0 {
					assert.Len(t, cloud.at, c.attempts)
				}
				assert.LessOrEqual(t, time.Since(cloud.start), c.most)
				assert.GreaterOrEqual(t, time.Since(cloud.start), c.least)
			})
		})
	}
}

func TestDo_cancelledWhileWaiting(t *testing.T) {
	run(t, nil, []step{status(503, "Retry-After", "60")}, func(t *testing.T, cloud *cloud, client *objectstorage.ObjectStorageClient) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		err := get(ctx, client)
		require.ErrorIs(t, err, context.Canceled)
		assert.True(t, Stopped(err))
		assert.Equal(t, time.Second, time.Since(cloud.start))
		assert.Len(t, cloud.at, 1)
	})
}

func TestDo_cancelledInFlight(t *testing.T) {
	run(t, nil, []step{stall}, func(t *testing.T, cloud *cloud, client *objectstorage.ObjectStorageClient) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := create(ctx, client)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.True(t, Stopped(err))
		assert.True(t, IsAmbiguous(err), "it may have taken effect")
		assert.Equal(t, time.Second, time.Since(cloud.start))
		assert.Len(t, cloud.at, 1)
	})
}

// Without the shield it is the SDK that returns; the request ends all the same.
func TestDo_cancelledWithoutShield(t *testing.T) {
	run(t, nil, []step{stall}, func(t *testing.T, _ *cloud, client *objectstorage.ObjectStorageClient) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://objectstorage.us-ashburn-1.oraclecloud.com/n", nil)
		require.NoError(t, err)
		_, err = client.HTTPClient.Do(request)
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

// The connection's own time-outs look like context.DeadlineExceeded, and are none of the caller's.
func TestDo_connectionTimeoutIsNoContextError(t *testing.T) {
	timeout := &net.OpError{Op: "read", Err: context.DeadlineExceeded}
	run(t, func(c *Config) { c.DisableAutoRetries = true }, []step{fault(timeout)}, func(t *testing.T, _ *cloud, client *objectstorage.ObjectStorageClient) {
		err := create(t.Context(), client)
		var e *Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, "CreateBucket", e.Operation)
		assert.False(t, Stopped(err))
	})
}

// Each attempt has a Date and a signature of its own, and the same body.
func TestDo_signsEachAttempt(t *testing.T) {
	var bodies []string
	record := func(next step) step {
		return func(r *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(r.Body)
			bodies = append(bodies, string(body))
			require.NoError(t, err)
			return next(r)
		}
	}
	run(t, nil, []step{record(status(503, "Retry-After", "400")), record(ok)}, func(t *testing.T, cloud *cloud, client *objectstorage.ObjectStorageClient) {
		client.HTTPClient.(*dispatcher).policy = newRetryPolicy(false, time.Hour)
		require.NoError(t, create(t.Context(), client))
		require.Len(t, cloud.heads, 2)
		first, second := cloud.heads[0], cloud.heads[1]
		assert.NotEqual(t, first.Get("Date"), second.Get("Date"))
		assert.NotEqual(t, first.Get("Authorization"), second.Get("Authorization"))
		for _, h := range cloud.heads {
			assert.Contains(t, h.Get("Authorization"), `keyId="`+testTenancy+"/"+testUser+"/"+testFingerprint+`"`)
			assert.Contains(t, h.Get("Authorization"), "x-content-sha256")
			assert.Equal(t, "terraform-provider-residency", h.Get("User-Agent"))
		}
		assert.Equal(t, bodies[0], bodies[1])
		assert.JSONEq(t, `{"name":"b","compartmentId":"c"}`, bodies[0])
	})
}

// A body that is too large to keep is sent once, with no hash of it in the signature.
func TestDo_stream(t *testing.T) {
	var sent int64
	count := func(next step) step {
		return func(r *http.Request) (*http.Response, error) {
			n, err := io.Copy(io.Discard, r.Body)
			sent = n
			require.NoError(t, err)
			return next(r)
		}
	}
	put := func(ctx context.Context, client *objectstorage.ObjectStorageClient, length int64) error {
		body := io.NopCloser(io.LimitReader(zeros{}, 3*bodyLimit))
		r, err := http.NewRequestWithContext(ctx, http.MethodPut, "https://objectstorage.us-ashburn-1.oraclecloud.com/n/n/b/b/o/o", body)
		require.NoError(t, err)
		r.ContentLength = length
		_, err = client.HTTPClient.Do(r)
		return Explain("PutObject", "", err)
	}
	for name, length := range map[string]int64{"length known": 3 * bodyLimit, "length unknown": -1} {
		t.Run(name, func(t *testing.T) {
			run(t, nil, []step{count(status(503))}, func(t *testing.T, cloud *cloud, client *objectstorage.ObjectStorageClient) {
				err := put(t.Context(), client, length)
				assert.Equal(t, 503, Status(err))
				assert.Len(t, cloud.at, 1)
				assert.Equal(t, int64(3*bodyLimit), sent)
				assert.NotContains(t, cloud.heads[0].Get("Authorization"), "x-content-sha256")
			})
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// An object's bytes go to the caller as they come, however long that takes.
func TestDo_streamedAnswer(t *testing.T) {
	var writer *io.PipeWriter
	object := func(r *http.Request) (*http.Response, error) {
		var reader *io.PipeReader
		reader, writer = io.Pipe()
		response := answer(r, 200, "", "Content-Type", "application/octet-stream")
		response.Body = reader
		return response, nil
	}
	run(t, nil, []step{object}, func(t *testing.T, _ *cloud, client *objectstorage.ObjectStorageClient) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://objectstorage.us-ashburn-1.oraclecloud.com/n/n/b/b/o/o", nil)
		require.NoError(t, err)
		response, err := client.HTTPClient.Do(request)
		require.NoError(t, err)
		go func() {
			time.Sleep(time.Hour)
			_, _ = writer.Write([]byte("late"))
			_ = writer.Close()
		}()
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		assert.Equal(t, "late", string(body))
		require.NoError(t, response.Body.Close())
	})
}

func TestDo_unreadableRequestBody(t *testing.T) {
	run(t, nil, []step{ok}, func(t *testing.T, cloud *cloud, client *objectstorage.ObjectStorageClient) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://x", iotest.ErrReader(errors.New("disk")))
		require.NoError(t, err)
		_, err = client.HTTPClient.Do(request)
		require.ErrorContains(t, err, "disk")
		assert.Empty(t, cloud.at)
	})
}

// A token may be replaced between a signature's key and its token, so a 401 is tried again where tokens are replaced.
func TestDo_401WithPrincipal(t *testing.T) {
	made := 0
	config := complete(t)
	synctest.Test(t, func(t *testing.T) {
		c := &cloud{steps: []step{status(401), status(401), ok}, start: time.Now()}
		config.Transport = c
		s := session(t, config)
		ring := s.credentials.(*keyring)
		s.credentials = &principal{kind: instancePrincipal, make: func() (common.ConfigurationProvider, error) {
			if made++; made == 1 {
				return nil, errors.New("not yet")
			}
			return common.NewRawConfigurationProvider(testTenancy, testUser, "us-ashburn-1", testFingerprint, key(t, "pkcs1"), nil), nil
		}}
		client, err := s.ObjectStorage("us-ashburn-1")
		require.NoError(t, err)
		err = get(t.Context(), client)
		require.ErrorContains(t, err, "not yet")
		assert.Empty(t, c.at, "a request that cannot be signed is not sent")
		_, err = s.TenancyOCID()
		require.NoError(t, err, "a failure is not kept")
		require.NoError(t, get(t.Context(), client))
		assert.Len(t, c.at, 3)
		assert.Equal(t, 2, made)
		assert.Contains(t, c.heads[0].Get("Authorization"), ring.keyID)
	})
}

func TestInstancePrincipal_elsewhere(t *testing.T) {
	config := Config{Auth: "InstancePrincipal", Getenv: env()}
	synctest.Test(t, func(t *testing.T) {
		c := &cloud{steps: []step{fault(dialFault())}, start: time.Now()}
		config.Transport = c
		s := session(t, config)
		client, err := s.ObjectStorage("us-ashburn-1")
		require.NoError(t, err)
		err = get(t.Context(), client)
		var config *ConfigError
		require.ErrorAs(t, err, &config)
		assert.Equal(t, "auth", config.Argument)
		assert.Contains(t, err.Error(), "metadata service of a compute instance")
		assert.Len(t, c.at, 3, "the probe, and not the SDK's two minutes of trying")
		assert.Equal(t, "Bearer Oracle", c.heads[0].Get("Authorization"))
	})
}

func TestBackoff(t *testing.T) {
	for attempt, bound := range map[int]time.Duration{1: 500 * time.Millisecond, 2: time.Second, 5: 8 * time.Second, 6: 16 * time.Second, 7: longestPause, 90: longestPause} {
		var longest time.Duration
		for range 2000 {
			pause := backoff(attempt)
			require.Positive(t, pause)
			require.LessOrEqual(t, pause, bound)
			longest = max(longest, pause)
		}
		assert.Greater(t, longest, bound/2, "the jitter uses the whole range")
	}
}

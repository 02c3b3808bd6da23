package sandbox_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

func TestParseFaults(t *testing.T) {
	t.Parallel()
	for _, spec := range []string{
		"", "rate=0.1", "rate=1,kinds=429", "rate=0.1,kinds=429+500+503+reset+timeout,seed=7", "slow=200ms", "seed=-1,rate=0", "stall=1s,consistency=2s",
		"failing=CreateAutonomousDatabase+UpdateAutonomousDatabase",
	} {
		require.NoError(t, sandbox.ParseFaults(spec), spec)
	}
	// Every fault of a specification is told at once.
	err := sandbox.ParseFaults("rate=2,kinds=429+418+eof,seed=x,slow=1,often,rate=0.1,stall=2h,colour=red,failing=")
	require.EqualError(t, err, strings.Join([]string{
		`faults: rate must be a number from 0 to 1, not "2"`,
		`faults: the kind "418" is not known; known are 429, 500, 503, reset, timeout`,
		`faults: the kind "eof" is not known; known are 429, 500, 503, reset, timeout`,
		`faults: seed must be a whole number, not "x"`,
		`faults: slow must be a duration such as 200ms or 2s, not "1"`,
		`faults: "often" is not of the form name=value`,
		`faults: rate is given twice`,
		`faults: stall must be a duration such as 200ms or 2s, not "2h"`,
		`faults: "colour" is not known; known are rate, kinds, seed, slow, stall, consistency and failing`,
		`faults: failing must be operations such as CreateAutonomousDatabase, joined by +, not ""`,
	}, "\n"))
	require.EqualError(t, sandbox.ParseFaults("kinds=429"), "faults: kinds does nothing without a rate, such as rate=0.1")
	require.Error(t, sandbox.ParseFaults("rate=NaN"))
	_, err = sandbox.New(sandbox.WithFaults("rate=2"))
	require.Error(t, err)
}

func FuzzParseFaults(f *testing.F) {
	for _, spec := range []string{"", "rate=0.1,kinds=429+500+503+reset+timeout,seed=7", "slow=200ms,consistency=2s", "rate=,=,kinds=+"} {
		f.Add(spec)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		if err := sandbox.ParseFaults(spec); err != nil && !strings.Contains(err.Error(), "faults: ") {
			t.Fatalf("%q: %s", spec, err)
		}
	})
}

func TestFaults_statuses(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := client(t, s, "terraform", "us-ashburn-1", nil)
	for kind, code := range map[string]string{"429": "TooManyRequests", "500": "InternalServerError", "503": "ServiceUnavailable"} {
		require.NoError(t, s.SetFaults("rate=1,kinds="+kind))
		_, err := c.GetTenancy(t.Context(), tenancy(s))
		var status int
		_, scanErr := fmt.Sscan(kind, &status)
		require.NoError(t, scanErr)
		refused(t, err, status, code, "")
	}
	require.NoError(t, s.SetFaults(""))
	_, err := c.GetTenancy(t.Context(), tenancy(s))
	require.NoError(t, err)
	require.Error(t, s.SetFaults("rate=x"))
	journal := s.Journal()
	require.Len(t, journal, 4)
	require.Empty(t, journal[3].Fault)
	for _, entry := range journal[:3] {
		require.Equal(t, fmt.Sprint(entry.Status), entry.Fault)
		require.Equal(t, "terraform", entry.Principal)
	}
}

// An unsigned request is refused whatever faults there are.
func TestFaults_afterAuthentication(t *testing.T) {
	t.Parallel()
	s := open(t, sandbox.WithFaults("rate=1"))
	require.Equal(t, http.StatusUnauthorized, get(t, s.Transport(), "https://"+ashburn+regions).status)
}

// outcomes makes the same requests and tells what came of each.
func outcomes(t *testing.T, spec string) []string {
	t.Helper()
	s := open(t, sandbox.WithFaults(spec))
	c := client(t, s, "terraform", "us-ashburn-1", nil)
	for i := range 60 {
		_, _ = c.GetTenancy(t.Context(), tenancy(s))
		_, _ = c.CreateGroup(t.Context(), newGroup(s, fmt.Sprintf("g%d", i)))
	}
	var all []string
	for _, entry := range s.Journal() {
		all = append(all, entry.Method+" "+entry.Fault)
	}
	return all
}

func newGroup(s *sandbox.Sandbox, name string) identity.CreateGroupRequest {
	return identity.CreateGroupRequest{CreateGroupDetails: identity.CreateGroupDetails{
		CompartmentId: common.String(s.TenancyOCID()), Name: common.String(name), Description: common.String("a group"),
	}}
}

func TestFaults_sameWithTheSameSeed(t *testing.T) {
	t.Parallel()
	const spec = "rate=0.5,stall=1ms,seed="
	first := outcomes(t, spec+"7")
	require.Equal(t, first, outcomes(t, spec+"7"))
	require.NotEqual(t, first, outcomes(t, spec+"8"))
	seen := map[string]int{}
	for _, outcome := range first {
		seen[outcome]++
	}
	for _, want := range []string{"GET ", "GET 429", "GET 500", "GET 503", "GET reset", "GET timeout", "POST ", "POST reset", "POST reset after", "POST timeout", "POST timeout after"} {
		require.Positive(t, seen[want], "%s in %v", want, seen)
	}
	require.Zero(t, seen["GET reset after"]+seen["GET timeout after"]+seen["POST 429 after"])
	require.InDelta(t, 60, seen["GET "]+seen["POST "], 20)
}

// A lost answer leaves the client unsure: the operation took effect, or it did not. With a retry token the second try gets
// the first one's answer, and nothing is made twice.
func TestFaults_ambiguous(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"reset", "timeout"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := open(t, sandbox.WithFaults("rate=1,stall=1ms,kinds="+kind))
			made := map[bool]int{}
			for i := range 20 {
				name := fmt.Sprintf("g%d", i)
				create := newGroup(s, name)
				create.OpcRetryToken = common.String("token-" + name)
				require.NoError(t, s.SetFaults(fmt.Sprintf("rate=1,stall=1ms,seed=%d,kinds=%s", i, kind)))
				c := client(t, s, "terraform", "us-ashburn-1", nil)
				_, err := c.CreateGroup(t.Context(), create)
				requireLost(t, err, kind)
				require.NoError(t, s.SetFaults(""))
				made[exists(t, s, name)]++
				_, err = c.CreateGroup(t.Context(), create)
				require.NoError(t, err)
				require.True(t, exists(t, s, name))
			}
			require.Positive(t, made[true])
			require.Positive(t, made[false])
			require.Zero(t, s.Journal()[0].Status)
		})
	}
}

func requireLost(t *testing.T, err error, kind string) {
	t.Helper()
	var network net.Error
	require.ErrorAs(t, err, &network)
	require.Equal(t, kind == "timeout", network.Timeout())
}

func exists(t *testing.T, s *sandbox.Sandbox, group string) bool {
	t.Helper()
	all, err := client(t, s, "terraform", "us-ashburn-1", nil).ListGroups(t.Context(), identity.ListGroupsRequest{
		CompartmentId: common.String(s.TenancyOCID()), Name: common.String(group),
	})
	require.NoError(t, err)
	return len(all.Items) > 0
}

// On the wire the connection breaks: at once with a reset, after the stall with a timeout, or when the client gives up.
func TestFaults_onTheWire(t *testing.T) {
	t.Parallel()
	s := open(t)
	rt := throughProxy(t, s, listen(t, s))
	send := func(spec string, patience time.Duration) (time.Duration, error) {
		require.NoError(t, s.SetFaults(spec))
		defer func() { require.NoError(t, s.SetFaults("")) }()
		c := client(t, s, "terraform", "us-ashburn-1", rt)
		c.HTTPClient = &http.Client{Transport: rt, Timeout: patience}
		start := time.Now()
		_, err := c.CreateGroup(t.Context(), newGroup(s, "never"))
		return time.Since(start), err
	}
	took, err := send("rate=1,kinds=reset,seed=1", time.Minute)
	require.Error(t, err)
	require.Less(t, took, 10*time.Second)
	took, err = send("rate=1,kinds=timeout,seed=1,stall=300ms", time.Minute)
	require.Error(t, err)
	require.GreaterOrEqual(t, took, 300*time.Millisecond)
	took, err = send("rate=1,kinds=timeout,seed=1,stall=1h", 200*time.Millisecond)
	require.ErrorContains(t, err, "Client.Timeout exceeded")
	require.Less(t, took, 10*time.Second)
	_, err = send("", time.Minute)
	if err != nil { // one of the lost ones took effect
		refused(t, err, 409, "GroupAlreadyExists", "never")
	}
	require.True(t, exists(t, s, "never"))
}

// Identity does not show at once what it has just made, if it is told to be like that.
func TestFaults_consistency(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := open(t, sandbox.WithClock(func() time.Time { return now }), sandbox.WithFaults("consistency=2s"))
	now = now.Add(time.Minute) // what the sandbox starts with is old enough
	c := client(t, s, "terraform", "us-ashburn-1", nil)
	made, err := c.CreateGroup(t.Context(), newGroup(s, "young"))
	require.NoError(t, err)
	_, err = c.GetGroup(t.Context(), identity.GetGroupRequest{GroupId: made.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	require.False(t, exists(t, s, "young"))
	now = now.Add(2 * time.Second)
	_, err = c.GetGroup(t.Context(), identity.GetGroupRequest{GroupId: made.Id})
	require.NoError(t, err)
	require.True(t, exists(t, s, "young"))
}

func TestFaults_slow(t *testing.T) {
	t.Parallel()
	s := open(t, sandbox.WithFaults("slow=100ms"))
	start := time.Now()
	_, err := client(t, s, "terraform", "us-ashburn-1", nil).GetTenancy(t.Context(), tenancy(s))
	require.NoError(t, err)
	require.GreaterOrEqual(t, time.Since(start), 100*time.Millisecond)
}

// What would fail nothing is refused, and what could be meant is told.
func TestParseFaults_failing(t *testing.T) {
	t.Parallel()
	require.NoError(t, sandbox.ParseFaults("failing=CreateTable+BackupCopy"))
	err := sandbox.ParseFaults("failing=CreateTable+CreateAutonomousDB")
	require.ErrorContains(t, err, "faults: failing: CreateAutonomousDB is none of the operations whose work can fail: ")
	require.ErrorContains(t, err, "CreateAutonomousDatabase, ")
}

// Every operation that the services let fail can be asked for.
func TestParseFaults_failingAll(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`(?:operation: |[oO]peration = |\bc, t, |\bw, c, |\bswitchSystem\(w, c, )"([A-Z][A-Za-z]+)"`)
	reads := regexp.MustCompile("^(Generate|Get|List)")
	found := 0
	for _, dir := range []string{"database", "dbsystem", "nosql"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		for _, file := range files {
			source, err := os.ReadFile(file)
			require.NoError(t, err)
			for _, match := range name.FindAllStringSubmatch(string(source), -1) {
				if operation := match[1]; !reads.MatchString(operation) && !strings.HasSuffix(file, "_test.go") {
					found++
					require.NoError(t, sandbox.ParseFaults("failing="+operation), file)
				}
			}
		}
	}
	require.Greater(t, found, 25)
}

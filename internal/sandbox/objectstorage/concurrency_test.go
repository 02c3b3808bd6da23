package objectstorage_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/objectstorage"
)

// TestConcurrency lets many clients write, read, copy, list and delete the same few names while a replication runs, and
// then holds the books against what is there.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := newEnv(t, func(c *objectstorage.Config) { c.Dir = dir })
	e.createBucket(ashburn, "from", versioned)
	e.createBucket(phoenix, "plain")
	e.createBucket(frankfurt, "to")
	e.replicate(ashburn, "from", frankfurt, "to")
	large := strings.Repeat("large", 20_000)

	var clients sync.WaitGroup
	for i := range 8 {
		clients.Go(func() { churn(e, rand.New(rand.NewPCG(7, uint64(i))), large) })
	}
	clients.Wait()

	e.service.Dump()
	require.Equal(t, e.names(ashburn, "from"), e.names(frankfurt, "to"))
	for _, name := range e.names(ashburn, "from") {
		require.Equal(t, e.get(ashburn, "from", name), e.get(frankfurt, "to", name), name)
	}
	for _, at := range [][2]string{{ashburn, "from"}, {phoenix, "plain"}, {frankfurt, "to"}} {
		var count, size int64
		for _, v := range listAllVersions(t, e, at[0], at[1]) {
			if !*v.IsDeleteMarker {
				count++
				text := e.get(at[0], at[1], *v.Name, atVersion(v.VersionId))
				size += int64(len(text))
			}
		}
		b := e.getBucket(at[0], at[1])
		require.Equal(t, count, *b.ApproximateCount, at[1])
		require.Equal(t, size, *b.ApproximateSize, at[1])
	}

	purge(t, e, ashburn, "from")
	purge(t, e, phoenix, "plain")
	require.Empty(t, e.names(frankfurt, "to"))
	left, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	require.NoError(t, err)
	require.Empty(t, left, "contents go with their last reference")
	require.NoError(t, e.service.Close())
	rest, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, rest)
}

// churn does a few hundred things at random. Others do the same, so many of them are refused.
func churn(e *env, random *rand.Rand, large string) {
	for range 40 {
		name := fmt.Sprintf("o%d", random.IntN(5))
		text := []string{"small", large}[random.IntN(2)] + fmt.Sprint(random.Uint32())
		switch random.IntN(7) {
		case 0, 1:
			_, _ = e.tryPut(ashburn, "from", name, text)
		case 2:
			_, _ = e.tryPut(phoenix, "plain", name, text)
		case 3:
			_, _ = e.tryDelete(ashburn, "from", name)
			_, _ = e.tryDelete(phoenix, "plain", name)
		case 4:
			_, _ = e.client(ashburn).CopyObject(e.t.Context(), oss.CopyObjectRequest{
				NamespaceName: new(namespace), BucketName: new("from"), CopyObjectDetails: oss.CopyObjectDetails{
					SourceObjectName: &name, DestinationRegion: new(phoenix), DestinationNamespace: new(namespace),
					DestinationBucket: new("plain"), DestinationObjectName: &name,
				},
			})
		case 5:
			_, _, _ = e.tryGet(frankfurt, "to", name)
			e.service.Dump()
		case 6:
			u := e.startUpload(ashburn, "from", name)
			one, err := u.tryPart(1, text)
			if err == nil {
				_, _ = u.commit(nil, oss.CommitMultipartUploadPartDetails{PartNum: new(1), Etag: one.ETag})
			}
		}
	}
}

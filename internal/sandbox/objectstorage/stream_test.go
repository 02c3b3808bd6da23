package objectstorage_test

import (
	"crypto/md5"
	"encoding/base64"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"
)

// heapWatch samples the heap until it is stopped.
type heapWatch struct {
	base, peak uint64
	stop       chan struct{}
	done       sync.WaitGroup
}

func watchHeap() *heapWatch {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w := &heapWatch{base: m.HeapAlloc, stop: make(chan struct{})}
	w.done.Go(func() {
		for {
			select {
			case <-w.stop:
				return
			case <-time.After(2 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				w.peak = max(w.peak, m.HeapAlloc)
			}
		}
	})
	return w
}

// growth ends the watch and tells by how many bytes the heap grew at most.
func (w *heapWatch) growth() uint64 {
	close(w.stop)
	w.done.Wait()
	return max(w.peak, w.base) - w.base
}

func diskUse(t *testing.T, dir string) int64 {
	t.Helper()
	var total int64
	require.NoError(t, filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	}))
	return total
}

// largeObject is the size in MiB of the object that streams; RESIDENCY_LARGE_OBJECT_MIB sets another.
func largeObject(t *testing.T) int64 {
	t.Helper()
	text := os.Getenv("RESIDENCY_LARGE_OBJECT_MIB")
	if text == "" {
		text = "256"
	}
	n, err := strconv.ParseInt(text, 10, 64)
	require.NoError(t, err)
	return n << 20
}

// TestStreaming puts, copies, replicates and gets a large object through the sandbox's kernel. Neither the heap nor the disk
// holds it more than it must: the heap not at all, the disk once. It is not parallel: it watches the process's heap.
func TestStreaming(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	size := largeObject(t)
	s := openSandbox(t)
	from, to := signedClient(t, s, "terraform", ashburn), signedClient(t, s, "terraform", frankfurt)
	addBucket(t, s, from, "from", versioned)
	addBucket(t, s, to, "replica")
	addBucket(t, s, to, "copy")
	_, err := from.CreateReplicationPolicy(t.Context(), oss.CreateReplicationPolicyRequest{
		NamespaceName: new(s.Namespace()), BucketName: new("from"),
		CreateReplicationPolicyDetails: oss.CreateReplicationPolicyDetails{
			Name: new("p"), DestinationRegionName: new(frankfurt), DestinationBucketName: new("replica"),
		},
	})
	require.NoError(t, err)

	const allowed = 48 << 20 // what a garbage collector may leave lying about, and far less than the object
	sum := md5.New()
	heap := watchHeap()
	put, err := from.PutObject(t.Context(), oss.PutObjectRequest{
		NamespaceName: new(s.Namespace()), BucketName: new("from"), ObjectName: new("large"), ContentLength: &size,
		PutObjectBody: io.NopCloser(io.TeeReader(io.LimitReader(rand.NewChaCha8([32]byte{1}), size), sum)),
	})
	require.NoError(t, err)
	require.Equal(t, base64.StdEncoding.EncodeToString(sum.Sum(nil)), *put.OpcContentMd5)
	_, err = from.CopyObject(t.Context(), oss.CopyObjectRequest{
		NamespaceName: new(s.Namespace()), BucketName: new("from"), CopyObjectDetails: oss.CopyObjectDetails{
			SourceObjectName: new("large"), DestinationRegion: new(frankfurt), DestinationNamespace: new(s.Namespace()),
			DestinationBucket: new("copy"), DestinationObjectName: new("large"),
		},
	})
	require.NoError(t, err)
	for _, bucket := range []string{"copy", "replica"} {
		got, err := to.GetObject(t.Context(), oss.GetObjectRequest{NamespaceName: new(s.Namespace()), BucketName: &bucket, ObjectName: new("large")})
		require.NoError(t, err)
		read := md5.New()
		n, err := io.Copy(read, got.Content)
		require.NoError(t, err)
		require.NoError(t, got.Content.Close())
		require.Equal(t, size, n)
		require.Equal(t, sum.Sum(nil), read.Sum(nil))
	}
	grown := heap.growth()
	t.Logf("an object of %d MiB: the heap grew by %d KiB at most", size>>20, grown>>10)
	require.Less(t, grown, uint64(allowed))
	require.Equal(t, size, diskUse(t, dir), "three objects, one content")

	_, err = from.DeleteObject(t.Context(), oss.DeleteObjectRequest{
		NamespaceName: new(s.Namespace()), BucketName: new("from"), ObjectName: new("large"), VersionId: put.VersionId,
	})
	require.NoError(t, err)
	require.Equal(t, size, diskUse(t, dir), "the copy still needs it")
	_, err = to.DeleteObject(t.Context(), oss.DeleteObjectRequest{NamespaceName: new(s.Namespace()), BucketName: new("copy"), ObjectName: new("large")})
	require.NoError(t, err)
	_, err = to.ListObjects(t.Context(), oss.ListObjectsRequest{NamespaceName: new(s.Namespace()), BucketName: new("replica")})
	require.NoError(t, err)
	require.Zero(t, diskUse(t, dir), "nobody needs it any more")
}

package main

import (
	"context"
	"crypto/rsa"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"golang.org/x/sync/errgroup"
)

// concurrency is Terraform's default parallelism.
const concurrency = 10

// bareClient sends the requests of a refresh and does nothing else: it signs, sends and reads.
type bareClient struct {
	http      http.Client
	signer    common.HTTPRequestSigner
	namespace string
}

func newBareClient(namespace string) (*bareClient, error) {
	file, err := common.ConfigurationProviderFromFile(os.Getenv("OCI_CONFIG_FILE"), "")
	if err != nil {
		return nil, err
	}
	key, err := file.PrivateRSAKey()
	if err != nil {
		return nil, err
	}
	id, err := file.KeyID()
	if err != nil {
		return nil, err
	}
	return &bareClient{
		http:      http.Client{Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: concurrency}},
		signer:    common.DefaultRequestSigner(parsedKey{id, key}),
		namespace: namespace,
	}, nil
}

// parsedKey is a key that is parsed once; Oracle's own providers parse it for each request.
type parsedKey struct {
	id  string
	key *rsa.PrivateKey
}

func (k parsedKey) KeyID() (string, error)                  { return k.id, nil }
func (k parsedKey) PrivateRSAKey() (*rsa.PrivateKey, error) { return k.key, nil }

// get reads every bucket once.
func (c *bareClient) get(ctx context.Context, buckets int) error {
	urls := make([]string, buckets)
	for i := range urls {
		urls[i] = fmt.Sprintf("https://objectstorage.us-ashburn-1.oraclecloud.com/n/%s/b/bench-%d", c.namespace, i)
	}
	return c.getAll(ctx, urls)
}

// getAll reads everything once.
func (c *bareClient) getAll(ctx context.Context, urls []string) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(concurrency)
	for _, url := range urls {
		group.Go(func() error { return c.getOne(ctx, url) })
	}
	return group.Wait()
}

func (c *bareClient) getOne(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	if err := c.signer.Sign(req); err != nil {
		return err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", url, resp.Status)
	}
	return nil
}

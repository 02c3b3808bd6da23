package objectstorage

import "net/http"

// reencryptBucket changes no byte that a client could see: the sandbox encrypts nothing. It holds to the rule that there
// must be a key, and to the work request.
func (s *Service) reencryptBucket(q *request) error {
	var compartment string
	err := q.view(func(b *bucket) error {
		if b.kmsKey == "" {
			return keyMissing(b.name)
		}
		compartment = b.compartment
		return nil
	})
	if err != nil {
		return err
	}
	run := func() error { return q.withBucket(func(*bucket) error { return nil }) }
	return q.begin("REENCRYPT", compartment, run, resource("UPDATED", "bucket", q.Region, q.namespace, q.bucket, ""))
}

// reencryptObject gives one object another key: a master key, a customer's, or with neither the bucket's.
func (s *Service) reencryptObject(q *request) error {
	var d struct {
		KMSKeyID string       `json:"kmsKeyId"`
		Key      *customerKey `json:"sseCustomerKey"`
		Source   *customerKey `json:"sourceSseCustomerKey"`
	}
	if err := q.readJSON(&d); err != nil {
		return err
	}
	target, err := q.uploadSSE(d.Key.header("opc-", d.KMSKeyID), q.Region)
	if err != nil {
		return err
	}
	err = q.changeObject(q.object, q.URL.Query().Get("versionId"), func(_ *bucket, v *version) error {
		if err := v.sse.open(d.Source.header("opc-", ""), "opc-"); err != nil {
			return err
		}
		v.sse = target
		return nil
	})
	if err != nil {
		return err
	}
	q.w.WriteHeader(http.StatusOK)
	return nil
}

// customerKey is a key of the customer's in a body.
type customerKey struct {
	Algorithm string `json:"algorithm"`
	Key       string `json:"key"`
	SHA256    string `json:"keySha256"`
}

// header puts the keys of a body into the headers that other operations take them in.
func (k *customerKey) header(prefix, kmsKey string) http.Header {
	h := http.Header{}
	if kmsKey != "" {
		h.Set(prefix+"sse-kms-key-id", kmsKey)
	}
	if k != nil {
		h.Set(prefix+"sse-customer-algorithm", k.Algorithm)
		h.Set(prefix+"sse-customer-key", k.Key)
		h.Set(prefix+"sse-customer-key-sha256", k.SHA256)
	}
	return h
}

package objectstorage

// namespaceMetadata are the compartments of buckets that come through the Amazon S3 and Swift APIs.
type namespaceMetadata struct {
	S3Compartment    string
	SwiftCompartment string
}

// namespaceJSON is the namespace's metadata on the wire.
type namespaceJSON struct {
	Namespace        string `json:"namespace"`
	S3Compartment    string `json:"defaultS3CompartmentId"`
	SwiftCompartment string `json:"defaultSwiftCompartmentId"`
}

// getNamespace answers every caller; only a compartment of somebody's choice needs a permission.
func (s *Service) getNamespace(q *request) error {
	t := q.caller()
	if compartment := q.URL.Query().Get("compartmentId"); compartment != "" {
		if t = s.owner(compartment); t == nil {
			return compartmentNotFound(compartment)
		}
		if err := q.authorize(all("OBJECTSTORAGE_NAMESPACE_READ"), compartment); denied(err) {
			return compartmentNotFound(compartment)
		} else if err != nil {
			return err
		}
	}
	return q.writeJSON(t.Namespace)
}

func (s *Service) getNamespaceMetadata(q *request) error {
	if err := q.authorizeOnNamespace("OBJECTSTORAGE_NAMESPACE_READ"); err != nil {
		return err
	}
	s.mu.RLock()
	var m namespaceMetadata
	if at := s.sites[location{q.namespace, q.Region.Name}]; at != nil {
		m = at.metadata
	}
	s.mu.RUnlock()
	return q.writeJSON(q.namespaceJSON(m))
}

func (s *Service) updateNamespaceMetadata(q *request) error {
	if err := q.authorizeOnNamespace("OBJECTSTORAGE_NAMESPACE_UPDATE"); err != nil {
		return err
	}
	var d struct {
		S3Compartment    *string `json:"defaultS3CompartmentId"`
		SwiftCompartment *string `json:"defaultSwiftCompartmentId"`
	}
	if err := q.readJSON(&d); err != nil {
		return err
	}
	for _, compartment := range []*string{d.S3Compartment, d.SwiftCompartment} {
		if compartment != nil && !q.tenancy.has(*compartment) {
			return compartmentNotFound(*compartment)
		}
	}
	s.mu.Lock()
	m := &s.site(q.namespace, q.Region).metadata
	set(&m.S3Compartment, d.S3Compartment)
	set(&m.SwiftCompartment, d.SwiftCompartment)
	now := *m
	s.mu.Unlock()
	return q.writeJSON(q.namespaceJSON(now))
}

func (q *request) authorizeOnNamespace(permission string) error {
	err := q.authorize(all(permission), q.tenancy.OCID)
	if denied(err) {
		return namespaceNotFound()
	}
	return err
}

// namespaceJSON shows the metadata; where nothing is set, the compartment is the root.
func (q *request) namespaceJSON(m namespaceMetadata) namespaceJSON {
	return namespaceJSON{
		Namespace:        q.namespace,
		S3Compartment:    orElse(m.S3Compartment, q.tenancy.OCID),
		SwiftCompartment: orElse(m.SwiftCompartment, q.tenancy.OCID),
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

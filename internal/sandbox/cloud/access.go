package cloud

// Principal is who signed a request.
type Principal struct {
	ID       string // OCID, such as a user's
	Tenancy  string // the OCID of the tenancy that the principal is one of
	Name     string
	Type     string // of iam.Requester; "" is a user
	Domain   string // the identity domain of a user; "" is the Default domain
	Groups   []string
	GroupIDs []string
	Address  string // the IP address that the requests come from; "" is one that is in no network source

	DynamicGroups   []string // of a principal that is no user
	DynamicGroupIDs []string
	Compartment     string // the OCID of the compartment that it is in
}

// Access is what a call wants: an operation on a compartment.
//
// The operation is looked up in the policy language's catalogue, which says which permissions it needs. Permissions is for
// the calls of which the service knows better, such as a PutObject that overwrites: then all of them are needed.
type Access struct {
	Service     string   // the SDK's package, such as "objectstorage"
	Operation   string   // the SDK's name, such as "CreateBucket"
	Variant     string   // a use of the operation that needs something else, as the catalogue has it; usually ""
	Permissions []string // such as "BUCKET_CREATE"; none: what the catalogue says
	Compartment string   // OCID
	Write       bool     // false for reads; policies do not see it

	Variables map[string]string   // such as "target.bucket.name"
	Sets      map[string][]string // variables that have several values at once, such as "target.policy.type"
}

// Authorizer decides a call.
type Authorizer interface {
	Authorize(c *Call, a Access) error
}

// Authorize asks the call's Authorizer. A denial is an error in Oracle's shape.
func (c *Call) Authorize(a Access) error { return c.Authorizer.Authorize(c, a) }

// Granter is what an Authorizer also is where services of Oracle's act by themselves, each as a principal that policies name.
type Granter interface {
	// Granted says whether policies let a service principal, such as "objectstorage-us-ashburn-1", use the access's permissions.
	Granted(c *Call, principal string, a Access) bool
}

// Granted says whether policies let a service principal use the access's permissions. An Authorizer that is no Granter grants
// everything.
func (c *Call) Granted(principal string, a Access) bool {
	g, ok := c.Authorizer.(Granter)
	return !ok || g.Granted(c, principal, a)
}

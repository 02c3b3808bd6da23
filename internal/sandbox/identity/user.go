package identity

import (
	"maps"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// User is a person or a machine that signs requests.
type User struct {
	Resource
	Named
	Email          string `json:"email,omitempty"`
	IsMFAActivated bool   `json:"isMfaActivated"`

	domain  string // the identity domain; "" is the default one, whose users alone this API lists
	address string // where the user's requests come from

	machine *Machine // of what is no user, and which this API does not list
}

type userDetails struct {
	details
	Email *string `json:"email"`
}

func (s *Service) routeUsers() {
	n := &noun[User, *User]{
		service: s, name: "User", plural: "Users", path: "/users", kind: "user",
		permission: "USER", inspect: "USER_INSPECT", shelf: &s.users,
		create: s.createUser,
		update: updateUser,
		scope:  tenancyWide[*User],
		remove: s.removeUser,
		keep: func(c *cloud.Call, u *User) (bool, error) {
			return u.domain == "" && u.machine == nil && u.CompartmentID == compartmentOf(c), nil
		},
		target: userTarget,
	}
	n.route()
}

// tenancyWide is the scope of names that are unique in the tenancy.
func tenancyWide[P any](P) string { return "" }

// inTenancy refuses a compartment for what lives in the tenancy itself.
func (s *Service) inTenancy(d details) (Named, error) {
	named, err := d.created()
	if err != nil {
		return Named{}, err
	}
	if *d.CompartmentID != s.config.Tenancy {
		return Named{}, cloud.InvalidParameter("The compartmentId must be the tenancy's OCID.")
	}
	return named, nil
}

func (s *Service) createUser(c *cloud.Call) (*User, string, error) {
	var d userDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, "", err
	}
	named, err := s.inTenancy(d.details)
	if err != nil {
		return nil, "", err
	}
	u := &User{Named: named}
	if d.Email != nil {
		u.Email = *d.Email
	}
	return u, *d.CompartmentID, nil
}

func updateUser(c *cloud.Call) (func(*User), error) {
	var d userDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, err
	}
	return func(u *User) {
		d.apply(&u.Named)
		if d.Email != nil {
			u.Email = *d.Email
		}
	}, d.fixedName()
}

// removeUser drops the user's keys as well. A member of a group cannot be deleted.
func (s *Service) removeUser(u *User) error {
	for _, m := range s.memberships {
		if m.UserID == u.ID {
			return cloud.IncorrectState("The user %s cannot be deleted: it is a member of the group %s.", u.ID, m.GroupID)
		}
	}
	delete(s.users, u.ID)
	maps.DeleteFunc(s.keys, func(_ string, k *apiKey) bool { return k.UserID == u.ID })
	return nil
}

func userTarget(u *User) cloud.Access {
	return cloud.Access{Variables: map[string]string{"target.user.id": u.ID, "target.user.name": u.Name}}
}

// AddUser creates a user in an identity domain, "" being the default one, as a seed does, without a request. The OCID follows
// from the name.
func (s *Service) AddUser(domain, name, description string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ocid := SeededOCID("user", s.config.Name, name)
	u := &User{Named: Named{Name: name, Description: description}, domain: domain}
	return s.users.store(ocid, s.config.Tenancy, s.config.Clock(), u).ID
}

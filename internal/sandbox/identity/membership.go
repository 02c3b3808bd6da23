package identity

import (
	"maps"
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Membership says that a user is in a group.
type Membership struct {
	Resource
	GroupID string `json:"groupId"`
	UserID  string `json:"userId"`
}

func (s *Service) routeMemberships() {
	s.create("/userGroupMemberships", s.addUserToGroup)
	s.read("/userGroupMemberships", s.listMemberships)
	s.read("/userGroupMemberships/{id}", s.getMembership)
	s.write(http.MethodDelete, "/userGroupMemberships/{id}", s.removeUserFromGroup)
}

func (s *Service) addUserToGroup(w http.ResponseWriter, c *cloud.Call) error {
	var d struct {
		UserID  string `json:"userId"`
		GroupID string `json:"groupId"`
	}
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	if d.UserID == "" {
		return cloud.MissingParameter("userId")
	}
	if d.GroupID == "" {
		return cloud.MissingParameter("groupId")
	}
	if err := c.Authorize(s.membership("AddUserToGroup", d.UserID, d.GroupID)); err != nil {
		return err
	}
	m, err := s.join(c, d.UserID, d.GroupID)
	if err != nil {
		return err
	}
	return answer(w, &m.Resource, m)
}

// membership is an operation on a user and a group, which policies see both.
func (s *Service) membership(operation, user, group string) cloud.Access {
	permissions, write := []string{"GROUP_UPDATE", "USER_UPDATE"}, true
	if operation == "GetUserGroupMembership" {
		permissions, write = []string{"GROUP_INSPECT", "USER_INSPECT"}, false
	}
	a := cloud.Access{
		Service: serviceName, Operation: operation, Permissions: permissions, Compartment: s.config.Tenancy, Write: write,
		Variables: map[string]string{},
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if u := s.users[user]; u != nil {
		maps.Copy(a.Variables, userTarget(u).Variables)
	}
	if g := s.groups[group]; g != nil {
		maps.Copy(a.Variables, groupTarget(g).Variables)
	}
	return a
}

func (s *Service) join(c *cloud.Call, user, group string) (*Membership, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, g := s.users[user], s.groups[group]
	if u == nil || g == nil || u.domain != g.domain || u.machine != nil {
		return nil, cloud.NotAuthorizedOrNotFound()
	}
	for _, m := range s.memberships {
		if m.UserID == user && m.GroupID == group {
			return nil, cloud.Errorf(http.StatusConflict, "MembershipAlreadyExists", "The user %s is in the group %s already.", user, group)
		}
	}
	m := *s.memberships.put("groupmembership", s.config.Tenancy, c.Now, &Membership{UserID: user, GroupID: group})
	return &m, nil
}

func (s *Service) getMembership(w http.ResponseWriter, c *cloud.Call) error {
	s.mu.RLock()
	m, err := s.memberships.find(c, c.PathValue("id"))
	s.mu.RUnlock()
	if err != nil {
		return err
	}
	if err := c.Authorize(s.membership("GetUserGroupMembership", m.UserID, m.GroupID)); err != nil {
		return err
	}
	return answer(w, &m.Resource, m)
}

// listMemberships wants a user, a group or both, as Oracle does.
func (s *Service) listMemberships(w http.ResponseWriter, c *cloud.Call) error {
	if err := s.listed(c, "ListUserGroupMemberships", "GROUP_INSPECT", "userId", "groupId"); err != nil {
		return err
	}
	user, group := c.URL.Query().Get("userId"), c.URL.Query().Get("groupId")
	if user == "" && group == "" {
		return cloud.InvalidParameter("One of the parameters userId and groupId is required.")
	}
	s.mu.RLock()
	all := s.memberships.list(c, func(m *Membership) bool {
		return (user == "" || m.UserID == user) && (group == "" || m.GroupID == group)
	})
	s.mu.RUnlock()
	return paged(w, c, all, func(m *Membership) string { return age(&m.Resource) }, false)
}

func (s *Service) removeUserFromGroup(w http.ResponseWriter, c *cloud.Call) error {
	s.mu.RLock()
	m, err := s.memberships.find(c, c.PathValue("id"))
	s.mu.RUnlock()
	if err != nil {
		return err
	}
	if err := c.Authorize(s.membership("RemoveUserFromGroup", m.UserID, m.GroupID)); err != nil {
		return err
	}
	if err := s.leave(c); err != nil {
		return err
	}
	return cloud.WriteNoContent(w)
}

func (s *Service) leave(c *cloud.Call) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.memberships.at(c, c.PathValue("id"))
	if err != nil {
		return err
	}
	if err := cloud.CheckMatch(c.Request, m.etag); err != nil {
		return err
	}
	delete(s.memberships, m.ID)
	return nil
}

// AddMembership puts a user in a group, as a seed does, without a request.
func (s *Service) AddMembership(user, group string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.memberships.put("groupmembership", s.config.Tenancy, s.config.Clock(), &Membership{UserID: user, GroupID: group})
}

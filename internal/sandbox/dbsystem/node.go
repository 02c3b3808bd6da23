package dbsystem

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// patchBody is what PostgreSQL's service takes to add and remove nodes.
var patchBody = members{"items": {kind: objects, needed: true, members: members{
	"operation": {needed: true}, "selection": {needed: true}, "value": {kind: tags}, "position": {}, "selectedItem": {},
}}}

// removed is the selection of one node that is to go.
var removed = regexp.MustCompile(`^instances\[\?id\s*==\s*['"` + "`" + `]([^'"` + "`" + `]+)['"` + "`" + `]\]$`)

// patchSystem adds and removes nodes. The first one is the primary, which stays.
func (s *Service) patchSystem(w http.ResponseWriter, c *cloud.Call) error {
	body, err := patchBody.read(c)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.one(c, s.systems, "PatchDbSystem", true)
	if err != nil {
		return err
	}
	if err := idle(r, active); err != nil {
		return err
	}
	nodes := r.body.clone().list("instances")
	for _, item := range body.list("items") {
		patch, _ := item.(map[string]any)
		if nodes, err = s.patch(r, nodes, patch); err != nil {
			return err
		}
	}
	s.start(w, c, "PatchDbSystem", r, updating, active, s.world.Pace.Update, func() {
		r.body["instances"], r.body["instanceCount"] = nodes, float64(len(nodes))
	})
	return accepted(w)
}

func (s *Service) patch(r *record, nodes []any, patch object) ([]any, error) {
	selection := patch.text("selection")
	switch patch.text("operation") {
	case "INSERT":
		if selection != "instances" {
			return nil, cloud.InvalidParameter("The selection %q of an INSERT must be instances.", selection)
		}
		return append(nodes, instances(s, r.region, object{"instanceCount": 1.0, "storageDetails": r.body["storageDetails"]})...), nil
	case "REMOVE":
		parts := removed.FindStringSubmatch(selection)
		for i, node := range nodes {
			if len(parts) < 2 || (object{"": node}).object("").text("id") != parts[1] {
				continue
			}
			if i == 0 {
				return nil, cloud.InvalidParameter("The instance %q is the primary.", parts[1])
			}
			return append(nodes[:i:i], nodes[i+1:]...), nil
		}
		return nil, cloud.InvalidParameter("The selection %q is no instance of the DB system.", selection)
	}
	return nil, cloud.InvalidParameter("The operation %q must be INSERT or REMOVE.", patch.text("operation"))
}

// primary answers which node is the primary.
func (s *Service) primary(w http.ResponseWriter, c *cloud.Call) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.one(c, s.systems, "GetPrimaryDbInstance", false)
	if err != nil {
		return err
	}
	first := object{"": r.body.list("instances")[0]}.object("")
	return cloud.WriteJSON(w, http.StatusOK, object{"dbInstanceId": first["id"]})
}

// upgradeSystem brings a system to a later major version.
func (s *Service) upgradeSystem(w http.ResponseWriter, c *cloud.Call) error {
	body, err := members{"dbVersion": {needed: true}, "configId": {}, "options": {kind: texts}}.read(c)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.one(c, s.systems, "UpgradeDbSystem", true)
	if err != nil {
		return err
	}
	if err := idle(r, active); err != nil {
		return err
	}
	to, err := strconv.Atoi(body.text("dbVersion"))
	if is := major(r.body.text("dbVersion")); err != nil || to <= is {
		return cloud.InvalidParameter("The DB system has version %d and cannot be upgraded to %q.", is, body.text("dbVersion"))
	}
	s.start(w, c, "UpgradeDbSystem", r, updating, active, s.world.Pace.Update, func() {
		r.body["dbVersion"] = body.text("dbVersion") + minor
		if id := body.text("configId"); id != "" {
			r.body["configId"] = id
		}
	})
	return accepted(w)
}

// minor is the minor version that a major one comes with.
const minor = ".8"

func major(version string) int {
	first, _, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(first)
	if err != nil {
		return 0
	}
	return n
}

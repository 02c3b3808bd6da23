package identity

import (
	"regexp"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// details is what the bodies of creates and updates of named resources have in common. A nil member was not sent.
type details struct {
	CompartmentID *string                   `json:"compartmentId"`
	Name          *string                   `json:"name"`
	Description   *string                   `json:"description"`
	FreeformTags  map[string]string         `json:"freeformTags"`
	DefinedTags   map[string]map[string]any `json:"definedTags"`
}

// created checks the details of a create.
func (d details) created() (Named, error) {
	switch {
	case d.CompartmentID == nil || *d.CompartmentID == "":
		return Named{}, cloud.MissingParameter("compartmentId")
	case d.Name == nil:
		return Named{}, cloud.MissingParameter("name")
	case d.Description == nil:
		return Named{}, cloud.MissingParameter("description")
	}
	n := Named{Name: *d.Name, Description: *d.Description, FreeformTags: d.FreeformTags, DefinedTags: d.DefinedTags}
	return n, d.check()
}

var nameForm = regexp.MustCompile(`^[A-Za-z0-9._@+-]{1,100}$`)

// check holds what was sent against Oracle's forms.
func (d details) check() error {
	if d.Name != nil && !nameForm.MatchString(*d.Name) {
		return cloud.InvalidParameter("The name %q must be 1 to 100 letters, digits, periods, hyphens and underscores.", *d.Name)
	}
	if d.Description != nil && len(*d.Description) > 400 {
		return cloud.InvalidParameter("The description must not be longer than 400 characters.")
	}
	return nil
}

// apply changes what was sent.
func (d details) apply(n *Named) {
	if d.Name != nil {
		n.Name = *d.Name
	}
	if d.Description != nil {
		n.Description = *d.Description
	}
	if d.FreeformTags != nil {
		n.FreeformTags = d.FreeformTags
	}
	if d.DefinedTags != nil {
		n.DefinedTags = d.DefinedTags
	}
}

// fixedName is the update of a resource whose name cannot change.
func (d details) fixedName() error {
	if d.Name != nil {
		return cloud.InvalidParameter("The name cannot be changed.")
	}
	return d.placed()
}

// placed refuses an update that would move the resource.
func (d details) placed() error {
	if d.CompartmentID != nil {
		return cloud.InvalidParameter("The compartment cannot be changed by an update.")
	}
	return d.check()
}

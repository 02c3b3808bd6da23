package cli

import (
	"fmt"

	"github.com/go-json-experiment/json"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// declaredBoundary is the attribute boundary as JSON.
type declaredBoundary struct {
	Name          string                       `json:"name"`
	Jurisdictions []string                     `json:"jurisdictions"`
	Realms        []string                     `json:"realms"`
	Regions       []string                     `json:"regions"`
	Ungoverned    []string                     `json:"ungoverned"`
	Classes       map[string]declaredClass     `json:"classes"`
	Exceptions    map[string]declaredException `json:"exceptions"`
}

type declaredClass struct {
	Jurisdictions []string `json:"jurisdictions"`
	Realms        []string `json:"realms"`
	Regions       []string `json:"regions"`
	Addresses     []string `json:"addresses"`
	Compartments  []string `json:"compartments"`
}

type declaredException struct {
	Regions      []string `json:"regions"`
	Addresses    []string `json:"addresses"`
	Compartments []string `json:"compartments"`
	Kinds        []string `json:"kinds"`
	Reason       string   `json:"reason"`
	Owner        string   `json:"owner"`
	ApprovedBy   string   `json:"approved_by"`
	Ticket       string   `json:"ticket"`
	Expires      string   `json:"expires"`
}

func newBoundary(raw []byte) (*boundary.Boundary, error) {
	var is declaredBoundary
	if err := json.Unmarshal(raw, &is, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("the boundary is none that this release knows: %w", err)
	}
	d := boundary.Declaration{
		Name: is.Name, Jurisdictions: is.Jurisdictions, Realms: is.Realms, Regions: is.Regions, Ungoverned: is.Ungoverned,
		Classes: map[string]boundary.Class{}, Exceptions: map[string]boundary.Exception{},
	}
	for name, c := range is.Classes {
		d.Classes[name] = boundary.Class(c)
	}
	for name, e := range is.Exceptions {
		d.Exceptions[name] = boundary.Exception(e)
	}
	return boundary.New(d)
}

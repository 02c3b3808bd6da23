package cloud

import (
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// World is what a service may ask about the sandbox around it. In the zero World every region and compartment is there, in one
// tenancy, every key can be used, and nothing takes time.
type World struct {
	Clock      func() time.Time
	Subscribed func(regionName string) bool
	Tenancy    func(compartment string) (ocid string, ok bool) // the tenancy that an active compartment is in
	// Key finds the compartment of a key that can be used in a region. vault is that of the key, or "". The error says what is wrong.
	Key  func(at region.Region, key, vault string) (compartment string, err error)
	Pace Pace

	// FarQuotas is whether the quotas of another region bind what a service makes there by itself, such as a replica.
	FarQuotas bool
}

// Now is the sandbox's time, in the resolution that Oracle answers in.
func (w World) Now() time.Time {
	if w.Clock == nil {
		return time.Now().UTC().Truncate(time.Millisecond)
	}
	return w.Clock().UTC().Truncate(time.Millisecond)
}

// HasRegion says whether a region is known, and subscribed to.
func (w World) HasRegion(name string) bool {
	if w.Subscribed == nil {
		_, ok := region.ByName(name)
		return ok
	}
	return w.Subscribed(name)
}

// HasCompartment says whether there is an active compartment by the OCID.
func (w World) HasCompartment(ocid string) bool {
	_, ok := w.tenancy(ocid)
	return ok
}

// CanMove says whether a resource can go from one compartment to another: nothing leaves its tenancy.
func (w World) CanMove(from, to string) bool {
	old, known := w.tenancy(from)
	other, ok := w.tenancy(to)
	return known && ok && old == other
}

func (w World) tenancy(compartment string) (string, bool) {
	if w.Tenancy == nil {
		return "", true
	}
	return w.Tenancy(compartment)
}

// KeyIn finds the compartment of a key that can be used in a region; vault is that of the key, or "".
func (w World) KeyIn(at region.Region, key, vault string) (compartment string, err error) {
	if w.Key == nil {
		return "", nil
	}
	return w.Key(at, key, vault)
}

// ReserveFar holds what a service makes by itself in another region than the call's against the quotas there, if they bind it.
func (w World) ReserveFar(c *Call, at region.Region, u Usage) error {
	if !w.FarQuotas {
		return nil
	}
	there := *c
	there.Region = at
	return there.Reserve(u)
}

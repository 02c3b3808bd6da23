package keymanagement

import (
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// The states of vaults, keys and their versions.
const (
	creating   = "CREATING"
	active     = "ACTIVE" // of a vault
	enabled    = "ENABLED"
	disabled   = "DISABLED"
	updating   = "UPDATING"
	scheduling = "SCHEDULING_DELETION"
	pending    = "PENDING_DELETION"
	cancelling = "CANCELLING_DELETION"
	deleted    = "DELETED"
)

// thing is what vaults, keys and key versions have.
type thing struct {
	ID             string     `json:"id"`
	CompartmentID  string     `json:"compartmentId"`
	State          string     `json:"lifecycleState"`
	TimeCreated    time.Time  `json:"timeCreated"`
	TimeOfDeletion *time.Time `json:"timeOfDeletion,omitempty"`

	next string    // the state after a passing one, "" for none
	due  time.Time // when it comes
	was  string    // the state before a deletion was scheduled
	etag string
}

// named is what vaults and keys have besides.
type named struct {
	DisplayName  string                    `json:"displayName"`
	FreeformTags map[string]string         `json:"freeformTags"`
	DefinedTags  map[string]map[string]any `json:"definedTags"`
}

func newThing(id, compartment, final string, now time.Time, took time.Duration) thing {
	t := thing{ID: id, CompartmentID: compartment, TimeCreated: now, etag: cloud.NewETag()}
	t.pass(creating, final, now.Add(took))
	return t
}

// pass takes a passing state, and the next one when that is due.
func (t *thing) pass(state, next string, due time.Time) {
	t.State, t.next, t.due, t.etag = state, next, due, cloud.NewETag()
}

// settle is the thing as of now.
func (t *thing) settle(now time.Time) {
	if t.next != "" && !t.due.After(now) {
		t.State, t.next = t.next, ""
	}
	if t.State == pending && t.TimeOfDeletion != nil && !t.TimeOfDeletion.After(now) {
		t.State = deleted
	}
}

// The time that Oracle gives to change one's mind about a deletion.
const (
	shortestNotice = 7 * 24 * time.Hour
	longestNotice  = 30 * 24 * time.Hour
)

// schedule begins the deletion of a thing that is in one of the states.
func (t *thing) schedule(at *time.Time, now time.Time, took time.Duration, states ...string) error {
	if err := t.mustBe(states...); err != nil {
		return err
	}
	when := now.Add(longestNotice)
	if at != nil {
		when = at.UTC()
	}
	if when.Before(now.Add(shortestNotice-time.Minute)) || when.After(now.Add(longestNotice+time.Minute)) {
		return cloud.InvalidParameter("The timeOfDeletion must be from 7 to 30 days ahead, not %s.", when.Format(time.RFC3339))
	}
	t.was, t.TimeOfDeletion = t.State, &when
	t.pass(scheduling, pending, now.Add(took))
	return nil
}

// cancel takes a scheduled deletion back.
func (t *thing) cancel(now time.Time, took time.Duration) error {
	if err := t.mustBe(pending); err != nil {
		return err
	}
	t.TimeOfDeletion = nil
	t.pass(cancelling, t.was, now.Add(took))
	return nil
}

func (t *thing) mustBe(states ...string) error {
	if slices.Contains(states, t.State) {
		return nil
	}
	return cloud.IncorrectState("%s is %s.", t.ID, t.State)
}

// extended is an OCID with the vault's extension before its last part, as vaults and what is in them have it.
func extended(kind string, r region.Region, extension string) string {
	return within(cloud.NewOCID(kind, r), extension)
}

// within puts a vault's extension into an OCID.
func within(ocid, extension string) string {
	last := strings.LastIndexByte(ocid, '.')
	return ocid[:last] + "." + extension + ocid[last:]
}

// extensionOf is a vault's name in its endpoints and OCIDs, made of the end of an OCID.
func extensionOf(ocid string) string {
	const length = 13
	return ocid[len(ocid)-length:]
}

// details are what the bodies of updates have in common. A nil member was not sent.
type details struct {
	DisplayName  *string                   `json:"displayName"`
	FreeformTags map[string]string         `json:"freeformTags"`
	DefinedTags  map[string]map[string]any `json:"definedTags"`
}

func (d details) apply(n *named) {
	if d.DisplayName != nil {
		n.DisplayName = *d.DisplayName
	}
	if d.FreeformTags != nil {
		n.FreeformTags = d.FreeformTags
	}
	if d.DefinedTags != nil {
		n.DefinedTags = d.DefinedTags
	}
}

// deletion is the body of a request that schedules a deletion.
type deletion struct {
	TimeOfDeletion *time.Time `json:"timeOfDeletion"`
}

// move is the body of a request that changes a compartment.
type move struct {
	CompartmentID string `json:"compartmentId"`
}

package diagnostic

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// Refused is the error for a finding that stops the plan.
func Refused(at path.Path, b *boundary.Boundary, f boundary.Finding, more ...string) diag.Diagnostic {
	return Error(at, summary(f), append([]string{sentence(f.Message), judged(b)}, more...)...)
}

// Remarked is the warning for a finding that does not stop the plan; why says why it does not.
func Remarked(at path.Path, b *boundary.Boundary, f boundary.Finding, why ...string) diag.Diagnostic {
	return Warning(at, summary(f), append([]string{sentence(f.Message), judged(b)}, why...)...)
}

// Excepted is the warning that something is outside by an exception, until when, and why it was granted.
func Excepted(at path.Path, b *boundary.Boundary, f boundary.Finding) diag.Diagnostic {
	granted := ""
	if e, ok := b.Declaration().Exceptions[f.Exception]; ok {
		granted = fmt.Sprintf("The exception %q ends on %s (UTC). %s", f.Exception, e.Expires, sentence("Reason: "+e.Reason))
	}
	return Warning(at, "Outside boundary by exception", sentence(f.Message), granted, judged(b))
}

// summary is the static summary of a finding that is not a pass.
func summary(f boundary.Finding) string {
	subject, ok := subjects[f.Kind]
	switch {
	case strings.HasSuffix(f.Attribute, "region_name"):
		subject = "Region" // the attribute is a region, whatever flows there
	case !ok:
		subject = "Destination"
	}
	switch f.Verdict {
	case boundary.Outside:
		return subject + " outside boundary"
	case boundary.Faulty:
		return "Exception not in force"
	}
	return subject + " not decided"
}

var subjects = map[boundary.Kind]string{
	boundary.Placement:   "Region",
	boundary.Key:         "Key",
	boundary.Replication: "Replica",
	boundary.Replica:     "Replica",
	boundary.Copy:        "Copy",
	boundary.BackupCopy:  "Backup copy",
	boundary.Standby:     "Standby",
	boundary.Clone:       "Clone",
	boundary.Share:       "Share",
	boundary.Peering:     "Peer",
}

// judged names the boundary that a finding rests on, and where it was declared.
func judged(b *boundary.Boundary) string { return fmt.Sprintf("Judged by %s.", b) }

// Faults are all faults of a boundary at the argument that declares it: each names its attribute in there, or the file's line.
// None is put at its own attribute, because Terraform shows for a path into a dynamic value the line of whatever argument of
// the block has that name.
func Faults(at path.Path, err error) (diags diag.Diagnostics) {
	const summary = "Boundary not usable"
	var faults boundary.Faults
	if !errors.As(err, &faults) {
		diags.Append(Error(at, summary, sentence(err.Error())))
	}
	for _, fault := range faults {
		where := fmt.Sprintf("In %s", at)
		if fault.File != "" {
			where = fmt.Sprintf("%s:%d", fault.File, max(1, fault.Line))
		} else if attribute := fault.Attribute(); attribute != "" {
			where += "." + attribute
		}
		diags.Append(Error(at, summary, where+": "+sentence(fault.Message)))
	}
	return diags
}

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

// Faults are all faults of a boundary, each at its attribute under root, or with file and line for a boundary file.
func Faults(root path.Path, err error) diag.Diagnostics {
	var diags diag.Diagnostics
	var faults boundary.Faults
	if !errors.As(err, &faults) {
		diags.Append(Error(root, "Boundary not usable", sentence(err.Error())))
		return diags
	}
	for _, fault := range faults {
		if fault.File != "" {
			diags.Append(Error(root, "Boundary not usable", fmt.Sprintf("%s:%d: %s", fault.File, max(1, fault.Line), sentence(fault.Message))))
			continue
		}
		diags.Append(Error(under(root, fault.Path), "Boundary not usable", sentence(fault.Message)))
	}
	return diags
}

// under appends a fault's path: the first step and those after a key are attributes, a name after "classes" or
// "exceptions" is a map key, a number a list index.
func under(root path.Path, steps []any) path.Path {
	at := root
	for i, step := range steps {
		switch step := step.(type) {
		case int:
			at = at.AtListIndex(step)
		case string:
			if i == 1 {
				at = at.AtMapKey(step)
			} else {
				at = at.AtName(step)
			}
		}
	}
	return at
}

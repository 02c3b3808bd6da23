package autonomousdatabase

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// adminPassword holds a password against Oracle's rules. It never repeats what was written.
type adminPassword struct{}

const passwordRule = "must have 12 to 30 characters, with an upper-case letter, a lower-case letter and a digit, and neither a double quote nor the word admin"

func (adminPassword) Description(context.Context) string { return passwordRule }

func (v adminPassword) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (adminPassword) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if fault := passwordFault(req.ConfigValue.ValueString()); fault != "" {
		resp.Diagnostics.Append(diagnostic.Error(req.Path, "Password not accepted by Oracle", "The password "+fault+".",
			"Oracle's rules: it "+passwordRule+". It is not shown here on purpose."))
	}
}

func passwordFault(password string) string {
	switch {
	case len(password) < 12 || len(password) > 30:
		return "does not have 12 to 30 characters"
	case !strings.ContainsFunc(password, unicode.IsUpper):
		return "has no upper-case letter"
	case !strings.ContainsFunc(password, unicode.IsLower):
		return "has no lower-case letter"
	case !strings.ContainsFunc(password, unicode.IsDigit):
		return "has no digit"
	case strings.Contains(password, `"`):
		return "has a double quote"
	case strings.Contains(strings.ToLower(password), "admin"):
		return "has the word admin"
	}
	return ""
}

// accessListEntry accepts an address, a CIDR block, or a VCN with or without addresses of it.
type accessListEntry struct{}

func (accessListEntry) Description(context.Context) string {
	return "must be an address, a CIDR block, or a VCN with or without addresses of it"
}

func (v accessListEntry) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (accessListEntry) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	entry := req.ConfigValue.ValueString()
	first, rest, more := strings.Cut(entry, ";")
	addresses := []string{entry}
	if strings.HasPrefix(first, "ocid1.") {
		vcn := req
		vcn.ConfigValue = attribute.Setting(first, "")
		attribute.OCID("vcn").ValidateString(ctx, vcn, resp)
		addresses = nil
		if more {
			addresses = strings.Split(rest, ";")
		}
	}
	if slices.ContainsFunc(addresses, func(a string) bool { return !isAddress(a) }) {
		resp.Diagnostics.Append(diagnostic.Error(req.Path, "Access control list not readable",
			"The entry "+entry+" is no address, no CIDR block and no VCN.",
			`Write it like "203.0.113.7", "203.0.113.0/24", "ocid1.vcn.oc1.iad.aaaa…" or "ocid1.vcn.oc1.iad.aaaa…;10.0.0.0/24".`))
	}
}

func isAddress(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	_, err := netip.ParsePrefix(s)
	return err == nil
}

// sourceKind accepts the sources that only read, and says where standbys are made.
type sourceKind struct{}

var sourceKinds = []string{fromNothing, fromDatabase, toRefreshable, fromBackup, fromBackupTime}

func (sourceKind) Description(context.Context) string {
	return "must be one of " + strings.Join(sourceKinds, ", ")
}

func (v sourceKind) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v sourceKind) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	source := req.ConfigValue.ValueString()
	switch {
	case req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || slices.Contains(sourceKinds, source):
	case strings.HasPrefix(source, "CROSS_REGION_") || strings.HasPrefix(source, "CROSS_TENANCY_"):
		resp.Diagnostics.Append(diagnostic.Error(req.Path, "Standby as a database of its own",
			"A database with the source "+source+" is a standby: it and its primary change roles, so data flows both ways.",
			"Declare it as a residency_autonomous_database_standby, which holds both of its ends against the boundary."))
	default:
		resp.Diagnostics.Append(diagnostic.Error(req.Path, "Unknown source", "The source "+source+" is none that this resource knows.",
			"It "+v.Description(ctx)+"."))
	}
}

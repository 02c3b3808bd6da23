package autonomousdatabase

import (
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// passwordMark says which password the configuration wants: the version of the write-only one, or the vault's secret with
// its version; "" for none.
func (m model) passwordMark() string {
	switch {
	case m.SecretID.ValueString() != "" && m.SecretVersionNumber.ValueInt64() > 0:
		return m.SecretID.ValueString() + "/" + strconv.FormatInt(m.SecretVersionNumber.ValueInt64(), 10)
	case m.SecretID.ValueString() != "":
		return m.SecretID.ValueString()
	case !m.AdminPasswordVersion.IsNull() && !m.AdminPasswordVersion.IsUnknown():
		return strconv.FormatInt(m.AdminPasswordVersion.ValueInt64(), 10)
	}
	return ""
}

// marks are the provider's own tags of the database.
func (m model) marks(owner string) map[string]string {
	marks := attribute.Marks(owner, types.Int64Null())
	if mark := m.passwordMark(); mark != "" {
		marks[placement.PasswordTag] = mark
	}
	return marks
}

// password takes over what the mark says of the password that Terraform set last. Where there is no mark, nobody knows.
func (m *model) password(tags map[string]string, fresh bool) {
	mark, marked := tags[placement.PasswordTag]
	if marked || fresh {
		m.AdminPasswordVersion, m.SecretID, m.SecretVersionNumber = types.Int64Null(), types.StringNull(), types.Int64Null()
	}
	switch {
	case !marked:
	case strings.HasPrefix(mark, "ocid1."):
		secret, version, _ := strings.Cut(mark, "/")
		m.SecretID = types.StringValue(secret)
		if n, err := strconv.ParseInt(version, 10, 64); err == nil {
			m.SecretVersionNumber = types.Int64Value(n)
		}
	default:
		m.AdminPasswordVersion = attribute.PasswordVersion(tags)
	}
}

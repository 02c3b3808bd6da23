package autonomousdatabase

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
)

// passwordMark says which password the configuration wants; "" for none.
func (m model) passwordMark() string {
	p := attribute.Password{Version: m.AdminPasswordVersion, SecretID: m.SecretID}
	if n := m.SecretVersionNumber.ValueInt64(); n > 0 {
		p.SecretVersion = types.StringValue(strconv.FormatInt(n, 10))
	}
	return p.Mark()
}

// marks are the provider's own tags of the database.
func (m model) marks(owner string) map[string]string { return attribute.Marks(owner, m.passwordMark()) }

// password takes over what the mark says of the password that Terraform set last. Where there is no mark, nobody knows.
func (m *model) password(tags map[string]string, fresh bool) {
	p, marked := attribute.MarkedPassword(tags)
	if !marked && !fresh {
		return
	}
	m.AdminPasswordVersion, m.SecretID, m.SecretVersionNumber = p.Version, p.SecretID, types.Int64Null()
	if n, err := strconv.ParseInt(p.SecretVersion.ValueString(), 10, 64); err == nil {
		m.SecretVersionNumber = types.Int64Value(n)
	}
}

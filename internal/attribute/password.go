package attribute

import (
	"maps"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Password is which password a configuration wants, or which one Terraform has set last: a version of the write-only one, or a
// vault's secret, with its version where that is said. All null is none that anybody knows of.
type Password struct {
	Version                 types.Int64
	SecretID, SecretVersion types.String
}

// Mark is the value of the tag placement.PasswordTag for it; "" for none.
func (p Password) Mark() string {
	switch secret, version := p.SecretID.ValueString(), p.SecretVersion.ValueString(); {
	case secret != "" && version != "":
		return secret + "/" + version
	case secret != "":
		return secret
	case !p.Version.IsNull() && !p.Version.IsUnknown():
		return strconv.FormatInt(p.Version.ValueInt64(), 10)
	}
	return ""
}

// MarkedPassword is what the mark among the tags says of the password that Terraform set last; false where there is none.
func MarkedPassword(tags map[string]string) (p Password, marked bool) {
	p = Password{types.Int64Null(), types.StringNull(), types.StringNull()}
	mark, marked := tags[placement.PasswordTag]
	if strings.HasPrefix(mark, "ocid1.") {
		secret, version, _ := strings.Cut(mark, "/")
		p.SecretID, p.SecretVersion = types.StringValue(secret), Text(&version)
	} else if n, err := strconv.ParseInt(mark, 10, 64); err == nil {
		p.Version = types.Int64Value(n)
	}
	return p, marked
}

// Remarked are the tags with another mark of the password, or with none. It is never nil.
func Remarked(tags map[string]string, mark string) map[string]string {
	out := map[string]string{}
	maps.Copy(out, tags)
	delete(out, placement.PasswordTag)
	if mark != "" {
		out[placement.PasswordTag] = mark
	}
	return out
}

package boundaries

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// boundaryLimit is how much of a file is read: a boundary is much smaller.
const boundaryLimit = 2 << 20

// ReadFile reads the boundary file that an attribute names.
func ReadFile(at path.Path, name string) (*boundary.Boundary, diag.Diagnostics) {
	var diags diag.Diagnostics
	info, err := os.Stat(name)
	var text []byte
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = errors.New("it is not a file")
	case info.Size() > boundaryLimit:
		err = fmt.Errorf("it has %d bytes, and no boundary has that many", info.Size())
	default:
		text, err = os.ReadFile(name)
	}
	if err != nil {
		if fault, ok := errors.AsType[*fs.PathError](err); ok {
			err = fault.Err
		}
		diags.Append(diagnostic.Error(at, "Boundary file not readable", fmt.Sprintf("The file %q cannot be read: %s.", name, err),
			`A relative path starts at Terraform's working directory; "${path.module}/us-user-data.hcl" starts at the module.`))
		return nil, diags
	}
	found, err := boundary.Parse(name, text)
	if err != nil {
		return nil, diagnostic.Faults(at, err)
	}
	return found, nil
}

// Package dbsystem is what the nouns for MySQL and PostgreSQL have in common: the life of a DB system from its creation to
// its deletion, the arguments that mean the same in both, and what its backups and their copies mean for the boundary. It
// knows no service: a Kind says how one is talked to. What is inside is decided by package boundary.
package dbsystem

import (
	"context"
	"iter"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Model is the attributes that the two nouns have in common; a noun's model embeds it.
type Model struct {
	placement.Model

	ID types.String `tfsdk:"id"`

	CompartmentID       types.String `tfsdk:"compartment_id"`
	State               types.String `tfsdk:"state"`
	DisplayName         types.String `tfsdk:"display_name"`
	Description         types.String `tfsdk:"description"`
	SubnetID            types.String `tfsdk:"subnet_id"`
	NSGIDs              types.Set    `tfsdk:"nsg_ids"`
	KMSKeyID            types.String `tfsdk:"kms_key_id"`
	AdminUsername       types.String `tfsdk:"admin_username"`
	AdminPassword       types.String `tfsdk:"admin_password_wo"` // null but in a configuration
	PasswordVersion     types.Int64  `tfsdk:"admin_password_wo_version"`
	SourceBackupID      types.String `tfsdk:"source_backup_id"`
	BackupPolicy        types.Object `tfsdk:"backup_policy"`
	CopyToRegions       types.Set    `tfsdk:"copy_to_regions"`
	CopyRetentionInDays types.Int64  `tfsdk:"copy_retention_in_days"`
	FreeformTags        types.Map    `tfsdk:"freeform_tags"`
	DefinedTags         types.Map    `tfsdk:"defined_tags"`
	DeletionProtection  types.Bool   `tfsdk:"deletion_protection"`

	LifecycleState types.String `tfsdk:"lifecycle_state"`
	TimeCreated    types.String `tfsdk:"time_created"`

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// Kind is one of the two kinds of DB systems, with M the noun's model.
type Kind[M any] struct {
	Name       string // of the type without the provider's, such as "mysql_db_system"
	Title      string // such as "MySQL DB system"
	OCIDType   string // the type in a system's OCID
	BackupType string // the type in a backup's OCID
	OracleType string // the type of Oracle's provider that a moved block may name
	Permission string // what reading needs, such as "MYSQL_INSTANCE_READ"

	Description string                      // of the resource, in Markdown
	Attributes  map[string]schema.Attribute // besides the common ones
	Policy      schema.SingleNestedAttribute
	MostKept    int64 // days that a backup copy is kept at most

	Common func(*M) *Model
	// Password is which password a model wants or has.
	Password func(M) attribute.Password
	// Unknowns marks what a change will change besides what it asks for. The state is nil for a new system.
	Unknowns func(plan *M, config M, state *M)
	// Check refuses what Oracle refuses; state is nil for a new system.
	Check func(plan, config M, state *M) diag.Diagnostics
	// Open is the service in a region; false when there is an error among the diagnostics.
	Open func(p *placement.Provider, region string, diags *diag.Diagnostics) (Cloud[M], bool)
	// Moved takes over what only this kind has from the state of Oracle's provider.
	Moved func(raw []byte, m *M) error
}

// System is what the cloud says of a DB system that both kinds have. Take fills a model with all that it says.
type System[M any] struct {
	ID, Compartment, Name, State, Details, ETag string
	Nodes                                       []string // OCIDs, where the service tells them
	Tags                                        map[string]string
	Defined                                     map[string]map[string]any
	Created                                     time.Time
	Take                                        func(M) M
}

// Cloud is a service in one region. Its errors are *oci.Error, or the context's.
type Cloud[M any] interface {
	Create(ctx context.Context, plan M, password, owner string) (System[M], error)
	Read(ctx context.Context, id string) (System[M], error)
	// List are the systems of a compartment, deleted ones among them; those of a name unless it is "".
	List(ctx context.Context, compartment, name string) iter.Seq2[System[M], error]
	Delete(ctx context.Context, id, etag string) error
	// Switch starts or stops a system.
	Switch(ctx context.Context, now System[M], on bool) (work string, err error)
	// Steps are what makes a system that runs, or does not, what a plan says, in order. The password is set where Sets says so.
	Steps(plan, state M, password string) []Step[M]
	// Work is a work request.
	Work(ctx context.Context, id string) (operation.Work, error)
}

// Step is one change of a system, which is waited for.
type Step[M any] struct {
	Doing string // such as "Changing"
	Send  func(ctx context.Context, now System[M]) (work string, err error)

	state string // that the system is to be in afterwards; "" for any
}

// Sets says whether a plan wants another password than there is.
func Sets(plan, now attribute.Password) bool { return plan.Mark() != "" && plan.Mark() != now.Mark() }

// Resource is the managed resource of a kind.
type Resource[M any] struct {
	operation.Resource

	kind Kind[M]
}

// NewResource returns the managed resource of a kind.
func NewResource[M any](kind Kind[M]) resource.Resource { return newResource(kind) }

func newResource[M any](kind Kind[M]) *Resource[M] {
	return &Resource[M]{operation.Resource{Name: kind.Name}, kind}
}

// timeout is the time that an operation has when the resource's timeouts do not say another: as in Oracle's provider.
const timeout = time.Hour

func (k Kind[M]) typeName() string { return "residency_" + k.Name }

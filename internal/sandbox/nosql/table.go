package nosql

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/ddl"
	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// The states of a table.
const (
	creating = "CREATING"
	updating = "UPDATING"
	active   = "ACTIVE"
	deleting = "DELETING"
)

// table is a table in one region.
type table struct {
	id, compartment  string
	region           region.Region
	created, updated time.Time
	state            string
	schema           ddl.Table
	statement        string // as it was sent, until the table is altered
	limits           *limitsJSON
	reclaimable      bool
	free             map[string]string
	defined          map[string]map[string]any
	indexes          map[string]*index // by name, folded
	members          *[]*table         // all tables of the replication set, this one among them; nil for a table without replicas
	etag             string
}

// tableJSON is a table as Oracle answers it.
type tableJSON struct {
	ID                string                    `json:"id"`
	CompartmentID     string                    `json:"compartmentId"`
	Name              string                    `json:"name"`
	TimeCreated       time.Time                 `json:"timeCreated"`
	TimeUpdated       time.Time                 `json:"timeUpdated"`
	TableLimits       *limitsJSON               `json:"tableLimits"`
	LifecycleState    string                    `json:"lifecycleState"`
	IsAutoReclaimable bool                      `json:"isAutoReclaimable"`
	SchemaState       string                    `json:"schemaState"`
	IsMultiRegion     bool                      `json:"isMultiRegion"`
	FreeformTags      map[string]string         `json:"freeformTags"`
	DefinedTags       map[string]map[string]any `json:"definedTags"`
	SystemTags        map[string]any            `json:"systemTags"`

	// In a list these are left out.
	Schema                              *schemaJSON   `json:"schema,omitempty"`
	DDLStatement                        string        `json:"ddlStatement,omitempty"`
	LocalReplicaInitializationInPercent *int          `json:"localReplicaInitializationInPercent,omitempty"`
	Replicas                            []replicaJSON `json:"replicas,omitempty"`
}

type limitsJSON struct {
	MaxReadUnits    int    `json:"maxReadUnits"`
	MaxWriteUnits   int    `json:"maxWriteUnits"`
	MaxStorageInGBs int    `json:"maxStorageInGBs"`
	CapacityMode    string `json:"capacityMode"`
}

type replicaJSON struct {
	Region         string `json:"region"`
	TableID        string `json:"tableId"`
	MaxWriteUnits  int    `json:"maxWriteUnits"`
	CapacityMode   string `json:"capacityMode"`
	LifecycleState string `json:"lifecycleState"`
}

type schemaJSON struct {
	Columns    []columnJSON  `json:"columns"`
	PrimaryKey []string      `json:"primaryKey"`
	ShardKey   []string      `json:"shardKey"`
	TTL        int           `json:"ttl"`
	Identity   *identityJSON `json:"identity,omitempty"`
}

type columnJSON struct {
	Name         string `json:"name"`
	Type         string `json:"type"`
	IsNullable   bool   `json:"isNullable"`
	DefaultValue string `json:"defaultValue,omitempty"`
	IsAsUUID     bool   `json:"isAsUuid"`
	IsGenerated  bool   `json:"isGenerated"`
}

type identityJSON struct {
	ColumnName string `json:"columnName"`
	IsAlways   bool   `json:"isAlways"`
	IsNull     bool   `json:"isNull"`
}

type tableDump struct {
	tableJSON `json:",inline"`
	Indexes   []indexJSON `json:"indexes"`
}

// summary is the table as a list has it.
func (t *table) summary() tableJSON {
	state := "MUTABLE"
	if t.schema.Frozen {
		state = "FROZEN"
	}
	return tableJSON{
		ID: t.id, CompartmentID: t.compartment, Name: t.schema.Name, TimeCreated: t.created, TimeUpdated: t.updated, TableLimits: t.limits,
		LifecycleState: t.state, IsAutoReclaimable: t.reclaimable, SchemaState: state, IsMultiRegion: t.members != nil,
		FreeformTags: t.free, DefinedTags: t.defined, SystemTags: map[string]any{},
	}
}

func (t *table) json() tableJSON {
	j := t.summary()
	j.Schema, j.DDLStatement = schemaOf(t.schema), t.statement
	if t.members == nil {
		return j
	}
	done := 100
	if t.state == creating {
		done = 0
	}
	j.LocalReplicaInitializationInPercent = &done
	for _, other := range t.others() {
		j.Replicas = append(j.Replicas, replicaJSON{other.region.Name, other.id, other.limits.MaxWriteUnits, other.limits.CapacityMode, other.state})
	}
	slices.SortFunc(j.Replicas, func(a, b replicaJSON) int { return cmp.Compare(a.Region, b.Region) })
	return j
}

// others are the table's replicas.
func (t *table) others() []*table {
	if t.members == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(*t.members), func(other *table) bool { return other == t })
}

// replica is the table's replica in a region, nil for none.
func (t *table) replica(name string) *table {
	for _, other := range t.others() {
		if other.region.Name == name {
			return other
		}
	}
	return nil
}

// leave takes the table out of its replication set. One that is left alone is no set.
func (t *table) leave() {
	if t.members == nil {
		return
	}
	left := t.others()
	*t.members = left
	if len(left) == 1 {
		left[0].members = nil
	}
	t.members = nil
}

// renew gives the table a new etag, after a change.
func (t *table) renew(now time.Time) { t.updated, t.etag = now, cloud.NewETag() }

const hoursInDay = 24

func schemaOf(t ddl.Table) *schemaJSON {
	s := &schemaJSON{Columns: []columnJSON{}}
	for i, k := range t.PrimaryKey {
		s.PrimaryKey = append(s.PrimaryKey, k.Name)
		if i < t.Shard {
			s.ShardKey = append(s.ShardKey, k.Name)
		}
	}
	key := func(c ddl.Column) bool {
		return slices.ContainsFunc(t.PrimaryKey, func(k ddl.Key) bool { return ddl.SameName(k.Name, c.Name) })
	}
	for _, c := range t.Columns {
		s.Columns = append(s.Columns, columnJSON{c.Name, c.Type.String(), !c.NotNull && !key(c), c.Default, c.UUID, c.Generated})
		if c.Identity != nil {
			s.Identity = &identityJSON{c.Name, c.Identity.Always, c.Identity.OnNull}
		}
	}
	// Oracle tells whole days only.
	s.TTL, _ = strconv.Atoi(t.TTL.Amount)
	if t.TTL.Unit == "HOURS" {
		s.TTL = (s.TTL + hoursInDay - 1) / hoursInDay
	}
	return s
}

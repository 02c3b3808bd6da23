package compile

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

//go:embed data/*.csv
var data embed.FS

// table reads a file of data without its heading. A fault in it is a fault of the build, and the tests read them all.
func table(name string) [][]string {
	src, err := data.ReadFile("data/" + name)
	if err != nil {
		panic("internal/denyrule/compile: " + err.Error())
	}
	rows, err := csv.NewReader(bytes.NewReader(src)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("internal/denyrule/compile: %s: %s", name, err))
	}
	return rows[1:]
}

// services are those that hold data, with the types and families that a deny by verb names for each.
var services = []struct {
	name      string
	resources []string
}{
	{"objectstorage", []string{"object-family"}},
	{"database", []string{"autonomous-database-family", "database-family"}},
	{"nosql", []string{"nosql-family"}},
	{"mysql", []string{"mysql-family"}},
	{"psql", []string{"postgres-db-systems", "postgres-backups"}},
	{"keymanagement", []string{"vault-family"}},
	{"vault", []string{"secret-family"}},
	{"core", []string{"volume-family", "instance-family"}},
	{"filestorage", []string{"file-family"}},
}

// Services lists the services that a rule can name, as the catalogue of operations calls them.
func Services() []string {
	all := make([]string, 0, len(services))
	for _, s := range services {
		all = append(all, s.name)
	}
	return all
}

// Blocks lists the blocks that a rule can name.
func Blocks() []string {
	return []string{
		BlockCreate, BlockWrite, BlockReplicate, BlockCopy, BlockBackupCopy, BlockClone, BlockKeyReplicate, BlockShare, BlockExpose,
		BlockPeer, BlockMove, BlockSubscribeRegion, BlockLoosenGuard, BlockReadFromElsewhere,
	}
}

// placing is which blocks an effect class of the catalogue belongs to, where it places data.
var placing = map[string][]string{
	"create": {BlockCreate}, "write": {BlockWrite}, "restore": {BlockWrite}, "copyin": {BlockCopy, BlockBackupCopy}, "clone": {BlockClone},
	"replicate": {BlockReplicate},
}

// keyServices hold keys and secrets, whose replication is a block of its own.
var keyServices = []string{"keymanagement", "vault"}

// placedBy lists the blocks that stop an operation outside: all that it could do.
func placedBy(o iam.Operation) []string {
	var all []string
	for _, effect := range o.Effects {
		all = append(all, placing[effect]...)
		if effect == "replicate" && slices.Contains(keyServices, o.Service) {
			all = append(all, BlockKeyReplicate)
		}
	}
	return all
}

// way is how an operation lets data out, or loosens the guard.
type way struct {
	blocks []string
	root   bool // it acts on the tenancy itself, wherever a rule binds
}

type operationKey struct{ service, name, variant string }

func keyOf(o iam.Operation) operationKey { return operationKey{o.Service, o.Name, o.Variant} }

// ways is the table of the operations that let data out, by operation.
var ways = sync.OnceValue(func() map[operationKey]way {
	all := map[operationKey]way{}
	for _, row := range table("blocks.csv") {
		all[operationKey{row[0], row[1], row[2]}] = way{blocks: strings.Fields(row[3]), root: row[4] == "root"}
	}
	return all
})

// serviceOf is the service by whose name a rule selects an operation: what is read of a secret belongs to vault. The tenancy's
// own services are selected by their blocks alone.
func serviceOf(o iam.Operation) string {
	if o.Service == "secrets" {
		return "vault"
	}
	return o.Service
}

// selected says whether the rule is about an operation's service.
func (r *Rule) selected(o iam.Operation) bool {
	return len(r.Services) == 0 || !slices.Contains(Services(), serviceOf(o)) || slices.Contains(r.Services, serviceOf(o))
}

// blocks says whether the rule has one of the blocks.
func (r *Rule) blocks(some ...string) bool {
	return slices.ContainsFunc(some, func(block string) bool {
		if len(r.Block) == 0 {
			return block != BlockReadFromElsewhere || len(r.Networks) > 0
		}
		return slices.Contains(r.Block, block)
	})
}

func (r *Rule) layer(name string) bool { return len(r.Layers) == 0 || slices.Contains(r.Layers, name) }

// blocked lists the operations that an obligation of the rule is about.
func (r *Rule) blocked(obligation string) []iam.Operation {
	var all []iam.Operation
	for _, o := range iam.Operations() {
		if about(obligation, o) && r.selected(o) && r.blocks(blocksOf(obligation, o)...) && !r.unreachable(obligation, o) {
			all = append(all, o)
		}
	}
	return all
}

// about says whether an obligation is about an operation at all.
func about(obligation string, o iam.Operation) bool { return len(blocksOf(obligation, o)) > 0 }

func blocksOf(obligation string, o iam.Operation) []string {
	switch {
	case obligation == Outside:
		return placedBy(o)
	case obligation == Foreign && o.Has("read"):
		return []string{BlockShare}
	case obligation == Foreign:
		return nil
	}
	read := func(block string) bool { return block == BlockReadFromElsewhere }
	blocks := slices.Clone(ways()[keyOf(o)].blocks)
	if obligation == Elsewhere {
		return slices.DeleteFunc(blocks, func(b string) bool { return !read(b) })
	}
	return slices.DeleteFunc(blocks, read)
}

// unreachable says whether an operation acts on the tenancy, and the rule does not bind it.
func (r *Rule) unreachable(obligation string, o iam.Operation) bool {
	return obligation == Egress && ways()[keyOf(o)].root && !r.bindsTenancy()
}

func (r *Rule) bindsTenancy() bool { return slices.ContainsFunc(r.Targets, Compartment.Root) }

package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// TestLate holds when a region that the cloud may fill in is one that the configuration gives, in a block of which the plan keeps
// one expression, and nothing of the blocks in it.
func TestLate(t *testing.T) {
	const mysql = "oci_mysql_mysql_db_system.m"
	for name, tt := range map[string]struct {
		refers []string
		source shows
		want   boundary.Verdict
	}{
		"to a variable":                    {[]string{"var.on"}, nil, boundary.Inside},
		"to the instance":                  {[]string{"each.key", "count.index"}, nil, boundary.Inside},
		"to an identifier":                 {[]string{"oci_core_subnet.s.id", "oci_core_subnet.s"}, nil, boundary.Inside},
		"to what will be known":            {[]string{"terraform_data.x.output", "terraform_data.x"}, nil, boundary.Undecided},
		"to a data source":                 {[]string{"data.oci_x.y.region", "data.oci_x.y"}, nil, boundary.Undecided},
		"to a local that nobody knows":     {[]string{"local.days"}, nil, boundary.Undecided},
		"to a local with a value":          {[]string{"local.days"}, shows{"locals days": {IsConstant: true, Constant: "7"}}, boundary.Inside},
		"to a local with something late":   {[]string{"local.days"}, shows{"locals days": {Reference: "terraform_data.x.output"}}, boundary.Undecided},
		"to a module that nobody knows":    {[]string{"module.m.days"}, nil, boundary.Undecided},
		"to nothing, but the source does":  {nil, shows{mysql + " backup_policy.copy_policies.copy_to_region": {Reference: "terraform_data.x.output"}}, boundary.Undecided},
		"to nothing, but to an expression": {nil, shows{mysql + " backup_policy.copy_policies.copy_to_region": {}}, boundary.Undecided},
		"to nothing":                       {nil, shows{mysql + " backup_policy.is_enabled": {}}, boundary.Inside},
	} {
		got := find(t, sketch{Providers: object{"oci": inRegion("us-ashburn-1")}, Resources: []instance{{
			Address: mysql, After: object{"backup_policy": []any{object{"is_enabled": true}}}, Unknown: object{"backup_policy": []any{object{"copy_policies": true}}},
			Expressions: object{"backup_policy": ref(tt.refers...)},
		}}}.judge(t, Options{Source: tt.source.orNone()}), mysql)
		assert.Equal(t, tt.want, got.Verdict, "%s: %v", name, got.Findings)
	}
}

func (s shows) orNone() Source {
	if s == nil {
		return nil
	}
	return s
}

// TestLate_identifiers holds that identifiers are followed which stand in a block within such a block.
func TestLate_identifiers(t *testing.T) {
	const pool = "oci_containerengine_node_pool.p"
	for path, unknown := range map[string]object{
		"node_config_details.placement_configs.subnet_id": {"subnet_id": true},
		"node_config_details.placement_configs.nsg_ids.0": {"nsg_ids": true},
	} {
		source := shows{pool + " " + path: {Reference: subnet + ".id"}, pool + " node_config_details.placement_configs.nsg_ids": {}}
		got := find(t, sketch{Providers: object{"oci": inRegion("us-ashburn-1"), "oci.eu": inRegion("eu-frankfurt-1")}, Resources: []instance{
			{Address: subnet, Key: "oci.eu"},
			{Address: pool, After: object{"node_config_details": []any{object{"placement_configs": []any{object{}}}}}, Unknown: object{"node_config_details": []any{object{"placement_configs": []any{unknown}}}}},
		}}.judge(t, Options{Source: source}), pool)
		assert.Equal(t, boundary.Outside, got.Verdict, "%s: %v", path, got.Findings)
		assert.Equal(t, []string{"eu-frankfurt-1"}, regionsOf(got), path)
	}
}

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
)

// perModule is how many resources a module of a generated plan has, half of them in a module within it.
const perModule = 100

// planFile writes a plan of n resources as Terraform would, and returns its size in bytes. Nothing of it is kept in memory.
func planFile(path string, n int) (int64, error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	writePlan(w, n)
	if err := w.Flush(); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), f.Close()
}

// writePlan leaves errors to the writer's Flush.
func writePlan(w *bufio.Writer, n int) {
	fmt.Fprint(w, `{"format_version":"1.2","terraform_version":"1.11.4","variables":{"home":{"value":"us-ashburn-1"}},"planned_values":{"root_module":`)
	writeState(w, n)
	fmt.Fprint(w, `},"resource_changes":[`)
	for i := range n {
		separate(w, i)
		generated(i).change(w)
	}
	fmt.Fprint(w, `],"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":`)
	writeState(w, n)
	fmt.Fprint(w, `}},"configuration":{"provider_config":{`)
	fmt.Fprint(w, providerConfig("oci", "", "us-ashburn-1")+","+providerConfig("oci.west", "west", "us-phoenix-1")+","+providerConfig("oci.eu", "eu", "eu-frankfurt-1"))
	fmt.Fprint(w, `},"root_module":{"module_calls":{`)
	for m := range modules(n) {
		separate(w, m)
		writeCall(w, m, n)
	}
	fmt.Fprint(w, `},"variables":{"home":{}}}},"timestamp":"2026-11-22T00:00:00Z","applyable":true,"complete":true,"errored":false}`)
}

func modules(n int) int { return (n + perModule - 1) / perModule }

func separate(w io.Writer, i int) {
	if i > 0 {
		fmt.Fprint(w, ",")
	}
}

func providerConfig(key, alias, region string) string {
	if alias != "" {
		alias = fmt.Sprintf(`"alias":%q,`, alias)
	}
	return fmt.Sprintf(`%q:{"name":"oci","full_name":"registry.terraform.io/oracle/oci",%s"version_constraint":">= 8.0.0","expressions":{"region":{"constant_value":%q}}}`, key, alias, region)
}

// one is a generated resource.
type one struct {
	i                            int
	typ, name, module, key, zone string
}

// generated is the i-th resource: its module uses one of the provider blocks, most of them inside.
func generated(i int) one {
	m := i / perModule
	o := one{i: i, name: fmt.Sprintf("r%d", i%perModule), module: fmt.Sprintf("module.m%d", m)}
	o.typ = []string{"oci_core_volume", "oci_objectstorage_bucket", "oci_core_subnet"}[i%3]
	switch {
	case m%50 == 49:
		o.key, o.zone = "oci.eu", "eu-frankfurt-1"
	case m%2 == 1:
		o.key, o.zone = "oci.west", "phx"
	default:
		o.key, o.zone = "oci", "iad"
	}
	if i%perModule >= perModule/2 {
		o.module += ".module.inner"
	}
	return o
}

func (o one) address() string { return o.module + "." + o.typ + "." + o.name }

// values are about as many as such a resource has.
func (o one) values() string {
	common := fmt.Sprintf(`"compartment_id":"ocid1.compartment.oc1..aaaaaaaa%052d","defined_tags":{"Operations.CostCentre":"42","Oracle-Tags.CreatedBy":"default/ci","Oracle-Tags.CreatedOn":"2026-01-01T00:00:00.000Z"},"freeform_tags":{"team":"ledger","service":"%s"},"time_created":"2026-01-01 00:00:00 +0000 UTC","timeouts":null`, o.i/perModule, o.name)
	kind := strings.TrimPrefix(o.typ, "oci_core_")
	id := fmt.Sprintf("ocid1.%s.oc1.%s.abuwcljr%052d", kind, o.zone, o.i)
	switch o.typ {
	case "oci_objectstorage_bucket":
		return fmt.Sprintf(`{"access_type":"NoPublicAccess","approximate_count":null,"approximate_size":null,"auto_tiering":"Disabled","bucket_id":"ocid1.bucket.oc1.%s.aaaaaaaa%052d",%s,"created_by":"ocid1.user.oc1..aaaaaaaa%052d","etag":"7f3c1d62-5b1e-4c0a-9d3e-2f6a8b4c9e01","id":"n/examplenamespace/b/%s-%d","is_read_only":false,"kms_key_id":"","metadata":{},"name":"%s-%d","namespace":"examplenamespace","object_events_enabled":false,"replication_enabled":false,"retention_rules":[],"storage_tier":"Standard","versioning":"Disabled"}`,
			o.zone, o.i, common, 7, o.name, o.i, o.name, o.i)
	case "oci_core_subnet":
		return fmt.Sprintf(`{"availability_domain":null,"cidr_block":"10.%d.%d.0/24",%s,"dhcp_options_id":"ocid1.dhcpoptions.oc1.%s.aaaaaaaa%052d","display_name":"%s","dns_label":"%s","id":"%s","ipv6cidr_blocks":[],"ipv6virtual_router_ip":null,"prohibit_internet_ingress":true,"prohibit_public_ip_on_vnic":true,"route_table_id":"ocid1.routetable.oc1.%s.aaaaaaaa%052d","security_list_ids":["ocid1.securitylist.oc1.%s.aaaaaaaa%052d"],"state":"AVAILABLE","subnet_domain_name":"%s.vcn.oraclevcn.com","vcn_id":"ocid1.vcn.oc1.%s.amaaaaaa%052d","virtual_router_ip":"10.0.0.1","virtual_router_mac":"00:00:17:00:00:01"}`,
			o.i/256%256, o.i%256, common, o.zone, o.i, o.name, o.name, id, o.zone, o.i, o.zone, o.i, o.name, o.zone, o.i/perModule)
	}
	return fmt.Sprintf(`{"auto_tuned_vpus_per_gb":"10","autotune_policies":[{"autotune_type":"DETACHED_VOLUME","max_vpus_per_gb":null}],"availability_domain":"Uocm:%s-AD-1","backup_policy_id":null,"block_volume_replicas":[],"block_volume_replicas_deletion":null,"cluster_placement_group_id":"",%s,"display_name":"%s","id":"%s","is_auto_tune_enabled":false,"is_hydrated":true,"kms_key_id":"","size_in_gbs":"1024","size_in_mbs":"1048576","source_details":[],"state":"AVAILABLE","system_tags":{},"volume_backup_id":null,"volume_group_id":null,"vpus_per_gb":"10","xrc_kms_key_id":null}`,
		strings.ToUpper(o.zone), common, o.name, id)
}

func (o one) change(w io.Writer) {
	values := o.values()
	actions, before, unknown := `"no-op"`, values, `{}`
	if o.i%10 == 0 {
		actions, before = `"create"`, "null"
		unknown = `{"id":true,"time_created":true,"state":true}`
		values = strings.NewReplacer(`"id":"ocid1`, `"display_id":"ocid0`, `"state":"AVAILABLE",`, "").Replace(values)
	}
	fmt.Fprintf(w, `{"address":%q,"module_address":%q,"mode":"managed","type":%q,"name":%q,"provider_name":"registry.terraform.io/oracle/oci","change":{"actions":[%s],"before":%s,"after":%s,"after_unknown":%s,"before_sensitive":{},"after_sensitive":{}}}`,
		o.address(), o.module, o.typ, o.name, actions, before, values, unknown)
}

// writeState writes the modules of planned values or of a state.
func writeState(w io.Writer, n int) {
	fmt.Fprint(w, `{"child_modules":[`)
	for m := range modules(n) {
		separate(w, m)
		from, to := m*perModule, min((m+1)*perModule, n)
		half := min(from+perModule/2, to)
		fmt.Fprintf(w, `{"address":"module.m%d","resources":[`, m)
		writeResources(w, from, half)
		fmt.Fprintf(w, `],"child_modules":[{"address":"module.m%d.module.inner","resources":[`, m)
		writeResources(w, half, to)
		fmt.Fprint(w, `]}]}`)
	}
	fmt.Fprint(w, `]}`)
}

func writeResources(w io.Writer, from, to int) {
	for i := from; i < to; i++ {
		separate(w, i-from)
		o := generated(i)
		fmt.Fprintf(w, `{"address":%q,"mode":"managed","type":%q,"name":%q,"provider_name":"registry.terraform.io/oracle/oci","schema_version":0,"values":%s,"sensitive_values":{}}`,
			o.address(), o.typ, o.name, o.values())
	}
}

// writeCall writes the configuration of a module.
func writeCall(w io.Writer, m, n int) {
	from, to := m*perModule, min((m+1)*perModule, n)
	half := min(from+perModule/2, to)
	fmt.Fprintf(w, `"m%d":{"source":"./stack","expressions":{"compartment_id":{"constant_value":"c"}},"module":{"resources":[`, m)
	writeConfiguration(w, from, half)
	fmt.Fprint(w, `],"module_calls":{"inner":{"source":"./inner","module":{"resources":[`)
	writeConfiguration(w, half, to)
	fmt.Fprint(w, `]}}},"variables":{"compartment_id":{}}}}`)
}

func writeConfiguration(w io.Writer, from, to int) {
	for i := from; i < to; i++ {
		separate(w, i-from)
		o := generated(i)
		fmt.Fprintf(w, `{"address":"%s.%s","mode":"managed","type":%q,"name":%q,"provider_config_key":%q,"expressions":{"compartment_id":{"references":["var.compartment_id"]},"display_name":{"constant_value":%q}},"schema_version":0}`,
			o.typ, o.name, o.typ, o.name, o.key, o.name)
	}
}

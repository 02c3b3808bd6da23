package plan

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// flowCase is a resource in Ashburn and what is found on it.
type flowCase struct {
	typ     string
	after   object
	unknown object
	exprs   object
	want    boundary.Verdict
	regions []string
	kind    boundary.Kind
}

var flowCases = map[string]flowCase{
	"replication":                          {typ: "oci_objectstorage_replication_policy", after: object{"destination_region_name": "ap-singapore-1"}, want: boundary.Outside, regions: []string{"ap-singapore-1"}, kind: boundary.Replication},
	"replication inside":                   {typ: "oci_objectstorage_replication_policy", after: object{"destination_region_name": "us-phoenix-1"}, want: boundary.Inside},
	"replication to a typo":                {typ: "oci_objectstorage_replication_policy", after: object{"destination_region_name": "mars-olympus-1"}, want: boundary.Undecided, regions: []string{"mars-olympus-1"}, kind: boundary.Replication},
	"replication to a word":                {typ: "oci_objectstorage_replication_policy", after: object{"destination_region_name": "europe"}, want: boundary.Undecided, regions: []string{"europe"}, kind: boundary.Replication},
	"copy from outside":                    {typ: "oci_objectstorage_object", after: object{"source_uri_details": []any{object{"region": "eu-frankfurt-1"}}}, want: boundary.Inside},
	"public bucket":                        {typ: "oci_objectstorage_bucket", after: object{"access_type": "ObjectRead"}, want: boundary.Outside, kind: boundary.Share},
	"private bucket":                       {typ: "oci_objectstorage_bucket", after: object{"access_type": "NoPublicAccess"}, want: boundary.Inside},
	"access not known":                     {typ: "oci_objectstorage_bucket", unknown: object{"access_type": true}, exprs: object{"access_type": ref("local.a")}, want: boundary.Undecided, kind: boundary.Share},
	"par":                                  {typ: "oci_objectstorage_preauthrequest", after: object{"access_type": "AnyObjectRead"}, want: boundary.Outside, kind: boundary.Share},
	"par that lists":                       {typ: "oci_objectstorage_preauthrequest", after: object{"access_type": "AnyObjectWrite", "bucket_listing_action": "ListObjects"}, want: boundary.Outside, kind: boundary.Share},
	"images for everybody":                 {typ: "oci_artifacts_container_repository", after: object{"is_public": true}, want: boundary.Outside, kind: boundary.Share},
	"images for us":                        {typ: "oci_artifacts_container_repository", after: object{"is_public": false}, want: boundary.Inside},
	"par to write":                         {typ: "oci_objectstorage_preauthrequest", after: object{"access_type": "AnyObjectWrite"}, want: boundary.Inside},
	"key outside":                          {typ: "oci_core_volume", after: object{"kms_key_id": "ocid1.key.oc1.eu-frankfurt-1.a.b"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Key},
	"key of Oracle's":                      {typ: "oci_core_volume", after: object{"kms_key_id": "ORACLE_MANAGED_KEY"}, want: boundary.Inside},
	"key in another region":                {typ: "oci_core_volume", after: object{"kms_key_id": "ocid1.key.oc1.phx.a.b"}, want: boundary.Inside},
	"key of nobody knows":                  {typ: "oci_core_volume", unknown: object{"kms_key_id": true}, exprs: object{"kms_key_id": ref("local.k")}, want: boundary.Inside},
	"external vault":                       {typ: "oci_kms_vault", after: object{"vault_type": "EXTERNAL"}, want: boundary.Undecided, kind: boundary.Key},
	"key in another cloud":                 {typ: "oci_database_autonomous_database", after: object{"encryption_key": []any{object{"autonomous_database_provider": "AWS", "key_arn": "arn:aws:kms:eu-west-1:1:key/k"}}}, want: boundary.Undecided, kind: boundary.Key},
	"volume replica":                       {typ: "oci_core_volume", after: object{"availability_domain": "Uocm:US-ASHBURN-AD-1", "block_volume_replicas": []any{object{"availability_domain": "Uocm:EU-FRANKFURT-1-AD-1"}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Replica},
	"no volume replica":                    {typ: "oci_core_volume", after: object{"availability_domain": "Uocm:US-ASHBURN-AD-1"}, unknown: object{"block_volume_replicas": true}, want: boundary.Inside},
	"replica in a domain yet unknown":      {typ: "oci_core_volume", after: object{"block_volume_replicas": []any{object{}}}, unknown: object{"block_volume_replicas": []any{object{"availability_domain": true}}}, want: boundary.Undecided, kind: boundary.Replica},
	"backup from outside":                  {typ: "oci_core_volume_backup", after: object{"source_details": []any{object{"region": "eu-frankfurt-1", "volume_backup_id": "ocid1.volumebackup.oc1.eu-frankfurt-1.a"}}, "volume_id": "ocid1.volume.oc1.eu-frankfurt-1.a"}, want: boundary.Inside},
	"backup policy":                        {typ: "oci_core_volume_backup_policy", after: object{"destination_region": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.BackupCopy},
	"standby of outside":                   {typ: "oci_database_autonomous_database", after: object{"source": "CROSS_REGION_DATAGUARD", "source_id": "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Standby},
	"clone of outside":                     {typ: "oci_database_autonomous_database", after: object{"source": "DATABASE", "source_id": "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a"}, want: boundary.Inside},
	"of outside in a way nobody knows":     {typ: "oci_database_autonomous_database", after: object{"source": "STANDBY_OF_TOMORROW", "source_id": "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Standby},
	"clone of outside, in small letters":   {typ: "oci_database_autonomous_database", after: object{"source": "database", "source_id": "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a"}, want: boundary.Inside},
	"standby system in Phoenix":            {typ: "oci_database_data_guard_association", after: object{"database_id": "ocid1.database.oc1.iad.a", "creation_type": "NewDbSystem", "subnet_id": "ocid1.subnet.oc1.phx.a", "nsg_ids": []string{"ocid1.networksecuritygroup.oc1.phx.a"}}, unknown: object{"availability_domain": true, "peer_db_system_id": true}, want: boundary.Inside},
	"standby system abroad":                {typ: "oci_database_data_guard_association", after: object{"database_id": "ocid1.database.oc1.iad.a", "subnet_id": "ocid1.subnet.oc1.eu-frankfurt-1.a"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Standby},
	"dump from abroad":                     {typ: "oci_mysql_mysql_db_system", after: object{"source": []any{object{"source_type": "IMPORTURL", "source_url": "https://objectstorage.eu-frankfurt-1.oraclecloud.com/p/x/n/y/b/z/o/"}}}, want: boundary.Inside},
	"deployed to Phoenix":                  {typ: "oci_devops_deploy_environment", after: object{"cluster_id": "ocid1.cluster.oc1.phx.a"}, want: boundary.Inside},
	"deployed abroad":                      {typ: "oci_devops_deploy_environment", after: object{"cluster_id": "ocid1.cluster.oc1.eu-frankfurt-1.a"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Copy},
	"cached at the edge":                   {typ: "oci_waas_waas_policy", after: object{"waf_config": []any{object{"caching_rules": []any{object{"action": "CACHE"}}}}}, want: boundary.Outside, kind: boundary.Share},
	"not cached":                           {typ: "oci_waas_waas_policy", after: object{"waf_config": []any{object{"caching_rules": []any{object{"action": "BYPASS_CACHE"}}}}}, want: boundary.Inside},
	"image of a job from abroad":           {typ: "oci_datascience_job", after: object{"job_environment_configuration_details": []any{object{"image": "fra.ocir.io/n/x:1"}}}, want: boundary.Inside},
	"search across clusters":               {typ: "oci_opensearch_opensearch_cluster", after: object{"outbound_cluster_config": []any{object{"outbound_clusters": []any{object{"seed_cluster_id": "ocid1.opensearchcluster.oc1.eu-frankfurt-1.a"}}}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Peering},
	"an identifier in a path, abroad":      {typ: "oci_kms_key_version", after: object{"id": "managementEndpoint/https://x-management.kms.us-ashburn-1.oraclecloud.com/keys/ocid1.key.oc1.eu-frankfurt-1.a.b/keyVersions/ocid1.keyversion.oc1.eu-frankfurt-1.a.c", "management_endpoint": "https://x-management.kms.us-ashburn-1.oraclecloud.com"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Placement},
	"an identifier in a path":              {typ: "oci_core_network_security_group_security_rule", after: object{"id": "networkSecurityGroups/ocid1.networksecuritygroup.oc1.iad.a/securityRules/04ABEC"}, want: boundary.Inside},
	"image for everybody":                  {typ: "oci_marketplace_publication", after: object{"listing_type": "COMMUNITY", "package_details": []any{object{"image_id": "ocid1.image.oc1.iad.a"}}}, want: boundary.Outside, kind: boundary.Share},
	"a shard elsewhere":                    {typ: "oci_distributed_database_distributed_database", after: object{"shard_details": []any{object{"vm_cluster_details": []any{object{"subnet_id": "ocid1.subnet.oc1.eu-frankfurt-1.a"}}}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Placement},
	"a shard in Phoenix":                   {typ: "oci_distributed_database_distributed_database", after: object{"shard_details": []any{object{"vm_cluster_details": []any{object{"subnet_id": "ocid1.subnet.oc1.phx.a"}}}}}, want: boundary.Inside},
	"a peer made elsewhere":                {typ: "oci_database_autonomous_database", after: object{"id": "ocid1.autonomousdatabase.oc1.iad.a", "peer_db_ids": []string{"ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a"}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Standby},
	"where it could be cloned":             {typ: "oci_database_autonomous_database", after: object{"supported_regions_to_clone_to": []string{"eu-frankfurt-1"}}, want: boundary.Inside},
	"nosql replica":                        {typ: "oci_nosql_table_replica", after: object{"region": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Replica},
	"mysql copies":                         {typ: "oci_mysql_mysql_db_system", after: object{"backup_policy": []any{object{"copy_policies": []any{object{"copy_to_region": "eu-frankfurt-1"}}}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.BackupCopy},
	"psql copies":                          {typ: "oci_psql_db_system", after: object{"management_policy": []any{object{"backup_policy": []any{object{"copy_policy": []any{object{"regions": []string{"us-phoenix-1", "eu-frankfurt-1"}}}}}}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.BackupCopy},
	"secret":                               {typ: "oci_vault_secret", after: object{"replication_config": []any{object{"replication_targets": []any{object{"target_region": "eu-frankfurt-1"}}}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Replication},
	"vault":                                {typ: "oci_kms_vault_replication", after: object{"replica_region": "eu-frankfurt-1", "vault_id": "ocid1.vault.oc1.iad.a.b"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Replication},
	"file systems":                         {typ: "oci_file_storage_replication", after: object{"source_id": "ocid1.filesystem.oc1.iad.a", "target_id": "ocid1.filesystem.oc1.eu_frankfurt_1.a"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Replication},
	"file system unknown":                  {typ: "oci_file_storage_replication", unknown: object{"target_id": true}, exprs: object{"target_id": ref("local.t")}, want: boundary.Undecided, kind: boundary.Replication},
	"peering":                              {typ: "oci_core_remote_peering_connection", after: object{"peer_region_name": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Peering},
	"disaster recovery":                    {typ: "oci_disaster_recovery_dr_protection_group", after: object{"association": []any{object{"peer_region": "eu-frankfurt-1"}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Standby},
	"cloud guard":                          {typ: "oci_cloud_guard_cloud_guard_configuration", after: object{"reporting_region": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Copy},
	"users replicated":                     {typ: "oci_identity_domain_replication_to_region", after: object{"replica_region": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Replication},
	"users replicated, nobody says where":  {typ: "oci_identity_domain_replication_to_region", unknown: object{"replica_region": true}, want: boundary.Undecided, kind: boundary.Replication},
	"users at home":                        {typ: "oci_identity_domain", after: object{"home_region": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Placement},
	"users' addresses":                     {typ: "oci_identity_domains_user", after: object{"addresses": []any{object{"region": "eu-frankfurt-1"}}, "idcs_endpoint": "https://idcs-1.identity.oraclecloud.com:443"}, want: boundary.GlobalOK},
	"an entity's time zone":                {typ: "oci_log_analytics_log_analytics_entity", after: object{"timezone_region": "eu-frankfurt-1"}, want: boundary.Inside},
	"key by its vault's host":              {typ: "oci_kms_key", after: object{"management_endpoint": "https://x-management.kms.eu-frankfurt-1.oraclecloud.com"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Placement},
	"key in a vault yet unknown":           {typ: "oci_kms_key", unknown: object{"management_endpoint": true}, exprs: object{"management_endpoint": ref("local.e")}, want: boundary.Undecided, kind: boundary.Placement},
	"ours":                                 {typ: "residency_bucket", after: object{"region": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Placement},
	"ours inside":                          {typ: "residency_bucket", after: object{"region": "us-phoenix-1", "data_class": ""}, want: boundary.Inside},
	"ours without a region":                {typ: "residency_bucket", want: boundary.Undecided, kind: boundary.Placement},
	"ours, replicated":                     {typ: "residency_bucket", after: object{"region": "us-phoenix-1", "replication_destinations": []any{object{"region": "eu-frankfurt-1"}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Replication},
	"our database cloned from abroad":      {typ: "residency_autonomous_database", after: object{"region": "us-phoenix-1", "source_id": "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a"}, want: boundary.Inside},
	"our database with a standby":          {typ: "residency_autonomous_database", after: object{"region": "us-phoenix-1", "peer_db_ids": []any{"ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a"}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Standby},
	"our database with a follower":         {typ: "residency_autonomous_database", after: object{"region": "us-phoenix-1", "refreshable_clones": []any{object{"id": "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a", "region": "eu-frankfurt-1"}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Clone},
	"our database backed up abroad":        {typ: "residency_autonomous_database", after: object{"region": "us-phoenix-1", "remote_backup_regions": []any{"eu-frankfurt-1"}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.BackupCopy},
	"our database's key in a cloud":        {typ: "residency_autonomous_database", after: object{"region": "us-phoenix-1", "encryption_key_provider": "AWS"}, want: boundary.Undecided, kind: boundary.Key},
	"our standby":                          {typ: "residency_autonomous_database_standby", after: object{"region": "us-phoenix-1", "autonomous_database_id": "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Standby},
	"our standby, of a primary inside":     {typ: "residency_autonomous_database_standby", after: object{"region": "us-phoenix-1", "autonomous_database_id": "ocid1.autonomousdatabase.oc1.iad.a"}, want: boundary.Inside},
	"our replication":                      {typ: "residency_bucket_replication", after: object{"region": "us-phoenix-1", "destination_region_name": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Replication},
	"a class that nobody has":              {typ: "oci_objectstorage_bucket", after: object{"freeform_tags": object{"residency-class": "secret"}}, want: boundary.Undecided, kind: boundary.Placement},
	"region of a destination yet unknown":  {typ: "oci_objectstorage_replication_policy", unknown: object{"destination_region_name": true}, exprs: object{"destination_region_name": ref("local.d")}, want: boundary.Undecided, kind: boundary.Replication},
	"the same, with nothing in the config": {typ: "oci_objectstorage_replication_policy", unknown: object{"destination_region_name": true}, want: boundary.Undecided, kind: boundary.Replication},
	"region of a source yet unknown":       {typ: "oci_objectstorage_object", after: object{"source_uri_details": []any{object{}}}, unknown: object{"source_uri_details": []any{object{"region": true}}}, want: boundary.Inside},
	"a group that takes over inside":       {typ: "oci_disaster_recovery_dr_protection_group", after: object{"id": "ocid1.drprotectiongroup.oc1.iad.a", "peer_region": "us-phoenix-1", "peer_id": "ocid1.drprotectiongroup.oc1.phx.a", "members": []any{object{"member_id": "ocid1.instance.oc1.iad.a", "destination_dedicated_vm_host_id": "ocid1.dedicatedvmhost.oc1.phx.a"}}}, want: boundary.Inside},
	"a replica of the table, inside":       {typ: "oci_nosql_table", after: object{"id": "ocid1.nosqltable.oc1.iad.a", "replicas": []any{object{"region": "us-phoenix-1", "table_id": "ocid1.nosqltable.oc1.phx.a"}}}, want: boundary.Inside},
	"a primary elsewhere":                  {typ: "oci_database_db_system", after: object{"source": "DATAGUARD", "primary_db_system_id": "ocid1.dbsystem.oc1.eu-frankfurt-1.a"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Standby},
	"a primary in another region inside":   {typ: "oci_database_db_system", after: object{"source": "DATAGUARD", "primary_db_system_id": "ocid1.dbsystem.oc1.phx.a"}, want: boundary.Inside},
	"a member of the Data Guard group":     {typ: "oci_database_autonomous_container_database", after: object{"dataguard_group_members": []any{object{"role": "STANDBY", "autonomous_container_database_id": "ocid1.autonomouscontainerdatabase.oc1.eu-frankfurt-1.a"}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Standby},
	"the vault of a key":                   {typ: "oci_database_autonomous_database", after: object{"vault_id": "ocid1.vault.oc1.eu-frankfurt-1.a.b"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Key},
	"the vault of a secret":                {typ: "oci_vault_secret", after: object{"vault_id": "ocid1.vault.oc1.eu-frankfurt-1.a.b"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Placement},
	"mysql key in another region":          {typ: "oci_mysql_mysql_db_system", after: object{"encrypt_data": []any{object{"key_id": "ocid1.key.oc1.phx.a.b", "key_generation_type": "BYOK"}}}, want: boundary.Inside},
	"mysql key outside":                    {typ: "oci_mysql_mysql_db_system", after: object{"encrypt_data": []any{object{"key_id": "ocid1.key.oc1.eu-frankfurt-1.a.b"}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Key},
	"a copied mysql backup":                {typ: "oci_mysql_mysql_backup", after: object{"db_system_id": "ocid1.mysqldbsystem.oc1.eu-frankfurt-1.a", "db_system_snapshot": []any{object{"id": "ocid1.mysqldbsystem.oc1.eu-frankfurt-1.a", "region": "eu-frankfurt-1", "display_name": "x", "backup_policy": []any{object{"copy_policies": []any{object{"copy_to_region": "eu-frankfurt-1"}}}}}}}, want: boundary.Inside},
	"copies of a psql backup":              {typ: "oci_psql_backup", after: object{"copy_status": []any{object{"region": "eu-frankfurt-1", "state": "COPIED"}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.BackupCopy},
	"an external key":                      {typ: "oci_database_database", after: object{"database": []any{object{"encryption_key_location_details": []any{object{"provider_type": "EXTERNAL"}}}}}, want: boundary.Undecided, kind: boundary.Key},
	"far end of a file replication":        {typ: "oci_file_storage_replication", after: object{"source_id": "ocid1.filesystem.oc1.iad.a", "target_id": "ocid1.filesystem.oc1.phx.a", "replication_target_id": "ocid1.replicationtarget.oc1.phx.a"}, want: boundary.Inside},
	"a connector to a stream outside":      {typ: "oci_sch_service_connector", after: object{"target": []any{object{"kind": "streaming", "stream_id": "ocid1.stream.oc1.eu-frankfurt-1.a"}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Copy},
	"a connector from outside":             {typ: "oci_sch_service_connector", after: object{"source": []any{object{"kind": "streaming", "stream_id": "ocid1.stream.oc1.eu-frankfurt-1.a"}}}, want: boundary.Inside},
	"an image from outside":                {typ: "oci_functions_function", after: object{"image": "fra.ocir.io/ns/f:1"}, want: boundary.Inside},
	"a host of a gateway":                  {typ: "oci_apigateway_deployment", after: object{"specification": []any{object{"routes": []any{object{"backend": []any{object{"url": "https://objectstorage.eu-frankfurt-1.oraclecloud.com/n/x"}}}}}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Copy},
	"the subscription's home":              {typ: "oci_database_autonomous_database", after: object{"subscription_id": "ocid1.organizationssubscription.oc1.eu-frankfurt-1.a"}, want: boundary.Inside},
	"keys of the past":                     {typ: "oci_database_autonomous_database", after: object{"key_history_entry": []any{object{"id": "ocid1.key.oc1.eu-frankfurt-1.a.b", "vault_id": "ocid1.vault.oc1.eu-frankfurt-1.a.b"}}}, want: boundary.Inside},
	"a backup elsewhere":                   {typ: "oci_database_autonomous_database_backup", after: object{"autonomous_database_id": "ocid1.autonomousdatabase.oc1.iad.a", "region": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.BackupCopy},
	"an instance's region by key":          {typ: "oci_core_instance", after: object{"id": "ocid1.instance.oc1.iad.a", "region": "iad"}, want: boundary.Inside},
	"a type that is new":                   {typ: "oci_brand_new", after: object{"peer": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}, kind: boundary.Placement},
	"a type that is new inside":            {typ: "oci_brand_new", after: object{"peer": "us-phoenix-1"}, want: boundary.Inside},
}

func TestFlows(t *testing.T) {
	for name, tt := range flowCases {
		t.Run(name, tt.hold)
	}
}

func (tt flowCase) hold(t *testing.T) {
	t.Helper()
	address := tt.typ + ".x"
	got := find(t, sketch{Providers: object{"oci": inRegion("us-ashburn-1")}, Resources: []instance{
		{Address: address, After: tt.after, Unknown: or(anyOf(tt.unknown)), Expressions: tt.exprs},
	}}.judge(t, Options{}), address)
	assert.Equal(t, tt.want, got.Verdict, "%v", got.Findings)
	if tt.regions == nil {
		tt.regions = []string{}
	}
	assert.Equal(t, tt.regions, regionsOf(got), "%v", got.Findings)
	if tt.kind != "" {
		assert.Equal(t, tt.kind, got.Findings[0].Kind, "%v", got.Findings)
	} else {
		assert.Empty(t, got.Findings)
	}
}

func anyOf(o object) any {
	if o == nil {
		return nil
	}
	return o
}

func TestActions(t *testing.T) {
	replicated := func(to ...string) object {
		var all []any
		for _, r := range to {
			all = append(all, object{"target_region": r})
		}
		return object{"id": "ocid1.vaultsecret.oc1.iad.a", "replication_config": []any{object{"replication_targets": all}}}
	}
	eu := object{"id": "ocid1.vaultsecret.oc1.eu-frankfurt-1.a"}
	const secret = "oci_vault_secret.s"
	for name, tt := range map[string]struct {
		region string
		is     instance
		want   boundary.Verdict
	}{
		"unchanged":                {"us-ashburn-1", instance{Actions: []string{"no-op"}, Before: replicated("eu-frankfurt-1"), After: replicated("eu-frankfurt-1")}, boundary.Outside},
		"a target goes":            {"us-ashburn-1", instance{Actions: []string{"update"}, Before: replicated("eu-frankfurt-1"), After: replicated()}, boundary.Leaving},
		"a target goes, one stays": {"us-ashburn-1", instance{Actions: []string{"update"}, Before: replicated("eu-frankfurt-1", "ap-singapore-1"), After: replicated("eu-frankfurt-1")}, boundary.Outside},
		"may go":                   {"us-ashburn-1", instance{Actions: []string{"update"}, Before: replicated("eu-frankfurt-1"), After: object{"id": "ocid1.vaultsecret.oc1.iad.a"}, Unknown: object{"replication_config": true}}, boundary.Outside},
		"deleted there":            {"eu-frankfurt-1", instance{Actions: []string{"delete"}, Before: eu}, boundary.Leaving},
		"deleted, config gone":     {"eu-frankfurt-1", instance{Actions: []string{"delete"}, Before: eu, NoConfig: true}, boundary.Leaving},
		"deleted inside":           {"us-ashburn-1", instance{Actions: []string{"delete"}, Before: replicated()}, boundary.Inside},
		"deleted with a replica":   {"us-ashburn-1", instance{Actions: []string{"delete"}, Before: replicated("eu-frankfurt-1")}, boundary.Leaving},
		"forgotten there":          {"eu-frankfurt-1", instance{Actions: []string{"forget"}, Before: eu, NoConfig: true}, boundary.Outside},
		"forgotten inside":         {"us-ashburn-1", instance{Actions: []string{"forget"}, Before: replicated(), NoConfig: true}, boundary.Inside},
		"forgotten somewhere":      {"us-ashburn-1", instance{Actions: []string{"forget"}, Before: object{"name": "x"}, NoConfig: true}, boundary.Undecided},
		"comes home":               {"us-ashburn-1", instance{Actions: []string{"delete", "create"}, Before: eu, After: object{}}, boundary.Leaving},
		"goes away":                {"eu-frankfurt-1", instance{Actions: []string{"create", "delete"}, Before: replicated(), After: object{}}, boundary.Outside},
		"forgotten for a new one":  {"us-ashburn-1", instance{Actions: []string{"forget", "create"}, Before: eu, After: object{}}, boundary.Outside},
		"an action of tomorrow":    {"us-ashburn-1", instance{Actions: []string{"teleport"}, Before: replicated("eu-frankfurt-1"), After: replicated()}, boundary.Outside},
	} {
		t.Run(name, func(t *testing.T) {
			tt.is.Address = secret
			got := find(t, sketch{Providers: object{"oci": inRegion(tt.region)}, Resources: []instance{tt.is}}.judge(t, Options{}), secret)
			assert.Equal(t, tt.want, got.Verdict, "%v", got.Findings)
		})
	}
}

func TestDrift(t *testing.T) {
	is := object{"id": "ocid1.autonomousdatabase.oc1.iad.a"}
	drift := object{"id": "ocid1.autonomousdatabase.oc1.iad.a", "peer_db_ids": []string{"ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a"}}
	db := instance{Address: "oci_database_autonomous_database.d", Actions: []string{"no-op"}, Before: is, After: is}
	drifted := instance{Address: db.Address, Actions: []string{"update"}, Before: is, After: drift}
	s := sketch{Providers: object{"oci": inRegion("us-ashburn-1")}, Resources: []instance{db}, Drift: []instance{drifted}}
	assert.Equal(t, []string{"eu-frankfurt-1"}, regionsOf(find(t, s.judge(t, Options{}), db.Address)))
	s.Resources = nil
	assert.Equal(t, boundary.Outside, find(t, s.judge(t, Options{}), db.Address).Verdict, "drift alone, as of a refresh-only plan")
}

// TestSensitive holds that of sensitive values nothing is told but the region.
func TestSensitive(t *testing.T) {
	const secret = "hunter2-mars-1"
	s := sketch{Providers: object{"oci": inRegion("us-ashburn-1")}, Resources: []instance{
		{Address: "oci_objectstorage_replication_policy.p", After: object{"destination_region_name": secret}, Sensitive: object{"destination_region_name": true}},
		{Address: "oci_core_subnet.s", After: object{"vcn_id": "ocid1.vcn.oc1." + secret + ".a", "drg_id": fra}, Sensitive: object{"vcn_id": true, "drg_id": true}},
		{Address: "oci_core_subnet.t", After: object{"vcn_id": "ocid1.vcn.oc1." + secret + ".a"}, Sensitive: true},
	}}
	report := s.judge(t, Options{})
	all, err := json.Marshal(report)
	require.NoError(t, err)
	assert.NotContains(t, string(all), "hunter2")
	assert.NotContains(t, string(all), "aaaa")
	assert.Equal(t, boundary.Undecided, find(t, report, "oci_objectstorage_replication_policy.p").Verdict)
	assert.Contains(t, regionsOf(find(t, report, "oci_core_subnet.s")), "eu-frankfurt-1")
	assert.Equal(t, boundary.Undecided, find(t, report, "oci_core_subnet.t").Verdict)
}

// TestFlows_once holds that what two attributes say of one copy is told once.
func TestFlows_once(t *testing.T) {
	s := sketch{Providers: object{"oci": inRegion("eu-frankfurt-1")}, Resources: []instance{{Address: "oci_core_volume_backup.b", After: object{
		"source_details": []any{object{"region": "us-ashburn-1", "volume_backup_id": "ocid1.volumebackup.oc1.iad.a"}},
	}}}}
	got := find(t, s.judge(t, Options{}), "oci_core_volume_backup.b")
	require.Len(t, got.Findings, 2, "%v", got.Findings)
	assert.Equal(t, boundary.Placement, got.Findings[0].Kind)
	assert.Equal(t, boundary.BackupCopy, got.Findings[1].Kind)
}

// What copies a standby's backups needs an exception of its own: the provider asks for it too.
func TestFlows_standbyBackups(t *testing.T) {
	const standby = "residency_autonomous_database_standby.s"
	b := usBoundary(t, `exception "standby" {`, `regions=["eu-frankfurt-1"]`, `addresses=["`+standby+`"]`, `kinds=["placement", "standby"]`, `reason="r"`, `owner="o"`, `approved_by="p"`, `ticket="t"`, `expires="2027-01-01"`, `}`)
	for copied, want := range map[any]boundary.Verdict{false: boundary.Excepted, true: boundary.Outside, nil: boundary.Excepted, "true": boundary.Outside} {
		s := sketch{Resources: []instance{{Address: standby, Provider: "registry.terraform.io/data-residency/residency", After: object{
			"region": "eu-frankfurt-1", "autonomous_database_id": "ocid1.autonomousdatabase.oc1.iad.a", "is_replicate_automatic_backups": copied,
		}}}}
		p, err := Read(bytes.NewReader(s.json(t)))
		require.NoError(t, err)
		j := find(t, p.Judge(b, at, Options{}), standby)
		assert.Equal(t, want, j.Verdict, "%v: %v", copied, j.Findings)
		if want == boundary.Outside {
			assert.Equal(t, boundary.BackupCopy, j.Findings[0].Kind)
			assert.Equal(t, "is_replicate_automatic_backups", j.Findings[0].Attribute)
		}
	}
}

output "buckets" {
  description = "The buckets by name here, each with its `name` and `region`."
  value       = { for name, bucket in residency_bucket.this : name => { name = bucket.name, region = bucket.region } }
}

output "database_id" {
  description = "OCID of the database; null if there is none."
  value       = one(residency_autonomous_database.this[*].id)
}

output "table_id" {
  description = "OCID of the table; null if it is in another region."
  value       = one(residency_nosql_table.this[*].id)
}

output "places" {
  description = "Everything that the module holds, with region and country, one line each: what a reviewer reads."
  value = concat(
    [for name, b in residency_bucket.this : "bucket ${b.name}: ${b.region} (${b.country})"],
    [for name, b in residency_bucket.replica : "replica ${b.name}: ${b.region} (${b.country})"],
    [for d in residency_autonomous_database.this : "database ${d.db_name}: ${d.region} (${d.country})"],
    [for s in residency_autonomous_database_standby.this : "standby of ${local.database}: ${s.region} (${s.country})"],
    [for t in residency_nosql_table.this : "table ${t.name}: ${t.region} (${t.country})${length(coalesce(var.table.replica_regions, [])) == 0 ? "" : ", replicas in ${join(", ", var.table.replica_regions)}"}"],
  )
}

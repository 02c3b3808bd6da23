resource "residency_nosql_table" "sessions" {
  compartment_id = var.compartment_id
  name           = "sessions"
  region         = "us-phoenix-1"

  # The table as it is wanted: a change is carried out by the ALTER TABLE statements that it takes.
  ddl_statement = <<-EOT
    CREATE TABLE sessions (
      id     STRING,
      member LONG,
      state  JSON,
      PRIMARY KEY (SHARD (id))
    ) USING TTL 30 DAYS WITH SCHEMA FROZEN
  EOT

  table_limits = {
    max_read_units     = 50
    max_write_units    = 50
    max_storage_in_gbs = 5
  }

  # All replicas that there are, by region; {} has the table's own limits.
  replicas = {
    "us-ashburn-1" = {}
    "us-chicago-1" = { max_read_units = 200 }
  }
}

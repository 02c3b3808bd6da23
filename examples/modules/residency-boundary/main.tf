# The boundary of one population, and what Oracle's own cloud does to keep it: a deny rule and the grants of its services.

locals {
  # Only variables: a provider block can be given it before anything exists.
  boundary = {
    name          = var.name
    jurisdictions = var.jurisdictions
    regions       = sort(distinct(var.regions))
    classes       = { for name, class in var.classes : name => merge(class, { realms = null }) }
    exceptions    = var.exceptions
  }
}

resource "residency_deny_rule" "this" {
  name            = var.name
  compartment_id  = var.tenancy_ocid
  compartment_ids = [var.compartment_id]
  spare           = var.spare
  services        = var.services
  network_sources = var.network_sources
  layers          = var.layers
}

# One grant for each region, so that opening one adds a grant and changes none.
resource "residency_service_grant" "object_storage" {
  for_each = toset(local.boundary.regions)

  name                       = "${var.name}-object-storage-${each.key}"
  compartment_id             = var.compartment_id
  regions                    = [each.key]
  allow_copy_and_replication = var.allow_replication
}

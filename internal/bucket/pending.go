package bucket

import "github.com/data-residency/terraform-provider-residency/internal/operation"

// pending says that retention rules of an earlier apply are still to be made.
const pending operation.Note[bool] = "retention_rules_pending"

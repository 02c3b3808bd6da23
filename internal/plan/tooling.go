package plan

import "github.com/data-residency/terraform-provider-residency/internal/boundary"

func (h *hearing) tooling(Options) []boundary.Finding { return nil }

// Package functions holds the provider's functions.
package functions

import "github.com/hashicorp/terraform-plugin-framework/function"

// All returns the constructors of every function.
func All() []func() function.Function { return nil }

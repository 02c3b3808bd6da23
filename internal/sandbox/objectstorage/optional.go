package objectstorage

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func checkEnum(name string, value *string, allowed ...string) error {
	if value == nil || slices.Contains(allowed, *value) {
		return nil
	}
	return cloud.InvalidParameter("The value '%s' of %s is none of %s", *value, name, strings.Join(allowed, ", "))
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}

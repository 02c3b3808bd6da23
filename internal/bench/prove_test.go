package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// What is measured is a tenancy in the language, with conditions of many kinds.
func TestTenancy(t *testing.T) {
	all := tenancy(500)
	p := iam.NewPolicy("tenancy", nil, all...)
	assert.Empty(t, p.Unread)
	assert.Len(t, p.Statements, 500)
	assert.Equal(t, all, tenancy(500), "the same every time")
	conditions := 0
	for _, s := range p.Statements {
		if s.Condition != nil {
			conditions++
		}
	}
	assert.Greater(t, conditions, 300)
}

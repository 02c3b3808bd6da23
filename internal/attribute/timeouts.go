package attribute

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Timeouts is the argument timeouts. A read may take reading by default, every other operation working.
func Timeouts(ctx context.Context, working, reading time.Duration) schema.Attribute {
	limit := func(operation string, by time.Duration) string {
		return fmt.Sprintf("How long %s may take, such as `30m` or `2h45m`. Default `%s`.", operation, brief(by))
	}
	all := timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, CreateDescription: limit("a create", working),
		Read: true, ReadDescription: limit("a refresh", reading),
		Update: true, UpdateDescription: limit("an update", working),
		Delete: true, DeleteDescription: limit("a destroy", working) + " A change of it must be applied before the destroy.",
	})
	if nested, is := all.(schema.SingleNestedAttribute); is {
		nested.MarkdownDescription = "How long operations may take. What Oracle has begun when the time is over goes on, and the next apply goes on with it."
		return nested
	}
	return all
}

// brief is a duration without its zeros: 20m, not 20m0s.
func brief(d time.Duration) string {
	if d%time.Hour == 0 {
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}

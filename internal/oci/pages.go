package oci

import (
	"context"
	"errors"
	"iter"
)

// errPageAgain is a listing that would never end.
var errPageAgain = errors.New("the listing gave the same opc-next-page twice")

// Pages walks a listing: fetch is called with nil, and then with each opc-next-page. It stops at the first error, which is
// the last pair.
func Pages[T any](ctx context.Context, fetch func(ctx context.Context, page *string) (items []T, next *string, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		var page *string
		for {
			items, next, err := fetch(ctx, page)
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if next == nil || *next == "" {
				return
			}
			if page != nil && *page == *next {
				yield(none, errPageAgain)
				return
			}
			page = next
		}
	}
}

// All gathers a listing, or gives its error and nothing else.
func All[T any](listed iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for item, err := range listed {
		if err != nil {
			return nil, err
		}
		all = append(all, item)
	}
	return all, nil
}

package objectstorage

import (
	"strconv"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// page cuts the page of a list that the query asks for.
func page[T any](q *request, items []T, limits cloud.Limits, key func(T) string) ([]T, error) {
	cut, err := cloud.Page(q.w, q.Call, items, limits, key)
	if err == nil {
		return cut, nil
	}
	code := "InvalidPage"
	if text := q.URL.Query().Get("limit"); text != "" && !validLimit(text, limits.Max) {
		code = "InvalidLimit"
	}
	return nil, badRequest(code, "%s", cloud.AsError(err).Message)
}

func validLimit(text string, most int) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n >= 1 && n <= most
}

// sortableTime makes a time a part of a sort key.
func sortableTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000Z") }

// writePage answers with a page of a list that is sorted by key.
func writePage[T any](q *request, list []T, key func(T) string) error {
	list, err := page(q, list, cloud.Limits{Default: 100, Max: 1000}, key)
	if err != nil {
		return err
	}
	return q.writeJSON(list)
}

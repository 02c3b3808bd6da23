package cloud

import (
	"encoding/base64"
	"net/http"
	"strconv"
)

// Limits are the page sizes of a list operation.
type Limits struct {
	Default, Max int
}

// Page cuts the page that the call's limit and page parameters ask for and sets opc-next-page when there is more.
// The items are sorted by key, up or down, and no two have the same key: a page token names the last key that was
// answered, so that items which come or go between two calls neither repeat nor hide others.
func Page[T any](w http.ResponseWriter, c *Call, items []T, limits Limits, key func(T) string) ([]T, error) {
	limit, err := limitOf(c, limits)
	if err != nil {
		return nil, err
	}
	if token := c.URL.Query().Get("page"); token != "" {
		last, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil || len(last) == 0 {
			return nil, InvalidParameter("The parameter page is not an opc-next-page of an earlier answer.")
		}
		items = after(items, last[0], string(last[1:]), key)
	}
	if len(items) > limit {
		direction := up
		if key(items[0]) > key(items[len(items)-1]) {
			direction = down
		}
		items = items[:limit]
		w.Header().Set("Opc-Next-Page", base64.RawURLEncoding.EncodeToString(append([]byte{direction}, key(items[limit-1])...)))
	}
	return items, nil
}

// WritePage answers one page of a list as a bare array.
func WritePage[T any](w http.ResponseWriter, c *Call, items []T, limits Limits, key func(T) string) error {
	page, err := Page(w, c, items, limits, key)
	if err != nil {
		return err
	}
	return WriteJSON(w, http.StatusOK, page)
}

// ListedIn checks the parameters of a list, compartmentId and those that are known besides, and returns the compartment.
func ListedIn(c *Call, known ...string) (compartment string, err error) {
	if err := CheckQuery(c, append(known, "compartmentId")...); err != nil {
		return "", err
	}
	if compartment = c.URL.Query().Get("compartmentId"); compartment == "" {
		return "", MissingParameter("compartmentId")
	}
	return compartment, nil
}

// The first byte of a page token says how the list was sorted; what is left of one may be a single item.
const (
	up   byte = '+'
	down byte = '-'
)

func limitOf(c *Call, limits Limits) (int, error) {
	text := c.URL.Query().Get("limit")
	if text == "" {
		return limits.Default, nil
	}
	limit, err := strconv.Atoi(text)
	if err != nil || limit < 1 || limit > limits.Max {
		return 0, InvalidParameter("The parameter limit must be a number from 1 to %d, not %q.", limits.Max, text)
	}
	return limit, nil
}

// after returns the items that come after the one with the key last, which may be gone.
func after[T any](items []T, direction byte, last string, key func(T) string) []T {
	for i, item := range items {
		switch k := key(item); {
		case k == last:
			return items[i+1:]
		case (k > last) == (direction == up):
			return items[i:]
		}
	}
	return nil
}

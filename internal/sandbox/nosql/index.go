package nosql

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// index is a secondary index of a table.
type index struct {
	Name  string     `json:"name"`
	Keys  []indexKey `json:"keys"`
	State string     `json:"lifecycleState"`
}

type indexKey struct {
	ColumnName    string `json:"columnName"`
	JSONPath      string `json:"jsonPath,omitempty"`
	JSONFieldType string `json:"jsonFieldType,omitempty"`
}

// indexJSON is an index as Oracle answers it.
type indexJSON struct {
	index         `json:",inline"`
	CompartmentID string `json:"compartmentId"`
	TableName     string `json:"tableName"`
	TableID       string `json:"tableId"`
}

type indexDetails struct {
	Name          *string    `json:"name"`
	Keys          []indexKey `json:"keys"`
	CompartmentID *string    `json:"compartmentId"`
	IsIfNotExists bool       `json:"isIfNotExists"`
}

const mostIndexes = 5

// indexList are a table's indexes by name.
func (t *table) indexList() []indexJSON {
	out := []indexJSON{}
	for _, i := range t.indexes {
		out = append(out, indexJSON{*i, t.compartment, t.schema.Name, t.id})
	}
	slices.SortFunc(out, func(a, b indexJSON) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

func (s *Service) createIndex(w http.ResponseWriter, c *cloud.Call) error {
	var d indexDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	if sent(d.Name) == "" || len(d.Keys) == 0 {
		return cloud.MissingParameter("name or keys")
	}
	return s.change(c, "CreateIndex", sent(d.CompartmentID), func(t *table) error {
		key := strings.ToLower(*d.Name)
		if t.indexes[key] != nil && !d.IsIfNotExists {
			return cloud.Errorf(http.StatusConflict, "IndexAlreadyExists", "The index %s of the table %s already exists.", *d.Name, t.schema.Name)
		}
		for _, k := range d.Keys {
			if !hasColumn(t.schema, k.ColumnName) {
				return cloud.InvalidParameter("The table %s has no column %s.", t.schema.Name, k.ColumnName)
			}
		}
		if len(t.indexes) >= mostIndexes {
			return cloud.InvalidParameter("A table has at most %d indexes.", mostIndexes)
		}
		if t.indexes[key] == nil {
			t.indexes[key] = &index{*d.Name, d.Keys, creating}
		}
		i := t.indexes[key]
		s.update(w, c, t, "CreateIndex", s.world.Pace, func() { i.State = active })
		return nil
	})
}

func (s *Service) listIndexes(w http.ResponseWriter, c *cloud.Call) error {
	if err := cloud.CheckQuery(c, "compartmentId", "name", "limit", "page"); err != nil {
		return err
	}
	return s.look(c, "ListIndexes", func(t *table) error {
		items := slices.DeleteFunc(t.indexList(), func(i indexJSON) bool {
			name := c.URL.Query().Get("name")
			return name != "" && !strings.EqualFold(name, i.Name)
		})
		return collection(w, c, items, func(i indexJSON) string { return i.Name })
	})
}

func (s *Service) getIndex(w http.ResponseWriter, c *cloud.Call) error {
	return s.look(c, "GetIndex", func(t *table) error {
		for _, i := range t.indexList() {
			if strings.EqualFold(i.Name, c.PathValue("index")) {
				return cloud.WriteJSON(w, http.StatusOK, i)
			}
		}
		return cloud.NotAuthorizedOrNotFound()
	})
}

func (s *Service) deleteIndex(w http.ResponseWriter, c *cloud.Call) error {
	if err := cloud.CheckQuery(c, "compartmentId", "isIfExists"); err != nil {
		return err
	}
	q := c.URL.Query()
	return s.change(c, "DeleteIndex", q.Get("compartmentId"), func(t *table) error {
		key := strings.ToLower(c.PathValue("index"))
		if t.indexes[key] == nil && q.Get("isIfExists") != "true" {
			return cloud.NotAuthorizedOrNotFound()
		}
		s.update(w, c, t, "DeleteIndex", s.world.Pace, func() { delete(t.indexes, key) })
		return nil
	})
}

// collection answers one page of a list in an object, as this service does.
func collection[T any](w http.ResponseWriter, c *cloud.Call, items []T, key func(T) string) error {
	page, err := cloud.Page(w, c, items, pageLimits, key)
	if err != nil {
		return err
	}
	return cloud.WriteJSON(w, http.StatusOK, map[string]any{"items": page})
}

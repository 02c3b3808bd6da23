package policyanalysis

import "slices"

// tree is a tenancy's compartments.
type tree struct {
	order []string            // OCIDs, parents first
	paths map[string][]string // by OCID: the path from the root, which has none
}

// node is a compartment as the tenancy lists it.
type node struct{ id, parent, name string }

// plant makes a tree of compartments. Those whose parents are not listed are left out: nobody knows where they are.
func plant(root string, nodes []node) tree {
	t := tree{order: []string{root}, paths: map[string][]string{root: {}}}
	children := map[string][]node{}
	for _, n := range nodes {
		children[n.parent] = append(children[n.parent], n)
	}
	for i := 0; i < len(t.order); i++ {
		at := t.order[i]
		for _, n := range children[at] {
			if _, again := t.paths[n.id]; !again {
				t.paths[n.id] = append(slices.Clone(t.paths[at]), n.name)
				t.order = append(t.order, n.id)
			}
		}
	}
	return t
}

// find tells where a compartment is in the tree of the tenancy's: its path from the root, and those of the compartments
// whose policies hold there, itself and those above it, and, if the subtree is wanted, those of all below it.
func (t tree) find(ocid string, subtree bool) (at []string, counts []string, found bool) {
	at, found = t.paths[ocid]
	if !found {
		return nil, nil, false
	}
	for _, one := range t.order {
		path := t.paths[one]
		above := len(path) <= len(at) && slices.Equal(path, at[:len(path)])
		below := len(path) > len(at) && slices.Equal(path[:len(at)], at)
		if above || subtree && below {
			counts = append(counts, one)
		}
	}
	return at, counts, true
}

package denyrule_test

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

func body(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }

func later() time.Time { return time.Now().Add(time.Hour) }

// claimsOf reads a list of claims from the state.
func claimsOf(s *terraform.State, attribute string) []map[string]string {
	flat := s.RootModule().Resources[address].Primary.Attributes
	n, _ := strconv.Atoi(flat[attribute+".#"])
	all := make([]map[string]string, n)
	for i := range all {
		prefix := attribute + "." + strconv.Itoa(i) + "."
		all[i] = map[string]string{}
		for key, value := range flat {
			if name, ok := strings.CutPrefix(key, prefix); ok {
				all[i][name] = value
			}
		}
	}
	return all
}

func layers(claim map[string]string) []string {
	var all []string
	for key, value := range claim {
		if strings.HasPrefix(key, "layers.") && key != "layers.#" {
			all = append(all, value)
		}
	}
	return all
}

// list reads a list of texts from the state.
func list(s *terraform.State, attribute string) []string {
	flat := s.RootModule().Resources[address].Primary.Attributes
	n, _ := strconv.Atoi(flat[attribute+".#"])
	all := make([]string, n)
	for i := range all {
		all[i] = flat[attribute+"."+strconv.Itoa(i)]
	}
	return all
}

// policyNames are those of the rule in the state.
func policyNames(s *terraform.State) []string {
	var names []string
	for key := range s.RootModule().Resources[address].Primary.Attributes {
		if name, ok := strings.CutPrefix(key, "policy_ids."); ok && name != "%" {
			names = append(names, name)
		}
	}
	return names
}

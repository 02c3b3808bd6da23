package cli

import (
	"slices"
	"strings"
)

// variable is an environment variable.
type variable struct{ name, value string }

// environ is the environment of a command in the sandbox: base without what would override the sandbox's, and with it.
func environ(base []string, set []variable) []string {
	drop := overriding(base)
	for _, v := range set {
		drop = append(drop, v.name)
	}
	var result []string
	for _, entry := range base {
		name, _, _ := strings.Cut(entry, "=")
		if !slices.Contains(drop, name) {
			result = append(result, entry)
		}
	}
	for _, v := range set {
		result = append(result, v.name+"="+v.value)
	}
	return result
}

// credentials are the provider arguments that Oracle's provider and ours take from TF_VAR_ and OCI_ variables, in any case.
var credentials = []string{
	"auth", "tenancy_ocid", "user_ocid", "fingerprint", "private_key", "private_key_path", "private_key_password", "config_file_profile",
}

// harmless are the beginnings of OCI_ variables that say nothing of who asks, or of where the cloud is.
var harmless = []string{
	"OCI_REGION", "OCI_CLI_REGION", "OCI_DEFAULT_REALM", "OCI_GO_SDK_", "OCI_TF_LOG", "OCI_CUSTOM_CLIENT_TIMEOUT", "OCI_SDK_DEFAULT_",
}

// overriding names the inherited variables that would lead a client past the sandbox: credentials, other proxies and
// other endpoints. A region stays: it means in the sandbox what it means outside.
func overriding(base []string) []string {
	var names []string
	for _, entry := range base {
		name, _, _ := strings.Cut(entry, "=")
		if overrides(name) {
			names = append(names, name)
		}
	}
	return names
}

func overrides(name string) bool {
	switch {
	case strings.EqualFold(name, "ALL_PROXY"), strings.Contains(name, "CLIENT_HOST_OVERRIDES"):
		return true
	case strings.HasPrefix(name, "TF_VAR_"):
		return slices.Contains(credentials, strings.ToLower(strings.TrimPrefix(name, "TF_VAR_")))
	case strings.HasPrefix(name, "OCI_"):
		return !slices.ContainsFunc(harmless, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
	}
	return false
}

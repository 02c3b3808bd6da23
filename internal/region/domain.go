package region

import (
	"slices"
	"strings"
	"sync"
)

// domain is one of Oracle's domains under which hosts carry their region.
type domain struct {
	name     string
	realms   []string   // the realms whose hosts it has; more than one for oraclegovcloud.com
	infixes  [][]string // labels that may stand between the region and the domain, longest first
	registry bool       // a host is <region or key>.<domain> and nothing more
}

// infixes are those of the SDK's endpoint templates, of Kubernetes clusters and of functions.
var infixes = [][]string{
	{"clusters", "oci"}, {"functions", "oci"}, {"ds", "oci"}, {"ds", "ocp"}, {"ds", "ocs"}, {"oci"}, {"ocp"}, {"ocs"},
}

// keyedServices may have a region's key where all other services have its name.
var keyedServices = []string{"kms", "ocir"}

// customerDomains serve what customers make: namespaces and gateways (customer-oci.com), registries (ocir.io), databases'
// applications (oraclecloudapps.com). Oracle documents the first two for realm oc1 only; the list of public suffixes has
// those of the government realms.
var customerDomains = []domain{
	{name: "customer-oci.com", realms: []string{"oc1"}, infixes: infixes},
	{name: "ocir.io", realms: []string{"oc1"}, registry: true},
	{name: "oraclecloudapps.com", realms: []string{"oc1"}},
	{name: "oraclegovcloudapps.com", realms: []string{"oc2", "oc3"}},
	{name: "oraclegovcloudapps.uk", realms: []string{"oc4"}},
}

// domains are the realms' own domains, from the table, and the customer domains.
var domains = sync.OnceValue(func() []domain {
	all := slices.Clone(customerDomains)
	for _, r := range regions().all {
		i := slices.IndexFunc(all, func(d domain) bool { return d.name == r.Domain })
		if i < 0 {
			i = len(all)
			all = append(all, domain{name: r.Domain, infixes: infixes})
		}
		if !slices.Contains(all[i].realms, r.Realm) {
			all[i].realms = append(all[i].realms, r.Realm)
			slices.SortFunc(all[i].realms, compareRealms)
		}
	}
	return all
})

// cutDomain finds the domain that the labels end in, and returns the labels before it.
func cutDomain(labels []string) (domain, []string, bool) {
	for _, d := range domains() {
		suffix := strings.Split(d.name, ".")
		if n := len(labels) - len(suffix); n >= 0 && slices.Equal(labels[n:], suffix) {
			return d, labels[:n], true
		}
	}
	return domain{}, nil, false
}

// realm is the realm that a host under this domain states, "" where two realms share the domain.
func (d domain) realm() string {
	if len(d.realms) == 1 {
		return d.realms[0]
	}
	return ""
}

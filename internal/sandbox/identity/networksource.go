package identity

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// NetworkSource is a set of addresses that a policy can name in request.networkSource.name.
type NetworkSource struct {
	Resource
	Named
	PublicSourceList  []string        `json:"publicSourceList"`
	VirtualSourceList []VirtualSource `json:"virtualSourceList"`
	Services          []string        `json:"services"`
}

// VirtualSource is addresses in a virtual cloud network.
type VirtualSource struct {
	VCN      string   `json:"vcnId"`
	IPRanges []string `json:"ipRanges"`
}

type networkSourceDetails struct {
	details
	PublicSourceList  []string        `json:"publicSourceList"`
	VirtualSourceList []VirtualSource `json:"virtualSourceList"`
	Services          []string        `json:"services"`
}

func (s *Service) routeNetworkSources() {
	n := &noun[NetworkSource, *NetworkSource]{
		service: s, name: "NetworkSource", plural: "NetworkSources", path: "/networkSources", kind: "networksource",
		permission: "NETWORK_SOURCE", inspect: "NETWORK_SOURCE_INSPECT", shelf: &s.sources,
		create: s.createNetworkSource,
		update: updateNetworkSource,
		scope:  tenancyWide[*NetworkSource],
		admit:  s.admitNetworkSource,
		remove: func(p *NetworkSource) error { delete(s.sources, p.ID); return nil },
		keep:   inCompartment[*NetworkSource],
	}
	n.route()
}

func (s *Service) createNetworkSource(c *cloud.Call) (*NetworkSource, string, error) {
	var d networkSourceDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, "", err
	}
	named, err := s.inTenancy(d.details)
	if err != nil {
		return nil, "", err
	}
	p := &NetworkSource{Named: named}
	d.set(p)
	return p, *d.CompartmentID, d.checkNew()
}

func (d networkSourceDetails) checkNew() error {
	if len(d.PublicSourceList)+len(d.VirtualSourceList) == 0 {
		return cloud.InvalidParameter("A network source has a publicSourceList, a virtualSourceList or both.")
	}
	return d.checkRanges()
}

// AddNetworkSource creates a network source of public addresses, as a seed does, without a request. The OCID follows from the name.
func (s *Service) AddNetworkSource(name string, public []string) error {
	d := networkSourceDetails{PublicSourceList: public}
	if err := d.checkNew(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &NetworkSource{Named: Named{Name: name}, PublicSourceList: public}
	if err := s.admitNetworkSource(p); err != nil {
		return err
	}
	s.sources.store(SeededOCID("networksource", s.config.Name, name), s.config.Tenancy, s.config.Clock(), p)
	return nil
}

func updateNetworkSource(c *cloud.Call) (func(*NetworkSource), error) {
	var d networkSourceDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return nil, err
	}
	if err := d.fixedName(); err != nil {
		return nil, err
	}
	return d.set, d.checkRanges()
}

func (d networkSourceDetails) set(p *NetworkSource) {
	d.apply(&p.Named)
	if d.PublicSourceList != nil {
		p.PublicSourceList = d.PublicSourceList
	}
	if d.VirtualSourceList != nil {
		p.VirtualSourceList = d.VirtualSourceList
	}
	if d.Services != nil {
		p.Services = d.Services
	}
}

func (d networkSourceDetails) checkRanges() error {
	all := slices.Clone(d.PublicSourceList)
	for _, v := range d.VirtualSourceList {
		if !strings.HasPrefix(v.VCN, "ocid1.vcn.") {
			return cloud.InvalidParameter("The vcnId %q is not the OCID of a virtual cloud network.", v.VCN)
		}
		all = append(all, v.IPRanges...)
	}
	for _, text := range all {
		if _, ok := parseRange(text); !ok {
			return cloud.InvalidParameter("%q is neither an IP address nor a range in CIDR notation.", text)
		}
	}
	return nil
}

func (s *Service) admitNetworkSource(p *NetworkSource) error {
	if s.sources[p.ID] == nil && len(s.sources) >= maxSources {
		return limitExceeded("network-sources-count")
	}
	return nil
}

func parseRange(text string) (netip.Prefix, bool) {
	if a, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(text)
	return p, err == nil
}

// Address is where requests come from: an IP address, of a virtual cloud network or, as VCN is "", of the internet.
type Address struct {
	VCN string
	IP  netip.Addr
}

// ParseAddress reads an IP address, or VCN-OCID/ADDRESS.
func ParseAddress(text string) (Address, error) {
	vcn, ip, ok := strings.Cut(text, "/")
	if !ok {
		vcn, ip = "", text
	}
	a, err := netip.ParseAddr(ip)
	return Address{VCN: vcn, IP: a}, err
}

// SetAddress says where a user's requests come from, in the form of ParseAddress; "" is nowhere that a network source could name.
func (s *Service) SetAddress(user, address string) error {
	if address != "" {
		if _, err := ParseAddress(address); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users[user] == nil {
		return cloud.NotAuthorizedOrNotFound()
	}
	s.users[user].address = address
	return nil
}

// NetworkSources names the network sources that an address is in, in order.
func (s *Service) NetworkSources(address string) []string {
	a, err := ParseAddress(address)
	if err != nil {
		return nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var names []string
	for _, source := range s.sources {
		if source.has(a) {
			names = append(names, source.Name)
		}
	}
	slices.Sort(names)
	return names
}

func (p *NetworkSource) has(a Address) bool {
	within := func(text string) bool {
		r, ok := parseRange(text)
		return ok && r.Contains(a.IP)
	}
	if a.VCN == "" {
		return slices.ContainsFunc(p.PublicSourceList, within)
	}
	return slices.ContainsFunc(p.VirtualSourceList, func(v VirtualSource) bool {
		return v.VCN == a.VCN && (len(v.IPRanges) == 0 || slices.ContainsFunc(v.IPRanges, within))
	})
}

package database

import (
	"net/netip"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// checkNetwork holds the parts of networks that were sent against the region that they must be in.
func (d details) checkNetwork(r region.Region) error {
	if s := value(d.SubnetID); s != "" && !placed(r, s, "subnet") {
		return cloud.InvalidParameter("The subnetId %q is not a subnet of the region %s.", s, r.Name)
	}
	if len(d.NSGIDs) > 5 {
		return cloud.InvalidParameter("There can be at most 5 nsgIds.")
	}
	for _, nsg := range d.NSGIDs {
		if !placed(r, nsg, "networksecuritygroup") {
			return cloud.InvalidParameter("The nsgId %q is not a network security group of the region %s.", nsg, r.Name)
		}
	}
	if l := value(d.PrivateEndpointLabel); l != "" && !labelForm.MatchString(l) {
		return cloud.InvalidParameter("The privateEndpointLabel %q must begin with a letter and have at most 63 letters, digits and hyphens.", l)
	}
	if ip := value(d.PrivateEndpointIP); ip != "" {
		if _, err := netip.ParseAddr(ip); err != nil {
			return cloud.InvalidParameter("The privateEndpointIp %q is not an IP address.", ip)
		}
	}
	if err := checkACL("whitelistedIps", d.WhitelistedIPs, r); err != nil {
		return err
	}
	return checkACL("standbyWhitelistedIps", d.StandbyWhitelistedIPs, r)
}

// checkACL reads an access control list: addresses, CIDR blocks, and VCNs with or without addresses in them. A single
// empty string empties the list.
func checkACL(name string, acl []string, r region.Region) error {
	if len(acl) == 1 && acl[0] == "" {
		return nil
	}
	for _, entry := range acl {
		vcn, inside, _ := strings.Cut(entry, ";")
		addresses := strings.Split(inside, ";")
		if !strings.HasPrefix(vcn, "ocid1.") {
			addresses = []string{entry}
		} else if !placed(r, vcn, "vcn") {
			return cloud.InvalidParameter("The VCN %q in %s is not in the region %s.", vcn, name, r.Name)
		} else if inside == "" {
			continue
		}
		for _, address := range addresses {
			if !isAddress(address) {
				return cloud.InvalidParameter("The entry %q of %s is neither an IP address, nor a CIDR block, nor a VCN.", entry, name)
			}
		}
	}
	return nil
}

func isAddress(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	_, err := netip.ParsePrefix(s)
	return err == nil
}

// applyNetwork changes from where the database can be reached, and refuses what contradicts itself.
func (d *database) applyNetwork(sent details) error {
	next := d.networkJSON
	if sent.PrivateEndpointLabel != nil && *sent.PrivateEndpointLabel == "" && value(sent.SubnetID) == "" {
		// An empty label makes a private database a public one.
		next.SubnetID, next.NSGIDs, next.PrivateEndpointLabel, next.PrivateEndpointIP = nil, nil, nil, nil
	} else {
		next.join(sent)
	}
	if sent.WhitelistedIPs != nil {
		next.WhitelistedIPs = listed(sent.WhitelistedIPs)
	}
	if sent.StandbyWhitelistedIPs != nil {
		next.StandbyWhitelistedIPs = listed(sent.StandbyWhitelistedIPs)
	}
	if sent.ArePrimaryWhitelistedIPsUsed != nil {
		next.ArePrimaryWhitelistedIPsUsed = sent.ArePrimaryWhitelistedIPsUsed
	}
	if next.SubnetID == nil && (len(next.NSGIDs) > 0 || next.PrivateEndpointIP != nil) {
		return cloud.InvalidParameter("nsgIds and privateEndpointIp need a subnetId.")
	}
	next.IsAccessControlEnabled = nil
	if len(next.WhitelistedIPs) > 0 {
		next.IsAccessControlEnabled = new(true)
	}
	if sent.IsMtlsConnectionRequired != nil {
		next.IsMtlsConnectionRequired = *sent.IsMtlsConnectionRequired
	}
	if next.open() && sent.IsMtlsConnectionRequired != nil && !*sent.IsMtlsConnectionRequired {
		return cloud.InvalidParameter("A database that can be reached from everywhere must require mutual TLS: " +
			"isMtlsConnectionRequired can be false only with whitelistedIps or a private endpoint.")
	}
	if next.open() { // no public source says whether Oracle refuses or does this; that it must be so is documented
		next.IsMtlsConnectionRequired = true
	}
	d.networkJSON = next
	d.name()
	return nil
}

// open says whether everybody can reach the database.
func (n networkJSON) open() bool { return n.SubnetID == nil && len(n.WhitelistedIPs) == 0 }

func (n *networkJSON) join(sent details) {
	if s := value(sent.SubnetID); s != "" {
		n.SubnetID = &s
	}
	if l := value(sent.PrivateEndpointLabel); l != "" {
		n.PrivateEndpointLabel = &l
	}
	if sent.NSGIDs != nil {
		n.NSGIDs = listed(sent.NSGIDs)
	}
	if ip := value(sent.PrivateEndpointIP); ip != "" {
		n.PrivateEndpointIP = &ip
	}
}

// listed is a list as it is kept: none if it is empty or a single empty string.
func listed(sent []string) []string {
	if len(sent) == 0 || len(sent) == 1 && sent[0] == "" {
		return nil
	}
	return append([]string{}, sent...)
}

// name gives the database the hosts that follow from its network.
func (d *database) name() {
	key := strings.ToLower(d.DBName)
	domain := "adb." + d.region.Name + "." + d.region.Domain
	host := key + "." + domain
	d.PrivateEndpoint, d.PublicEndpoint = nil, nil
	if d.SubnetID != nil {
		if d.PrivateEndpointLabel == nil {
			d.PrivateEndpointLabel = new(key)
		}
		host = *d.PrivateEndpointLabel + "." + domain
		d.PrivateEndpoint = &host
		if d.PrivateEndpointIP == nil {
			d.PrivateEndpointIP = new("10.0.0.8")
		}
	}
	service := func(level string) string { return host + ":1522/" + key + "_" + level + ".adb.oraclecloud.com" }
	d.ConnectionStrings = &connectionStrings{High: service("high"), Medium: service("medium"), Low: service("low"), Strings: map[string]string{
		"HIGH": service("high"), "MEDIUM": service("medium"), "LOW": service("low"),
	}}
	d.ConnectionURLs = map[string]string{"sqlDevWebUrl": "https://" + host + "/ords/sql-developer", "apexUrl": "https://" + host + "/ords/apex"}
	d.ServiceConsoleURL = "https://" + host + "/console/index.html"
}

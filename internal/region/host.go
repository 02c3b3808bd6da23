package region

import (
	"fmt"
	"slices"
	"strings"
)

// FindHost reads the region of a host, with or without port and path, or of a URL, in any case.
//
// Only Oracle's own domains count (see domains), whole labels of them: objectstorage.us-ashburn-1.oraclecloud.com.evil.com
// is NotLocation, whatever it contains. Below such a domain the region is the label in the one place where Oracle
// writes it, svc.<region>[.oci|.ocp|.ocs|.ds.oci|.clusters.oci|.functions.oci].<domain>, because customers choose
// labels to the left of it: namespaces, prefixes, buckets (<bucket>.vhcompat.objectstorage.<region>.oci.customer-oci.com).
// It is a name; a key counts only for vaults (<vault>-crypto.kms.<key>.…) and registries (<key>.ocir.io).
//
// Every other host below such a domain is Unknown: it has no region there (idcs-….identity.oraclecloud.com), one that
// is not in the table, one of another realm than the domain's, or another region's name among the other labels. So is
// an Oracle host in a URL whose scheme does not say that a host follows (s3://, oci://), and a list whose hosts are not
// all in one region.
func FindHost(value string) Location {
	l := findHost(value)
	if l.Kind == NotLocation {
		return l
	}
	// A comma is fine in a path, so a list of URLs reads as one URL, the first.
	for _, item := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(",;|", r) })[1:] {
		if o := findHost(item); o.Kind != NotLocation && !samePlace(l, o) {
			return unknown("", "", "the value lists several hosts, and not all are in one region")
		}
	}
	return l
}

func samePlace(a, b Location) bool {
	return a.Kind == b.Kind && a.Region == b.Region && (a.Kind == Regional || a.Text != "" && a.Text == b.Text)
}

func findHost(value string) Location {
	scheme, host, ok := splitHost(value)
	if !ok {
		return Location{}
	}
	labels := strings.Split(lower(host), ".")
	d, labels, ok := cutDomain(labels)
	if !ok {
		return Location{}
	}
	if !slices.Contains(hostSchemes, scheme) {
		return unknown(d.realm(), "", fmt.Sprintf("a URL that starts with %s:// need not have a host there", scheme))
	}
	return d.find(labels)
}

// find reads the labels to the left of the domain.
func (d domain) find(labels []string) Location {
	left, text := d.slot(labels)
	if text == "" {
		return unknown(d.realm(), "", fmt.Sprintf("the host below %s names no region", d.name))
	}
	for _, label := range left {
		if o, found := ByName(label); found && label != text {
			return unknown(d.realm(), label, fmt.Sprintf("the host names %s, but has %q where hosts of %s name theirs", o.Name, text, d.name))
		}
	}
	r, ok := d.region(left, text)
	if !ok {
		return unknown(d.realm(), text, noSuchRegion(text)+" where hosts of "+d.name+" name theirs")
	}
	if !slices.Contains(d.realms, r.Realm) {
		reason := fmt.Sprintf("%s is in realm %s, but %s is a domain of %s", r.Name, r.Realm, d.name, strings.Join(d.realms, " and "))
		return unknown(d.realm(), text, reason)
	}
	return Location{Kind: Regional, Region: r, Realm: r.Realm, Text: text}
}

// slot cuts the label that stands where Oracle writes the region, and returns what is to the left of it.
func (d domain) slot(labels []string) (left []string, text string) {
	for _, infix := range d.infixes {
		if n := len(labels) - len(infix); n >= 0 && slices.Equal(labels[n:], infix) {
			labels = labels[:n]
			break
		}
	}
	if len(labels) == 0 {
		return nil, ""
	}
	return labels[:len(labels)-1], labels[len(labels)-1]
}

func (d domain) region(left []string, text string) (Region, bool) {
	if r, ok := ByName(text); ok {
		return r, !d.registry || len(left) == 0
	}
	keyed := d.registry && len(left) == 0 || len(left) > 0 && slices.Contains(keyedServices, left[len(left)-1])
	if !keyed {
		return Region{}, false
	}
	return Lookup(text)
}

package oci

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	ocidForm        = regexp.MustCompile(`^ocid1\.([a-z0-9]+)\.([a-z0-9]+)\.([a-z0-9-]*)\.[A-Za-z0-9_./@+-]+$`)
	fingerprintForm = regexp.MustCompile(`^([0-9A-Fa-f]{2}:){15}[0-9A-Fa-f]{2}$`)
)

// checkOCID says what is wrong with a tenancy's or user's OCID.
func checkOCID(v value, types ...string) error {
	parts := ocidForm.FindStringSubmatch(v.text)
	if parts == nil {
		return v.fault(shown(v.text)+" is not an OCID",
			fmt.Sprintf("An OCID reads ocid1.%s.oc1..aaaa…; the console shows it.", types[0]))
	}
	if slices.Contains(types, parts[1]) {
		return nil
	}
	return v.fault(fmt.Sprintf("%s is the OCID of a %s, not of a %s", shown(v.text), parts[1], types[0]),
		fmt.Sprintf("Give the OCID that begins with ocid1.%s.", types[0]))
}

// ocidRealm is the realm that an OCID states, "" when it states none.
func ocidRealm(ocid string) string {
	parts := strings.Split(ocid, ".")
	if len(parts) < 5 {
		return ""
	}
	return parts[2]
}

func checkFingerprint(v value) error {
	if fingerprintForm.MatchString(v.text) {
		return nil
	}
	return v.fault(shown(v.text)+" is not a fingerprint",
		"A key's fingerprint is sixteen pairs of hexadecimal digits with colons between them; the console shows it beside the API key.")
}

package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/iam/decisions"
)

// trial is one request under some statements, and what package iam says of it.
type trial struct {
	about      []string // the sentence that it rests on, or assumptions and doubts by their identifiers
	name       string
	statements []string // with {group}, {compartment}, {region} and {elsewhere} for what the tenancy has
	operation  string
	allowed    bool
	cautious   bool // whether package iam takes the safe side of a doubt here: then a refusal is no difference
}

// own are the trials of what no documentation says. Each asks for one listing, which a statement allows.
var own = []trial{
	{about: []string{"deny-enabled"}, name: "a deny takes what an allow gives", statements: denies("deny group {group} to inspect buckets in compartment id {compartment}")},
	{about: []string{"absent-in-deny"}, name: "!variable in a deny", statements: denies("deny group {group} to inspect buckets in compartment id {compartment} where !request.instance.id")},
	{
		about: []string{"absent-comparison"}, name: "!= on an absent variable in a deny", allowed: true, cautious: true,
		statements: denies("deny group {group} to inspect buckets in compartment id {compartment} where request.instance.id != 'ocid1.instance.oc1..none'"),
	},
	{about: []string{"in-list"}, name: "in (…) on request.region", statements: denies("deny group {group} to inspect buckets in compartment id {compartment} where request.region in ('{elsewhere}', '{region}')")},
	{about: []string{"in-list"}, name: "not in (…) on request.region", statements: denies("deny group {group} to inspect buckets in compartment id {compartment} where request.region not in ('{elsewhere}')")},
	{
		about: []string{"in-list"}, name: "not in (…) with the region", allowed: true,
		statements: denies("deny group {group} to inspect buckets in compartment id {compartment} where request.region not in ('{elsewhere}', '{region}')"),
	},
	{about: []string{"principal-type"}, name: "request.principal.type of a user", statements: denies("deny group {group} to inspect buckets in compartment id {compartment} where request.principal.type = 'user'")},
	{
		about: []string{"principal-type"}, name: "request.principal.type is there", allowed: true,
		statements: denies("deny group {group} to inspect buckets in compartment id {compartment} where !request.principal.type"),
	},
	{about: []string{"group-name"}, name: "request.groups.name of a user", statements: denies("deny any-group to inspect buckets in compartment id {compartment} where request.groups.name = {group}")},
	{
		about: []string{"group-name", "spared-name"}, name: "a group is spared by name", allowed: true,
		statements: denies("deny any-group to inspect buckets in compartment id {compartment} where any {!request.groups.name, request.groups.name != {group}}"),
	},
	{
		about: []string{"unquoted-value"}, name: "a value without quotes", allowed: true, cautious: true,
		statements: denies("deny group {group} to inspect buckets in compartment id {compartment} where request.region = {region}"),
	},
	{about: []string{"case-of-variables"}, name: "a variable in capitals", statements: denies("deny group {group} to inspect buckets in compartment id {compartment} where REQUEST.REGION = '{region}'")},
	{about: []string{"names-of-groups"}, name: "a group's name in capitals", allowed: true, cautious: true, statements: []string{"allow group {GROUP} to inspect buckets in compartment id {compartment}"}},
	{about: []string{"location-of-policy"}, name: "in tenancy in a policy below the root", cautious: true, statements: []string{"allow group {group} to inspect buckets in tenancy"}},
	{
		about: []string{"operation-editions"}, name: "both names of an operation", operation: "PutObject",
		statements: []string{
			"allow group {group} to manage object-family in compartment id {compartment}",
			"deny group {group} to inspect object-family in compartment id {compartment} where any {request.operation = 'PutObject', request.operation = 'CreateObject'}",
		},
	},
	{
		about: []string{"PutObject needs OBJECT_CREATE or OBJECT_OVERWRITE"}, name: "a permission that one alternative needs", operation: "PutObject", allowed: true,
		statements: []string{
			"allow group {group} to manage object-family in compartment id {compartment}",
			"deny group {group} to {OBJECT_CREATE} in compartment id {compartment}",
		},
	},
}

// denies is a statement under test beside one that allows what it may deny.
func denies(statement string) []string {
	return []string{"allow group {group} to inspect buckets in compartment id {compartment}", statement}
}

// untried says why an assumption or doubt is not asked about.
var untried = map[string]string{
	"any-user-service":     "it takes a service that acts for a user",
	"any-user-admitted":    "it takes a second tenancy",
	"operation-name":       "the operations without a listed name make or move databases",
	"permission-of-type":   "the operations whose permission nobody lists make or move databases",
	"service-region":       "it takes a replication between two regions",
	"recompiled":           "it takes a permission that Oracle adds",
	"tag-delay":            "it takes a tenancy in which denies are first enabled",
	"tags-kept":            "it is about who may do what, not about how IAM decides",
	"complete":             "it is about what is not given here",
	"cross-tenancy-given":  "it is about what is not given here",
	"listed-services":      "it is about what is not listed here",
	"database-family":      "it takes a database",
	"unknown-permission":   "it takes operations that make or move databases",
	"verb-of-permission":   "it takes resources of many services",
	"target-region":        "it takes a volume's backup",
	"target-dynamic-group": "Oracle's known issues answer it",
	"formula-editions":     "it takes a copy, which is a service's work",
	"quotes":               "no statement is written that two readers might read differently",
	"limits-of-statements": "no statement near the limits is written",
	"unknown-variable":     "Oracle may refuse the statement",
	"deny-of-service":      "it takes a service that acts for a user",
	"time-relations":       "it takes months",
	"whole-seconds":        "it takes a request within a given fraction of a second",
}

// trials are all that is asked of a tenancy whose test user asks in a region, by its key; those of the table first.
func trials(region string) (all []trial, passedOver int, err error) {
	table, err := decisions.Table()
	if err != nil {
		return nil, 0, err
	}
	for _, d := range table {
		if t, ok := fromTable(d, region); ok {
			all = append(all, t)
		} else {
			passedOver++
		}
	}
	for _, t := range own {
		if t.operation == "" {
			t.operation = "ListBuckets"
		}
		all = append(all, t)
	}
	return all, passedOver, nil
}

// fill puts the tenancy's names into statements.
func (t trial) fill(names map[string]string) []string {
	var pairs []string
	for name, text := range names {
		pairs = append(pairs, "{"+name+"}", text)
	}
	r := strings.NewReplacer(pairs...)
	all := make([]string, len(t.statements))
	for i, s := range t.statements {
		all[i] = r.Replace(s)
	}
	return all
}

// listTrials tells what would be asked.
func listTrials(out io.Writer) error {
	all, passedOver, err := trials("")
	if err != nil {
		return err
	}
	for _, t := range all {
		fmt.Fprintf(out, "%s: %s: %s\n", strings.Join(t.about, ", "), t.name, map[bool]string{true: "allowed", false: "refused"}[t.allowed])
		for _, s := range t.statements {
			fmt.Fprintf(out, "    %s\n", s)
		}
	}
	fmt.Fprintf(out, "\n%d of %d decisions of the table cannot be asked of a user in one compartment and region.\n", passedOver, passedOver+len(all)-len(own))
	for _, id := range identifiers() {
		if why, ok := untried[id]; ok {
			fmt.Fprintf(out, "Not asked: %s: %s.\n", id, why)
		}
	}
	return nil
}

// identifiers are those of all assumptions and doubts.
func identifiers() []string {
	var all []string
	for _, a := range iam.Assumptions() {
		all = append(all, a.ID)
	}
	for _, d := range iam.Doubts() {
		all = append(all, d.ID)
	}
	return all
}

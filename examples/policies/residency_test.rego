package main_test

import data.main
import rego.v1

finding(verdict) := {
	"rule": "RES101", "verdict": verdict, "address": "oci_objectstorage_bucket.b", "attribute": "", "kind": "placement",
	"region": "eu-frankfurt-1", "country": "DE", "message": "It is in eu-frankfurt-1.", "exception": "",
}

digest := "8f8189e99272e269a98b11cf6e2803a53e79bf75187b64c2b158e5efd7830717"

report(findings, passes) := {
	"format_version": "1.0",
	"boundary": {"name": "us-user-data", "sha256": digest, "source": "us.hcl", "declared_by_judged_code": false},
	"summary": {"inside": 1, "global": 0, "excepted": 0, "leaving": 0, "undecided": 0, "outside": 0, "faulty": 0},
	"resources": [], "findings": findings, "passes": passes,
	"plans": [{"plan": "plan.json", "incomplete": [], "claimed_region": ""}],
}

test_passes if {
	count(main.deny) == 0 with input as report([], true)
	count(main.warn) == 0 with input as report([], true)
}

test_excepted_and_leaving_pass if {
	r := report([finding("excepted"), finding("leaving")], true)
	count(main.deny) == 0 with input as r
	count(main.warn) == 1 with input as r
}

test_each_failing_verdict_is_denied if {
	every verdict in ["outside", "faulty", "undecided"] {
		some message in main.deny with input as report([finding(verdict)], false)
		contains(message, "RES101")
		contains(message, "oci_objectstorage_bucket.b")
	}
}

test_known_findings_warn if {
	r := report([object.union(finding("outside"), {"known": true})], true)
	count(main.deny) == 0 with input as r
	count(main.warn) == 1 with input as r
}

test_incomplete_plan_is_denied if {
	r := object.union(report([], false), {"plans": [{"plan": "plan.json", "incomplete": ["Planning failed half-way."], "claimed_region": ""}]})
	"plan.json: Planning failed half-way." in main.deny with input as r
}

test_whatever_does_not_pass_is_denied if {
	main.deny == {"The check did not pass"} with input as report([], false)
}

test_no_report_is_denied if {
	every wrong in [{}, {"format_version": "1.2", "resource_changes": []}, {"format_version": "2.0", "findings": [], "summary": {}}] {
		main.deny == {"The input is no report of `check -format json`"} with input as wrong
	}
}

test_own_boundary_is_denied if {
	r := object.union(report([], true), {"boundary": {"declared_by_judged_code": true}})
	count(main.deny) == 1 with input as r
}

test_only_approved_boundaries if {
	count(main.deny) == 0 with input as report([], true) with data.residency.boundaries as [digest]
	count(main.deny) == 1 with input as report([], true) with data.residency.boundaries as ["00"]
	two := object.union(report([], true), {"boundaries": [{"name": "us", "sha256": digest}, {"name": "eu", "sha256": "00"}]})
	count(main.deny) == 1 with input as two with data.residency.boundaries as [digest]
}

test_claimed_region_warns if {
	r := object.union(report([], true), {"plans": [{"plan": "plan.json", "incomplete": [], "claimed_region": "us-ashburn-1"}]})
	count(main.warn) == 1 with input as r
}

# METADATA
# title: Data residency
# description: |
#   Gates on the report of `terraform-provider-residency check -format json`. The report's own verdicts decide what is outside;
#   these rules decide what of that stops a change, and by whose boundary it must have been judged.
package main

import rego.v1

# The verdicts that a check does not pass with.
failing := {"outside", "faulty", "undecided"}

is_report if {
	startswith(object.get(input, "format_version", ""), "1.")
	is_array(input.findings)
	is_object(input.summary)
}

# Anything else than a report, such as the plan itself, must not pass for want of findings.
deny contains "The input is no report of `check -format json`" if not is_report

deny contains message if {
	is_report
	some finding in input.findings
	finding.verdict in failing
	not object.get(finding, "known", false)
	message := sprintf("%s %s: %s: %s", [finding.rule, finding.verdict, subject(finding), finding.message])
}

# What keeps a check from passing and is no finding, such as a plan that is not complete.
deny contains message if {
	is_report
	some plan in input.plans
	some sentence in plan.incomplete
	message := sprintf("%s: %s", [plan.plan, sentence])
}

# Whatever a later release may fail for.
deny contains "The check did not pass" if {
	is_report
	not input.passes
}

# The boundary belongs to the people who own the rule, not to the code that it guards.
deny contains message if {
	is_report
	input.boundary.declared_by_judged_code
	message := sprintf("The boundary %q is declared by the judged code itself: give the check one with -boundary", [input.boundary.name])
}

# data.residency.boundaries lists the SHA-256 of the boundaries that may be used: conftest test -d boundaries.yaml …
deny contains message if {
	is_report
	approved := data.residency.boundaries
	some boundary in boundaries
	not boundary.sha256 in approved
	message := sprintf("The boundary %q with the SHA-256 %s is not one of the approved ones", [boundary.name, boundary.sha256])
}

warn contains message if {
	is_report
	some finding in input.findings
	object.get(finding, "known", false)
	message := sprintf("known from the baseline: %s %s: %s", [finding.rule, finding.verdict, subject(finding)])
}

warn contains message if {
	is_report
	some finding in input.findings
	finding.verdict == "excepted"
	message := sprintf("%s is outside by the exception %q", [subject(finding), finding.exception])
}

warn contains message if {
	is_report
	some plan in input.plans
	plan.claimed_region != ""
	message := sprintf("%s: that %s is the region of provider blocks without one is a claim of -region", [plan.plan, plan.claimed_region])
}

boundaries := object.get(input, "boundaries", [input.boundary])

subject(finding) := finding.address if finding.address != ""

subject(finding) := sprintf("boundary: %s", [finding.attribute]) if finding.address == ""

#!/bin/sh
# The check of CI: what is planned here, against the boundaries of both populations. TERRAFORM names the CLI.
#
#   check.sh [more arguments of check]
#
# It ends with 0 if all is inside, 2 if something is not, and 1 if there was no check.
set -eu

terraform=${TERRAFORM:-terraform}
plan=$(mktemp -d)
trap 'rm -rf "$plan"' EXIT
"$terraform" plan -input=false -lock=false -out="$plan/tfplan" >"$plan/log" 2>&1 || { cat "$plan/log" >&2; exit 1; }
"$terraform" show -json "$plan/tfplan" >"$plan/plan.json"
terraform-provider-residency check -boundary boundaries/us-user-data.hcl -boundary boundaries/eu-user-data.hcl -source . "$@" "$plan/plan.json"

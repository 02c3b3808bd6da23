#!/bin/sh
# Checks the plan before a commit that changes the configuration. As a hook of git alone:
#
#   ln -s ../../examples/ci/pre-commit.sh .git/hooks/pre-commit
#
# or with pre-commit, see pre-commit-config.yaml. BOUNDARY names the boundary, TERRAFORM the CLI.
set -eu

boundary=${BOUNDARY:-us-user-data.hcl}
terraform=${TERRAFORM:-terraform}

# Only what is committed counts. --no-renames shows a file that moves away, too.
if git diff --cached --quiet --no-renames -- '*.tf' '*.tfvars' '*.tf.json' '*.tofu' "$boundary"; then
  exit 0
fi
plan=$(mktemp -d)
trap 'rm -rf "$plan"' EXIT
"$terraform" plan -input=false -lock=false -out="$plan/tfplan" >"$plan/log" 2>&1 || { cat "$plan/log" >&2; exit 1; }
"$terraform" show -json "$plan/tfplan" >"$plan/plan.json"
terraform-provider-residency check -boundary "$boundary" -source . "$plan/plan.json" >"$plan/report" || status=$?
if [ "${status:-0}" -ne 0 ]; then
  cat "$plan/report" >&2
fi
exit "${status:-0}"

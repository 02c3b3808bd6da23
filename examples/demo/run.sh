#!/bin/sh
# The story of `make demo`, told with the real CLI and ../us-user-data. It runs inside `sandbox exec`:
#
#   bin/terraform-provider-residency sandbox exec -- sh examples/demo/run.sh terraform
#
# Everything it writes is in one temporary folder, which it removes, also when it is interrupted.
set -eu

cli=${1:-terraform}
here=$(cd "$(dirname "$0")" && pwd)
export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_VAR_admin_password=Rehearsal-Only-1

# begin makes the folder and starts the story in a tenancy of its own: that of ../us-user-data/sandbox.hcl.
begin() {
  work=$(mktemp -d)
  trap 'cd / && rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  cp -R "$here"/../modules "$here"/../us-user-data "$here"/engineer "$work"
  cd "$work/us-user-data"
  "$cli" init -no-color -input=false >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
  provider=$(find -L .terraform/providers -name 'terraform-provider-residency*' -type f | head -n 1)
  DEMO_WORK=$work DEMO_PROVIDER=$PWD/$provider "$provider" sandbox exec -seed sandbox.hcl -- sh "$here/run.sh" "$cli"
}

if [ -z "${DEMO_WORK:-}" ]; then
  begin
  exit
fi
work=$DEMO_WORK

bold='' mark='' bad='' off=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$(printf '\033[1m') mark=$(printf '\033[32m') bad=$(printf '\033[31m') off=$(printf '\033[0m')
fi

step=0
# title TEXT HINT: a step, and the one line of what to look at.
title() {
  step=$((step + 1))
  printf '\n%s%d. %s%s\n   Look at: %s\n\n' "$bold" "$step" "$1" "$off" "$2"
}

# show EXPECTED_STATUS PATTERN LINES COMMAND: runs the command and shows of what it says the lines that match LINES (with a > in
# front: all lines from the first that matches), those of PATTERN marked. The demo fails where the status is another one, or PATTERN is not there: a demo that only looks right is worth
# nothing.
show() {
  expected=$1 pattern=$2 lines=$3
  shift 3
  printf '   $ %s\n' "$(echo "$*" | sed "s|$DEMO_PROVIDER|terraform-provider-residency|; s|^$cli|$(basename "$cli")|")"
  status=0
  "$@" >"$work/said" 2>&1 || status=$?
  awk -v lines="$lines" -v pattern="$pattern" -v mark="$mark" -v off="$off" \
    'BEGIN { from = sub(/^>/, "", lines) } $0 !~ lines && !(from && seen) { left++; next } { seen = 1 } $0 ~ pattern { $0 = mark $0 off } { print "   " $0 } END { if (left) print "   (" left " lines are not shown)" }' "$work/said"
  if [ "$status" -ne "$expected" ] || ! tr -s ' │\n' ' ' <"$work/said" | grep -Eq "$pattern"; then
    printf '\n%sThe demo did not go as it should: status %d, expected %d and "%s".%s\n' "$bad" "$status" "$expected" "$pattern" "$off"
    tail -n 40 "$work/said"
    exit 1
  fi
}

# plan, apply and check are what every pipeline does.
plan() { expected=$1 pattern=$2 lines=$3; shift 3; show "$expected" "$pattern" "$lines" "$cli" plan -no-color -input=false "$@"; }
apply() { show 0 'Apply complete' 'Apply complete' "$cli" apply -no-color -input=false plan; }
check() {
  "$cli" show -json plan >plan.json
  expected=$1 pattern=$2 lines=$3
  shift 3
  show "$expected" "$pattern" "$lines" "$DEMO_PROVIDER" check -boundary boundaries/us-user-data.hcl -boundary boundaries/eu-user-data.hcl -source . "$@" plan.json
}

places='^ +. "(bucket|replica|database|standby|table) '

printf '%sUS user data stays in the US, and a region opens with one line%s\n' "$bold" "$off"
printf 'No cloud account is used: %s talks to a sandbox on this machine. The configuration is examples/us-user-data.\n' "$(basename "$cli")"

title "Two US regions and one in Germany are planned, and a backup in Singapore" \
  'where everything goes. Every place is in the plan, with its country, before anything exists.'
plan 0 'Plan: 33 to add' "$places|Plan:" -out=plan

title "The plan is checked against the boundaries of both populations, and applied" \
  'the last line of the report, and the one thing abroad: an exception allows it, until a day.'
check 0 'Residency check passed: 1 excepted' .
apply

title "It is read back" 'no changes: what the cloud says is what the configuration says.'
plan 0 'No changes' 'No changes' -detailed-exitcode

title "Chicago is opened, with one line" \
  'what becomes legal by it (opens, flows), and that of what is there only two things change: the table, which gets a replica, and the deny rule.'
line='  us-chicago-1 = { partner = "us-phoenix-1", vault_id = "ocid1.vault.oc1.us-chicago-1.examplevault.aaaaaaaaususerdata", kms_key_id = "ocid1.key.oc1.us-chicago-1.examplevault.aaaaaaaaususerdata" }'
awk -v line="$line" '{ print } /^  us-phoenix-1 / { print line }' terraform.tfvars >"$work/said" && cp "$work/said" terraform.tfvars
printf '   %s+ %s%s\n' "$mark" "$line" "$off"
plan 0 'Plan: 12 to add, 2 to change, 0 to destroy' "# .*(created|updated)|(opens|flows) +=|[+] (us-chicago-1 =|\"us-[a-z]*-1\",)|Plan:" -out=plan
check 0 'Residency check passed' '^Residency check'
apply

title "A copy in Singapore is refused in the plan" \
  'the error. No request was sent for that bucket.'
plan 1 'Region outside boundary' '>^Error:' -var=overseas_bucket=ap-singapore-1

title "The exception for the old backup ends" \
  'the same plan, checked as on the day after: what was excepted is outside, and the check ends with 2.'
check 2 'expired on 2031-03-31' '^Outside|^  [ *]|^Residency check' -now 2031-04-01T00:00:00Z

title "An engineer abroad, with every permission and a configuration of their own, tries it in Singapore" \
  "Oracle's own answer. No provider stops them: it is the deny rule, which was written from the boundary and holds for everybody."
(
  cd "$work/engineer"
  "$cli" init -no-color -input=false >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
  show 1 'Oracle answered 409|404 BucketNotFound' '>^Error:' "$cli" apply -no-color -input=false -auto-approve
)

title "Chicago is closed again, and holds data" \
  'the refusal. A database with data is let go only when somebody has said so, and that was applied.'
awk '!/us-chicago-1/' terraform.tfvars >"$work/said" && cp "$work/said" terraform.tfvars
printf '   %s- %s%s\n' "$mark" "$line" "$off"
plan 1 'Protected from deletion' 'Error|deletion_protection|would be destroyed|If it may'

printf '\n%sThat was the demo.%s Next: README.md, examples/us-user-data/README.md, and docs/ for all arguments.\n' "$bold" "$off"

#!/bin/sh
# The story of `make demo`, told with the real CLI. It runs inside `sandbox exec`:
#
#   bin/terraform-provider-residency sandbox exec -- sh examples/demo/run.sh terraform
#
# Everything it writes is in one temporary folder, which it removes, also when it is interrupted.
set -eu

cli=${1:-terraform}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'cd / && rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cp "$here"/*.tf "$work" && cd "$work"
export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1

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

# show EXPECTED_STATUS PATTERN ARGUMENTS: runs the CLI and shows what it says, with the lines of PATTERN marked. The demo fails
# where the status is another one, or PATTERN is not there: a demo that only looks right is worth nothing.
show() {
  expected=$1 pattern=$2
  shift 2
  printf '   $ %s %s\n' "$(basename "$cli")" "$*"
  status=0
  "$cli" "$@" -no-color >"$work/said" 2>&1 || status=$?
  sed 's/^/   /' "$work/said" | awk -v pattern="$pattern" -v mark="$mark" -v off="$off" '$0 ~ pattern { $0 = mark $0 off } { print }'
  if [ "$status" -ne "$expected" ] || ! tr -s ' │\n' ' ' <"$work/said" | grep -Eq "$pattern"; then
    printf '\n%sThe demo did not go as it should: status %d, expected %d and "%s".%s\n' "$bad" "$status" "$expected" "$pattern" "$off"
    exit 1
  fi
}

printf '%sA bucket that knows where it may be%s\n' "$bold" "$off"
printf 'No cloud account is used: %s talks to a sandbox on this machine.\n' "$(basename "$cli")"
"$cli" init -no-color -input=false >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }

title "A bucket bound to the United States is planned" \
  'region and country: the provider put them into the plan, the configuration of the bucket has neither.'
show 0 '\+ (region|country) +=' plan -input=false -out=plan

title "It is applied" 'where the bucket is, in the output.'
show 0 '(Apply complete|is in US)' apply -input=false plan

title "It is read back" 'no changes: what the cloud says is what the configuration says.'
show 0 'No changes' plan -input=false -detailed-exitcode

title "A second bucket, in Frankfurt, is refused in the plan" \
  'the error. It came before any request was sent for that bucket.'
show 1 'Region outside boundary' plan -input=false -var=extra_bucket_in=eu-frankfurt-1

title "An engineer abroad, with valid credentials, tries to change the bucket" \
  "Oracle's own answer: 404. To those who may not, it does not say whether there is something."
show 1 '404 BucketNotFound' apply -input=false -auto-approve -var=versioning=Enabled -var=engineer=overseas-engineer

title "Everything is destroyed" 'the bucket is gone, and so is the sandbox when this ends.'
show 0 'Destroy complete' destroy -input=false -auto-approve

printf '\n%sThat was the demo.%s Next: README.md, and docs/ for all arguments.\n' "$bold" "$off"

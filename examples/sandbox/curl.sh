#!/bin/sh
# A client without any SDK: curl, and signatures made by openssl, against the sandbox's plain form.
#
#   terraform-provider-residency sandbox exec -- examples/sandbox/curl.sh
#
# It shows a signed read, a signed write, and what an unsigned and a tampered request get.
set -eu

# The first profile of the configuration file is the user that `sandbox exec -as` names.
setting() { sed -n "s/^$1=//p" "$OCI_CONFIG_FILE" | head -n 1; }
key_id="$(setting tenancy)/$(setting user)/$(setting fingerprint)"
key_file=$(setting key_file)

host="objectstorage.us-ashburn-1.oraclecloud.com"
namespace=$TF_VAR_namespace

# sign METHOD PATH BODY sets $date, $hash and $authorization as Oracle's rules for signature version 1 want them. The path
# is signed as it is sent, with the endpoint in front, and so is the host.
sign() {
  date=$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S GMT')
  headers="date (request-target) host"
  text="date: $date
(request-target): $(echo "$1" | tr '[:upper:]' '[:lower:]') $2
host: ${RESIDENCY_SANDBOX#http://}"
  if [ -n "$3" ]; then
    hash=$(printf '%s' "$3" | openssl dgst -sha256 -binary | openssl base64 -A)
    headers="$headers content-length content-type x-content-sha256"
    text="$text
content-length: ${#3}
content-type: application/json
x-content-sha256: $hash"
  fi
  signature=$(printf '%s' "$text" | openssl dgst -sha256 -sign "$key_file" | openssl base64 -A)
  authorization="Signature version=\"1\",keyId=\"$key_id\",algorithm=\"rsa-sha256\",headers=\"$headers\",signature=\"$signature\""
}

# get PATH
get() {
  sign GET "/$host$1" ""
  curl -sS -w ' -> %{http_code}\n' -H "date: $date" -H "authorization: $authorization" "$RESIDENCY_SANDBOX/$host$1"
}

# post PATH BODY [BODY-TO-SEND-INSTEAD]
post() {
  sign POST "/$host$1" "$2"
  curl -sS -w ' -> %{http_code}\n' -H "date: $date" -H "authorization: $authorization" \
    -H "content-type: application/json" -H "x-content-sha256: $hash" --data-binary "${3:-$2}" "$RESIDENCY_SANDBOX/$host$1"
}

bucket() { printf '{"name":"%s","compartmentId":"%s"}' "$1" "$TF_VAR_compartment_id"; }

echo "The namespace, signed:"
get "/n/"

echo "A bucket, signed:"
post "/n/$namespace/b/" "$(bucket signed-by-openssl)"

echo "The same signature over another body:"
post "/n/$namespace/b/" "$(bucket aaaaaa-by-openssl)" "$(bucket bbbbbb-by-openssl)"

echo "No signature:"
curl -sS -w ' -> %{http_code}\n' "$RESIDENCY_SANDBOX/$host/n/"

#!/bin/sh
# The shop's policies with the aws CLI: an order goes from the web shop to packing, and nobody reads cards.
# First: ./glasshouse start; eval "$(./glasshouse env)"; ./glasshouse import client-examples/shop; and, since the shop's bucket
# takes no plain connection: ./glasshouse ca > ca.pem; export AWS_CA_BUNDLE=$PWD/ca.pem AWS_ENDPOINT_URL=https://127.0.0.1:4567
set -eu
aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }
account=$(aws sts get-caller-identity --query Account --output text)

# as ROLE COMMAND...: runs a command with the keys of a role
as() {
    role=$1
    shift
    keys=$(aws sts assume-role --role-arn "arn:aws:iam::$account:role/$role" --role-session-name shop \
        --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
    (
        # shellcheck disable=SC2086
        set -- $keys "$@"
        AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2 AWS_SESSION_TOKEN=$3
        export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
        shift 3
        "$@"
    )
}

# denied COMMAND...: the command must fail with AccessDenied
denied() {
    if said=$("$@" 2>&1); then
        echo "should have been denied: $*" >&2
        exit 1
    fi
    case $said in
    *AccessDenied*) echo "denied, as it should be: $*" ;;
    *) echo "$said" >&2 && exit 1 ;;
    esac
}

order=$(mktemp)
trap 'rm -f "$order"' EXIT
echo '{"tea": 2}' >"$order"
as web aws s3api put-object --bucket shop-orders --key open/1.json --body "$order" >/dev/null
as packing aws s3api get-object --bucket shop-orders --key open/1.json "$order" >/dev/null
grep tea "$order"
denied as web aws s3api get-object --bucket shop-orders --key open/1.json /dev/null
denied as packing aws s3api put-object --bucket shop-orders --key open/2.json --body "$order"
denied as release aws s3api get-object --bucket shop-orders --key cards/1.json /dev/null

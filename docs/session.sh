#!/usr/bin/env bash
# Plays the README's session against a simulator of its own and prints it; needs the aws CLI.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
"$here/glasshouse" start --port 0 --seed demo --json > "$work/ready" &
simulator=$!
trap 'kill $simulator; rm -rf "$work"' EXIT
until [ -s "$work/ready" ]; do sleep 0.2; done
export GLASSHOUSE_ENDPOINT=$(sed 's/.*"endpoint":"\([^"]*\)".*/\1/' "$work/ready")
export AWS_PAGER= PATH="$here:$PATH"
cd "$work"
echo 'name,card' > list.csv
say() { echo "\$ $1"; eval "$1" 2>&1 | sed '/^$/d' | fold -s -w 118; }
as() { echo "\$ eval \"\$(./glasshouse env${1:+ $1})\""; eval "$(glasshouse env ${1:+"$1"} | grep -v alias)"; }

as ''
say 'aws sts get-caller-identity --query Arn'
say 'aws s3 mb s3://customers'
key=$(aws kms create-key --query KeyMetadata.KeyId --output text)
echo '$ key=$(aws kms create-key --query KeyMetadata.KeyId --output text)'
say 'aws s3 cp list.csv s3://customers --sse aws:kms --sse-kms-key-id $key --no-progress'
say 'aws iam create-user --user-name bob --query User.Arn'
say "aws iam attach-user-policy --user-name bob --policy-arn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
as arn:aws:iam::123456789012:user/bob
say 'aws s3 ls s3://customers'
say 'aws s3api get-object --bucket customers --key list.csv out.csv'
echo '$ ./glasshouse why last | head -n 1'
glasshouse why last | head -n 1
echo '$ ./glasshouse why last | tail -n 1'
glasshouse why last | tail -n 1 | fold -s -w 118

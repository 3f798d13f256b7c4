#!/usr/bin/env bash
# Plays the README's first break-in against a simulator of its own and prints it; needs the aws CLI.
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
say() { echo "\$ $1"; eval "$1" 2>&1 | sed '/^$/d' | fold -s -w 118; }

eval "$(glasshouse lab start public-bucket-private-key 2> story | grep -v alias)"
bucket=$(grep -o 'larkfield-claims-[0-9a-f]*' story | head -n 1)
file=$(grep -o 'claims/[a-z]*-[0-9]*.csv' story | head -n 1)
trainee=$(sed -n 's/.*You hold the keys of \([a-z.]*\),.*/\1/p' story)
echo '$ eval "$(./glasshouse lab start public-bucket-private-key)"'
sed -n '1,9p' story
say "aws s3 ls s3://$bucket --recursive --no-sign-request"
say "aws s3 cp s3://$bucket/$file - --no-sign-request"
say "aws s3 cp s3://$bucket/$file -"
echo '$ ./glasshouse why last | head -n 1'
glasshouse why last | head -n 1
role=$(aws iam list-roles --query 'Roles[?RoleName==`claims-reader`].Arn' --output text)
echo "\$ keys=\$(aws sts assume-role --role-arn $role --role-session-name me \\"
echo '    --query "Credentials.[AccessKeyId,SecretAccessKey,SessionToken]" --output text)'
keys=$(aws sts assume-role --role-arn $role --role-session-name me \
    --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
echo '$ read AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<< "$keys"; export AWS_SESSION_TOKEN'
read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<< "$keys"
export AWS_SESSION_TOKEN
say "aws s3 cp s3://$bucket/$file -"
echo '$ ./glasshouse lab check'
glasshouse lab check | fold -s -w 118

#!/bin/sh
# The archive of KeyedArchive.java with the aws CLI. First: eval "$(./glasshouse env)"
set -eu
bucket=${1:-keyed-archive-sh}
key=$(aws kms create-key --query KeyMetadata.Arn --output text)
aws s3 mb "s3://$bucket"
echo hello | aws s3 cp - "s3://$bucket/hello.txt" --sse aws:kms --sse-kms-key-id "$key"
aws s3 cp "s3://$bucket/hello.txt" -

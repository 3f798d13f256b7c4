"""The shop's policies with boto3 and pytest.

First: ./glasshouse start; eval "$(./glasshouse env)"; ./glasshouse import client-examples/shop; and, since the shop's bucket
takes no plain connection: ./glasshouse ca > ca.pem; export AWS_CA_BUNDLE=$PWD/ca.pem AWS_ENDPOINT_URL=https://127.0.0.1:4567
"""

import json
import os
import urllib.request

import boto3
import pytest
from botocore.exceptions import ClientError

ENDPOINT = os.environ.get("AWS_ENDPOINT_URL", "https://127.0.0.1:4567")
CONTROL = os.environ.get("GLASSHOUSE_ENDPOINT", "http://127.0.0.1:4566")
BUCKET = "shop-orders"


def client(service, **keys):
    return boto3.client(service, endpoint_url=ENDPOINT, region_name="us-east-1", **keys)


def s3_as(role):
    sts = client("sts")
    account = sts.get_caller_identity()["Account"]
    keys = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/{role}", RoleSessionName="pytest")["Credentials"]
    return client(
        "s3",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def may(principal, action, resource):
    """Asks the policy engine without a call."""
    body = json.dumps({"principal": principal, "action": action, "resource": resource}).encode()
    request = urllib.request.Request(f"{CONTROL}/_glasshouse/access", data=body, method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["allowed"]


def test_an_order_goes_from_the_web_shop_to_packing():
    s3_as("web").put_object(Bucket=BUCKET, Key="open/py.json", Body=b'{"tea": 2}')
    assert s3_as("packing").get_object(Bucket=BUCKET, Key="open/py.json")["Body"].read() == b'{"tea": 2}'


@pytest.mark.parametrize("role, key", [("web", "open/py.json"), ("packing", "archive/py.json"), ("release", "cards/py.json")])
def test_who_may_not_read_is_denied(role, key):
    with pytest.raises(ClientError) as denied:
        s3_as(role).get_object(Bucket=BUCKET, Key=key)
    assert denied.value.response["Error"]["Code"] == "AccessDenied"


@pytest.mark.parametrize("principal", ["role/support", "role/release", "user/admin", "root"])
def test_nobody_may_read_cards(principal):
    assert not may(principal, "s3:GetObject", f"arn:aws:s3:::{BUCKET}/cards/1.json")

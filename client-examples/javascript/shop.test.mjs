// The shop's policies with the AWS SDK for JavaScript v3 and node's test runner.
// First: ./glasshouse start; eval "$(./glasshouse env)"; ./glasshouse import client-examples/shop; and, since the shop's bucket
// takes no plain connection: ./glasshouse ca > ca.pem;
// export NODE_EXTRA_CA_CERTS=$PWD/ca.pem AWS_ENDPOINT_URL=https://127.0.0.1:4567; then: npm install && npm test
import assert from "node:assert/strict";
import { test } from "node:test";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const common = { endpoint: process.env.AWS_ENDPOINT_URL ?? "https://127.0.0.1:4567", region: "us-east-1" };
const Bucket = "shop-orders";

async function s3As(role) {
  const sts = new STSClient(common);
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${Account}:role/${role}`, RoleSessionName: "node" }),
  );
  return new S3Client({
    ...common,
    forcePathStyle: true,
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
    },
  });
}

test("an order goes from the web shop to packing", async () => {
  const web = await s3As("web");
  await web.send(new PutObjectCommand({ Bucket, Key: "open/js.json", Body: '{"tea": 2}' }));
  const packing = await s3As("packing");
  const order = await packing.send(new GetObjectCommand({ Bucket, Key: "open/js.json" }));
  assert.equal(await order.Body.transformToString(), '{"tea": 2}');
});

for (const [role, Key] of [
  ["web", "open/js.json"],
  ["packing", "archive/js.json"],
  ["release", "cards/js.json"],
]) {
  test(`${role} may not read ${Key}`, async () => {
    const s3 = await s3As(role);
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key })), { name: "AccessDenied" });
  });
}

package dev.glasshouse.call;

/**
 * The resource for which a service calls as itself, which condition keys tell so that nobody has a service act on the
 * resources of others. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The confused deputy problem</a>.
 *
 * @param arn the resource, {@code aws:SourceArn}: a secret that is rotated, a bucket whose log is written
 * @param account the account that owns it, {@code aws:SourceAccount}
 */
public record CallSource(String arn, String account) {}

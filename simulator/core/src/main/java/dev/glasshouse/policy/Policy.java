package dev.glasshouse.policy;

import org.jspecify.annotations.Nullable;

/**
 * A policy document with the name under which reasons speak of it.
 *
 * @param id the policy's name or a word for its place, for people
 * @param arn the policy's ARN, or null for an inline or resource policy
 * @param document the compiled document
 */
public record Policy(String id, @Nullable String arn, PolicyDocument document) {}

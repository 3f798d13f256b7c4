package dev.glasshouse.service.s3;

/**
 * A configuration of a bucket, checked when it came.
 *
 * @param json its record as JSON by member names
 */
record ConfigurationRow(String json) {}

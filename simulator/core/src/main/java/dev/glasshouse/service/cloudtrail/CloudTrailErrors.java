package dev.glasshouse.service.cloudtrail;

import dev.glasshouse.call.ServiceException;

/** CloudTrail's errors. */
final class CloudTrailErrors {

    private CloudTrailErrors() {}

    static ServiceException invalidArn(String arn) {
        return ServiceException.of("CloudTrailARNInvalidException", 400, "Invalid Trail ARN: " + arn);
    }

    static ServiceException invalidName(boolean length) {
        return ServiceException.of(
                "InvalidTrailNameException",
                400,
                length
                        ? "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.),"
                                + " hyphens (-), and underscores (_), and must start with a letter or number."
                        : "Trail name cannot be less than 3 characters or greater than 128 characters.");
    }

    static ServiceException timeRange() {
        return ServiceException.of(
                "InvalidTimeRangeException", 400, "Start time must be before or equal to the end time.");
    }

    static ServiceException attributes(String text) {
        return ServiceException.of("InvalidLookupAttributesException", 400, text);
    }

    static ServiceException nextToken() {
        return ServiceException.of("InvalidNextTokenException", 400, "Invalid nextToken in request");
    }
}

package dev.glasshouse.service.s3;

import dev.glasshouse.call.ServiceException;

/** S3's errors. See <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses</a>. */
final class S3Errors {

    private S3Errors() {}

    static ServiceException of(String code, int status, String text) {
        return ServiceException.of(code, status, text);
    }

    static ServiceException noSuchBucket(String bucket) {
        if (!BucketNames.couldBe(bucket)) {
            return of("InvalidBucketName", 400, "The specified bucket is not valid.")
                    .with("BucketName", bucket);
        }
        return of("NoSuchBucket", 404, "The specified bucket does not exist").with("BucketName", bucket);
    }

    static ServiceException noSuchAccessPoint(String name) {
        return of("NoSuchAccessPoint", 404, "The specified accesspoint does not exist")
                .with("AccessPointName", name);
    }

    static ServiceException noSuchKey(String key) {
        return of("NoSuchKey", 404, "The specified key does not exist.").with("Key", key);
    }

    static ServiceException noSuchVersion(String key, String versionId) {
        return of("NoSuchVersion", 404, "The specified version does not exist.")
                .with("Key", key)
                .with("VersionId", versionId);
    }

    /** What is asked of a delete marker by its id cannot be done. */
    static ServiceException deleteMarker(String method, String versionId) {
        return of("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
                .with("Method", method)
                .with("ResourceType", "DeleteMarker")
                .withHeader("Allow", "DELETE")
                .withHeader("x-amz-delete-marker", "true")
                .withHeader("x-amz-version-id", versionId);
    }

    /** A header asks for something that S3 does not have. */
    static ServiceException notImplemented(String header) {
        return of("NotImplemented", 501, "A header you provided implies functionality that is not implemented")
                .with("Header", header);
    }

    static ServiceException noSuchUpload(String id) {
        return of(
                        "NoSuchUpload",
                        404,
                        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been"
                                + " aborted or completed.")
                .with("UploadId", id);
    }

    static ServiceException invalidPart(String uploadId, String number, String etag) {
        return of(
                        "InvalidPart",
                        400,
                        "One or more of the specified parts could not be found.  The part may not have been uploaded, or"
                                + " the specified entity tag may not match the part's entity tag.")
                .with("UploadId", uploadId)
                .with("PartNumber", number)
                .with("ETag", etag);
    }

    static ServiceException accessDenied() {
        return of("AccessDenied", 403, "Access Denied");
    }

    static ServiceException invalidArgument(String text, String name, String value) {
        return of("InvalidArgument", 400, text).with("ArgumentName", name).with("ArgumentValue", value);
    }

    static ServiceException invalidArgument(String text, String name) {
        return of("InvalidArgument", 400, text).with("ArgumentName", name);
    }

    static ServiceException invalidRequest(String text) {
        return of("InvalidRequest", 400, text);
    }

    static ServiceException malformedXml() {
        return of(
                "MalformedXML",
                400,
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static ServiceException precondition(String condition) {
        return of("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold")
                .with("Condition", condition);
    }

    /** What is asked for stands at another address; there is no body. */
    static ServiceException elsewhere(String location) {
        return ServiceException.of("TemporaryRedirect", 307, null).withHeader("Location", location);
    }

    static ServiceException notSimulated(String what) {
        return of("NotImplemented", 501, what + " is not simulated by Glasshouse.");
    }
}

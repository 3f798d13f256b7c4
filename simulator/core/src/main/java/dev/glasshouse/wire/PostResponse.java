package dev.glasshouse.wire;

/** What S3 answers to a browser's upload that asked for 201. */
public final class PostResponse {

    private PostResponse() {}

    /** The document. */
    public static String document(String location, String bucket, String key, String etag) {
        XmlWriter out = new XmlWriter(false).prolog().open("PostResponse");
        out.element("Location", location)
                .element("Bucket", bucket)
                .element("Key", key)
                .element("ETag", etag);
        out.close();
        return out.document();
    }
}

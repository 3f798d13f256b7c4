package dev.glasshouse.service.s3;

import dev.glasshouse.sandbox.KeyCodec;

/**
 * The place of a version that is not the current object: by bucket and key, later ones first.
 *
 * @param order higher for later versions of a key
 */
record VersionKey(String bucket, String key, long order) implements Comparable<VersionKey> {

    static final KeyCodec<VersionKey> CODEC = new KeyCodec<>() {
        @Override
        public String encode(VersionKey key) {
            return key.bucket() + "/" + key.order() + "/" + key.key();
        }

        @Override
        public VersionKey decode(String text) {
            int first = text.indexOf('/');
            int second = text.indexOf('/', first + 1);
            return new VersionKey(
                    text.substring(0, first),
                    text.substring(second + 1),
                    Long.parseLong(text.substring(first + 1, second)));
        }
    };

    /** What comes before all versions of a key. */
    static VersionKey before(String bucket, String key) {
        return new VersionKey(bucket, key, Long.MAX_VALUE);
    }

    /** What comes after all versions of a key. */
    static VersionKey after(String bucket, String key) {
        return new VersionKey(bucket, key, Long.MIN_VALUE);
    }

    @Override
    public int compareTo(VersionKey other) {
        int byBucket = bucket.compareTo(other.bucket);
        if (byBucket != 0) {
            return byBucket;
        }
        int byKey = ObjectKey.compare(key, other.key);
        return byKey != 0 ? byKey : Long.compare(other.order, order);
    }
}

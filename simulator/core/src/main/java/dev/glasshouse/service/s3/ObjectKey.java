package dev.glasshouse.service.s3;

import dev.glasshouse.sandbox.KeyCodec;
import org.jspecify.annotations.Nullable;

/** A key in a bucket. Keys are in the order of their UTF-8 bytes. */
record ObjectKey(String bucket, String key) implements Comparable<ObjectKey> {

    static final KeyCodec<ObjectKey> CODEC = new KeyCodec<>() {
        @Override
        public String encode(ObjectKey key) {
            return key.bucket() + "/" + key.key();
        }

        @Override
        public ObjectKey decode(String text) {
            int slash = text.indexOf('/');
            return new ObjectKey(text.substring(0, slash), text.substring(slash + 1));
        }
    };

    @Override
    public int compareTo(ObjectKey other) {
        int byBucket = bucket.compareTo(other.bucket);
        return byBucket != 0 ? byBucket : compare(key, other.key);
    }

    /** The order of UTF-8 bytes, which is that of code points and not of Java's characters. */
    static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Integer.compare(rank(a), rank(b));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /** The least text that comes after all texts that begin with a prefix; null where there is none. */
    static @Nullable String successor(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            int start = end - Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                // surrogates are no code points of a text
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, start) + Character.toString(next);
            }
            end = start;
        }
        return null;
    }

    private static int rank(char c) {
        // surrogates stand for code points above all others
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}

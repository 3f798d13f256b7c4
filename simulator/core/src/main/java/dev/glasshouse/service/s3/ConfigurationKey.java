package dev.glasshouse.service.s3;

import dev.glasshouse.sandbox.KeyCodec;
import java.util.Comparator;

/**
 * Which configuration of a bucket: its kind, and its id where a bucket may have several of the kind.
 *
 * @param kind such as {@code lifecycle}
 * @param id an empty text where there is but one
 */
record ConfigurationKey(String bucket, String kind, String id) implements Comparable<ConfigurationKey> {

    static final KeyCodec<ConfigurationKey> CODEC = new KeyCodec<>() {
        @Override
        public String encode(ConfigurationKey key) {
            return key.bucket() + "/" + key.kind() + "/" + key.id();
        }

        @Override
        public ConfigurationKey decode(String text) {
            String[] parts = text.split("/", 3);
            return new ConfigurationKey(parts[0], parts[1], parts[2]);
        }
    };

    private static final Comparator<ConfigurationKey> ORDER = Comparator.comparing(ConfigurationKey::bucket)
            .thenComparing(ConfigurationKey::kind)
            .thenComparing(ConfigurationKey::id);

    @Override
    public int compareTo(ConfigurationKey other) {
        return ORDER.compare(this, other);
    }
}

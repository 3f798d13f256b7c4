package dev.glasshouse.sandbox;

/** How a row's key is written as text, for journals and golden files. */
public interface KeyCodec<K> {

    /** A text stands for itself. */
    KeyCodec<String> TEXT = new KeyCodec<>() {
        @Override
        public String encode(String key) {
            return key;
        }

        @Override
        public String decode(String text) {
            return text;
        }
    };

    /** A number in decimal. */
    KeyCodec<Long> NUMBER = new KeyCodec<>() {
        @Override
        public String encode(Long key) {
            return Long.toString(key);
        }

        @Override
        public Long decode(String text) {
            return Long.valueOf(text);
        }
    };

    String encode(K key);

    /**
     * The key that a text stands for.
     *
     * @throws IllegalArgumentException if it stands for none
     */
    K decode(String text);
}

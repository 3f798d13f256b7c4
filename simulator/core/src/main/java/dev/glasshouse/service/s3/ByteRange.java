package dev.glasshouse.service.s3;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object that a request wants.
 *
 * @param from the first
 * @param length how many
 * @param size of the whole object
 * @param partial whether a range or part was asked for
 */
record ByteRange(long from, long length, long size, boolean partial) {

    static ByteRange of(@Nullable String range, @Nullable Integer part, ObjectRow row) {
        long size = row.content().size();
        if (part != null) {
            if (range != null) {
                throw S3Errors.invalidRequest("Cannot specify both Range header and partNumber query parameter");
            }
            return part(part, row, size);
        }
        long[] ends = range == null ? null : parse(range, size);
        if (ends == null) {
            return new ByteRange(0, size, size, false); // what is not a range of bytes is passed over
        }
        if (ends[0] >= size || ends[1] < ends[0]) {
            throw S3Errors.of("InvalidRange", 416, "The requested range is not satisfiable")
                    .with("RangeRequested", String.valueOf(range))
                    .with("ActualObjectSize", Long.toString(size));
        }
        return new ByteRange(ends[0], ends[1] - ends[0] + 1, size, true);
    }

    private static ByteRange part(int part, ObjectRow row, long size) {
        UploadPart.requireNumber(part);
        int parts = Math.max(1, row.parts().size());
        if (part > parts) {
            throw S3Errors.of("InvalidPartNumber", 416, "The requested partnumber is not satisfiable")
                    .with("PartNumberRequested", Integer.toString(part))
                    .with("ActualPartCount", Integer.toString(parts));
        }
        if (row.parts().isEmpty()) {
            return new ByteRange(0, size, size, size > 0);
        }
        long from = 0;
        for (int i = 0; i < part - 1; i++) {
            from += row.content().pieces().get(i).size();
        }
        long length = row.content().pieces().get(part - 1).size();
        return new ByteRange(from, length, size, length > 0);
    }

    /** First and last byte; null where the text is no single range of bytes. */
    private static long @Nullable [] parse(String range, long size) {
        if (!range.startsWith("bytes=") || range.indexOf(',') >= 0) {
            return null;
        }
        String text = range.substring(6).trim();
        int dash = text.indexOf('-');
        if (dash < 0) {
            return null;
        }
        String first = text.substring(0, dash);
        String last = text.substring(dash + 1);
        if (!digits(first) || !digits(last) || first.isEmpty() && last.isEmpty()) {
            return null;
        }
        if (first.isEmpty()) {
            long suffix = number(last);
            return suffix == 0 ? new long[] {size, size} : new long[] {Math.max(0, size - suffix), size - 1};
        }
        long from = number(first);
        long to = last.isEmpty() ? size - 1 : Math.min(number(last), size - 1);
        return !last.isEmpty() && number(last) < from ? null : new long[] {from, to};
    }

    private static boolean digits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The number of some digits; what is beyond all numbers is beyond every object's end. */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** The header {@code Content-Range}, or null for the whole object. */
    @Nullable
    String header() {
        return partial ? "bytes " + from + "-" + (from + length - 1) + "/" + size : null;
    }
}

package dev.glasshouse.policy.condition;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Values by which comparisons with given values can be told apart: each of them, one between each two, one beyond either
 * end, and a text that cannot be read.
 */
public final class ConditionPoints {

    private static final String UNREADABLE = "x";
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private ConditionPoints() {}

    /** Numbers to compare with these. */
    public static List<String> numbers(List<String> values) {
        TreeSet<BigDecimal> sorted = new TreeSet<>();
        values.stream().map(NumericOperand::parse).filter(Objects::nonNull).forEach(sorted::add);
        List<String> points = new ArrayList<>();
        BigDecimal before = null;
        for (BigDecimal value : sorted) {
            points.add((before == null
                            ? value.subtract(BigDecimal.ONE)
                            : before.add(value).divide(TWO))
                    .toPlainString());
            points.add(value.toPlainString());
            before = value;
        }
        points.add((before == null ? BigDecimal.ONE : before.add(BigDecimal.ONE)).toPlainString());
        points.add(UNREADABLE);
        return points;
    }

    /** Dates to compare with these. */
    public static List<String> dates(List<String> values) {
        TreeSet<Instant> sorted = new TreeSet<>();
        values.stream().map(PolicyDates::read).filter(Objects::nonNull).forEach(sorted::add);
        List<String> points = new ArrayList<>();
        Instant before = null;
        for (Instant value : sorted) {
            if (before != null || value.getEpochSecond() > Instant.MIN.getEpochSecond()) {
                points.add((before == null ? value.minusSeconds(1) : between(before, value)).toString());
            }
            points.add(value.toString());
            before = value;
        }
        if (before == null || before.getEpochSecond() < Instant.MAX.getEpochSecond()) {
            points.add((before == null ? Instant.EPOCH : before.plusSeconds(1)).toString());
        }
        points.add(UNREADABLE);
        return points;
    }

    private static Instant between(Instant before, Instant after) {
        long seconds = (after.getEpochSecond() - before.getEpochSecond()) / 2;
        return seconds > 0
                ? before.plusSeconds(seconds)
                : before.plusNanos(Duration.between(before, after).toNanos() / 2);
    }

    /** Addresses to look for in these blocks: the ends of each and their neighbours, of both families. */
    public static List<String> addresses(List<String> blocks) {
        TreeSet<BigInteger> four = new TreeSet<>(List.of(BigInteger.ZERO, last(32)));
        TreeSet<BigInteger> six = new TreeSet<>(List.of(BigInteger.ZERO, last(128)));
        for (String block : blocks) {
            int slash = block.indexOf('/');
            byte[] network = IpAddresses.parse(slash < 0 ? block : block.substring(0, slash));
            if (network == null) {
                continue;
            }
            int width = network.length * 8;
            int bits = slash < 0 ? width : IpOperand.prefix(block.substring(slash + 1), width);
            if (bits < 0) {
                continue;
            }
            BigInteger host = last(width - bits);
            BigInteger first = new BigInteger(1, network).andNot(host);
            BigInteger end = first.or(host);
            TreeSet<BigInteger> points = width == 32 ? four : six;
            points.add(first);
            points.add(end);
            if (first.signum() > 0) {
                points.add(first.subtract(BigInteger.ONE));
            }
            if (!end.equals(last(width))) {
                points.add(end.add(BigInteger.ONE));
            }
        }
        List<String> texts = new ArrayList<>();
        four.forEach(point -> texts.add(text(point, 4)));
        six.forEach(point -> texts.add(text(point, 16)));
        texts.add(UNREADABLE);
        return texts;
    }

    private static BigInteger last(int bits) {
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    private static String text(BigInteger address, int bytes) {
        StringBuilder text = new StringBuilder();
        int group = bytes == 4 ? 8 : 16;
        for (int shift = bytes * 8 - group; shift >= 0; shift -= group) {
            int value = address.shiftRight(shift).intValue() & ((1 << group) - 1);
            text.append(text.isEmpty() ? "" : bytes == 4 ? "." : ":")
                    .append(bytes == 4 ? Integer.toString(value) : Integer.toHexString(value));
        }
        return text.toString();
    }
}

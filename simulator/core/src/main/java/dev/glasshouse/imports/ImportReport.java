package dev.glasshouse.imports;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What an import took over, and what it did not.
 *
 * @param taken what is in the sandbox now, in its order
 * @param remarks what was not understood or left out
 */
public record ImportReport(List<Taken> taken, List<Remark> remarks) {

    public ImportReport {
        taken = List.copyOf(taken);
        remarks = List.copyOf(remarks);
    }

    /**
     * Something that was taken over.
     *
     * @param source the file
     * @param what what it is: an ARN, or a policy of one
     */
    public record Taken(String source, String what) {}

    /** How grave a remark is. */
    public enum Kind {
        /** What a file says was not understood: the sandbox may differ from the account. */
        NOT_UNDERSTOOD,
        /** It is understood, and has no place in a sandbox or no bearing on who may do what. */
        LEFT_OUT
    }

    /**
     * Something that was not taken over as it stands.
     *
     * @param source the file
     * @param kind how grave it is
     * @param text what, and why
     */
    public record Remark(String source, Kind kind, String text) {}

    /** What was not understood. */
    public List<Remark> notUnderstood() {
        return remarks.stream()
                .filter(remark -> remark.kind() == Kind.NOT_UNDERSTOOD)
                .toList();
    }

    /**
     * Insists that everything was understood.
     *
     * @throws IllegalArgumentException with what was not
     */
    public ImportReport requireUnderstood() {
        List<Remark> all = notUnderstood();
        if (!all.isEmpty()) {
            throw new IllegalArgumentException("not everything was understood:\n" + lines(all));
        }
        return this;
    }

    private static String lines(List<Remark> remarks) {
        return remarks.stream()
                .map(remark -> "  " + remark.source() + ": " + remark.text() + "\n")
                .collect(Collectors.joining());
    }

    /** The report for people. */
    public String text() {
        StringBuilder out = new StringBuilder();
        taken.forEach(each -> out.append("taken over: ")
                .append(each.what())
                .append(" (")
                .append(each.source())
                .append(")\n"));
        List<Remark> left = remarks.stream()
                .filter(remark -> remark.kind() == Kind.LEFT_OUT)
                .toList();
        if (!left.isEmpty()) {
            out.append("left out:\n").append(lines(left));
        }
        if (!notUnderstood().isEmpty()) {
            out.append("not understood:\n").append(lines(notUnderstood()));
        }
        return out.toString();
    }
}

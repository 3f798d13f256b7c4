package dev.glasshouse.policy.check;

import dev.glasshouse.policy.check.Finding.Place;
import dev.glasshouse.policy.check.Finding.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Collects what the checks of one policy find. */
final class Findings {

    private final int[] lines;
    private final List<Finding> found = new ArrayList<>();

    Findings(String text) {
        int[] starts = new int[text.length() + 1];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                starts[count++] = i + 1;
            }
        }
        lines = Arrays.copyOf(starts, count);
    }

    void error(String code, String details, Node... at) {
        add(Finding.Type.ERROR, code, details, List.of(at));
    }

    void security(String code, String details, Node... at) {
        add(Finding.Type.SECURITY_WARNING, code, details, List.of(at));
    }

    void warning(String code, String details, Node... at) {
        add(Finding.Type.WARNING, code, details, List.of(at));
    }

    void suggestion(String code, String details, Node... at) {
        add(Finding.Type.SUGGESTION, code, details, List.of(at));
    }

    void add(Finding.Type type, String code, String details, List<Node> at) {
        List<Place> places = new ArrayList<>();
        for (Node node : at) {
            places.add(new Place(node.path(), position(node.start()), position(node.end())));
        }
        found.add(new Finding(type, code, details, places));
    }

    void syntax(int offset) {
        Position at = position(offset);
        found.add(new Finding(
                Finding.Type.ERROR,
                "JSON_SYNTAX_ERROR",
                "Fix the JSON syntax error at index " + offset + " line " + at.line() + " column " + at.column() + ".",
                List.of(new Place(List.of(), at, at))));
    }

    private Position position(int offset) {
        int line = Arrays.binarySearch(lines, offset);
        if (line < 0) {
            line = -line - 2;
        }
        return new Position(line + 1, offset - lines[line], offset);
    }

    /** In the order of the text; two at one place by code. */
    List<Finding> inOrder() {
        found.sort(Comparator.comparingInt(
                        (Finding finding) -> finding.places().get(0).start().offset())
                .thenComparing(Finding::code));
        return List.copyOf(found);
    }
}

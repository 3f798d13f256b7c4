package dev.glasshouse.imports;

import dev.glasshouse.imports.ImportReport.Kind;
import dev.glasshouse.imports.ImportReport.Remark;
import dev.glasshouse.imports.ImportReport.Taken;
import java.util.ArrayList;
import java.util.List;

/** Collects what a report will say of the file that is being read. */
final class Findings {

    private final List<Taken> taken = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();

    void took(String source, String what) {
        taken.add(new Taken(source, what));
    }

    void notUnderstood(String source, String text) {
        remarks.add(new Remark(source, Kind.NOT_UNDERSTOOD, text));
    }

    void leftOut(String source, String text) {
        remarks.add(new Remark(source, Kind.LEFT_OUT, text));
    }

    ImportReport report() {
        return new ImportReport(taken, remarks);
    }
}

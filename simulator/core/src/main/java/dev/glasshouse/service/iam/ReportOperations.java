package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.iam.GenerateCredentialReportResponse;
import dev.glasshouse.api.iam.GetCredentialReportResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Credential reports: one is made in a second, counts for four hours, and is made anew only then. Where the clock stands
 * still a report is there at once, so that nobody waits forever.
 */
final class ReportOperations {

    private static final String KEY = "report";
    private static final Duration WORK = Duration.ofSeconds(1);
    private static final Duration FRESH = Duration.ofHours(4);

    private ReportOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "GenerateCredentialReport",
                        (in, call) -> IamPlans.ask(call, "GenerateCredentialReport", "*"),
                        (in, call) -> generate(call)),
                read(
                        "GetCredentialReport",
                        (in, call) -> IamPlans.ask(call, "GetCredentialReport", "*"),
                        (in, call) -> get(call)));
    }

    private static Optional<ReportRow> find(Call call) {
        return call.state().get(IamTables.REPORTS, Scope.account(call.caller().account()), KEY);
    }

    private static boolean isReady(Call call, ReportRow row) {
        return !call.sandbox().clock().running() || !row.asked().plus(WORK).isAfter(call.now());
    }

    private static boolean isFresh(Call call, ReportRow row) {
        return row.asked().plus(FRESH).isAfter(call.now());
    }

    private static GenerateCredentialReportResponse generate(WriteCall call) {
        Optional<ReportRow> row = find(call);
        if (row.isPresent() && isFresh(call, row.get())) {
            return new GenerateCredentialReportResponse(isReady(call, row.get()) ? "COMPLETE" : "INPROGRESS", null);
        }
        Instant now = call.now();
        call.tx()
                .put(
                        IamTables.REPORTS,
                        Scope.account(call.caller().account()),
                        KEY,
                        new ReportRow(now, CredentialReport.of(call)));
        return new GenerateCredentialReportResponse(
                "STARTED", row.isEmpty() ? "No report exists. Starting a new report generation task" : null);
    }

    private static GetCredentialReportResponse get(Call call) {
        ReportRow row = find(call).orElseThrow(() -> ServiceException.of("ReportNotPresent", 410, null));
        if (!isReady(call, row)) {
            throw ServiceException.of("ReportInProgress", 404, "The credential report is still being generated.");
        }
        if (!isFresh(call, row)) {
            throw ServiceException.of(
                    "ReportExpired", 410, "The credential report has expired. Generate a new report.");
        }
        return new GetCredentialReportResponse(
                Bytes.wrap(row.csv().getBytes(StandardCharsets.UTF_8)),
                "text/csv",
                row.asked().truncatedTo(ChronoUnit.SECONDS));
    }
}

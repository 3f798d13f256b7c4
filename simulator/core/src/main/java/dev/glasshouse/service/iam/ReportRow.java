package dev.glasshouse.service.iam;

import java.time.Instant;

/**
 * An account's credential report.
 *
 * @param asked when it was asked for
 * @param csv its lines
 */
record ReportRow(Instant asked, String csv) {}

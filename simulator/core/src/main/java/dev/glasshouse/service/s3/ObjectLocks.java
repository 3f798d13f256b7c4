package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.DefaultRetention;
import dev.glasshouse.api.s3.ObjectLockConfiguration;
import dev.glasshouse.api.s3.ObjectLockRule;
import dev.glasshouse.call.Call;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Whether Object Lock keeps a version from being deleted. */
final class ObjectLocks {

    static final String PROTECTED = "Access Denied because object protected by object lock.";

    private ObjectLocks() {}

    /** Whether a bucket has Object Lock. */
    static boolean enabled(Call call, String bucket) {
        return Configurations.get(call.state(), bucket, Configurations.OBJECT_LOCK)
                .isPresent();
    }

    /**
     * The lock of an object that is written: what the request says, else the bucket's default retention.
     *
     * @throws dev.glasshouse.call.ServiceException where the bucket has no Object Lock or the lock is not whole
     */
    static ObjectRow.Lock ofWrite(
            Call call, String bucket, @Nullable String mode, @Nullable Instant until, @Nullable String hold) {
        if (mode == null && until == null && hold == null) {
            return defaultLock(call, bucket);
        }
        if (!enabled(call, bucket)) {
            throw S3Errors.invalidRequest("Bucket is missing Object Lock Configuration");
        }
        if ((mode == null) != (until == null)) {
            throw S3Errors.invalidArgument(
                    "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
                    mode == null ? "x-amz-object-lock-retain-until-date" : "x-amz-object-lock-mode");
        }
        if (until != null && !until.isAfter(call.now())) {
            throw S3Errors.invalidArgument(
                    "The retain until date must be in the future!",
                    "x-amz-object-lock-retain-until-date",
                    until.toString());
        }
        ObjectRow.Lock usual = mode == null ? defaultLock(call, bucket) : new ObjectRow.Lock(mode, until, null);
        return new ObjectRow.Lock(usual.mode(), usual.until(), hold);
    }

    private static ObjectRow.Lock defaultLock(Call call, String bucket) {
        ObjectLockRule rule = Configurations.get(call.state(), bucket, Configurations.OBJECT_LOCK)
                .map(row ->
                        Configurations.read(ObjectLockConfiguration.class, row).rule())
                .orElse(null);
        DefaultRetention retention = rule == null ? null : rule.defaultRetention();
        if (retention == null) {
            return ObjectRow.Lock.NONE;
        }
        int days = retention.days() == null ? 0 : retention.days();
        int years = retention.years() == null ? 0 : retention.years();
        Instant until = call.now()
                .atZone(ZoneOffset.UTC)
                .plusYears(years)
                .plusDays(days)
                .toInstant();
        return new ObjectRow.Lock(retention.mode(), until, null);
    }

    /**
     * Whether a version may not be deleted now.
     *
     * @param bypass whether the caller may pass over governance and says so
     */
    static boolean isLocked(VersionRow row, Instant now, boolean bypass) {
        if (row.isMarker()) {
            return false;
        }
        ObjectRow.Lock lock = row.requireObject().lock();
        boolean retained = lock.until() != null && lock.until().isAfter(now);
        return "ON".equals(lock.hold()) || retained && (!bypass || "COMPLIANCE".equals(lock.mode()));
    }
}

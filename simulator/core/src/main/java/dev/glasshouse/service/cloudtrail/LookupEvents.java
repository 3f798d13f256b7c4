package dev.glasshouse.service.cloudtrail;

import dev.glasshouse.api.cloudtrail.Event;
import dev.glasshouse.api.cloudtrail.LookupAttribute;
import dev.glasshouse.api.cloudtrail.LookupEventsRequest;
import dev.glasshouse.api.cloudtrail.LookupEventsResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Pages;
import dev.glasshouse.call.ReadOperation;
import dev.glasshouse.sandbox.LogRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Searches the last 90 days of management events of the caller's account in one Region, the newest first. Events stand in
 * it as soon as their call has ended. See
 * <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html">LookupEvents</a>.
 */
final class LookupEvents implements ReadOperation<LookupEventsRequest, LookupEventsResponse> {

    private static final Duration HISTORY = Duration.ofDays(90);
    private static final int MOST = 50;

    @Override
    public String name() {
        return "LookupEvents";
    }

    @Override
    public AuthorizationPlan plan(LookupEventsRequest input, Call call) {
        return AuthorizationPlan.of(AuthorizationRequest.of(
                "cloudtrail:LookupEvents", "*", call.caller().account()));
    }

    @Override
    public LookupEventsResponse execute(LookupEventsRequest input, Call call) {
        LookupAttribute wanted = attribute(input);
        Instant start = input.startTime();
        Instant end = input.endTime();
        if (start != null && end != null && start.isAfter(end)) {
            throw CloudTrailErrors.timeRange();
        }
        String parameters = input.lookupAttributes() + "|" + start + "|" + end + "|" + input.eventCategory();
        String after = null;
        if (input.nextToken() != null) {
            after = Pages.read(call, name(), parameters, input.nextToken()).orElseThrow(CloudTrailErrors::nextToken);
        }
        int most = input.maxResults() == null ? MOST : input.maxResults();
        List<Event> found = find(input, call, wanted, after, most);
        boolean more = found.size() > most;
        List<Event> page = more ? found.subList(0, most) : found;
        String last = page.isEmpty() ? null : page.get(page.size() - 1).eventId();
        return LookupEventsResponse.builder()
                .events(page)
                .nextToken(more && last != null ? Pages.token(call, name(), parameters, last) : null)
                .build();
    }

    private static @Nullable LookupAttribute attribute(LookupEventsRequest input) {
        List<LookupAttribute> attributes = input.lookupAttributes();
        if (attributes == null || attributes.isEmpty()) {
            return null;
        }
        if (attributes.size() > 1) {
            throw CloudTrailErrors.attributes("You can only specify one lookup attribute.");
        }
        return attributes.get(0);
    }

    /** One event more than asked for, where there is one. */
    private static List<Event> find(
            LookupEventsRequest input, Call call, @Nullable LookupAttribute wanted, @Nullable String after, int most) {
        List<Event> found = new ArrayList<>();
        if (input.eventCategory() != null) {
            return found; // insight events are not simulated, so there are none
        }
        Instant oldest = call.now().minus(HISTORY);
        boolean[] passed = {after == null};
        call.sandbox().log().newestFirst(record -> {
            if (record.time().isBefore(oldest)) {
                return false;
            }
            if (!passed[0]) {
                passed[0] = record.id().equals(after);
                return true;
            }
            if (inView(record, input, call)) {
                EventView view = EventView.of(record);
                if (wanted == null || view.has(wanted)) {
                    found.add(view.event());
                }
            }
            return found.size() <= most;
        });
        return found;
    }

    private static boolean inView(LogRecord record, LookupEventsRequest input, Call call) {
        Instant start = input.startTime();
        Instant end = input.endTime();
        return record.category().equals("Management")
                && record.account().equals(call.caller().account())
                && record.region().equals(call.region())
                && (start == null || !record.time().isBefore(start))
                && (end == null || !record.time().isAfter(end));
    }
}

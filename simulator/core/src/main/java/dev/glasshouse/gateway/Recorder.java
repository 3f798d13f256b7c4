package dev.glasshouse.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.call.Caller;
import dev.glasshouse.sandbox.Ids;
import dev.glasshouse.sandbox.LogRecord;
import dev.glasshouse.sandbox.Sandbox;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Writes what happened: into the trail what AWS logs, into the call log everything. */
final class Recorder {

    private static final ObjectWriter JSON = new ObjectMapper().writer();

    private final TrailEvents events;

    Recorder(TrailEvents events) {
        this.events = events;
    }

    /** Records a call of somebody known, or an anonymous one that its service takes. */
    void record(CallOutcome outcome, long bytesIn, long bytesOut) {
        Request request = outcome.request();
        Sandbox sandbox = request.sandbox();
        CallLog.of(sandbox).add(LoggedCall.of(outcome));
        Set<String> recipients = recipients(outcome);
        Ids ids = sandbox.callIds();
        // a service's own account has a copy too, which nobody here reads
        boolean copies = recipients.size() > 1 || request.caller().kind() == Caller.Kind.SERVICE;
        String shared = copies ? ids.uuid("shared-event", request.requestId()) : null;
        for (String recipient : recipients) {
            String id = ids.uuid("event", request.requestId());
            boolean owner = !recipient.equals(request.caller().account());
            TrailEvents.Copy copy = new TrailEvents.Copy(id, recipient, owner, shared);
            Supplier<Bytes> writer = () -> bytes(events.write(outcome, copy, bytesIn, bytesOut));
            Instant time = outcome.call().now();
            String region = TrailEvents.region(request);
            String category = events.isData(request) ? "Data" : "Management";
            // what a transaction changed is told as it is now: the rows of one that is open may change, or go
            boolean settled = outcome.call().standing().tx() == null;
            sandbox.record(
                    settled
                            ? LogRecord.later(id, time, recipient, region, category, writer)
                            : new LogRecord(id, time, recipient, region, category, writer.get()));
        }
    }

    private static Bytes bytes(ObjectNode event) {
        try {
            return Bytes.wrap(JSON.writeValueAsBytes(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    /** The caller's account, and those that own what it touched in them. */
    private Set<String> recipients(CallOutcome outcome) {
        Request request = outcome.request();
        Caller caller = request.caller();
        Set<String> accounts = new LinkedHashSet<>();
        if (!caller.account().isEmpty()) {
            accounts.add(caller.account());
        }
        // owners see what was done; what was refused they see only where S3 logs it for the bucket
        boolean seen = outcome.error() == null || request.service().name().equals("s3");
        if (seen || accounts.isEmpty()) {
            for (Question question : outcome.questions()) {
                String owner = question.asked().account();
                if (!owner.isEmpty()) {
                    accounts.add(owner);
                }
            }
        }
        accounts.addAll(events.recipients(outcome));
        if (accounts.isEmpty() && request.account() != null) {
            accounts.add(request.account());
        }
        return accounts;
    }
}

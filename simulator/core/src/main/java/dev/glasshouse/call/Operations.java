package dev.glasshouse.call;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.NoMembers;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** Makes operations out of functions, so that a service can list its short ones in a table. */
public final class Operations {

    private Operations() {}

    /** The questions of an operation. */
    @FunctionalInterface
    public interface Plan<I> {
        AuthorizationPlan of(I input, Call call);
    }

    /** An operation that changes nothing. */
    public static <I extends ApiRecord, O extends ApiRecord> ReadOperation<I, O> read(
            String name, OperationFacts facts, Plan<I> plan, BiFunction<I, Call, O> work) {
        return new ReadOperation<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public OperationFacts facts() {
                return facts;
            }

            @Override
            public AuthorizationPlan plan(I input, Call call) {
                return plan.of(input, call);
            }

            @Override
            public O execute(I input, Call call) {
                return work.apply(input, call);
            }
        };
    }

    /** An operation that changes nothing, with the default facts. */
    public static <I extends ApiRecord, O extends ApiRecord> ReadOperation<I, O> read(
            String name, Plan<I> plan, BiFunction<I, Call, O> work) {
        return read(name, OperationFacts.DEFAULT, plan, work);
    }

    /** An operation that changes rows. */
    public static <I extends ApiRecord, O extends ApiRecord> WriteOperation<I, O> write(
            String name, OperationFacts facts, Plan<I> plan, BiFunction<I, WriteCall, O> work) {
        return new WriteOperation<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public OperationFacts facts() {
                return facts;
            }

            @Override
            public AuthorizationPlan plan(I input, Call call) {
                return plan.of(input, call);
            }

            @Override
            public O execute(I input, WriteCall call) {
                return work.apply(input, call);
            }
        };
    }

    /** An operation that changes rows, with the default facts. */
    public static <I extends ApiRecord, O extends ApiRecord> WriteOperation<I, O> write(
            String name, Plan<I> plan, BiFunction<I, WriteCall, O> work) {
        return write(name, OperationFacts.DEFAULT, plan, work);
    }

    /** An operation that changes rows and answers nothing. */
    public static <I extends ApiRecord> WriteOperation<I, ApiRecord> change(
            String name, Plan<I> plan, BiConsumer<I, WriteCall> work) {
        return change(name, OperationFacts.DEFAULT, plan, work);
    }

    /** One whose facts the model does not say. */
    public static <I extends ApiRecord> WriteOperation<I, ApiRecord> change(
            String name, OperationFacts facts, Plan<I> plan, BiConsumer<I, WriteCall> work) {
        return write(name, facts, plan, (input, call) -> {
            work.accept(input, call);
            return new NoMembers(name + "Response");
        });
    }
}

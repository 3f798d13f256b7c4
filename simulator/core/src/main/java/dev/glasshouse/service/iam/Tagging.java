package dev.glasshouse.service.iam;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.iam.Tag;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Operations;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the three tag operations of a kind of resource. */
final class Tagging {

    private Tagging() {}

    /** A kind of resource that has tags. */
    interface Tagged {
        /** What a plan says of the resource with a name. */
        Target target(Call call, String name);

        /** The tags of the resource, which must exist. */
        Map<String, String> tags(Call call, String name);

        void save(WriteCall call, String name, Map<String, String> tags);
    }

    /** A kind of resource that is kept as rows of a table. */
    static <R> Tagged kind(
            BiFunction<Call, String, Target> target,
            BiFunction<Call, String, R> require,
            Function<R, Map<String, String>> tags,
            BiFunction<R, Map<String, String>, R> withTags,
            BiConsumer<WriteCall, R> put) {
        return new Tagged() {
            @Override
            public Target target(Call call, String name) {
                return target.apply(call, name);
            }

            @Override
            public Map<String, String> tags(Call call, String name) {
                return tags.apply(require.apply(call, name));
            }

            @Override
            public void save(WriteCall call, String name, Map<String, String> changed) {
                put.accept(call, withTags.apply(require.apply(call, name), changed));
            }
        };
    }

    static <I extends ApiRecord> Operation<?, ?> tag(
            String operation, Tagged kind, Function<I, String> name, Function<I, List<Tag>> tags) {
        return Operations.change(
                operation,
                (I in, Call call) -> IamPlans.ask(
                        call, operation, kind.target(call, name.apply(in)), IamPlans.requestTags(tags.apply(in))),
                (in, call) -> kind.save(
                        call, name.apply(in), IamPlans.mergeExact(kind.tags(call, name.apply(in)), tags.apply(in))));
    }

    static <I extends ApiRecord> Operation<?, ?> untag(
            String operation, Tagged kind, Function<I, String> name, Function<I, List<String>> keys) {
        return Operations.change(
                operation,
                (I in, Call call) -> IamPlans.ask(
                        call, operation, kind.target(call, name.apply(in)), IamPlans.tagKeys(keys.apply(in))),
                (in, call) -> kind.save(
                        call, name.apply(in), IamPlans.withoutExact(kind.tags(call, name.apply(in)), keys.apply(in))));
    }

    static <I extends ApiRecord, O extends ApiRecord> Operation<?, ?> list(
            String operation,
            Tagged kind,
            Function<I, String> name,
            Function<I, @Nullable String> marker,
            Function<I, @Nullable Integer> maxItems,
            Function<IamPages.Listing<Tag>, O> answer) {
        return Operations.read(
                operation,
                (I in, Call call) -> IamPlans.ask(call, operation, kind.target(call, name.apply(in))),
                (in, call) -> answer.apply(IamPages.ofList(
                        call,
                        operation,
                        name.apply(in),
                        marker.apply(in),
                        maxItems.apply(in),
                        IamPlans.list(kind.tags(call, name.apply(in))))));
    }
}

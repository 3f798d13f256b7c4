package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.CreateSAMLProviderRequest;
import dev.glasshouse.api.iam.CreateSAMLProviderResponse;
import dev.glasshouse.api.iam.DeleteSAMLProviderRequest;
import dev.glasshouse.api.iam.GetSAMLProviderRequest;
import dev.glasshouse.api.iam.GetSAMLProviderResponse;
import dev.glasshouse.api.iam.ListSAMLProviderTagsRequest;
import dev.glasshouse.api.iam.ListSAMLProviderTagsResponse;
import dev.glasshouse.api.iam.ListSAMLProvidersResponse;
import dev.glasshouse.api.iam.SAMLPrivateKey;
import dev.glasshouse.api.iam.SAMLProviderListEntry;
import dev.glasshouse.api.iam.Tag;
import dev.glasshouse.api.iam.TagSAMLProviderRequest;
import dev.glasshouse.api.iam.UntagSAMLProviderRequest;
import dev.glasshouse.api.iam.UpdateSAMLProviderRequest;
import dev.glasshouse.api.iam.UpdateSAMLProviderResponse;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SAML 2.0 providers. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html">SAML identity
 * providers</a>.
 */
final class SamlOperations {

    private static final int MOST_KEYS = 2;
    private static final int YEARS = 100;

    private SamlOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateSAMLProvider",
                        (CreateSAMLProviderRequest in, Call call) -> IamPlans.ask(
                                call,
                                "CreateSAMLProvider",
                                new Target(arn(call, in.name()), Map.of(), null),
                                IamPlans.requestTags(in.tags())),
                        SamlOperations::create),
                read(
                        "GetSAMLProvider",
                        (GetSAMLProviderRequest in, Call call) ->
                                IamPlans.ask(call, "GetSAMLProvider", target(call, in.samlProviderArn())),
                        SamlOperations::get),
                write(
                        "UpdateSAMLProvider",
                        (UpdateSAMLProviderRequest in, Call call) ->
                                IamPlans.ask(call, "UpdateSAMLProvider", target(call, in.samlProviderArn())),
                        SamlOperations::update),
                read(
                        "ListSAMLProviders",
                        (in, call) -> IamPlans.ask(call, "ListSAMLProviders", arn(call, "")),
                        (in, call) -> list(call)),
                change(
                        "DeleteSAMLProvider",
                        (DeleteSAMLProviderRequest in, Call call) ->
                                IamPlans.ask(call, "DeleteSAMLProvider", target(call, in.samlProviderArn())),
                        (in, call) -> call.tx()
                                .remove(
                                        IamTables.SAML,
                                        Scope.account(call.caller().account()),
                                        IamTables.key(require(call, in.samlProviderArn())
                                                .name()))),
                change(
                        "TagSAMLProvider",
                        (TagSAMLProviderRequest in, Call call) -> IamPlans.ask(
                                call,
                                "TagSAMLProvider",
                                target(call, in.samlProviderArn()),
                                IamPlans.requestTags(in.tags())),
                        (in, call) -> {
                            SamlRow row = require(call, in.samlProviderArn());
                            put(call, row.withTags(IamPlans.mergeExact(row.tags(), in.tags())));
                        }),
                change(
                        "UntagSAMLProvider",
                        (UntagSAMLProviderRequest in, Call call) -> IamPlans.ask(
                                call,
                                "UntagSAMLProvider",
                                target(call, in.samlProviderArn()),
                                IamPlans.tagKeys(in.tagKeys())),
                        (in, call) -> {
                            SamlRow row = require(call, in.samlProviderArn());
                            put(call, row.withTags(IamPlans.withoutExact(row.tags(), in.tagKeys())));
                        }),
                read(
                        "ListSAMLProviderTags",
                        (ListSAMLProviderTagsRequest in, Call call) ->
                                IamPlans.ask(call, "ListSAMLProviderTags", target(call, in.samlProviderArn())),
                        SamlOperations::listTags));
    }

    private static String arn(Call call, String name) {
        return "arn:aws:iam::" + call.caller().account() + ":saml-provider/" + name;
    }

    private static Target target(Call call, String arn) {
        Map<String, String> tags = Providers.samlRow(call.state(), arn)
                .filter(row -> arn.equals(arn(call, row.name())))
                .map(SamlRow::tags)
                .orElse(Map.of());
        return new Target(arn, tags, null);
    }

    private static SamlRow require(Call call, String arn) {
        HoldingOperations.requireParsed(arn);
        return Providers.samlRow(call.state(), arn)
                .filter(row -> arn.equals(arn(call, row.name())))
                .orElseThrow(() -> IamErrors.noSuchEntity("Manifest not found for arn " + arn));
    }

    private static void put(WriteCall call, SamlRow row) {
        call.tx().put(IamTables.SAML, Scope.account(call.caller().account()), IamTables.key(row.name()), row);
    }

    private static SamlMetadata metadata(String document) {
        return SamlMetadata.parse(document).orElseThrow(() -> IamErrors.invalidInput("Could not parse metadata"));
    }

    private static Instant until(SamlMetadata metadata, Call call) {
        return metadata.validUntil() != null
                ? metadata.validUntil()
                : IamPlans.now(call).atOffset(ZoneOffset.UTC).plusYears(YEARS).toInstant();
    }

    private static SamlRow.PrivateKey key(String pem, WriteCall call) {
        if (!Pem.isRsaPrivateKey(pem)) {
            throw IamErrors.invalidInput("The private key is not a valid RSA private key in PEM format.");
        }
        return new SamlRow.PrivateKey(call.ids().unique("SAMLPK", "key"), IamPlans.now(call), pem);
    }

    private static void requireKey(@Nullable String mode, List<SamlRow.PrivateKey> keys) {
        if ("Required".equals(mode) && keys.isEmpty()) {
            throw IamErrors.invalidInput("A private key is required when the assertion encryption mode is Required.");
        }
    }

    private static CreateSAMLProviderResponse create(CreateSAMLProviderRequest in, WriteCall call) {
        Scope scope = Scope.account(call.caller().account());
        SamlMetadata metadata = metadata(in.samlMetadataDocument());
        if (call.state().get(IamTables.SAML, scope, IamTables.key(in.name())).isPresent()) {
            throw IamErrors.exists("SAML Provider with name " + in.name() + " already exists.");
        }
        if (call.state().rows(IamTables.SAML, scope).size() >= 100) {
            throw IamErrors.quota("SAMLProvidersPerAccount", 100);
        }
        List<SamlRow.PrivateKey> keys = in.addPrivateKey() == null ? List.of() : List.of(key(in.addPrivateKey(), call));
        requireKey(in.assertionEncryptionMode(), keys);
        SamlRow row = new SamlRow(
                in.name(),
                call.ids().unique("SAMLSP", in.name()),
                IamPlans.now(call),
                in.samlMetadataDocument(),
                until(metadata, call),
                in.assertionEncryptionMode() == null ? "Allowed" : in.assertionEncryptionMode(),
                keys,
                IamPlans.mergeExact(Map.of(), in.tags()));
        put(call, row);
        return CreateSAMLProviderResponse.builder()
                .samlProviderArn(row.arn(call.caller().account()))
                .tags(row.tags().isEmpty() ? null : IamPlans.list(row.tags()))
                .build();
    }

    private static GetSAMLProviderResponse get(GetSAMLProviderRequest in, Call call) {
        SamlRow row = require(call, in.samlProviderArn());
        return GetSAMLProviderResponse.builder()
                .samlProviderUUID(row.id())
                .samlMetadataDocument(row.metadata())
                .createDate(row.created())
                .validUntil(row.validUntil())
                .tags(IamPlans.list(row.tags()))
                .assertionEncryptionMode(row.encryption())
                .privateKeyList(row.keys().stream()
                        .map(key -> new SAMLPrivateKey(key.id(), key.added()))
                        .toList())
                .build();
    }

    private static UpdateSAMLProviderResponse update(UpdateSAMLProviderRequest in, WriteCall call) {
        SamlRow row = require(call, in.samlProviderArn());
        if (in.samlMetadataDocument() != null) {
            row = row.withMetadata(in.samlMetadataDocument(), until(metadata(in.samlMetadataDocument()), call));
        }
        List<SamlRow.PrivateKey> keys = new ArrayList<>(row.keys());
        if (in.removePrivateKey() != null && !keys.removeIf(key -> key.id().equals(in.removePrivateKey()))) {
            throw IamErrors.noSuchEntity("The private key " + in.removePrivateKey() + " cannot be found.");
        }
        if (in.addPrivateKey() != null) {
            keys.add(key(in.addPrivateKey(), call));
        }
        if (keys.size() > MOST_KEYS) {
            throw IamErrors.quota("PrivateKeysPerSAMLProvider", MOST_KEYS);
        }
        String mode = in.assertionEncryptionMode() == null ? row.encryption() : in.assertionEncryptionMode();
        requireKey(mode, keys);
        put(call, row.withEncryption(mode, keys));
        return new UpdateSAMLProviderResponse(in.samlProviderArn());
    }

    private static ListSAMLProvidersResponse list(Call call) {
        String account = call.caller().account();
        return new ListSAMLProvidersResponse(call.state().rows(IamTables.SAML, Scope.account(account)).values().stream()
                .map(row -> new SAMLProviderListEntry(row.arn(account), row.validUntil(), row.created()))
                .toList());
    }

    private static ListSAMLProviderTagsResponse listTags(ListSAMLProviderTagsRequest in, Call call) {
        IamPages.Listing<Tag> page = IamPages.ofList(
                call,
                "ListSAMLProviderTags",
                in.samlProviderArn(),
                in.marker(),
                in.maxItems(),
                IamPlans.list(require(call, in.samlProviderArn()).tags()));
        return ListSAMLProviderTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}

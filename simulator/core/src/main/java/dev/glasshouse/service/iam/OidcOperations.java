package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.AddClientIDToOpenIDConnectProviderRequest;
import dev.glasshouse.api.iam.CreateOpenIDConnectProviderRequest;
import dev.glasshouse.api.iam.CreateOpenIDConnectProviderResponse;
import dev.glasshouse.api.iam.DeleteOpenIDConnectProviderRequest;
import dev.glasshouse.api.iam.GetOpenIDConnectProviderRequest;
import dev.glasshouse.api.iam.GetOpenIDConnectProviderResponse;
import dev.glasshouse.api.iam.ListOpenIDConnectProviderTagsRequest;
import dev.glasshouse.api.iam.ListOpenIDConnectProviderTagsResponse;
import dev.glasshouse.api.iam.ListOpenIDConnectProvidersResponse;
import dev.glasshouse.api.iam.OpenIDConnectProviderListEntry;
import dev.glasshouse.api.iam.RemoveClientIDFromOpenIDConnectProviderRequest;
import dev.glasshouse.api.iam.Tag;
import dev.glasshouse.api.iam.TagOpenIDConnectProviderRequest;
import dev.glasshouse.api.iam.UntagOpenIDConnectProviderRequest;
import dev.glasshouse.api.iam.UpdateOpenIDConnectProviderThumbprintRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * OpenID Connect providers. Where no thumbprint is given AWS fetches one from the provider; a sandbox calls nobody and
 * keeps none. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html">OIDC identity
 * providers</a>.
 */
final class OidcOperations {

    private static final int MOST_CLIENTS = 100;
    private static final int MOST_THUMBPRINTS = 5;
    private static final String HTTPS = "https://";

    private OidcOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreateOpenIDConnectProvider",
                        (CreateOpenIDConnectProviderRequest in, Call call) -> IamPlans.ask(
                                call,
                                "CreateOpenIDConnectProvider",
                                new Target(
                                        "arn:aws:iam::" + call.caller().account() + ":oidc-provider/" + bare(in.url()),
                                        Map.of(),
                                        null),
                                IamPlans.requestTags(in.tags())),
                        OidcOperations::create),
                read(
                        "GetOpenIDConnectProvider",
                        (GetOpenIDConnectProviderRequest in, Call call) -> IamPlans.ask(
                                call, "GetOpenIDConnectProvider", target(call, in.openIDConnectProviderArn())),
                        OidcOperations::get),
                read(
                        "ListOpenIDConnectProviders",
                        (in, call) -> IamPlans.ask(
                                call,
                                "ListOpenIDConnectProviders",
                                "arn:aws:iam::" + call.caller().account() + ":oidc-provider/"),
                        (in, call) -> list(call)),
                change(
                        "DeleteOpenIDConnectProvider",
                        (DeleteOpenIDConnectProviderRequest in, Call call) -> IamPlans.ask(
                                call, "DeleteOpenIDConnectProvider", target(call, in.openIDConnectProviderArn())),
                        OidcOperations::delete),
                change(
                        "AddClientIDToOpenIDConnectProvider",
                        (AddClientIDToOpenIDConnectProviderRequest in, Call call) -> IamPlans.ask(
                                call,
                                "AddClientIDToOpenIDConnectProvider",
                                target(call, in.openIDConnectProviderArn())),
                        (in, call) -> {
                            OidcRow row =
                                    require(call, in.openIDConnectProviderArn()).withClient(in.clientID());
                            if (row.clientIds().size() > MOST_CLIENTS) {
                                throw IamErrors.quota("ClientIdsPerOpenIdConnectProvider", MOST_CLIENTS);
                            }
                            put(call, row);
                        }),
                change(
                        "RemoveClientIDFromOpenIDConnectProvider",
                        (RemoveClientIDFromOpenIDConnectProviderRequest in, Call call) -> IamPlans.ask(
                                call,
                                "RemoveClientIDFromOpenIDConnectProvider",
                                target(call, in.openIDConnectProviderArn())),
                        (in, call) -> put(
                                call,
                                require(call, in.openIDConnectProviderArn()).withoutClient(in.clientID()))),
                change(
                        "UpdateOpenIDConnectProviderThumbprint",
                        (UpdateOpenIDConnectProviderThumbprintRequest in, Call call) -> IamPlans.ask(
                                call,
                                "UpdateOpenIDConnectProviderThumbprint",
                                target(call, in.openIDConnectProviderArn())),
                        (in, call) -> {
                            requireThumbprints(in.thumbprintList());
                            put(
                                    call,
                                    require(call, in.openIDConnectProviderArn()).withThumbprints(in.thumbprintList()));
                        }),
                change(
                        "TagOpenIDConnectProvider",
                        (TagOpenIDConnectProviderRequest in, Call call) -> IamPlans.ask(
                                call,
                                "TagOpenIDConnectProvider",
                                target(call, in.openIDConnectProviderArn()),
                                IamPlans.requestTags(in.tags())),
                        (in, call) -> {
                            OidcRow row = require(call, in.openIDConnectProviderArn());
                            put(call, row.withTags(IamPlans.mergeExact(row.tags(), in.tags())));
                        }),
                change(
                        "UntagOpenIDConnectProvider",
                        (UntagOpenIDConnectProviderRequest in, Call call) -> IamPlans.ask(
                                call,
                                "UntagOpenIDConnectProvider",
                                target(call, in.openIDConnectProviderArn()),
                                IamPlans.tagKeys(in.tagKeys())),
                        (in, call) -> {
                            OidcRow row = require(call, in.openIDConnectProviderArn());
                            put(call, row.withTags(IamPlans.withoutExact(row.tags(), in.tagKeys())));
                        }),
                read(
                        "ListOpenIDConnectProviderTags",
                        (ListOpenIDConnectProviderTagsRequest in, Call call) -> IamPlans.ask(
                                call, "ListOpenIDConnectProviderTags", target(call, in.openIDConnectProviderArn())),
                        OidcOperations::listTags));
    }

    private static String bare(String url) {
        return url.startsWith(HTTPS) ? url.substring(HTTPS.length()) : url;
    }

    private static Target target(Call call, String arn) {
        Map<String, String> tags = Providers.oidcRow(call.state(), arn)
                .filter(row -> own(call, arn))
                .map(OidcRow::tags)
                .orElse(Map.of());
        return new Target(arn, tags, null);
    }

    private static boolean own(Call call, String arn) {
        return arn.startsWith("arn:aws:iam::" + call.caller().account() + ":");
    }

    private static OidcRow require(Call call, String arn) {
        HoldingOperations.requireParsed(arn);
        return Providers.oidcRow(call.state(), arn)
                .filter(row -> own(call, arn))
                .orElseThrow(() -> IamErrors.noSuchEntity("OpenIDConnect Provider not found for arn " + arn));
    }

    private static void put(WriteCall call, OidcRow row) {
        call.tx().put(IamTables.OIDC, Scope.account(call.caller().account()), row.url(), row);
    }

    private static void requireThumbprints(List<String> thumbprints) {
        if (thumbprints.size() > MOST_THUMBPRINTS) {
            throw IamErrors.invalidInput("Thumbprint list must contain fewer than 5 entries.");
        }
        boolean hexadecimal = thumbprints.stream()
                .allMatch(text -> text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128));
        if (!hexadecimal) {
            throw IamErrors.invalidInput("Thumbprint must be a hexadecimal string.");
        }
    }

    private static String issuer(String url) {
        try {
            URI uri = new URI(url);
            boolean plain = "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
            if (plain) {
                String host = uri.getRawAuthority().toLowerCase(Locale.ROOT);
                return host + (uri.getRawPath().equals("/") ? "" : uri.getRawPath());
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw IamErrors.validation("Invalid Open ID Connect Provider URL");
    }

    private static CreateOpenIDConnectProviderResponse create(CreateOpenIDConnectProviderRequest in, WriteCall call) {
        String issuer = issuer(in.url());
        List<String> clients = in.clientIDList() == null ? List.of() : in.clientIDList();
        List<String> thumbprints = in.thumbprintList() == null ? List.of() : in.thumbprintList();
        requireThumbprints(thumbprints);
        if (clients.size() > MOST_CLIENTS) {
            throw IamErrors.quota("ClientIdsPerOpenIdConnectProvider", MOST_CLIENTS);
        }
        Scope scope = Scope.account(call.caller().account());
        if (call.state().get(IamTables.OIDC, scope, issuer).isPresent()) {
            throw IamErrors.exists("Provider with url " + in.url() + " already exists.");
        }
        if (call.state().rows(IamTables.OIDC, scope).size() >= 100) {
            throw IamErrors.quota("OpenIdConnectProvidersPerAccount", 100);
        }
        OidcRow row = new OidcRow(
                issuer,
                IamPlans.now(call),
                clients.stream().distinct().toList(),
                thumbprints,
                IamPlans.mergeExact(Map.of(), in.tags()));
        put(call, row);
        return CreateOpenIDConnectProviderResponse.builder()
                .openIDConnectProviderArn(row.arn(call.caller().account()))
                .tags(row.tags().isEmpty() ? null : IamPlans.list(row.tags()))
                .build();
    }

    private static GetOpenIDConnectProviderResponse get(GetOpenIDConnectProviderRequest in, Call call) {
        OidcRow row = require(call, in.openIDConnectProviderArn());
        return GetOpenIDConnectProviderResponse.builder()
                .url(row.url())
                .clientIDList(row.clientIds())
                .thumbprintList(row.thumbprints())
                .createDate(row.created())
                .tags(IamPlans.list(row.tags()))
                .build();
    }

    private static ListOpenIDConnectProvidersResponse list(Call call) {
        String account = call.caller().account();
        return new ListOpenIDConnectProvidersResponse(
                call.state().rows(IamTables.OIDC, Scope.account(account)).values().stream()
                        .map(row -> new OpenIDConnectProviderListEntry(row.arn(account)))
                        .toList());
    }

    private static void delete(DeleteOpenIDConnectProviderRequest in, WriteCall call) {
        String arn = in.openIDConnectProviderArn();
        HoldingOperations.requireParsed(arn);
        OidcRow row = Providers.oidcRow(call.state(), arn)
                .filter(found -> own(call, arn))
                .orElseThrow(() -> IamErrors.noSuchEntity("OpenId connect Provider " + arn + " cannot be found."));
        call.tx().remove(IamTables.OIDC, Scope.account(call.caller().account()), row.url());
    }

    private static ListOpenIDConnectProviderTagsResponse listTags(ListOpenIDConnectProviderTagsRequest in, Call call) {
        IamPages.Listing<Tag> page = IamPages.ofList(
                call,
                "ListOpenIDConnectProviderTags",
                in.openIDConnectProviderArn(),
                in.marker(),
                in.maxItems(),
                IamPlans.list(require(call, in.openIDConnectProviderArn()).tags()));
        return ListOpenIDConnectProviderTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}

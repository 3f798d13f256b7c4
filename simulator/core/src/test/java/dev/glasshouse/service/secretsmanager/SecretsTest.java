package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.TestCloud.ACCOUNT;
import static dev.glasshouse.TestCloud.allow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

class SecretsTest {

    private final TestCloud cloud = new TestCloud();
    private final SecretsManagerClient secrets = cloud.admin(SecretsManagerClient.builder());

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String failure(ThrowingCallable call) {
        return TestCloud.failure(SecretsManagerException.class, call);
    }

    private CreateSecretResponse create(String name, String value) {
        return secrets.createSecret(request -> request.name(name).secretString(value));
    }

    private String value(String id) {
        return secrets.getSecretValue(request -> request.secretId(id)).secretString();
    }

    private Map<String, List<String>> stages(String id) {
        return secrets.describeSecret(request -> request.secretId(id)).versionIdsToStages();
    }

    private String put(String name, String value, String... stages) {
        return secrets.putSecretValue(request -> request.secretId(name)
                        .secretString(value)
                        .versionStages(stages.length == 0 ? null : List.of(stages)))
                .versionId();
    }

    @Test
    void a_secret_is_found_by_its_name_its_arn_and_its_arn_without_the_last_characters() {
        CreateSecretResponse made = create("app/Valid_+=.@-Name", "my_secret");
        assertThat(made.arn())
                .matches("arn:aws:secretsmanager:us-east-1:" + ACCOUNT
                        + ":secret:app/Valid_\\+=\\.@-Name-[A-Za-z0-9]{6}");
        for (String id : List.of(
                made.name(), made.arn(), made.arn().substring(0, made.arn().length() - 7))) {
            GetSecretValueResponse got = secrets.getSecretValue(request -> request.secretId(id));
            assertThat(got.secretString()).isEqualTo("my_secret");
            assertThat(got.secretBinary()).isNull();
            assertThat(got.arn()).isEqualTo(made.arn());
            assertThat(got.versionId()).isEqualTo(made.versionId());
            assertThat(got.versionStages()).containsExactly("AWSCURRENT");
        }
        assertThat(failure(() -> value(made.arn().substring(0, made.arn().length() - 1) + "~")))
                .startsWith("ValidationException 400 Invalid name.");
        assertThat(failure(() -> value("other")))
                .isEqualTo("ResourceNotFoundException 400 Secrets Manager can't find the specified secret.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Inv Name", " Inv Name", " Inv*Name? ", "Inv]Name\\"})
    void a_name_has_letters_digits_and_some_signs(String name) {
        String text =
                "ValidationException 400 Invalid name. Must be a valid name containing alphanumeric characters, or any"
                        + " of the following: -/_+=.@!";
        assertThat(failure(() -> create(name, "x"))).isEqualTo(text);
        assertThat(failure(() -> value(name))).isEqualTo(text);
        assertThat(failure(() ->
                        secrets.untagResource(request -> request.secretId(name).tagKeys("a"))))
                .isEqualTo(text);
    }

    @Test
    void a_description_of_a_secret_leaves_out_what_it_has_not() {
        CreateSecretResponse empty =
                secrets.createSecret(request -> request.name("empty").description(""));
        assertThat(empty.versionId()).isNull();
        DescribeSecretResponse bare = secrets.describeSecret(request -> request.secretId("empty"));
        assertThat(bare.createdDate()).isNotNull();
        assertThat(bare.lastChangedDate()).isEqualTo(bare.createdDate());
        assertThat(bare.description()).isNull();
        assertThat(bare.kmsKeyId()).isNull();
        assertThat(bare.rotationEnabled()).isNull();
        assertThat(bare.lastAccessedDate()).isNull();
        assertThat(bare.hasTags()).isFalse();
        assertThat(bare.hasVersionIdsToStages()).isFalse();
        assertThat(bare.hasReplicationStatus()).isFalse();
        assertThat(failure(() -> value("empty")))
                .isEqualTo("ResourceNotFoundException 400 Secrets Manager can't find the specified secret value for"
                        + " staging label: AWSCURRENT");
        String version = put("empty", "now", "AWSPENDING");
        assertThat(stages("empty")).isEqualTo(Map.of(version, List.of("AWSCURRENT", "AWSPENDING")));
        value("empty");
        assertThat(secrets.describeSecret(request -> request.secretId("empty")).lastAccessedDate())
                .isEqualTo(cloud.now().truncatedTo(ChronoUnit.DAYS));
    }

    @Test
    void the_tags_of_a_secret_stand_in_their_order_and_leave_an_empty_list() {
        create("tagged", "x");
        secrets.tagResource(request -> request.secretId("tagged").tags(tag("z", "1"), tag("a", "2")));
        assertThat(secrets.describeSecret(request -> request.secretId("tagged")).tags())
                .containsExactly(tag("z", "1"), tag("a", "2"));
        secrets.untagResource(request -> request.secretId("tagged").tagKeys("z", "a"));
        DescribeSecretResponse described = secrets.describeSecret(request -> request.secretId("tagged"));
        assertThat(described.hasTags()).isTrue();
        assertThat(described.tags()).isEmpty();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void current_becomes_previous_and_is_pending_no_longer() {
        String first = create("s", "S1").versionId();
        String second = put("s", "S2", "AWSPENDING");
        assertThat(stages("s")).isEqualTo(Map.of(first, List.of("AWSCURRENT"), second, List.of("AWSPENDING")));
        assertThat(value("s")).isEqualTo("S1");
        secrets.updateSecretVersionStage(request -> request.secretId("s")
                .versionStage("AWSCURRENT")
                .removeFromVersionId(first)
                .moveToVersionId(second));
        assertThat(stages("s"))
                .isEqualTo(Map.of(first, List.of("AWSPREVIOUS"), second, List.of("AWSCURRENT", "AWSPENDING")));
        String third = put("s", "S3");
        assertThat(stages("s")).isEqualTo(Map.of(second, List.of("AWSPREVIOUS"), third, List.of("AWSCURRENT")));
        List<SecretVersionsListEntry> shown =
                secrets.listSecretVersionIds(request -> request.secretId("s")).versions();
        assertThat(shown).extracting(SecretVersionsListEntry::versionId).containsExactly(second, third);
        assertThat(shown.get(0).kmsKeyIds()).containsExactly("DefaultEncryptionKey");
        List<SecretVersionsListEntry> all = secrets.listSecretVersionIds(
                        request -> request.secretId("s").includeDeprecated(true))
                .versions();
        assertThat(all).extracting(SecretVersionsListEntry::versionId).containsExactly(first, second, third);
        assertThat(all.get(0).hasVersionStages()).isFalse();
    }

    @Test
    void labels_of_ones_own_move_and_versions_without_any_are_not_shown() {
        String first = create("s", "1").versionId();
        String second = put("s", "2", "one", "two", "three");
        assertThat(stages("s")).isEqualTo(Map.of(first, List.of("AWSCURRENT"), second, List.of("one", "three", "two")));
        String third = put("s", "3", "one", "two", "three", "four");
        assertThat(stages("s"))
                .isEqualTo(Map.of(first, List.of("AWSCURRENT"), third, List.of("four", "one", "three", "two")));
        assertThat(failure(() -> secrets.updateSecretVersionStage(
                        request -> request.secretId("s").versionStage("one").moveToVersionId(first))))
                .isEqualTo(
                        "InvalidParameterException 400 The parameter RemoveFromVersionId can't be empty. Staging label"
                                + " one is currently attached to version " + third
                                + ", so you must explicitly reference that version in RemoveFromVersionId.");
        assertThat(failure(() -> secrets.updateSecretVersionStage(request ->
                        request.secretId("s").versionStage("AWSCURRENT").removeFromVersionId(first))))
                .startsWith("InvalidParameterException 400 You can only move staging label AWSCURRENT");
        assertThat(failure(() -> put(
                        "s", "4", "l1", "l2", "l3", "l4", "l5", "l6", "l7", "l8", "l9", "l10", "l11", "l12", "l13",
                        "l14", "l15", "l16", "l17", "l18", "l19", "l20")))
                .startsWith("LimitExceededException 400");
    }

    @Test
    void a_version_and_a_label_must_belong_together() {
        String version = create("s", "x").versionId();
        assertThat(failure(() ->
                        secrets.getSecretValue(request -> request.secretId("s").versionStage("AWSPREVIOUS"))))
                .isEqualTo(
                        "ResourceNotFoundException 400 Secrets Manager can't find the specified secret value for staging"
                                + " label: AWSPREVIOUS");
        assertThat(failure(() -> secrets.getSecretValue(
                        request -> request.secretId("s").versionId(version).versionStage("AWSPREVIOUS"))))
                .isEqualTo(
                        "InvalidRequestException 400 You provided a VersionStage that is not associated to the provided"
                                + " VersionId.");
        String none = UUID.nameUUIDFromBytes(new byte[] {1}).toString();
        assertThat(failure(() ->
                        secrets.getSecretValue(request -> request.secretId("s").versionId(none))))
                .isEqualTo("ResourceNotFoundException 400 Secrets Manager can't find the specified secret value for"
                        + " VersionId: " + none);
    }

    @Test
    void a_repeated_token_repeats_the_answer_and_never_changes_a_version() {
        String token = "0123456789abcdef0123456789abcdef";
        CreateSecretResponse made = secrets.createSecret(
                request -> request.name("s").secretString("x").clientRequestToken(token));
        assertThat(secrets.createSecret(
                                request -> request.name("s").secretString("x").clientRequestToken(token))
                        .arn())
                .isEqualTo(made.arn());
        assertThat(secrets.putSecretValue(request ->
                                request.secretId("s").secretString("x").clientRequestToken(token))
                        .versionStages())
                .containsExactly("AWSCURRENT");
        assertThat(failure(() -> secrets.putSecretValue(
                        request -> request.secretId("s").secretString("y").clientRequestToken(token))))
                .isEqualTo("ResourceExistsException 400 You can't use ClientRequestToken " + token
                        + " because that value is already in use for a version of secret " + made.arn() + ".");
        assertThat(failure(() -> create("s", "x")))
                .isEqualTo("ResourceExistsException 400 The operation failed because the secret s already exists.");
        assertThat(stages("s")).hasSize(1);
    }

    @Test
    void bytes_come_back_as_bytes() {
        SdkBytes bytes = SdkBytes.fromByteArray(new byte[] {0, 1, -1});
        secrets.createSecret(request -> request.name("b").secretBinary(bytes));
        GetSecretValueResponse got = secrets.getSecretValue(request -> request.secretId("b"));
        assertThat(got.secretBinary()).isEqualTo(bytes);
        assertThat(got.secretString()).isNull();
        assertThat(failure(() -> secrets.putSecretValue(
                        request -> request.secretId("b").secretString("x").secretBinary(bytes))))
                .startsWith("InvalidParameterException 400");
        assertThat(failure(() ->
                        secrets.putSecretValue(request -> request.secretId("b").secretString("\u00e9".repeat(32_769)))))
                .startsWith("InvalidParameterException 400");
    }

    @Test
    void a_deleted_secret_can_be_restored_until_its_window_ends() {
        String arn = create("s", "x").arn();
        assertThat(failure(() ->
                        secrets.deleteSecret(request -> request.secretId("s").recoveryWindowInDays(6L))))
                .isEqualTo("InvalidParameterException 400 The RecoveryWindowInDays value must be between 7 and 30 days"
                        + " (inclusive).");
        secrets.deleteSecret(request -> request.secretId("s").recoveryWindowInDays(7L));
        String marked =
                "InvalidRequestException 400 You can't perform this operation on the secret because it was marked"
                        + " for deletion.";
        assertThat(failure(() -> value("s"))).isEqualTo(marked);
        assertThat(failure(() ->
                        secrets.tagResource(request -> request.secretId("s").tags(tag("a", "b")))))
                .isEqualTo(marked);
        assertThat(failure(() -> create("s", "y")))
                .isEqualTo("InvalidRequestException 400 You can't create this secret because a secret with this name is"
                        + " already scheduled for deletion.");
        assertThat(secrets.listSecrets().secretList()).isEmpty();
        assertThat(secrets.listSecrets(request -> request.includePlannedDeletion(true))
                        .secretList())
                .hasSize(1);
        secrets.restoreSecret(request -> request.secretId("s"));
        cloud.advance(Duration.ofDays(8));
        assertThat(value("s")).isEqualTo("x");
        secrets.deleteSecret(request -> request.secretId(arn));
        cloud.advance(Duration.ofDays(29));
        assertThat(secrets.describeSecret(request -> request.secretId("s")).deletedDate())
                .isNotNull();
        cloud.advance(Duration.ofDays(1).plusSeconds(1));
        assertThat(failure(() -> secrets.describeSecret(request -> request.secretId("s"))))
                .startsWith("ResourceNotFoundException");
    }

    @Test
    void a_forced_deletion_takes_effect_at_once_and_does_not_ask_whether_the_secret_was_there() {
        String first = create("s", "x").arn();
        secrets.deleteSecret(request -> request.secretId("s"));
        secrets.deleteSecret(request -> request.secretId("s").forceDeleteWithoutRecovery(true));
        String second = create("s", "x").arn();
        assertThat(second).isNotEqualTo(first);
        assertThat(secrets.deleteSecret(request -> request.secretId("none").forceDeleteWithoutRecovery(true))
                        .name())
                .isEqualTo("none");
        assertThat(failure(() -> secrets.deleteSecret(request -> request.secretId("none"))))
                .startsWith("ResourceNotFoundException");
    }

    @Test
    void listings_are_filtered_by_prefixes_of_names_and_of_words() {
        describe("testing1/one", "a secret");
        describe("/testing2/two", "an secret");
        describe("testing3/three", "asecret");
        describe("/testing4/four", "thesecret");
        assertThat(listed(FilterNameStringType.NAME, "/")).containsExactly("/testing2/two", "/testing4/four");
        assertThat(listed(FilterNameStringType.NAME, "!/")).containsExactly("testing1/one", "testing3/three");
        assertThat(listed(FilterNameStringType.NAME, "testing1 one")).isEmpty();
        assertThat(listed(FilterNameStringType.DESCRIPTION, "A"))
                .containsExactly("testing1/one", "/testing2/two", "testing3/three");
        assertThat(listed(FilterNameStringType.DESCRIPTION, "!a")).containsExactly("/testing4/four");
        assertThat(listed(FilterNameStringType.DESCRIPTION, "a secret"))
                .containsExactly("testing1/one", "/testing2/two");
        assertThat(listed(FilterNameStringType.ALL, "four")).containsExactly("/testing4/four");
        assertThat(listed(FilterNameStringType.TAG_KEY, "x")).isEmpty();
        assertThat(secrets.listSecrets(request -> request.sortOrder("desc")).secretList())
                .extracting(SecretListEntry::name)
                .containsExactly("/testing4/four", "testing3/three", "/testing2/two", "testing1/one");
    }

    private void describe(String name, String description) {
        secrets.createSecret(
                request -> request.name(name).description(description).secretString("s"));
        // two secrets of one millisecond are listed by their names
        cloud.advance(Duration.ofSeconds(1));
    }

    private List<String> listed(FilterNameStringType key, String value) {
        return secrets
                .listSecrets(request ->
                        request.filters(Filter.builder().key(key).values(value).build()))
                .secretList()
                .stream()
                .map(SecretListEntry::name)
                .toList();
    }

    @Test
    void listings_come_in_pages_whose_tokens_cannot_be_made_up() {
        create("a", "1");
        create("b", "2");
        create("c", "3");
        List<String> names = secrets.listSecretsPaginator(request -> request.maxResults(2)).stream()
                .flatMap(page -> page.secretList().stream())
                .map(SecretListEntry::name)
                .toList();
        assertThat(names).containsExactly("a", "b", "c");
        assertThat(failure(() -> secrets.listSecrets(request -> request.nextToken("made-up"))))
                .startsWith("InvalidNextTokenException 400");
    }

    @Test
    void a_batch_tells_each_error_beside_the_values() {
        create("one", "1");
        create("two", "2");
        SecretsManagerClient bob = cloud.as(
                cloud.user(
                        "bob",
                        allow("secretsmanager:BatchGetSecretValue", "*")
                                .replace(
                                        "}]}",
                                        "},{'Effect':'Allow','Action':'secretsmanager:GetSecretValue','Resource':"
                                                + "'arn:aws:secretsmanager:*:*:secret:one-??????'}]}")),
                SecretsManagerClient.builder());
        BatchGetSecretValueResponse got =
                bob.batchGetSecretValue(request -> request.secretIdList("one", "two", "three"));
        assertThat(got.secretValues()).singleElement().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("one");
            assertThat(entry.secretString()).isEqualTo("1");
        });
        assertThat(got.errors())
                .extracting(error -> error.secretId() + " " + error.errorCode())
                .containsExactly("two AccessDeniedException", "three AccessDeniedException");
        BatchGetSecretValueResponse all = secrets.batchGetSecretValue(request -> request.filters(
                Filter.builder().key(FilterNameStringType.NAME).values("t").build()));
        assertThat(all.secretValues()).extracting(entry -> entry.secretString()).containsExactly("2");
        assertThat(all.hasErrors()).isTrue();
        assertThat(failure(() -> secrets.batchGetSecretValue(request -> {})))
                .startsWith("InvalidParameterException 400");
    }

    @Test
    void passwords_are_made_of_what_is_not_excluded() {
        for (int i = 0; i < 20; i++) {
            String password = secrets.getRandomPassword(request ->
                            request.passwordLength(8L).excludeCharacters("aA0!").includeSpace(true))
                    .randomPassword();
            assertThat(password)
                    .hasSize(8)
                    .matches(".*[b-z].*")
                    .matches(".*[B-Z].*")
                    .matches(".*[1-9].*")
                    .contains(" ")
                    .doesNotContainPattern("[aA0!]");
        }
        assertThat(secrets.getRandomPassword().randomPassword()).hasSize(32);
        String digits = secrets.getRandomPassword(request -> request.passwordLength(3L)
                        .excludeLowercase(true)
                        .excludeUppercase(true)
                        .excludePunctuation(true))
                .randomPassword();
        assertThat(digits).matches("[0-9]{3}");
        assertThat(failure(() -> secrets.getRandomPassword(request -> request.passwordLength(3L))))
                .isEqualTo("InvalidParameterException 400 Password length 3 is too short based on the required types.");
    }

    @Test
    void a_partial_arn_that_ends_like_a_whole_one_is_taken_for_one() {
        String arn = secrets.createSecret(request -> request.name("app-a1b2c3").secretString("x"))
                .arn();
        assertThat(secrets.getSecretValue(request -> request.secretId(arn)).name())
                .isEqualTo("app-a1b2c3");
        String partial = arn.substring(0, arn.length() - 7);
        assertThat(failure(() -> secrets.getSecretValue(request -> request.secretId(partial))))
                .isEqualTo("ResourceNotFoundException 400 Secrets Manager can't find the specified secret.");
        String other = secrets.createSecret(request -> request.name("app-a1b2").secretString("y"))
                .arn();
        assertThat(secrets.getSecretValue(request -> request.secretId(other.substring(0, other.length() - 7)))
                        .secretString())
                .isEqualTo("y");
    }

    @Test
    void the_trail_says_when_versions_begin_to_be_deleted_and_when_they_are_gone() {
        secrets.createSecret(request -> request.name("s").secretString("x"));
        secrets.deleteSecret(request -> request.secretId("s"));
        secrets.restoreSecret(request -> request.secretId("s"));
        secrets.deleteSecret(request -> request.secretId("s"));
        cloud.advance(Duration.ofDays(31));
        secrets.createSecret(request -> request.name("t").secretString("x"));
        secrets.deleteSecret(request -> request.secretId("t").forceDeleteWithoutRecovery(true));
        List<String> told = new ArrayList<>();
        cloud.sandbox().log().from(0, 1_000).forEach(record -> {
            String json = record.json().utf8();
            for (String name : List.of("Start", "Cancel", "End")) {
                if (json.contains("\"eventName\":\"" + name + "SecretVersionDelete\"")) {
                    assertThat(json).contains("\"additionalEventData\":{\"Name\":\"");
                    told.add(name);
                }
            }
        });
        assertThat(told).containsExactly("Start", "Cancel", "Start", "End", "Start", "End");
    }
}

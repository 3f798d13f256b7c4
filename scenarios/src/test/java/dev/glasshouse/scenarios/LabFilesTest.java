package dev.glasshouse.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.sandbox.Seed;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The format: what a file may say, what a pattern matches, how variables come about. */
class LabFilesTest {

    private static final String SMALL = """
            format: glasshouse/lab/v1
            id: small
            title: Small
            difficulty: easy
            minutes: 1
            story: Nothing to see.
            variables: {name: "x-{{hex 4}}", color: "{{pick red green}}"}
            setup: {shared: [{call: "iam:CreateUser", with: {UserName: u}}]}
            entry: [{principal: user/u, about: you}]
            objectives: [{id: who, title: Who are you, when: {trail: {eventName: GetCallerIdentity}}}]
            hints: [{objective: who, text: Ask.}]
            solution: [{as: user/u, call: "sts:GetCallerIdentity"}]
            """;

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void a_small_lab_reads() {
        Lab lab = LabFiles.parse(SMALL);
        assertThat(lab.shared()).hasSize(1);
        assertThat(lab.solution().get(0).as()).isEqualTo("user/u");
    }

    @Test
    void what_is_unknown_in_a_file_is_refused() {
        assertThatThrownBy(() -> LabFiles.parse(SMALL + "scoring: 3\n")).hasMessageContaining("scoring");
        assertThatThrownBy(() -> LabFiles.parse(SMALL.replace("trail:", "tale:")))
                .hasMessageContaining("tale");
        assertThatThrownBy(() -> LabFiles.parse(SMALL.replace("objective: who", "objective: what")))
                .hasMessage("a hint is for what, which is no objective");
        assertThatThrownBy(() -> LabFiles.parse(SMALL.replace(
                        "{trail: {eventName: GetCallerIdentity}}", "{replay: {script: gone, passes: true}}")))
                .hasMessage("small has no script gone");
        assertThatThrownBy(() -> LabFiles.parse(SMALL.replace("lab/v1", "lab/v9")))
                .hasMessageContaining("lab/v1");
    }

    @Test
    void an_organization_names_only_what_it_has() {
        String organization =
                "organization: {units: [U], accounts: [{name: vault, unit: U}], controls: [{name: c, on: vault,"
                        + " document: {Version: '2012-10-17', Statement: []}}]}\n";
        Lab lab = LabFiles.parse(SMALL.replace("user/u", "'vault:user/u'") + organization);
        assertThat(lab.organization()).isNotNull();
        assertThatThrownBy(() -> LabFiles.parse(SMALL.replace("user/u", "'vault:user/u'")))
                .hasMessage("vault:user/u is in vault, which is no account of the lab");
        assertThatThrownBy(() -> LabFiles.parse(SMALL.replace("user/u", "'vault:role/u'") + organization))
                .hasMessage("an entry is user/NAME or ACCOUNT:user/NAME, not role/u");
        assertThatThrownBy(() -> LabFiles.parse(SMALL + organization.replace("unit: U", "unit: V")))
                .hasMessage("an account lies in V, which is no unit");
        assertThatThrownBy(() -> LabFiles.parse(SMALL + organization.replace("on: vault", "on: W")))
                .hasMessage("the control c is on W, which is not root, a unit or an account");
        assertThatThrownBy(() -> LabFiles.parse(SMALL + organization.replace("units: [U]", "units: [U, vault]")))
                .hasMessage("the organization has vault twice");
    }

    @Test
    void variables_derive_from_the_seed_alone() {
        Lab lab = LabFiles.parse(SMALL);
        String one = Variables.of(lab, Seed.of("1"), Map.of()).fill("{{name}} {{color}}");
        assertThat(one).matches("x-[0-9a-f]{4} (red|green)");
        assertThat(Variables.of(lab, Seed.of("1"), Map.of()).fill("{{name}} {{color}}"))
                .isEqualTo(one);
        assertThat(Variables.of(lab, Seed.of("2"), Map.of()).fill("{{name}}")).isNotEqualTo(one.substring(0, 6));
    }

    @Test
    void a_text_that_names_no_variable_of_the_lab_is_refused() {
        assertThatThrownBy(() -> Variables.given(Map.of()).fill("a {{b}}")).hasMessage("there is no variable {{b}}");
        assertThat(Variables.given(Map.of()).fill("a {{ b")).isEqualTo("a {{ b");
    }

    @Test
    void patterns_match_paths_lists_prefixes_and_what_is_absent() throws IOException {
        JsonNode event = json("{'a':{'b':'x','c.d':5},'list':[{'n':'one'},{'n':'two'}],'flag':true,'nothing':null}");
        Variables none = Variables.given(Map.of("v", "x"));
        assertThat(Pattern.parse(json("{'a.b':'{{v}}','a.c.d':'5','flag':'true'}"))
                        .matches(event, none))
                .isTrue();
        assertThat(Pattern.parse(json("{'list.n':'two'}")).matches(event, none)).isTrue();
        assertThat(Pattern.parse(json("{'list.n':'three'}")).matches(event, none))
                .isFalse();
        assertThat(Pattern.parse(json("{'a.b':['y','x']}")).matches(event, none))
                .isTrue();
        assertThat(Pattern.parse(json("{'a.b':{'prefix':'y'}}")).matches(event, none))
                .isFalse();
        assertThat(Pattern.parse(json("{'nothing':{'absent':true},'a':{'present':true}}"))
                        .matches(event, none))
                .isTrue();
        assertThat(Pattern.parse(json("{'a.b':{'not':'x'}}")).matches(event, none))
                .isFalse();
        assertThatThrownBy(() -> Pattern.parse(json("{'a':{'like':'x'}}"))).hasMessageContaining("like");
    }
}

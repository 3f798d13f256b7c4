package dev.glasshouse.examples;

import static dev.glasshouse.assertions.GlasshouseAssertions.assertThat;

import dev.glasshouse.imports.Importer;
import dev.glasshouse.junit5.Glasshouse;
import dev.glasshouse.sandbox.Sandbox;
import org.junit.jupiter.api.Test;

@Glasshouse
class FirstTest {
    @Test
    void theAppReadsOrdersAndNothingElse(Sandbox sandbox) {
        Importer.into(sandbox).policy("role/app", "work", """
                {"Version": "2012-10-17", "Statement": {
                  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::orders/*"}}""");
        assertThat(sandbox).principal("role/app").can("s3:GetObject", "arn:aws:s3:::orders/1.json");
        assertThat(sandbox).principal("role/app").cannot("s3:GetObject", "arn:aws:s3:::payroll/1.csv");
    }
}

/**
 * Makes a sandbox of what teams have of their real accounts: policy files and what the aws CLI prints. See {@link
 * dev.glasshouse.imports.Importer}.
 */
@NullMarked
package dev.glasshouse.imports;

import org.jspecify.annotations.NullMarked;

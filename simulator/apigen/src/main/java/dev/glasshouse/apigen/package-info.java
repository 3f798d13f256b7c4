/**
 * The build tool behind the API records: {@code refresh} turns AWS's published service models into compact tables, {@code
 * generate} turns the tables into Java records.
 */
@NullMarked
package dev.glasshouse.apigen;

import org.jspecify.annotations.NullMarked;

/** The JUnit 5 extension: {@link dev.glasshouse.junit5.Glasshouse} gives each test an AWS of its own. */
@NullMarked
package dev.glasshouse.junit5;

import org.jspecify.annotations.NullMarked;

/** What is fast and how fast; docs/performance.md has the figures. The benchmarks themselves are compiled as tests. */
@NullMarked
package dev.glasshouse.benchmarks;

import org.jspecify.annotations.NullMarked;

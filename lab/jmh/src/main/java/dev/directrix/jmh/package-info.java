/** JMH benchmarks of the hot paths. */
package dev.directrix.jmh;

/** Shows packet by packet what the workers decide: a filter, a bounded ring that workers fill, and its reader. */
package dev.directrix.forwarder.trace;

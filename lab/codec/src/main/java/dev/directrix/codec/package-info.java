/** Rigs that try the BGP codec: messages made at random, beside tcpdump, and a target for a fuzzer. */
package dev.directrix.codec;

/** Programs that steer the speaker over pipes, as ExaBGP's {@code process} sections start them. */
package dev.directrix.bgp.exabgp.process;

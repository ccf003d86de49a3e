package dev.directrix.bgp.bfd;

/**
 * What makes a session of ours another than all others.
 *
 * @param discriminator our number of it, random and not 0
 * @param sequence      random start of authentication's sequence numbers
 * @param sourcePort    the port that it sends from (RFC 5881 §4)
 */
record BfdIdentity(int discriminator, int sequence, int sourcePort) {
}

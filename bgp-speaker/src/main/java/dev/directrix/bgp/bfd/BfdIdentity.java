package dev.directrix.bgp.bfd;

/**
 * What makes a session of ours another than all others.
 *
 * @param discriminator our number of it, random and not 0
 * @param sequence      random start of authentication's sequence numbers
 */
record BfdIdentity(int discriminator, int sequence) {
}

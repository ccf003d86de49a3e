package dev.directrix.bgp.exabgp;

import dev.directrix.bgp.exabgp.event.FormatVersion;

/**
 * How to run.
 *
 * @param environment     what environment variables say
 * @param format          version of events
 * @param version         version of this program
 * @param softwareVersion text of the software version capability, where a configuration offers it
 */
public record RunSettings(
    RunEnvironment environment, FormatVersion format, String version, String softwareVersion) {
}

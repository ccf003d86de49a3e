/** Health of the real servers: pure verdicts, and the probes that feed them. */
package dev.directrix.director.health;

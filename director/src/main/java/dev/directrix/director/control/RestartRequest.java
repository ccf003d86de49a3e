package dev.directrix.director.control;

import java.time.Duration;
import java.util.Optional;

/**
 * How a director shall restart.
 *
 * @param timeout the bound of its drain; if its flows do not move by then, the restart is given up
 * @param text    for the routers' operators (RFC 9003); empty: a text of its own
 */
public record RestartRequest(Duration timeout, Optional<String> text) {
}

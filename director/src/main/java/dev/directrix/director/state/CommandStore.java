package dev.directrix.director.state;

import dev.directrix.director.reconcile.Overrides;

/** Where the commands of an operator outlive the process. Used by one thread at a time. */
public interface CommandStore {

    /**
     * What was written last; {@link Overrides#NONE} if nothing was.
     *
     * @throws StateException if it cannot be read, or was not written by this director
     */
    Overrides read();

    /**
     * Puts this in the place of what was written before; it is on the disk when this returns.
     *
     * @throws StateException if that is impossible; what was written before is untouched
     */
    void write(Overrides commands);
}

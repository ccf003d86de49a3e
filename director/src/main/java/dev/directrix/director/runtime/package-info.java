/** A director's life: started, reconciled by one control thread, reloaded, drained, stopped. */
package dev.directrix.director.runtime;

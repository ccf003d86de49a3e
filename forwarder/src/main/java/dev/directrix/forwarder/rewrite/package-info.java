/**
 * Changes to frames on their way: encapsulation, address translation, marks, and the errors that answer a frame. All
 * work in place; a frame may begin earlier afterwards, in the headroom in front of it.
 */
package dev.directrix.forwarder.rewrite;

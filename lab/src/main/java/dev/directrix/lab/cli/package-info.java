/** {@code directrix lab}: the lab's commands. */
package dev.directrix.lab.cli;

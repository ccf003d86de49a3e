/** How a running director is steered: its operations, and the Unix domain socket that carries them. */
package dev.directrix.director.control;

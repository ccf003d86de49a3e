/** The command line. */
package dev.directrix.director.cli;

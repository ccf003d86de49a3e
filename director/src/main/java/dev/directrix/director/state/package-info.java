/** What a director remembers over a restart: the commands of its operator. */
package dev.directrix.director.state;

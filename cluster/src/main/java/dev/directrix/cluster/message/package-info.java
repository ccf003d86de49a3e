/** What members tell each other, and how it stands in a frame. */
package dev.directrix.cluster.message;

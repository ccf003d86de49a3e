/** What a change would move, before it is made: changes as the CLI reads them, what they do to tables and shares. */
package dev.directrix.director.plan;

/** What a director shall forward and announce: pure functions of configuration, health, overrides and readiness. */
package dev.directrix.director.reconcile;

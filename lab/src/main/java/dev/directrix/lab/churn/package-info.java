/** Directors that die, freeze and are cut off while servers come and go, under connections that must not break. */
package dev.directrix.lab.churn;

/** How routers spread flows over directors: what is announced, and with which weight. Uses no other module. */
package dev.directrix.ecmp;

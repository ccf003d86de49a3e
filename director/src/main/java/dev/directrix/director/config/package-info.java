/** The YAML file: strict, typed, every error with its place. */
package dev.directrix.director.config;

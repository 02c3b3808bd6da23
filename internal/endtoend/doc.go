// Package endtoend is the tests that nothing in them is simulated but the cloud: the built provider, a real Terraform or
// OpenTofu, one process each, and `sandbox exec` between them. It knows only what a user knows: commands, files and exit
// codes.
package endtoend

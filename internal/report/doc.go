// Package report knows how the outcome of a check is told: to people, to scripts, to code scanning, to test viewers and to
// pull requests, in one small file for each format. It also knows what a baseline is: an earlier report in JSON, whose
// findings fail nothing.
//
// It refuses to judge: verdicts, findings and their words come from package plan. It refuses to know files, terminals and the
// time. Whatever a plan contains is somebody else's text: no format lets it become markup, a command of a CI system or a
// control sequence of a terminal.
package report

//go:build !unix

package main

import "time"

// processorTime is the time that has passed, where the system does not tell what a process has cost.
func processorTime() time.Duration { return time.Since(started) }

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// watchMemory looks for provider processes until ctx ends, and then returns the largest resident set that any of them had,
// in bytes. A provider is a process whose program's name begins with name and that was started without arguments, as
// Terraform does; the sandbox is the same program with arguments. The kernel keeps each process's peak, so looking every
// few milliseconds is enough.
func watchMemory(ctx context.Context, name string) int64 {
	var peak int64
	for ctx.Err() == nil {
		procs, _ := filepath.Glob("/proc/[0-9]*")
		for _, proc := range procs {
			if isProvider(proc, name) {
				peak = max(peak, peakOf(proc))
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	return peak
}

func isProvider(proc, name string) bool {
	exe, err := os.Readlink(filepath.Join(proc, "exe"))
	if err != nil || !strings.HasPrefix(filepath.Base(exe), name) {
		return false
	}
	args, err := os.ReadFile(filepath.Join(proc, "cmdline"))
	return err == nil && bytes.Count(args, []byte{0}) == 1
}

// peakOf reads VmHWM of a process, given its folder in /proc; 0 when the process has gone.
func peakOf(proc string) int64 {
	status, err := os.ReadFile(filepath.Join(proc, "status"))
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(status) {
		fields := bytes.Fields(line)
		if len(fields) == 3 && string(fields[0]) == "VmHWM:" {
			kib, _ := strconv.ParseInt(string(fields[1]), 10, 64)
			return kib << 10
		}
	}
	return 0
}

// peakOfProcess is the largest resident set that a process had which has ended, in bytes.
func peakOfProcess(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return usage.Maxrss << 10
}

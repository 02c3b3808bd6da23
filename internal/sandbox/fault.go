package sandbox

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// faults is what goes wrong, and how often. A nil *faults is a cloud without faults.
type faults struct {
	rate        float64
	kinds       []string
	seed        int64
	slow        time.Duration
	stall       time.Duration
	consistency time.Duration
	failing     []string

	mu   sync.Mutex
	seen map[string]uint64 // how many requests of a kind there have been
}

// faultKinds are the faults that rate is about.
var faultKinds = []string{"429", "500", "503", "reset", "timeout"}

// ParseFaults checks a fault specification, such as "rate=0.1,kinds=429+500+503+reset+timeout,seed=7", and reports every
// fault in it.
//
//	rate         share of the requests that a fault hits, from 0 to 1
//	kinds        which, joined by +: 429, 500, 503, reset, timeout; default: all. The first three come before the operation
//	             takes effect. A reset or a timeout of a write comes before or after, so that the client cannot know.
//	seed         a number; the same requests meet the same faults with the same seed
//	slow         how long every request waits first, such as 200ms
//	stall        how long a timeout lasts before the connection breaks; default 5s
//	consistency  how long identity hides what it has just made, such as 2s
//	failing      operations, joined by +, whose work fails after it was accepted, such as CreateAutonomousDatabase
func ParseFaults(spec string) error {
	_, err := parseFaults(spec)
	return err
}

func parseFaults(spec string) (*faults, error) {
	if spec == "" {
		return nil, nil
	}
	f := &faults{stall: 5 * time.Second, seen: map[string]uint64{}}
	given := map[string]bool{}
	var errs []error
	for part := range strings.SplitSeq(spec, ",") {
		name, value, ok := strings.Cut(part, "=")
		switch {
		case !ok:
			errs = append(errs, fmt.Errorf("faults: %q is not of the form name=value", part))
		case given[name]:
			errs = append(errs, fmt.Errorf("faults: %s is given twice", name))
		default:
			errs = append(errs, f.set(name, value))
		}
		given[name] = true
	}
	if given["kinds"] && !given["rate"] {
		errs = append(errs, errors.New("faults: kinds does nothing without a rate, such as rate=0.1"))
	}
	if f.kinds == nil {
		f.kinds = faultKinds
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *faults) set(name, value string) (err error) {
	switch name {
	case "rate":
		f.rate, err = strconv.ParseFloat(value, 64)
		if err != nil || !(f.rate >= 0 && f.rate <= 1) {
			return fmt.Errorf("faults: rate must be a number from 0 to 1, not %q", value)
		}
	case "kinds":
		return f.setKinds(value)
	case "seed":
		f.seed, err = strconv.ParseInt(value, 10, 64)
		if err != nil {
			return fmt.Errorf("faults: seed must be a whole number, not %q", value)
		}
	case "slow":
		return setDuration(&f.slow, name, value)
	case "stall":
		return setDuration(&f.stall, name, value)
	case "consistency":
		return setDuration(&f.consistency, name, value)
	case "failing":
		return f.setFailing(value)
	default:
		return fmt.Errorf("faults: %q is not known; known are rate, kinds, seed, slow, stall, consistency and failing", name)
	}
	return nil
}

func (f *faults) setKinds(value string) error {
	var errs []error
	for kind := range strings.SplitSeq(value, "+") {
		if !slices.Contains(faultKinds, kind) {
			errs = append(errs, fmt.Errorf("faults: the kind %q is not known; known are %s", kind, strings.Join(faultKinds, ", ")))
		}
		f.kinds = append(f.kinds, kind)
	}
	return errors.Join(errs...)
}

// operationForm is the form of the names of Oracle's operations.
var operationForm = regexp.MustCompile(`^[A-Z][A-Za-z0-9]+$`)

// asynchronous are the operations that start work, by the names that the services call them; BackupCopy is the work of a
// PostgreSQL backup's copy in the region that it comes from.
var asynchronous = []string{
	"AutonomousDatabaseManualRefresh", "BackupCopy", "ChangeAutonomousDatabaseCompartment", "ChangeDbSystemCompartment",
	"ChangeDisasterRecoveryConfiguration", "ChangeTableCompartment", "ConfigureAutonomousDatabaseVaultKey", "CopyBackup",
	"CreateAutonomousDatabase", "CreateAutonomousDatabaseBackup", "CreateBackup", "CreateDbSystem", "CreateIndex", "CreateReplica",
	"CreateTable", "DeleteAutonomousDatabase", "DeleteAutonomousDatabaseBackup", "DeleteBackup", "DeleteDbSystem", "DeleteIndex",
	"DeleteReplica", "DeleteTable", "FailOverAutonomousDatabase", "PatchDbSystem", "ResetMasterUserPassword", "RestartAutonomousDatabase",
	"RestoreAutonomousDatabase", "RotateAutonomousDatabaseEncryptionKey", "ShrinkAutonomousDatabase", "StartAutonomousDatabase", "StartDbSystem",
	"StopAutonomousDatabase", "StopDbSystem", "SwitchoverAutonomousDatabase", "UpdateAutonomousDatabase", "UpdateDbSystem", "UpdateTable",
	"UpgradeDbSystem",
}

func (f *faults) setFailing(value string) error {
	for operation := range strings.SplitSeq(value, "+") {
		if !operationForm.MatchString(operation) {
			return fmt.Errorf("faults: failing must be operations such as CreateAutonomousDatabase, joined by +, not %q", value)
		}
		if !slices.Contains(asynchronous, operation) {
			return fmt.Errorf("faults: failing: %s is none of the operations whose work can fail: %s", operation, strings.Join(asynchronous, ", "))
		}
		f.failing = append(f.failing, operation)
	}
	return nil
}

func setDuration(d *time.Duration, name, value string) error {
	parsed, err := time.ParseDuration(value)
	if err != nil || parsed < 0 || parsed > time.Hour {
		return fmt.Errorf("faults: %s must be a duration such as 200ms or 2s, not %q", name, value)
	}
	*d = parsed
	return nil
}

func (f *faults) failingWork() []string {
	if f == nil {
		return nil
	}
	return f.failing
}

func (f *faults) lag() time.Duration {
	if f == nil {
		return 0
	}
	return f.consistency
}

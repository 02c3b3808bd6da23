package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/hashicorp/cli"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// sandboxCommand shows its subcommands.
type sandboxCommand struct{}

func (c *sandboxCommand) Synopsis() string { return "Run an OCI-compatible cloud on this machine" }

func (c *sandboxCommand) Help() string {
	return "Usage: " + name + " sandbox exec|serve [options]\n\n" +
		"  Runs an OCI-compatible cloud in this process, on loopback only, in which nothing costs anything and no account is needed."
}

func (c *sandboxCommand) Run([]string) int { return cli.RunResultHelp }

// sandboxHelp describes the flags of both subcommands.
const sandboxHelp = `
  -seed FILE      What the sandbox starts with, in HCL: tenancy, compartment, group, user
                  and policy blocks, and the services' own, such as bucket. A type of block
                  that the file does not have is as by default.

  -requests FILE  Write one JSON line for each request to FILE.

  -dump FILE      At the end, write everything that exists to FILE, by region, as JSON.
                  A SIGUSR1 writes what exists then.

  -faults SPEC    What goes wrong, such as
                  rate=0.1,kinds=429+500+503+reset+timeout,seed=7
                  Further: slow=200ms, stall=5s, consistency=2s.

  -pace DURATION  How long what has a life cycle, such as a database, is provisioned,
                  changed or deleted, such as 5s. Default: no time.`

// sandboxFlags are the flags of both subcommands.
type sandboxFlags struct {
	seed, requests, dump, faults string
	pace                         time.Duration
}

func (f *sandboxFlags) register(set *flag.FlagSet) {
	set.StringVar(&f.seed, "seed", "", "")
	set.StringVar(&f.requests, "requests", "", "")
	set.StringVar(&f.dump, "dump", "", "")
	set.StringVar(&f.faults, "faults", "", "")
	set.DurationVar(&f.pace, "pace", 0, "")
}

// running is a sandbox on a port, with the files that the flags name.
type running struct {
	*sandbox.Sandbox
	server   *sandbox.Server
	requests *journalFile
	dump     *dumpFile
}

// start opens the files first: a run must not end with a dump that cannot be written.
func (f *sandboxFlags) start(address string) (_ *running, err error) {
	r := &running{}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.discard())
		}
	}()
	if f.pace < 0 {
		return nil, fmt.Errorf("-pace %s: nothing takes less than no time", f.pace)
	}
	opts := []sandbox.Option{
		sandbox.WithoutHistory(), sandbox.WithFaults(f.faults),
		sandbox.WithLifecyclePace(cloud.Pace{Create: f.pace, Update: f.pace, Delete: f.pace}),
	}
	if f.seed != "" {
		seed, err := readSeed(f.seed)
		if err != nil {
			return nil, err
		}
		opts = append(opts, sandbox.WithSeed(seed))
	}
	if f.requests != "" {
		if r.requests, err = createJournal(f.requests); err != nil {
			return nil, err
		}
		opts = append(opts, sandbox.WithJournal(r.requests))
	}
	if f.dump != "" {
		if r.dump, err = createDump(f.dump); err != nil {
			return nil, err
		}
	}
	if r.Sandbox, err = sandbox.New(opts...); err != nil {
		return nil, err
	}
	if r.dump != nil {
		r.dump.listen(r.Sandbox, func(err error) { failed(os.Stderr, err) })
	}
	r.server, err = r.Listen(address)
	return r, err
}

func readSeed(file string) (sandbox.Seed, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return sandbox.Seed{}, fmt.Errorf("cannot read -seed: %w", err)
	}
	return sandbox.ParseSeed(file, src)
}

// discard undoes a start that failed half way.
func (r *running) discard() error {
	var errs []error
	if r.requests != nil {
		errs = append(errs, r.requests.Close())
	}
	errs = append(errs, r.dump.close(nil))
	if r.Sandbox != nil {
		errs = append(errs, r.Sandbox.Close())
	}
	return errors.Join(errs...)
}

// grace is how long requests under way may take to end.
const grace = 3 * time.Second

// stop ends the sandbox and writes the dump, when nothing can change any more.
func (r *running) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	var errs []error
	if err := r.server.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
		// Clients that do not end in time are cut off; that is no fault of the run.
		errs = append(errs, err)
	}
	errs = append(errs, r.dump.close(r.Sandbox))
	if r.requests != nil {
		errs = append(errs, r.requests.Close())
	}
	return errors.Join(errs...)
}

// journalFile remembers the first error of writing, for the end.
type journalFile struct {
	file *os.File
	err  error
}

func createJournal(name string) (*journalFile, error) {
	file, err := os.Create(name)
	if err != nil {
		return nil, fmt.Errorf("cannot write -requests: %w", err)
	}
	return &journalFile{file: file}, nil
}

// Write implements io.Writer. The journal calls it for one line at a time.
func (j *journalFile) Write(line []byte) (int, error) {
	n, err := j.file.Write(line)
	if j.err == nil {
		j.err = err
	}
	return n, err
}

// Close tells whether the whole journal was written.
func (j *journalFile) Close() error {
	if err := errors.Join(j.err, j.file.Close()); err != nil {
		return fmt.Errorf("cannot write the requests: %w", err)
	}
	return nil
}

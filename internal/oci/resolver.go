package oci

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// resolver finds each setting where Oracle's provider looks for it: the provider block, TF_VAR_x, OCI_X, the config file.
type resolver struct {
	config Config
	getenv func(string) string
	file   func() (*configFile, error) // read at most once, and only when something is looked up in it
}

func newResolver(config Config) *resolver {
	r := &resolver{config: config, getenv: getenv(config)}
	r.file = sync.OnceValues(r.readFile)
	return r
}

// argument is the value that the provider block gives, or the environment.
func (r *resolver) argument(name, configured string) value {
	if configured != "" {
		return value{text: configured, kind: FromProvider, argument: name, detail: fmt.Sprintf("the provider's argument %q", name)}
	}
	for _, variable := range []string{"TF_VAR_" + name, "OCI_" + strings.ToUpper(name)} {
		if text := r.getenv(variable); text != "" {
			return value{text: text, kind: FromEnvironment, argument: name, detail: "the variable " + variable}
		}
	}
	return value{argument: name}
}

// home is the folder that ~ stands for.
func (r *resolver) home() string {
	for _, variable := range []string{"TF_HOME_OVERRIDE", "HOME", "USERPROFILE"} {
		if home := r.getenv(variable); home != "" {
			return home
		}
	}
	if current, err := user.Current(); err == nil {
		return current.HomeDir
	}
	return ""
}

func (r *resolver) expand(path string) string {
	if path == "~" || strings.HasPrefix(path, "~/") || strings.HasPrefix(path, `~\`) {
		return filepath.Join(r.home(), path[1:])
	}
	return path
}

// filePath is where the config file is, and whether somebody named it. Oracle's provider looks at OCI_CONFIG_FILE only where
// ~/.oci/config does not exist, and never for a profile. Here a file that is named wins always: who sets the variable means
// that file, and would otherwise act with another identity without a word. TF_HOME_OVERRIDE moves the home for both.
func (r *resolver) filePath() (path string, named string) {
	for _, variable := range []string{"OCI_CONFIG_FILE", "OCI_CLI_CONFIG_FILE"} {
		if path := r.getenv(variable); path != "" {
			return r.expand(path), variable
		}
	}
	path = filepath.Join(r.home(), ".oci", "config")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		legacy := filepath.Join(r.home(), ".oraclebmc", "config")
		if _, err := os.Stat(legacy); err == nil {
			return legacy, ""
		}
	}
	return path, ""
}

// readFile reads the config file; nil where there is none and nobody asked for one.
func (r *resolver) readFile() (*configFile, error) {
	path, named := r.filePath()
	text, err := os.ReadFile(path)
	switch profile := r.profile(); {
	case err == nil:
		return parseConfigFile(path, string(text)), nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, &ConfigError{
			Source: "the OCI config file " + path, Problem: "it cannot be read (" + reason(err) + ")",
			Remedy: "Make it readable, or set OCI_CONFIG_FILE to another file.",
		}
	case named != "":
		return nil, &ConfigError{
			Source: "the variable " + named, Problem: "the file " + path + " does not exist",
			Remedy: "Set the variable to an OCI config file, or unset it.",
		}
	case profile.set():
		return nil, profile.fault(
			fmt.Sprintf("profile %s is asked for, but the OCI config file %s does not exist", profile.text, path),
			"Write the file (oci setup config), set OCI_CONFIG_FILE to the one that you have, or remove config_file_profile.",
		)
	}
	return nil, nil
}

func reason(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err.Error()
	}
	return err.Error()
}

// profile is the profile that somebody asks for.
func (r *resolver) profile() value {
	return r.argument("config_file_profile", r.config.ConfigFileProfile)
}

// profileFile is the config file with the profile to use; nil where there is none.
func (r *resolver) profileFile() (*configFile, string, error) {
	file, err := r.file()
	if file == nil || err != nil {
		return nil, "", err
	}
	name, asked := r.profile().text, r.profile().set()
	if !asked {
		name = defaultProfile
	}
	if _, ok := file.profiles[name]; !ok && !asked && file.orphan == 0 {
		return nil, "", nil
	}
	if fault := file.fault(name); fault != nil {
		return nil, "", fault
	}
	return file, name, nil
}

// fromFile is a setting of the config file's profile; the zero value where there is no file.
func (r *resolver) fromFile(argument, key string) (value, error) {
	file, name, err := r.profileFile()
	if file == nil || err != nil {
		return value{argument: argument}, err
	}
	v := file.setting(name, key)
	v.argument = argument
	return v, nil
}

// region is the default region. The SDK would fall back to the operator's machine silently; here the source goes with it.
func (r *resolver) region(mode authMode) (string, RegionSource, error) {
	v := r.argument("region", r.config.Region)
	if !v.set() && (mode == resourcePrincipal || mode == okeWorkloadIdentity) {
		if text := r.getenv(principalRegionVariable); text != "" {
			v = value{text: text, kind: FromEnvironment, argument: "region", detail: "the variable " + principalRegionVariable}
		}
	}
	if !v.set() && (mode == apiKey || mode == securityToken) {
		var err error
		if v, err = r.fromFile("region", "region"); err != nil {
			return "", RegionSource{}, err
		}
	}
	if !v.set() {
		return "", RegionSource{}, nil
	}
	if strings.Trim(strings.ToLower(v.text), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return "", RegionSource{}, v.fault(
			shown(v.text)+" is not of a region's form", "Give a region's name, such as us-ashburn-1.")
	}
	name := v.text
	if known, ok := region.Lookup(name); ok {
		name = known.Name
	}
	detail := v.detail
	if v.kind == FromProvider {
		detail = "the provider block"
	}
	return name, RegionSource{Kind: v.kind, Detail: detail}, nil
}

// retryPolicy reads disable_auto_retries and retry_duration_seconds.
func (r *resolver) retryPolicy() (retryPolicy, error) {
	disabled := r.config.DisableAutoRetries
	if v := r.argument("disable_auto_retries", ""); !disabled && v.set() {
		parsed, err := strconv.ParseBool(v.text)
		if err != nil {
			return retryPolicy{}, v.fault(shown(v.text)+" is not a boolean", "Set it to true or false.")
		}
		disabled = parsed
	}
	seconds := r.config.RetryDurationSeconds
	if v := r.argument("retry_duration_seconds", ""); seconds == 0 && v.set() {
		parsed, err := strconv.ParseInt(v.text, 10, 32)
		if err != nil {
			return retryPolicy{}, v.fault(shown(v.text)+" is not a whole number of seconds", "Set it to a number such as 600.")
		}
		seconds = parsed
	}
	return newRetryPolicy(disabled, time.Duration(seconds)*time.Second), nil
}

func (r *resolver) userAgent() string {
	agent := r.config.UserAgent
	if agent == "" {
		agent = "terraform-provider-residency"
	}
	if extra := strings.TrimSpace(r.getenv("TF_APPEND_USER_AGENT")); extra != "" {
		agent += " " + extra
	}
	return agent
}

package oci

import (
	"fmt"
	"sort"
	"strings"
)

// configFile is an OCI config file. The SDK's reader is not used: it cuts a value at its second "=", skips over lines that
// it cannot read, and keeps every file in the process for ever.
type configFile struct {
	path     string
	profiles map[string]*profile
	orphan   int // the first line with a setting before any profile, 0 for none
}

// profile is one section of the file.
type profile struct {
	line     int
	again    int // the line where the same profile starts once more, 0 for none
	bad      int // the first line that is neither setting, comment nor blank, 0 for none
	settings map[string]string
}

const defaultProfile = "DEFAULT"

// parseConfigFile reads the text of a config file. It never fails: a fault is reported when the profile that has it is used,
// so that a broken profile does not stand in the way of the others.
func parseConfigFile(path, text string) *configFile {
	file := &configFile{path: path, profiles: map[string]*profile{}}
	var current *profile
	for i, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "", strings.HasPrefix(line, "#"), strings.HasPrefix(line, ";"):
		case strings.HasPrefix(line, "["):
			current = file.section(line, i+1)
		case current == nil:
			if file.orphan == 0 {
				file.orphan = i + 1
			}
		default:
			current.read(line, i+1)
		}
	}
	return file
}

// section opens the profile that a header line names.
func (f *configFile) section(header string, line int) *profile {
	name, rest, closed := strings.Cut(header[1:], "]")
	name = strings.TrimSpace(name)
	fresh := &profile{line: line, settings: map[string]string{}}
	if !closed || name == "" || (strings.TrimSpace(rest) != "" && !strings.ContainsAny(strings.TrimSpace(rest)[:1], "#;")) {
		fresh.bad = line
	}
	if first, ok := f.profiles[name]; ok {
		if first.again == 0 {
			first.again = line
		}
		return fresh
	}
	f.profiles[name] = fresh
	return fresh
}

// read takes in one "key = value" or "key: value".
func (p *profile) read(line string, number int) {
	at := strings.IndexAny(line, "=:")
	if at <= 0 {
		if p.bad == 0 {
			p.bad = number
		}
		return
	}
	key := strings.ToLower(strings.TrimSpace(line[:at]))
	if key == "passphrase" {
		key = "pass_phrase"
	}
	p.settings[key] = strings.TrimSpace(line[at+1:])
}

// fault says what keeps the profile from being used. A line's text is not in it: it may be part of a key.
func (f *configFile) fault(name string) *ConfigError {
	source := "the OCI config file " + f.path
	p, ok := f.profiles[name]
	switch {
	case f.orphan != 0:
		return &ConfigError{
			Source:  source,
			Problem: fmt.Sprintf("line %d stands before the first profile", f.orphan),
			Remedy:  "Start the file with a line such as [DEFAULT].",
		}
	case !ok:
		return f.missing(name)
	case p.again != 0:
		return &ConfigError{
			Source:  source,
			Problem: fmt.Sprintf("profile %s is there twice, in lines %d and %d", name, p.line, p.again),
			Remedy:  "Keep one of the two.",
		}
	case p.bad != 0:
		return &ConfigError{
			Source:  source,
			Problem: fmt.Sprintf("line %d of profile %s is not of the form key = value", p.bad, name),
			Remedy:  "Mend or remove that line.",
		}
	}
	return nil
}

func (f *configFile) missing(name string) *ConfigError {
	remedy := "The file has no profile."
	if names := f.names(); len(names) > 0 {
		remedy = "It has " + strings.Join(names, ", ") + "."
	}
	return &ConfigError{
		Argument: "config_file_profile", Source: "the OCI config file " + f.path,
		Problem: fmt.Sprintf("there is no profile %s", name),
		Remedy:  remedy + " Set config_file_profile to one of the file's profiles, or add the profile.",
	}
}

func (f *configFile) names() []string {
	names := make([]string, 0, len(f.profiles))
	for name := range f.profiles {
		if name != "" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// setting is the profile's own value, or the one of DEFAULT that every profile inherits.
func (f *configFile) setting(name, key string) value {
	for _, section := range []string{name, defaultProfile} {
		if p, ok := f.profiles[section]; ok && p.settings[key] != "" {
			return value{text: p.settings[key], kind: FromFile, detail: fmt.Sprintf("%s in profile %s of the file %s", key, section, f.path)}
		}
	}
	return value{kind: FromFile, detail: "the file " + f.path}
}

// own is the profile's own value, without what it inherits.
func (f *configFile) own(name, key string) string {
	if p, ok := f.profiles[name]; ok {
		return p.settings[key]
	}
	return ""
}

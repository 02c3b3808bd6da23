package iam

import (
	"strings"
	"time"
)

// parseTimestamp reads a point in time in one of the forms that Oracle documents, always UTC.
func parseTimestamp(text string) (time.Time, bool) {
	text = strings.ToUpper(strings.TrimSpace(text))
	for _, layout := range []string{"2006-01-02T15:04:05Z", "2006-01-02T15:04Z", "2006-01-02Z", "2006-01-02T15:04:05.999Z"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// parseTimeOfDay reads a time of day into seconds after midnight.
func parseTimeOfDay(text string) (int64, bool) {
	text = strings.TrimSuffix(strings.ToUpper(strings.TrimSpace(text)), "Z")
	for _, layout := range []string{"15:04:05", "15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return int64(t.Hour()*3600 + t.Minute()*60 + t.Second()), true
		}
	}
	return 0, false
}

// instant reads a value of a variable that has an order, as seconds.
func instant(variableType, text string) (int64, bool) {
	switch variableType {
	case "timestamp":
		t, ok := parseTimestamp(text)
		return t.Unix(), ok
	case "time":
		return parseTimeOfDay(text)
	}
	return 0, false
}

// formatInstant writes what instant reads.
func formatInstant(variableType string, at int64) string {
	t := time.Unix(at, 0).UTC()
	if variableType == "time" {
		return t.Format("15:04:05Z")
	}
	return t.Format("2006-01-02T15:04:05Z")
}

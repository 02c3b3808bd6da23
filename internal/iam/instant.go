package iam

import (
	"strings"
	"time"
)

// parseTimestamp reads a point in time in one of the forms that Oracle documents, always UTC.
func parseTimestamp(text string) (time.Time, bool) {
	text = strings.ToUpper(strings.TrimSpace(text))
	for _, layout := range []string{"2006-01-02T15:04:05Z", "2006-01-02T15:04Z", "2006-01-02Z"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// parseTimeOfDay reads a time of day, on the first day of 1970.
func parseTimeOfDay(text string) (time.Time, bool) {
	text = strings.TrimSuffix(strings.ToUpper(strings.TrimSpace(text)), "Z")
	for _, layout := range []string{"15:04:05", "15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.AddDate(1970, 0, 0), true
		}
	}
	return time.Time{}, false
}

// aSecond is a second as instants count: its beginning, and whatever fractions it has.
const aSecond = 2

// instant reads a value of a variable that has an order, in half seconds: an odd one stands for all fractions of its second.
func instant(variableType, text string) (int64, bool) {
	read := parseTimestamp
	switch variableType {
	case "timestamp":
	case "time":
		read = parseTimeOfDay
	default:
		return 0, false
	}
	t, ok := read(text)
	return aSecond*t.Unix() + int64(min(t.Nanosecond(), 1)), ok
}

// formatInstant writes what instant reads.
func formatInstant(variableType string, at int64) string {
	t := time.UnixMilli(at * (time.Second / aSecond).Milliseconds()).UTC()
	if variableType == "time" {
		return t.Format("15:04:05.9Z")
	}
	return t.Format("2006-01-02T15:04:05.9Z")
}

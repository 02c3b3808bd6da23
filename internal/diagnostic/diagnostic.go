// Package diagnostic is the one place that builds what Terraform shows a person: a static summary, and a detail that
// says what was tried, what Oracle answered, and what to do next. It decides nothing and sends nothing.
package diagnostic

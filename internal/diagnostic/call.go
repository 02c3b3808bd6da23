package diagnostic

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// Call is something that was tried and failed.
type Call struct {
	Summary string    // static, such as "Cannot create bucket"
	At      path.Path // the attribute at fault; the zero value for the whole resource
	Tried   string    // what was tried on what, such as `Creating bucket "data" in namespace "acme"`
	Region  string    // where, such as "us-ashburn-1"
	Next    string    // what to do; "" leaves it to what the answer suggests
}

// Error is the error that err is for this call.
func (c Call) Error(err error) diag.Diagnostic {
	return Error(c.At, c.Summary, c.paragraphs(err)...)
}

// Warning says the same where the work goes on.
func (c Call) Warning(err error) diag.Diagnostic {
	return Warning(c.At, c.Summary, c.paragraphs(err)...)
}

func (c Call) paragraphs(err error) []string {
	tried := c.Tried
	if c.Region != "" {
		tried += " in " + c.Region
	}
	out := []string{tried + " failed."}
	var (
		answer *oci.Error
		wait   *oci.WaitError
		config *oci.ConfigError
	)
	switch {
	case errors.As(err, &wait):
		out = append(out, waited(wait), c.next(answerOf(err)))
		return append(out, requestID(answerOf(err)))
	case errors.As(err, &answer):
		return append(out, answered(answer), c.next(answer), requestID(answer))
	case errors.As(err, &config):
		return append(out, configured(config)...)
	}
	return append(out, otherwise(err), c.Next)
}

// answerOf finds Oracle's answer beneath another error.
func answerOf(err error) *oci.Error {
	var answer *oci.Error
	errors.As(err, &answer)
	return answer
}

func (c Call) next(e *oci.Error) string {
	if c.Next != "" || e == nil {
		return c.Next
	}
	return sentence(e.Hint())
}

// answered repeats Oracle's answer word for word, or the connection's fault where there was no answer.
func answered(e *oci.Error) string {
	times := ""
	if e.Attempts > 1 {
		times = fmt.Sprintf(" It was tried %d times.", e.Attempts)
	}
	if e.Status == 0 {
		text := "Oracle did not answer: " + sentence(cause(e)) + times
		if e.Ambiguous {
			text += " The request may have taken effect all the same."
		}
		return text
	}
	code := strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, e.Code))
	return fmt.Sprintf("Oracle answered %s: %s%s", code, stopped(e.Message), times)
}

func cause(e *oci.Error) string {
	if e.Cause != nil {
		return e.Cause.Error()
	}
	return e.Message
}

func waited(e *oci.WaitError) string {
	after := e.Waited.Round(time.Second)
	text := fmt.Sprintf("The wait for %s ended after %s", e.What, after)
	if e.State != "" {
		text += ", when the state was " + e.State
	}
	if errors.Is(e.Cause, context.Canceled) {
		return text + ": it was interrupted. The next apply goes on."
	}
	return text + ". The next apply goes on; timeouts in the resource allow it more time."
}

// otherwise is an error that no answer of Oracle's explains: a deadline, an interrupt, or a fault of the request itself.
func otherwise(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "The time that the resource's timeouts allow was over. The next apply goes on."
	case errors.Is(err, context.Canceled):
		return "It was interrupted. The next apply goes on."
	}
	return sentence(err.Error())
}

func requestID(e *oci.Error) string {
	if e == nil || e.RequestID == "" {
		return ""
	}
	return "opc-request-id: " + e.RequestID
}

// Config is a fault of the provider's configuration, at the argument that has it.
func Config(err error) diag.Diagnostic {
	var fault *oci.ConfigError
	if !errors.As(err, &fault) {
		return Error(path.Empty(), "Provider configuration not usable", sentence(err.Error()))
	}
	at := path.Empty()
	if fault.Argument != "" {
		at = path.Root(fault.Argument)
	}
	return Error(at, "Provider configuration not usable", configured(fault)...)
}

func configured(fault *oci.ConfigError) []string {
	problem := sentence(fault.Problem)
	if fault.Source != "" {
		problem = fmt.Sprintf("In %s: %s", fault.Source, sentence(fault.Problem))
	}
	return []string{problem, sentence(fault.Remedy)}
}

// Brief is an error in half a sentence, for use inside another diagnostic: Oracle's answer with status, code and request id.
func Brief(err error) string { return strings.TrimSuffix(strings.TrimSpace(err.Error()), ".") }

package cloud

import (
	"errors"
	"io"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MaxJSON is the size in bytes of the longest request body that is read as JSON.
const MaxJSON = 4 << 20

// ReadJSON reads the call's body into v. Malformed JSON, a member twice and a value of the wrong type are 400. A member
// that v does not have is 501: ignoring it would answer a call that the sandbox did not understand.
func ReadJSON(c *Call, v any) error {
	body, err := io.ReadAll(io.LimitReader(c.Body, MaxJSON+1))
	if err != nil {
		return err
	}
	if len(body) > MaxJSON {
		return Errorf(http.StatusRequestEntityTooLarge, "PayloadTooLarge", "The body is longer than %d bytes.", MaxJSON)
	}
	err = json.Unmarshal(body, v, json.RejectUnknownMembers(true))
	if s := new(json.SemanticError); errors.As(err, &s) && errors.Is(s.Err, json.ErrUnknownName) {
		return NotImplemented("the member %s of the body of %s %s", s.JSONPointer, c.Method, c.URL.Path)
	}
	if err != nil {
		return CannotParseRequest("The body cannot be read as this operation's JSON: %s.", err)
	}
	return nil
}

// WriteJSON writes v with the status. Times come out in RFC 3339. Headers such as etag are set before.
func WriteJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// The client may have gone; there is nobody left to tell.
	_, _ = w.Write(body)
	return nil
}

// WriteNoContent answers 204.
func WriteNoContent(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// WriteError writes an error in Oracle's shape: {"code": …, "message": …}.
func WriteError(w http.ResponseWriter, err *Error) {
	for _, name := range []string{"Content-Length", "Content-Md5", "Content-Encoding", "Etag", "Last-Modified"} {
		w.Header().Del(name)
	}
	if err.Status == http.StatusNotModified {
		w.WriteHeader(err.Status)
		return
	}
	body := []byte(`{"code":` + quote(err.Code) + `,"message":` + quote(err.Message) + `}`)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(err.Status)
	_, _ = w.Write(body)
}

func quote(s string) string {
	// Invalid UTF-8, such as in a path that is quoted in the message, is replaced and is no reason to answer nothing.
	b, _ := jsontext.AppendQuote(nil, s)
	return string(b)
}

package accesstoken

// #include "twilio_access_token.h"
import "C"

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Token is what a token is to say.
type Token struct {
	// Identity is whose token it is, such as a user's name: 1 to 256 characters.
	Identity string
	// TTL is how long the token lives, whole seconds from 1 s to 24 h. If it is 0, one hour.
	TTL time.Duration
	// NotBefore is when the token becomes valid, to the second. If it is zero, at once.
	NotBefore time.Time
	// Region is that of the API key, such as "ie1". If it is empty, us1.
	Region string
	// Grants is what the token permits: Twilio's grants as they stand in a token, by their keys. Anything that has a JSON is one:
	//
	//	map[string]any{"video": map[string]any{"room": "daily"}}
	Grants map[string]any
}

// MarshalJSON gives what [Signer.SignJSON] takes.
func (t Token) MarshalJSON() ([]byte, error) {
	request := struct {
		Identity  string         `json:"identity"`
		TTL       float64        `json:"ttl,omitempty"`
		NotBefore *int64         `json:"not_before,omitempty"`
		Region    string         `json:"region,omitempty"`
		Grants    map[string]any `json:"grants,omitempty"`
	}{Identity: t.Identity, TTL: t.TTL.Seconds(), Region: t.Region, Grants: t.Grants}
	if !t.NotBefore.IsZero() {
		if t.NotBefore.Unix() < 0 {
			return nil, &Error{Code: "invalid-time", Message: "NotBefore is before 1970", Hint: "Leave it zero for a token that is valid at once."}
		}
		request.NotBefore = new(int64)
		*request.NotBefore = t.NotBefore.Unix()
	}
	return marshal(request)
}

// marshal is [json.Marshal] without escapes for HTML: grants are written into tokens as their JSON stands. Strings that are not
// UTF-8 are an error; encoding/json would replace their bytes, and the token would be somebody else's.
func marshal(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	if refused := (*Error)(nil); errors.As(err, &refused) {
		return nil, refused
	}
	if err != nil {
		return nil, err
	}
	// encoding/json writes this escape for invalid bytes alone. A valid U+FFFD is written as it is.
	if !utf8.Valid(text.Bytes()) || bytes.Contains(text.Bytes(), []byte(`\ufffd`)) && replaced.Match(text.Bytes()) {
		return nil, &Error{Code: "invalid-utf8", Message: "a string is not UTF-8, or raw JSON contains the escape \\ufffd", Hint: "Encode it as UTF-8."}
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}

var replaced = regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*\\ufffd`)

// Signer mints tokens with an API key.
type Signer struct{ *object[*C.tat_signer] }

// NewSigner makes a signer of a Main or Standard API key: its account's SID, AC and 32 hexadecimal digits, its own SID, SK and 32
// hexadecimal digits, and its secret.
func NewSigner(accountSID, apiKeySID, apiKeySecret string) (*Signer, error) {
	var made *C.tat_signer
	var out C.tat_text
	k := apiKeyOf(accountSID, apiKeySID, apiKeySecret)
	status := C.tat_signer_new(k.account, k.accountLen, k.sid, k.sidLen, k.secret, k.secretLen, &made, &out)
	if _, err := answer(status, out); err != nil {
		return nil, err
	}
	return &Signer{newObject("Signer", made, func(s *C.tat_signer) { C.tat_signer_free(s) })}, nil
}

// Sign mints a token that is issued at the time at, usually [time.Now], to the second.
func (s *Signer) Sign(token Token, at time.Time) (string, error) {
	text, err := token.MarshalJSON()
	if err != nil {
		return "", err
	}
	return s.SignJSON(string(text), at)
}

// SignJSON is Sign for a token that is described in JSON, with the names of the claims that come of it:
//
//	{"identity":"alice","ttl":900,"grants":{"video":{"room":"daily"}}}
//
// The members ttl and not_before are in seconds, region is such as "ie1"; these and grants may be left out.
func (s *Signer) SignJSON(token string, at time.Time) (string, error) {
	now, err := seconds(at)
	if err != nil {
		return "", err
	}
	request, requestLen := text(token)
	return s.call(func(signer *C.tat_signer) (C.tat_status, C.tat_text) {
		var out C.tat_text
		status := C.tat_signer_sign(signer, request, requestLen, now, &out)
		return status, out
	})
}

// Result is what comes of one token of [Signer.SignMany].
type Result struct {
	// Token is the JWT, if Err is nil.
	Token string
	// Err says why there is none.
	Err error
}

// SignMany mints many tokens that are issued at the same time in one call of the library. There is a result for each, in order;
// the error is for what has nothing to do with any of them.
func (s *Signer) SignMany(tokens []Token, at time.Time) ([]Result, error) {
	now, err := seconds(at)
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(tokens))
	var requests strings.Builder
	for i, token := range tokens {
		request, err := token.MarshalJSON()
		if results[i].Err = err; err == nil {
			requests.Write(append(request, '\n'))
		}
	}
	lines, linesLen := text(requests.String())
	answers, err := s.call(func(signer *C.tat_signer) (C.tat_status, C.tat_text) {
		var out C.tat_text
		status := C.tat_signer_sign_lines(signer, lines, linesLen, now, &out)
		return status, out
	})
	if err != nil {
		return nil, err
	}
	for i := range results {
		if results[i].Err != nil {
			continue
		}
		line, rest, _ := strings.Cut(answers, "\n")
		if answers = rest; strings.HasPrefix(line, "{") {
			results[i].Err = refusal(line)
		} else {
			results[i].Token = line
		}
	}
	return results, nil
}

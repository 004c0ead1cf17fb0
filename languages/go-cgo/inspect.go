package accesstoken

// #include "twilio_access_token.h"
import "C"

import (
	"encoding/json"
	"time"
)

// Report is what [Inspect] finds out about a token.
type Report struct {
	// Header and Payload are as in the token; null where it cannot be read.
	Header  json.RawMessage `json:"header"`
	Payload json.RawMessage `json:"payload"`
	// Signature is "verified", "mismatch", or "unchecked" if no secret was given or the token cannot be read.
	Signature string `json:"signature"`
	// Findings is what is wrong, the more certain first; empty if nothing is.
	Findings []Finding `json:"findings"`
}

// Finding is one thing that is wrong with a token.
type Finding struct {
	// Code is the stable name of the finding.
	Code string `json:"code"`
	// TwilioCode is the [error] with which Twilio answers, nil if none is known.
	//
	// [error]: https://www.twilio.com/docs/api/errors
	TwilioCode *int `json:"twilio_code"`
	// Severity is "error" if Twilio does refuse the token, "warning" if it may, or the token does not do what was probably meant.
	Severity string `json:"severity"`
	// Message says what is wrong, Hint what to do about it.
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// InspectOption is a setting of [Inspect].
type InspectOption func(*inspection)

type inspection struct{ secret, region *string }

// WithSecret has the signature checked with the secret of an API key.
func WithSecret(apiKeySecret string) InspectOption {
	return func(i *inspection) { i.secret = &apiKeySecret }
}

// WithRegion has the region of the API key compared with the token's: "us1" for keys that name none.
func WithRegion(region string) InspectOption {
	return func(i *inspection) { i.region = &region }
}

// Inspect says why Twilio would refuse a token at the time at. There is an error only if the inspection cannot be made; what is
// wrong with the token is in the report.
func Inspect(token string, at time.Time, options ...InspectOption) (*Report, error) {
	now, err := seconds(at)
	if err != nil {
		return nil, err
	}
	var given inspection
	for _, option := range options {
		option(&given)
	}
	var out C.tat_text
	jwt, jwtLen := text(token)
	secret, secretLen := optional(given.secret)
	region, regionLen := optional(given.region)
	status := C.tat_inspect(jwt, jwtLen, secret, secretLen, region, regionLen, now, &out)
	found, err := answer(status, out)
	if err != nil {
		return nil, err
	}
	report := &Report{}
	return report, json.Unmarshal([]byte(found), report)
}
